"""Openverse: openly licensed pictures of many collections; no key is needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from .found import DOCUMENT, REQUESTS, Found, clean, creator, document, entries
from .licences import told
from .web import AgainError, Answer, Web

ADDRESS = "https://api.openverse.org/v1/images/"
PAGE = 20
"""Results on a page; those who have no key get no more."""


class Openverse:
    """https://api.openverse.org: 20 requests a minute and 200 a day without a key, as its headers say."""

    name = "openverse"
    needs_contact = False

    def pages(self, web: Web, query: str, codes: Sequence[str]) -> Iterator[list[Found]]:
        """What it finds, page by page."""
        for number in range(1, REQUESTS + 1):
            asked = {"q": query, "license": ",".join(codes), "page": number, "page_size": PAGE}
            results, last = web.ask(f"{ADDRESS}?{urlencode(asked)}", DOCUMENT, _read)
            yield [found for each in results if (found := _found(each))]
            if number >= last or not results:
                return


def _read(answer: Answer) -> tuple[list[dict[str, Any]], int]:
    """The results of a page, and how many pages there are."""
    given = document(answer)
    if not isinstance(given.get("results"), list):
        raise AgainError("the answer has no results")
    last = given.get("page_count")
    return entries(given["results"]), last if isinstance(last, int) else 0


def _found(given: dict[str, Any]) -> Found | None:
    try:
        number = UUID(str(given.get("id")))
    except ValueError:
        return None
    return Found(
        id=f"openverse-{number}",
        link=str(given.get("url") or ""),
        page=clean(given.get("foreign_landing_url")),
        title=clean(given.get("title")),
        creator=creator(given.get("creator")),
        licence=told(given.get("license"), given.get("license_version"), given.get("license_url")),
    )
