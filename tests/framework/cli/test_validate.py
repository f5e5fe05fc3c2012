"""`imgfw validate`: problems on stdout, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgfw.cli.main import main

PLUGIN = '''
from typing import Annotated, Literal
from pydantic import Field
from imgfw import Backbone, Head, Metric, Source, Target, hookimpl

class Nothing(Source):
    """No samples."""
    use: Literal["nothing"] = "nothing"
    def gives(self):
        return (Target("class"),)

class Flat(Backbone):
    """One number."""
    use: Literal["flat"] = "flat"

class Guess(Head):
    """A guess."""
    use: Literal["guess"] = "guess"
    luck: Annotated[float, Field(ge=0, le=1, description="How lucky.")] = 0.5

class Right(Metric):
    """Share of right ones."""
    use: Literal["right"] = "right"
    def gives(self, target):
        return ("right",)

@hookimpl
def imgfw_sources():
    return [Nothing]

@hookimpl
def imgfw_backbones():
    return [Flat]

@hookimpl
def imgfw_heads():
    return [Guess]

@hookimpl
def imgfw_metrics():
    return [Right]
'''
GOOD = """\
source = [{ use = "nothing" }]
backbone = { use = "flat" }
metric = [{ use = "right" }]

[[head]]
use = "guess"
luck = 0.7
"""


@pytest.fixture(autouse=True)
def recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A good and a bad recipe in the working directory, and the plugin that they need."""
    monkeypatch.chdir(tmp_path)
    Path("mine.py").write_text(PLUGIN)
    Path("good.toml").write_text(GOOD)
    Path("bad.toml").write_text(GOOD.replace("0.7", "7").replace('"right"', '"rihgt"'))


def test_a_good_recipe_has_nothing_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, exit 0."""
    code = main(["validate", "good.toml", "--plugin", "mine.py"])

    assert code == 0
    assert capsys.readouterr().out == "good.toml: nothing wrong\n"


def test_every_problem_of_every_recipe_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Problems are the result, so they are on stdout; exit 2 if there is any."""
    code = main(["validate", "bad.toml", "good.toml", "none.toml", "--plugin", "mine.py"])

    lines = capsys.readouterr().out.splitlines()
    assert code == 2
    assert lines[0].startswith('bad.toml:3:13: expected the name of a metric for "use", got "rihgt" (')
    assert lines[1:5] == [
        '    metric = [{ use = "rihgt" }]',
        'bad.toml:7:1: expected a number from 0 to 1 for "luck", got 7 (How lucky)',
        "    luck = 7",
        "good.toml: nothing wrong",
    ]
    assert lines[5].startswith("none.toml: expected a recipe file")


def test_overrides_are_validated_too(capsys: pytest.CaptureFixture[str]) -> None:
    """`--set` applies to every recipe that is named."""
    code = main(["validate", "good.toml", "--set", "head.0.luck=2", "--plugin", "mine.py"])

    assert code == 2
    assert "--set head.0.luck: expected a number from 0 to 1" in capsys.readouterr().out


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get every problem in its parts."""
    code = main(["validate", "bad.toml", "good.toml", "--json", "--plugin", "mine.py"])

    document = json.loads(capsys.readouterr().out)
    bad, good = document["recipes"]
    assert (code, document["format"]) == (2, 1)
    assert good == {"path": "good.toml", "valid": True, "problems": [], "candidates": 1, "trials": 0}
    assert bad["problems"][1] == {
        "where": "bad.toml:7:1",
        "what": 'expected a number from 0 to 1 for "luck"',
        "got": "7",
        "hint": "How lucky",
        "line": "luck = 7",
    }


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("", ""),
        ('[[candidate]]\nname = "b"\n', "; 2 candidates"),
        (
            "[refine.values]\nhead.0.luck = [0.1, 0.2, 0.7]\n",
            "; 1 candidate, refined in up to 3 trials (greedy search)",
        ),
        (
            '[[candidate]]\nname = "b"\n[refine]\nsearch = "grid"\nvalues.head.0.luck = [0.1, 0.7]\n',
            "; 2 candidates, the best refined in up to 2 trials (grid search)",
        ),
        (
            '[[candidate]]\nname = "b"\n[refine]\nfrom = ["b"]\nvalues.head.0.luck = [0.1]\n',
            "; 2 candidates, b refined in up to 2 trials (greedy search)",
        ),
        (
            '[[candidate]]\nname = "b"\n[[candidate]]\nname = "c"\n[refine]\nfrom = ["b", "c"]\n'
            "values.head.0.luck = [0.1]\n",
            "; 3 candidates, the best of b, c refined in up to 2 trials (greedy search)",
        ),
    ],
)
def test_what_will_compete_is_told(more: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """How many candidates there are, and how many trials a refinement makes at most; in JSON as well."""
    Path("good.toml").write_text(GOOD + more)

    main(["validate", "good.toml", "--plugin", "mine.py"])
    main(["validate", "good.toml", "--plugin", "mine.py", "--json"])

    line, document = capsys.readouterr().out.split("\n", 1)
    (found,) = json.loads(document)["recipes"]
    assert line == f"good.toml: nothing wrong{told}"
    assert found["candidates"] == 1 + more.count("[[candidate]]")
    assert str(found["trials"]) in told or not found["trials"]
