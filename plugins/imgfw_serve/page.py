"""The page on which pictures are dropped: one file, which needs nothing from anywhere else."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from .limits import Limits

_PAGE = Path(__file__).with_name("page.html").read_text("utf-8")


def _digest(tag: str) -> str:
    """What lets a browser run this part of the page and nothing that was brought into it."""
    (part,) = re.findall(f"<{tag}>(.*?)</{tag}>", _PAGE, re.DOTALL)
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"


POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src {_digest('script')}",
        f"style-src {_digest('style')}",
        "img-src blob: data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The page's Content-Security-Policy."""


def page(limits: Limits, *, guarded: bool) -> str:
    """The page of a server with these limits; whether it asks for the token at once."""
    body = str(limits.body - 10_000)  # the form around a picture counts, too
    return _PAGE.replace("{{ body }}", body).replace("{{ guarded }}", "yes" if guarded else "")
