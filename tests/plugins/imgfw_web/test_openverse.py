"""Openverse, as its documentation and answers show it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from imgfw_web.licences import Licence
from imgfw_web.links import RefusedError
from imgfw_web.openverse import Openverse

from .conftest import as_json

CODES = ("cc0", "by")
ROUTE = ("api.openverse.org", "/v1/images/")


def pages(client, query="cat"):
    """All pages."""
    return list(Openverse().pages(client, query, CODES))


def test_all_pages_are_asked_for(local, client):
    """20 results each, with the query and the licences."""
    local.openverse(50, license="by")

    found = pages(client, "tabby cat & co")

    assert [len(page) for page in found] == [20, 20, 10]
    asked = [parse_qs(urlsplit(path).query) for path in local.paths()]
    assert [query["page"] for query in asked] == [["1"], ["2"], ["3"]]
    assert all(query["q"] == ["tabby cat & co"] and query["license"] == ["cc0,by"] for query in asked)
    assert all(query["page_size"] == ["20"] for query in asked)


def test_pages_are_asked_for_when_they_are_needed(local, client):
    """And with the gap that the headers ask for."""
    local.openverse(50, license="by")
    found = Openverse().pages(client, "cat", CODES)

    next(found)
    assert len(local.asked) == 1
    next(found)

    assert len(local.asked) == 2 and local.slept == [pytest.approx(3, abs=0.5)]


def test_a_result_is_read_with_its_attribution(local, client):
    """Every field of it."""
    local.openverse(1)

    ((found,),) = pages(client)

    assert found.id == "openverse-00000000-0000-0000-0000-000000000001"
    assert found.link == "https://pictures.example/0.jpg" and found.page == "https://other.example/0"
    assert (found.title, found.creator) == ("Picture 0", "Creator 0")
    assert found.licence == Licence("by", "2.0", "https://creativecommons.org/licenses/by/2.0/")


@pytest.mark.parametrize("id", ["../../etc/passwd", "..", "", None, 7, "a/b", "x" * 36, {"a": 1}])
def test_a_result_without_a_proper_id_is_none(local, client, id):
    """Names of files come from ids."""
    local.openverse(1, id=id)

    assert pages(client) == [[]]


def test_other_forms_of_an_id_are_one(local, client):
    """Capitals and braces."""
    local.openverse(1, id="{610756EC-AE31-4D5E-8F03-8CC52F31B71D}")

    assert pages(client)[0][0].id == "openverse-610756ec-ae31-4d5e-8f03-8cc52f31b71d"


@pytest.mark.parametrize(
    "field", ["url", "foreign_landing_url", "title", "creator", "license_version", "license_url"]
)
@pytest.mark.parametrize("value", [None, 7, ["a"], {"a": 1}, "a\r\nb\x00"])
def test_odd_fields_do_no_harm(local, client, field, value):
    """Texts are texts on one line."""
    local.openverse(1, **{field: value})

    ((found,),) = pages(client)

    texts = [found.page, found.title, found.creator, found.licence.version, found.licence.link]
    assert all(isinstance(text, str) and len(text.splitlines()) <= 1 for text in texts)


@pytest.mark.parametrize("value", [None, "mit", 3, ["by"]])
def test_an_unknown_licence_is_none(local, client, value):
    """It is not guessed."""
    local.routes[ROUTE] = as_json({"page_count": 1, "results": [{**local._result(1), "license": value}]})

    assert pages(client)[0][0].licence is None


@pytest.mark.parametrize("document", [{}, {"results": None}, {"results": {"a": 1}}, {"detail": "?"}])
def test_an_answer_without_results_is_asked_for_again(local, client, document):
    """And given up in the end."""
    local.routes[ROUTE] = as_json(document)

    with pytest.raises(RefusedError, match=r"the answer has no results \(5 times\)"):
        pages(client)


def test_broken_json_is_asked_for_again(local, client, reply):
    """The next answer may be whole."""
    local.openverse(3, license="by")
    good = local.routes[ROUTE]
    local.routes[ROUTE] = [reply(b'{"results": [', "application/json"), good]

    assert [len(page) for page in pages(client)] == [3]


def test_a_page_of_html_is_no_answer(local, client, reply):
    """As a login page of some network would give."""
    local.routes[ROUTE] = reply(b"<html>log in</html>", "text/html")

    with pytest.raises(RefusedError, match="its content type is 'text/html'"):
        pages(client)


@pytest.mark.parametrize("last", [None, "many", 0, -1, 10**9])
def test_pages_end_even_where_their_number_is_nonsense(local, client, last):
    """With an empty page at the latest."""
    one = local._result(1, license="by")
    local.routes[ROUTE] = [
        as_json({"page_count": last, "results": [one]}),
        as_json({"page_count": last, "results": []}),
    ]

    assert sum(len(page) for page in pages(client)) == 1


def test_a_used_up_day_is_not_waited_for(local, client):
    """The reason tells the limit."""
    headers = {"X-RateLimit-Limit-anon_sustained": "200/day", "X-RateLimit-Available-anon_sustained": "0"}
    local.routes[ROUTE] = as_json({"page_count": 2, "results": [local._result(1)]}, headers=headers)

    with pytest.raises(
        RefusedError, match=r"asks to wait 86400 s: its limit of 200 requests \(anon_sustained\)"
    ):
        pages(client)
    assert len(local.asked) == 1
