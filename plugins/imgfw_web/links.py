"""Addresses of pages and pictures: https alone, in one plain form."""

from __future__ import annotations

from urllib.parse import quote, urljoin, urlsplit

LONGEST = 4096
_KEPT = "%/:@!$&'()*+,;=~-._[]"


class RefusedError(Exception):
    """Something of the web cannot be had; the text is the reason, for people.

    later  whether it may be worth asking another day
    """

    def __init__(self, reason: str, *, later: bool = False) -> None:
        super().__init__(reason)
        self.later = later


def plain(link: str) -> str:
    """The link as it is asked for: https, a host, no name or password, the usual port, nothing but ASCII.

    Raises RefusedError with what is wrong.
    """
    if len(link) > LONGEST:
        raise RefusedError(f"its address is longer than {LONGEST} characters")
    try:
        parts = urlsplit(link.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError:  # UnicodeError is one
        raise RefusedError(f"its address makes no sense: {link!r:.80}") from None
    if parts.scheme != "https":
        raise RefusedError(f"its address is not https: {link!r:.80}")
    if not host or parts.username is not None or parts.password is not None or port not in (None, 443):
        raise RefusedError(f"its address is not a plain https://host/path: {link!r:.80}")
    query = f"?{quote(parts.query, safe=_KEPT + '?')}" if parts.query else ""
    return f"https://{f'[{host}]' if ':' in host else host}{quote(parts.path, safe=_KEPT) or '/'}{query}"


def joined(link: str, location: str) -> str:
    """Where a redirect leads, in plain form. Raises RefusedError."""
    try:
        return plain(urljoin(link, location))
    except ValueError:
        raise RefusedError(f"its address makes no sense: {location!r:.80}") from None


def host_of(link: str) -> str:
    """The host of a plain link."""
    return urlsplit(link).hostname or ""
