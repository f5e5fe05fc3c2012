"""What [decide] asks for against the split and the targets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

REST = '\n[backbone]\nuse = "mean"\n'
DRAWN = '[[source]]\nuse = "drawn"\n'
GAP = '[[metric]]\nuse = "gap"\n'
LOOKS = f'[[head]]\nuse = "dense"\ntarget = "looks"\n{GAP}'
QUALITY = '[[head]]\nuse = "nearest"\ntarget = "quality"\n[[metric]]\nuse = "share"\n'
AGE = f'[[head]]\nuse = "dense"\ntarget = "age"\n{GAP}'
KEYS = {
    "calibrate": "calibrate = true",
    "aim": 'aim = "f1"',
    "coverage": "coverage = 0.9",
    "false_accepts": "false_accepts = 0.1",
    "unknown": "unknown = 0.4",
}
ABLE = {
    "calibrate": (LOOKS, QUALITY),
    "aim": (LOOKS,),
    "coverage": (QUALITY,),
    "false_accepts": (QUALITY,),
    "unknown": (QUALITY,),
}


def text(head: str, decide: str, split: str = "") -> str:
    """A recipe with this head and these keys."""
    return f"{DRAWN}[decide]\n{decide}\n[split]\n{split}\n{head}{REST}"


def test_a_faulty_gallery_may_need_no_val_split(told: Callable[..., tuple]) -> None:
    """Its own fault is told alone."""
    head = '[[head]]\nuse = "gallery"\ntarget = "quality"\nexamples = -1\n[[metric]]\nuse = "share"\n'

    (problem,) = told(text(head, KEYS["false_accepts"], "val = 0"))

    assert "examples" in problem.what


@pytest.mark.parametrize("key", ["calibrate", "aim", "coverage", "false_accepts"])
def test_what_is_fitted_needs_a_val_split(told: Callable[..., tuple], key: str) -> None:
    """Without one it is refused where it stands, with what to do."""
    (problem,) = told(text(ABLE[key][0], KEYS[key], "val = 0"))

    assert problem.what == f"expected a val split, which {key} is fitted on"
    assert (problem.got, problem.hint) == ("val = 0", "give [split] val a share")
    assert problem.line == KEYS[key]


@pytest.mark.parametrize(
    "split", ["", "val = 0.1", "val = 0\nfolds = 4", "val = 0\nsplits = { dev = 'val' }"]
)
def test_a_val_split_may_come_from_anywhere(told: Callable[..., tuple], split: str) -> None:
    """A share, folds, or a split that the source gives."""
    assert told(text(LOOKS, KEYS["aim"], split)) == ()


def test_what_is_not_fitted_needs_none(told: Callable[..., tuple]) -> None:
    """A threshold and an unknown as given."""
    assert told(text(QUALITY, "threshold = 0.3\nunknown = 0.4", "val = 0")) == ()


def test_a_gallery_makes_strangers_of_those_it_knows(told: Callable[..., tuple]) -> None:
    """So false accepts can be fitted without a val split, and nothing else can."""
    head = QUALITY.replace("nearest", "gallery")

    assert told(text(head, KEYS["false_accepts"], "val = 0")) == ()
    assert len(told(text(head, KEYS["coverage"], "val = 0"))) == 1


@pytest.mark.parametrize("head", [LOOKS, QUALITY, AGE])
@pytest.mark.parametrize("key", KEYS)
def test_a_key_needs_a_target_that_it_is_about(told: Callable[..., tuple], key: str, head: str) -> None:
    """Several labels for aim, labels that exclude each other for sets and unknown, no number for any."""
    found = told(text(head, KEYS[key]))

    if head in ABLE[key]:
        assert found == ()
    else:
        (problem,) = found
        assert problem.what.startswith("expected a target of type ") and problem.what.endswith(f" for {key}")
        assert problem.line == KEYS[key]


def test_one_target_of_several_is_enough(told: Callable[..., tuple]) -> None:
    """What one of them cannot have the other may."""
    everything = "\n".join(KEYS[key] for key in ("calibrate", "aim", "coverage", "unknown"))

    assert told(text(QUALITY + LOOKS, everything)) == ()


def test_a_fault_of_a_head_hides_what_it_might_serve(told: Callable[..., tuple]) -> None:
    """Only the head is told, as its target may be of any type."""
    (problem,) = told(text(LOOKS.replace('"looks"', '"looks"\nunits = "x"'), KEYS["coverage"]))

    assert "coverage" not in problem.what
