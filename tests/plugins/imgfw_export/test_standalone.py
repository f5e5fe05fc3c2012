"""The script that goes with an export: pictures by Pillow and numpy alone."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw import PictureError, decode
from imgfw_export import standalone
from imgfw_export.exporting import exported
from imgfw_export.statement import FORMATS, MODES, statement


@pytest.fixture(scope="module")
def told(bundle):
    """What is said of pictures."""
    return statement(bundle, "litert")["picture"]


def file_of(image: Image.Image, form: str, **options) -> bytes:
    """A picture as a file."""
    content = BytesIO()
    image.save(content, form, **options)
    return content.getvalue()


def test_it_needs_nothing_of_imgfw():
    """But Pillow, numpy and what runs the model."""
    tree = ast.walk(ast.parse(Path(standalone.__file__).read_text("utf-8")))
    names = [node.module if isinstance(node, ast.ImportFrom) else node.names[0].name for node in tree
             if isinstance(node, ast.Import | ast.ImportFrom)]  # fmt: skip

    others = {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)

    assert others == {"numpy", "PIL", "ai_edge_litert", "onnxruntime"}


@pytest.mark.parametrize(
    ("form", "mode", "options"),
    [
        ("JPEG", "RGB", {}),
        ("JPEG", "L", {}),
        ("JPEG", "CMYK", {}),
        ("PNG", "RGBA", {}),
        ("PNG", "LA", {}),
        ("PNG", "P", {"transparency": 3}),
        ("PNG", "1", {}),
        ("GIF", "P", {}),
        ("BMP", "RGB", {}),
        ("TIFF", "RGB", {}),
        ("WEBP", "RGBA", {"lossless": True}),
    ],
)
@pytest.mark.parametrize("size", [(1300, 900), (700, 1500), (200, 100)])
def test_it_decodes_as_imgfw_does(told, form, mode, options, size):
    """To the bit: every kind of file and pixel, stored upright or not, larger or smaller than asked for."""
    rng = np.random.default_rng(7)
    blocks = rng.integers(0, 256, (size[1] // 20, size[0] // 20, 4), np.uint8).repeat(20, 0).repeat(20, 1)
    image = Image.fromarray(blocks, "RGBA" if mode in ("RGBA", "LA") else "CMYK").convert("RGBA")
    image = image.convert("RGB").convert(mode) if mode in ("P", "CMYK", "1") else image.convert(mode)
    for orientation in (1, 3, 6):
        exif = Image.Exif()
        exif[0x0112] = orientation
        tags = {} if form in ("GIF", "BMP") else {"exif": exif}
        content = file_of(image, form, **tags, **options)

        found = np.asarray(standalone.decoded(content, told))

        assert np.array_equal(found, decode(content, told["side"]).image)


def test_every_usable_file_of_a_nasty_set_is_decoded_as_imgfw_does(assets, told):
    """Or refused by name; what is outside of the statement never gives other pixels."""
    equal, refused = 0, []
    for path in sorted(path for path in (assets / "nasty").rglob("*") if path.is_file()):
        content = path.read_bytes()
        try:
            found = np.asarray(standalone.decoded(content, told))
        except standalone.Unusable as error:
            refused.append((path.name, str(error)))
            continue
        try:
            wanted = decode(content, told["side"]).image
        except PictureError:
            continue
        assert np.array_equal(found, wanted), path
        equal += 1

    assert equal > 20 and refused


def test_pixels_of_no_fixed_range_are_refused(told):
    """What Pillow alone does not bring to RGB."""
    content = file_of(Image.fromarray(np.zeros((9, 9), np.uint16)), "PNG")

    with pytest.raises(standalone.Unusable, match="has pixels of the kind I;16, expected one of"):
        standalone.decoded(content, told)


def test_too_many_pixels_are_refused(told):
    """Before they are decoded."""
    content = file_of(Image.new("L", (50, 40)), "PNG")

    with pytest.raises(standalone.Unusable, match="has 50 x 40 pixels, more than 1,999"):
        standalone.decoded(content, {**told, "most_pixels": 1999})


def test_colours_and_range_are_those_of_the_statement(told):
    """For networks that want them otherwise."""
    values = np.zeros((2, 2, 3), np.uint8) + np.array([0, 51, 255], np.uint8)

    assert np.array_equal(standalone.pixels(values, told)[0, 0, 0], [0, 51, 255])
    other = standalone.pixels(values, {**told, "channels": "BGR", "low": -1, "high": 1})
    assert np.allclose(other[0, 0, 0], [1, -0.6, -1]) and other.dtype == np.float32


def test_the_script_answers_as_the_bundle_does(bundle, pictures, tmp_path):
    """In a Python that does not see imgfw; a file that it cannot use is named, with exit code 3."""
    exported(bundle, "litert", tmp_path / "out", pictures, lambda text: None)
    files = []
    for name, content in [*pictures[:4], ("broken.jpg", b"\xff\xd8\xff"), ("deep.png", _deep())]:
        (tmp_path / name).write_bytes(content)
        files.append(str(tmp_path / name))

    call = [sys.executable, "-I", str(tmp_path / "out" / "predict.py"), *files]
    done = subprocess.run(call, capture_output=True, text=True, check=False)

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert [line["file"] for line in lines] == files
    for line, wanted in zip(lines, bundle.predict(files[:4]), strict=False):
        colour, tags, grade = line["colour"], line["tags"], line["grade"]
        assert (colour["decided"] or "", grade["decided"]) == (
            wanted.decided["colour"],
            wanted.decided["grade"],
        )
        assert "|".join(tags["decided"]) == wanted.decided["tags"]
        assert tuple(colour["set"]) == wanted.sets["colour"]
        assert np.allclose([*colour["probabilities"].values()], wanted.probabilities["colour"], atol=1e-6)
    assert all("left_out" in line for line in lines[4:])


def test_without_a_picture_the_script_says_how_it_is_called(capsys):
    """With the exit code of a wrong call."""
    assert standalone.main([]) == 2
    assert "usage: python predict.py PICTURE..." in capsys.readouterr().err


def _deep() -> bytes:
    return file_of(Image.fromarray(np.zeros((9, 9), np.uint16)), "PNG")


def test_decisions_are_made_as_the_statement_says():
    """One label or none, several, or a number."""
    p = np.float32([0.2, 0.5, 0.3])
    one = {"type": "classes", "labels": ["a", "b", "c"], "unknown": 0.5, "claims": True}

    assert standalone.decided(p, one) == "b"
    assert standalone.decided(p, {**one, "unknown": 0.6}) is None
    assert standalone.decided(p, {**one, "claims": False}) is None
    several = {"type": "multi-label", "labels": ["a", "b", "c"], "thresholds": [0.2, None, 0.4]}
    assert standalone.decided(p, several) == ["a"]
    assert standalone.decided(np.float32([2.5]), {"type": "number"}) == 2.5


def test_the_kinds_of_files_and_pixels_are_known_to_pillow():
    """So that none is named in vain."""
    Image.init()

    assert set(FORMATS) - {"AVIF"} <= set(Image.OPEN)
    assert {"RGB", "RGBA", "L", "P", "CMYK"} <= set(MODES)
