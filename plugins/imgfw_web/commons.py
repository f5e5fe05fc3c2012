"""Wikimedia Commons: free pictures with good descriptions; no key, but a contact is demanded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from .found import DOCUMENT, REQUESTS, Found, clean, creator, document, entries, without_tags
from .licences import read
from .links import RefusedError
from .pace import retry_after
from .web import AgainError, Answer, Web

ADDRESS = "https://commons.wikimedia.org/w/api.php"
PAGE = 50
"""Results on a page; more are not described."""
WIDTH = 1280
"""Pixels; one of the widths that are kept ready there. The originals are often of 10 MB and more."""
_BUSY = ("maxlag", "ratelimited", "readonly", "cirrussearch-too-busy-error")
_ASKED = {
    "action": "query",
    "format": "json",
    "formatversion": "2",
    "generator": "search",
    "gsrnamespace": "6",
    "gsrlimit": str(PAGE),
    "prop": "imageinfo",
    "iiprop": "url|mime|size|extmetadata",
    "iiurlwidth": str(WIDTH),
    "iiextmetadatafilter": "License|LicenseShortName|LicenseUrl|Artist|ObjectName",
    "iiextmetadatalanguage": "en",
    "maxlag": "5",
}


class Commons:
    """https://commons.wikimedia.org, asked one thing after the other, and not while its servers lag."""

    name = "commons"
    needs_contact = True

    def pages(self, web: Web, query: str, codes: Sequence[str]) -> Iterator[list[Found]]:
        """What it finds, page by page; licences are not asked for, but told with every picture."""
        more: dict[str, str] = {}
        for _ in range(REQUESTS):
            asked = {**_ASKED, "gsrsearch": f"{query} filetype:bitmap", **more}
            given = web.ask(f"{ADDRESS}?{urlencode(asked)}", DOCUMENT, _read)
            found = given.get("query")
            pages = entries(found.get("pages")) if isinstance(found, dict) else []
            yield [one for page in sorted(pages, key=_position) if (one := _found(page))]
            following = given.get("continue")
            if not isinstance(following, dict) or not following:
                return
            more = {str(name): str(value) for name, value in following.items()}


def _read(answer: Answer) -> dict[str, Any]:
    given = document(answer)
    error = given.get("error")
    if isinstance(error, dict):
        code, info = clean(error.get("code")), clean(error.get("info"))
        if code in _BUSY:
            raise AgainError(f"Commons is busy: {code}", retry_after(answer.headers))
        raise RefusedError(f"Commons says {code}: {info}")
    return given


def _position(page: dict[str, Any]) -> int:
    index = page.get("index")
    return index if isinstance(index, int) else 0


def _found(page: dict[str, Any]) -> Found | None:
    number, infos = page.get("pageid"), entries(page.get("imageinfo"))
    if not isinstance(number, int) or number <= 0 or not infos:
        return None
    info = infos[0]
    if not str(info.get("mime", "")).startswith("image/"):
        return None
    given = info.get("extmetadata")
    about = given if isinstance(given, dict) else {}
    name = clean(page.get("title")).removeprefix("File:").rpartition(".")[0]
    return Found(
        id=f"commons-{number}",
        link=str(info.get("thumburl") or info.get("url") or ""),
        page=clean(info.get("descriptionurl")),
        title=clean(_text(about, "ObjectName")) or name,
        creator=creator(_text(about, "Artist")),
        licence=read(_text(about, "LicenseUrl"), _text(about, "License") or _text(about, "LicenseShortName")),
    )


def _text(about: dict[str, Any], name: str) -> str:
    entry = about.get(name)
    return without_tags(entry.get("value")).strip() if isinstance(entry, dict) else ""
