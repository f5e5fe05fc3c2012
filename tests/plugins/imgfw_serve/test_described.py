"""What openapi.json says."""

from __future__ import annotations

import jsonschema
import pytest

from imgfw_serve.described import HEALTH, LABELS, PREDICT


def test_every_schema_is_one(server):
    """And every answer is told in words."""
    answers = [each for path in (PREDICT, LABELS, HEALTH) for each in path["responses"].values()]

    for answer in answers:
        jsonschema.Draft202012Validator.check_schema(answer["content"]["application/json"]["schema"])
        assert answer["description"].endswith(".")
    document = server.ask("GET", "/openapi.json")[1]
    assert document["openapi"].startswith("3.1")
    told = document["paths"]["/predict"]["post"]
    assert told["requestBody"]["content"].keys() == {
        "multipart/form-data", "image/*", "application/octet-stream",
    }  # fmt: skip
    assert set(told["responses"]) == {"200", "400", "401", "403", "408", "413", "421", "422", "503"}


@pytest.mark.parametrize("decided", [None, "red", ["a", "b"], 3.5])
def test_every_kind_of_target_has_its_place(decided):
    """A refusal, a label, labels and a number."""
    schema = PREDICT["responses"][200]["content"]["application/json"]["schema"]
    answer = {"file": "", "region": 0, "who": {"decided": decided, "probabilities": {"a": 0.5}}}

    jsonschema.Draft202012Validator(schema).validate({"format": 1, "generation": 2, "answers": [answer]})
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"format": 1, "answers": [answer]})
