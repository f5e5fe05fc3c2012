"""Wikimedia Commons, as its API answers."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from imgfw_web.commons import Commons
from imgfw_web.licences import Licence
from imgfw_web.links import RefusedError

from .conftest import as_json

ROUTE = ("commons.wikimedia.org", "/w/api.php")


def pages(client, query="cat"):
    """All pages."""
    return list(Commons().pages(client, query, ("by-sa",)))


def test_all_pages_are_asked_for(local, client):
    """50 results each, sorted as the search ranks them, with what the API demands."""
    local.commons(120)

    found = pages(client, "tabby cat")

    assert [len(page) for page in found] == [50, 50, 20]
    assert [one.id for page in found for one in page] == [f"commons-{1000 + number}" for number in range(120)]
    asked = [parse_qs(urlsplit(path).query) for path in local.paths()]
    assert [query.get("gsroffset") for query in asked] == [None, ["50"], ["100"]]
    assert all(
        query["gsrsearch"] == ["tabby cat filetype:bitmap"] and query["maxlag"] == ["5"] for query in asked
    )
    assert all("me@example.org" in headers["user-agent"] for *_, headers in local.asked)
    assert Commons().needs_contact


def test_a_file_is_read_with_its_attribution(local, client):
    """HTML is read as text; the picture is the reduced one."""
    local.commons(1)

    ((found,),) = pages(client)

    assert found.link == "https://pictures.example/thumb/0.jpg?utm_source=commons.wikimedia.org"
    assert found.page == "https://commons.wikimedia.org/wiki/File:Picture_0.jpg"
    assert (found.title, found.creator) == ("Object 0", "A & B 0")
    assert found.licence == Licence("by-sa", "4.0", "https://creativecommons.org/licenses/by-sa/4.0/")


def one(local, **info):
    """Answer with one file whose info is changed."""
    page = local._page(0, "cc0")
    page["imageinfo"][0] |= info
    local.routes[ROUTE] = as_json({"query": {"pages": [page]}})
    return page


def test_the_original_is_taken_where_there_is_no_reduced_one(local, client):
    """A small picture has none."""
    one(local, thumburl=None)

    assert pages(client)[0][0].link == "https://pictures.example/0.jpg"


def test_the_name_of_the_file_is_the_title_where_there_is_no_other(local, client):
    """And a creator whom nobody knows is none."""
    one(local, extmetadata={"Artist": {"value": "<i>Unknown author</i>"}})

    ((found,),) = pages(client)
    assert (found.title, found.creator, found.licence) == ("Picture 0", "", None)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"License": {"value": "pd"}}, "pdm"),
        ({"LicenseShortName": {"value": "CC0"}}, "cc0"),
        (
            {
                "LicenseUrl": {"value": "https://creativecommons.org/licenses/by/3.0"},
                "License": {"value": "x"},
            },
            "by",
        ),
        ({"License": {"value": "gfdl"}, "LicenseShortName": {"value": "GFDL 1.2"}}, None),
        ({"License": None}, None),
        ({"License": {"value": 7}}, None),
        ([], None),
        (None, None),
    ],
)
def test_the_licence_is_read_from_what_is_told(local, client, about, code):
    """What is not known for certain is none."""
    one(local, extmetadata=about)

    ((found,),) = pages(client)
    assert (found.licence and found.licence.code) == code


@pytest.mark.parametrize("info", [{"mime": "application/pdf"}, {"mime": None}, {"mime": 3}])
def test_what_is_no_picture_is_passed_over(local, client, info):
    """By its type."""
    one(local, **info)

    assert pages(client) == [[]]


@pytest.mark.parametrize(
    "change", [{"pageid": "../1"}, {"pageid": 0}, {"pageid": -4}, {"imageinfo": None}, {"imageinfo": [3]}]
)
def test_an_odd_page_is_passed_over(local, client, change):
    """Names of files come from its number."""
    local.routes[ROUTE] = as_json({"query": {"pages": [{**local._page(0, "cc0"), **change}, 7, None]}})

    assert pages(client) == [[]]


@pytest.mark.parametrize("document", [{}, {"query": None}, {"query": {"pages": {}}}, {"batchcomplete": True}])
def test_nothing_found_is_an_empty_page(local, client, document):
    """So Commons says it."""
    local.routes[ROUTE] = as_json(document)

    assert pages(client) == [[]]


@pytest.mark.parametrize("code", ["maxlag", "ratelimited", "readonly", "cirrussearch-too-busy-error"])
def test_a_busy_server_is_waited_for(local, client, code):
    """As long as it asks; the answer is an error inside of a good one."""
    local.commons(2)
    good = local.routes[ROUTE]
    busy = as_json(
        {"error": {"code": code, "info": "Waiting for db1: 6 seconds lagged."}}, headers={"Retry-After": "5"}
    )
    local.routes[ROUTE] = [busy, busy, good]

    assert [len(page) for page in pages(client)] == [2]
    assert local.slept == [pytest.approx(5, abs=0.5)] * 2


def test_another_error_is_told(local, client):
    """Once."""
    local.routes[ROUTE] = as_json({"error": {"code": "badvalue", "info": "No\nsuch value"}})

    with pytest.raises(RefusedError, match="Commons says badvalue: No such value"):
        pages(client)
    assert len(local.asked) == 1


def test_a_listing_that_never_ends_is_left(local, client, monkeypatch):
    """After so many pages."""
    monkeypatch.setattr("imgfw_web.commons.REQUESTS", 4)
    local.routes[ROUTE] = as_json({"continue": {"gsroffset": 50, "continue": "gsroffset||"}})

    assert pages(client) == [[]] * 4
