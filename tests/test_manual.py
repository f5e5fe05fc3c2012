"""The manual: what it says of commands, options, endings and Python is so."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from PIL import Image

import imgfw
from imgfw.cli.commands import BUILT_IN, built_in, provided, provided_names
from imgfw.cli.main import app, main
from imgfw.files import BESIDE, RAW, SUFFIXES
from imgfw.registry import find_plugins
from imgfw.targets import TARGET_TYPES

DOCS = Path(__file__).parents[1] / "docs"
COMMANDS = (DOCS / "commands.md").read_text("utf-8")
PYTHON = (DOCS / "python.md").read_text("utf-8")
HEADS = (DOCS / "heads.md").read_text("utf-8")
SOURCES = (DOCS / "sources.md").read_text("utf-8")
RECIPE = """
source = [{ use = "folder", path = "photos" }]
split = { exact = true }
group = { near = false }
backbone = { use = "mean-colour" }
head = [{ use = "means" }]
metric = [{ use = "share" }]
"""


def sections() -> dict[str, str]:
    """{command: what is said about it}; a heading may name several."""
    found = {}
    for part in re.split(r"^## imgfw ", COMMANDS, flags=re.MULTILINE)[1:]:
        title, text = part.split("\n", 1)
        found |= {name.strip(): text for name in title.split(",")}
    return found


def options(command: Any) -> set[str]:
    """The options of a command and of those below it as they are typed, but for --help."""
    below = [option for each in getattr(command, "commands", {}).values() for option in options(each)]
    own = [option for param in command.params for option in param.opts if option.startswith("--")]
    return {*own, *below} - {"--help"}


def commands() -> dict[str, Any]:
    """Every command that is installed."""
    registry = find_plugins()
    return {name: built_in(name) for name in BUILT_IN} | {
        name: provided(registry, name) for name in provided_names(registry)
    }


def test_every_command_has_its_place_in_the_manual():
    """And the manual has no other."""
    assert sections().keys() == commands().keys()


@pytest.mark.parametrize("name", sorted(sections()))
def test_every_option_is_told(name: str):
    """With none that the command does not have; options that stand everywhere may be named anywhere."""
    together = [other for other in sections() if sections()[other] == sections()[name]]
    text = sections()[name]
    told = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))
    had = set().union(*(options(commands()[other]) for other in together))

    assert options(commands()[name]) <= told, "an option is missing"
    assert told - {"--set", "--help"} <= had, "an option is told that there is not"


def test_what_stands_everywhere_is_told():
    """The options of `imgfw` itself."""
    text = COMMANDS.split("## imgfw ")[0]

    for param in typer.main.get_command(app).params:
        assert all(f"`{option}" in text for option in param.opts), param.opts


def test_every_ending_is_told():
    """Those that count, and those that are never opened."""
    told = set(re.findall(r"`(\.[a-z0-9]+)`", SOURCES))

    assert told >= SUFFIXES and told >= RAW and told >= BESIDE


def test_every_argument_of_run_is_told():
    """And every field of what comes back."""
    told = set(re.findall(r"`(\w+)", PYTHON))

    assert set(inspect.signature(imgfw.run).parameters) <= told
    assert set(inspect.signature(imgfw.Outcome).parameters) <= told


def test_what_is_shown_in_python_works(tmp_path: Path, monkeypatch, small_plugin_file: Path, capsys):
    """The blocks, one after the other, as somebody would type them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.py").write_text(small_plugin_file.read_text())
    (tmp_path / "recipe.toml").write_text(RECIPE)
    for label, colour in (("red", (200, 0, 0)), ("blue", (0, 0, 200))):
        (tmp_path / "photos" / label).mkdir(parents=True)
        for number in range(20):
            shade = tuple(c + number for c in colour)
            Image.new("RGB", (4, 4), shade).save(tmp_path / "photos" / label / f"{number}.png")
    Image.new("RGB", (4, 4), (210, 0, 0)).save(tmp_path / "photo.png")

    names: dict[str, Any] = {}
    for block in re.findall(r"^```python\n(.*?)^```$", PYTHON, re.DOTALL | re.MULTILINE):
        exec(block, names)

    answered, predicted = capsys.readouterr().out.splitlines()[-2:]
    assert answered.startswith("photo.png {'class': 'red'}")
    assert predicted.startswith("photo.png ") and predicted.endswith(" [{'class': 'red'}]")


def test_every_head_is_told_with_parameters_that_it_has():
    """And its target types, and what it takes."""
    rows = re.findall(r"^\| `([a-z-]+)` \|.*?\| ([a-z, -]+) \| (\w+) \| (.*) \|$", HEADS, re.MULTILINE)
    heads = {given.name: given.load() for given in find_plugins().components() if given.kind == "head"}

    assert [name for name, *_ in rows] and {name for name, *_ in rows} == heads.keys()
    for name, types, takes, parameters in rows:
        cls = heads[name]
        told = set(TARGET_TYPES) if types == "all" else set(types.split(", "))
        assert told == set(cls.types), name
        assert takes == {"vector": "features", "map": "maps"}[cls.takes], name
        assert set(re.findall(r"`(\w+)`", parameters)) <= cls.model_fields.keys(), name


def test_every_backbone_is_told_with_its_constants():
    """As its class has them."""
    text = (DOCS / "backbones.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)`(?:, (alpha [0-9.]+))? \| (.*) \|$", text, re.MULTILINE)
    told = {(name, variant): cells.split(" | ") for name, variant, cells in rows if cells.count(" | ") == 5}
    backbones = {given.name: given.load() for given in find_plugins().components("backbone")}
    families = {name: cls for name, cls in backbones.items() if hasattr(cls, "variants")}

    assert told.keys() == {(name, variant) for name, cls in families.items() for variant in cls.variants}
    for (name, variant), (size, *numbers, scaling) in told.items():
        cls = families[name]
        known = vars(cls.variants[variant]).values()
        assert [float(number.replace(",", "")) for number in numbers] == list(known), name
        assert int(size) == cls.model_fields["size"].default, name
        assert scaling == cls.scaling.replace("0..255", "inside"), name
    assert all(f"## {name}" in text for name in backbones.keys() - families)


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path):
    """To a page that is there, and to a heading in it."""
    for file, anchor in re.findall(r"\]\(([a-z-]*\.?m?d?)#?([a-z-]*)\)", page.read_text("utf-8")):
        other = DOCS / file if file else page
        headings = re.findall(r"^#+ (.*)$", other.read_text("utf-8"), re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
        assert not anchor or anchor in anchors, f"{page.name}: {file}#{anchor}"


@pytest.fixture
def small_plugin_file() -> Path:
    """The small components as a plugin file."""
    return Path(__file__).parent / "framework" / "small_plugin.py"


def test_the_exit_codes_are_told():
    """As the command line itself says them at its top."""
    told = re.findall(r"^\| (\d+) \|", COMMANDS, re.MULTILINE)

    assert told == re.findall(
        r"(?<!\d)(\d+) (?:done|failed|the recipe|interrupted)", inspect.getmodule(main).__doc__
    )
