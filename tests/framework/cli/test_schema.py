"""`imgfw schema`: the JSON Schema on stdout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from imgfw.cli.main import main

PLUGIN = '''
from typing import Literal
from imgfw import Sink, hookimpl

class Bell(Sink):
    """Rings."""
    use: Literal["bell-of-mine"] = "bell-of-mine"
    times: int = 1

@hookimpl
def imgfw_sinks():
    return [Bell]
'''


def test_the_schema_knows_every_plugin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a plugin adds is part of the schema, which is a valid one."""
    (tmp_path / "bell.py").write_text(PLUGIN)

    code = main(["schema", "--plugin", str(tmp_path / "bell.py")])

    document = json.loads(capsys.readouterr().out)
    assert code == 0
    Draft202012Validator.check_schema(document)
    assert document["$defs"]["sink-bell-of-mine"]["properties"]["times"]["type"] == "integer"
