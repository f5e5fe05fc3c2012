"""What is refused: a status, a sentence that says why, and the same as an answer in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

RETRY = {"Retry-After": "1"}
"""Come back in a second."""


class RefusedError(Exception):
    """A request cannot be answered; the text says why, for people."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status, self.headers = status, headers

    def response(self) -> Response:
        """As what is sent."""
        return document({"error": str(self)}, self.status, self.headers)


def busy(reason: str) -> RefusedError:
    """A refusal that will not last."""
    return RefusedError(503, reason, RETRY)


def bug() -> RefusedError:
    """What should not happen; the traceback stands on stderr."""
    return RefusedError(500, "this is a bug in imgfw or in a plugin; the server's stderr says more")


def document(
    content: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON document; odd bytes of names are escaped as JSON does it."""
    body = json.dumps({"format": 1, **content})
    return Response(body, status, headers, media_type="application/json")
