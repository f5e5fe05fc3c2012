"""`imgfw gather`, as it is called."""

from __future__ import annotations

import csv
import json
import subprocess
import sys

import pytest

from imgfw.cli.main import main
from imgfw_web import command
from imgfw_web.web import Web

from .conftest import as_json

ROUTE = ("api.openverse.org", "/v1/images/")


@pytest.fixture
def imgfw(local, tmp_path, monkeypatch, capsys):
    """imgfw(words...): exit code, stdout and stderr of a call in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    agents = []

    def opened(agent, say):
        agents.append(agent)
        web = local.client()
        web.agent, web.say = agent, say
        return web

    monkeypatch.setattr(command, "open_web", opened)

    def called(*words):
        code = main(["gather", *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    called.agents = agents
    return called


def test_classes_are_gathered_with_their_attribution(local, imgfw, tmp_path):
    """Class folders, a table, a report, and 0."""
    local.openverse(9)

    code, out, err = imgfw("--to", "pets", "--class", "cat=tabby cat", "--class", "dog", "--per-class", 3)

    assert (code, err) == (0, "")
    assert [line.split()[:3] for line in out.splitlines()[1:]] == [["cat", "3", "3"], ["dog", "3", "3"]]
    with (tmp_path / "pets" / "attribution.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["query"] for row in rows] == ["tabby cat"] * 3 + ["dog"] * 3
    assert all((tmp_path / "pets" / row["file"]).is_file() for row in rows)
    assert {row["licence"] for row in rows} == {"by", "cc0"}


def test_what_could_not_be_used_is_named(local, imgfw, reply):
    """On stderr, with exit code 3; the same call tells it again without asking."""
    local.openverse(3, license="by")
    local.routes["pictures.example", "/1.jpg"] = reply(b"<html>", "text/html")
    words = ("--to", "pets", "--class", "cat", "--json")

    code, out, err = imgfw(*words)
    local.asked.clear()
    again, out_again, err_again = imgfw(*words)

    assert code == again == 3 and err == err_again
    assert "left out: cat: https://pictures.example/1.jpg: its content type is 'text/html'" in err
    assert [json.loads(text)["classes"]["cat"]["new"] for text in (out, out_again)] == [2, 0]
    assert local.paths("pictures.example") == []


def test_who_asks_is_told_to_every_host(local, imgfw):
    """The version, the contact if there is one, and the library."""
    local.openverse(1, license="by")

    imgfw("--to", "a", "--class", "cat", "--contact", "me@example.org")
    imgfw("--to", "b", "--class", "cat")

    with_contact, without = imgfw.agents
    assert with_contact.startswith("imgfw/") and " (me@example.org) httpcore/" in with_contact
    assert "(" not in without and without.startswith("imgfw/")
    assert {headers["user-agent"] for *_, headers in local.asked} == {with_contact, without}


def test_commons_demands_a_contact(local, imgfw):
    """Before anything is asked or made."""
    code, _, err = imgfw("--to", "pets", "--class", "cat", "--from", "commons")
    assert code == 2 and "--contact you@example.org" in err and local.asked == []
    local.commons(2)

    words = ("--from", "commons", "--contact", "https://me.example/")
    code, out, _ = imgfw("--to", "pets", "--class", "cat", *words)

    assert code == 0 and out.splitlines()[1].split()[:3] == ["cat", "2", "2"]
    assert "(https://me.example/)" in imgfw.agents[-1]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--class", "a/b"), "expected NAME or NAME=QUERY"),
        (("--class", "cat", "--licence", "mit"), "expected some of cc0"),
        (("--class", "cat", "--from", "flickr"), "flickr"),
        (("--class", "cat", "--per-class", "0"), "per-class"),
        (("--class", "cat", "--contact", "nobody"), "expected a mail address"),
        (("--class", "cat", "--contact", "a@b.c\r\nX-Evil: 1"), "expected a mail address"),
        (("--class", "cat", "--contact", "ü@b.example"), "expected a mail address"),
        (("--class", "cat", "--contact", "http://me.example"), "expected a mail address"),
        ((), "--class"),
    ],
)
def test_a_wrong_call_is_refused(local, imgfw, tmp_path, words, reason):
    """With 2, before anything is asked or made."""
    code, _, err = imgfw("--to", "pets", *words)

    assert code == 2 and reason in err
    assert local.asked == [] and not (tmp_path / "pets").exists()


def test_a_place_is_needed(imgfw):
    """It is never guessed."""
    code, _, err = imgfw("--class", "cat")

    assert code == 2 and "--to" in err


@pytest.mark.slow
def test_an_api_that_fails_is_a_failure_with_a_report(local, imgfw):
    """What was gathered until then is told."""
    local.openverse(40, license="by")
    good = local.routes[ROUTE]
    local.routes[ROUTE] = lambda query: good(query) if query["page"] == ["1"] else as_json({}, 500)

    code, out, err = imgfw("--to", "pets", "--class", "cat", "--per-class", 30)

    assert code == 1 and "the same command continues" in err and "Traceback" not in err
    assert out.splitlines()[1].split()[:2] == ["cat", "20"]


def test_quiet_is_quiet(local, imgfw):
    """Nothing but the result."""
    local.openverse(10, license="by")

    code, _, err = imgfw("-q", "--to", "pets", "--class", "cat", "--per-class", 10)

    assert (code, err) == (0, "")


def test_a_missing_library_is_told_with_the_extra(tmp_path, monkeypatch, capsys):
    """As soon as it is needed; nothing is made."""
    monkeypatch.setitem(sys.modules, "httpcore", None)
    monkeypatch.chdir(tmp_path)

    code = main(["gather", "--to", "pets", "--class", "cat"])

    assert code == 1 and "pip install 'imgfw[web]'" in capsys.readouterr().err
    assert not (tmp_path / "pets").exists()


def test_the_plugin_imports_nothing_of_the_net():
    """Until something is gathered; the source and the help do without."""
    code = (
        "import sys; from imgfw.cli.main import main; import imgfw_web; main(['gather', '--help']);"
        "net = [name for name in ('httpcore', 'h11', 'ssl', 'http.client') if name in sys.modules];"
        "print(net, file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.splitlines()[-1] == "[]" and "--per-class" in done.stdout


def test_the_client_of_the_command_line_is_the_strict_one(capsys):
    """It goes nowhere but to public places."""
    web = command.open_web("agent", print)

    assert type(web) is Web
    from imgfw_web.links import RefusedError
    from imgfw_web.web import Wanted

    with pytest.raises(RefusedError, match="not public"):
        web.ask("https://127.0.0.1/", Wanted(("",), 10, 5), lambda answer: answer)
    web.close()
