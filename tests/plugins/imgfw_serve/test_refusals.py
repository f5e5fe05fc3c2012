"""What is refused, as an answer."""

from __future__ import annotations

import json

from imgfw_serve.refusals import RefusedError, bug, busy, document


def test_a_refusal_is_an_answer_with_a_sentence():
    """In JSON, with its status and headers."""
    answer = RefusedError(401, "expected the token", {"WWW-Authenticate": "Bearer"}).response()

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.body) == {"format": 1, "error": "expected the token"}


def test_who_comes_too_often_may_come_again():
    """In a second."""
    answer = busy("too many").response()

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


def test_a_bug_says_where_more_is_told():
    """The traceback is for those who run the server."""
    assert "stderr says more" in str(bug()) and bug().status == 500


def test_odd_names_are_valid_json():
    """A label from a folder whose name is no text."""
    assert json.loads(document({"label": "caf\udce9"}).body)["label"] == "caf\udce9"
