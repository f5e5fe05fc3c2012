"""Near-duplicates: found whatever was done to them, in any number, and nothing else."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from imgfw import similar, ties
from imgfw.fingerprint import TURNS, Fingerprint, fingerprint, turned, turned_thumbs
from imgfw.likeness import alike
from imgfw.progress import Progress
from imgfw.similar import near_duplicates


def joined(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The group of each of `count` items, numbered by their first members."""
    smallest = ties.joined((int(i), int(j)) for i, j in pairs)
    numbers: dict[int, int] = {}
    return [numbers.setdefault(smallest.get(item, item), len(numbers)) for item in range(count)]


def scene(seed: int) -> np.ndarray:
    """Blots of every size, uint8 (240, 320, 3)."""
    rng = np.random.default_rng(seed)
    total = np.zeros((240, 320, 3))
    for cells in (3, 6, 12, 24):
        blots = rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        total += np.asarray(Image.fromarray(blots).resize((320, 240), Image.Resampling.BICUBIC))
    return (total / 4).astype(np.uint8)


def changed(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Re-encoded, resized, laid in any way and cropped by up to 3 % a side."""
    height, width, _ = image.shape
    top, bottom = (round(rng.random() * 0.03 * height) for _ in range(2))
    left, right = (round(rng.random() * 0.03 * width) for _ in range(2))
    part = image[top : height - bottom, left : width - right]
    way = np.moveaxis(turned(np.moveaxis(part, 2, 0), rng.randrange(TURNS)), 0, 2)
    file = io.BytesIO()
    small = Image.fromarray(np.ascontiguousarray(way)).resize((200, 220))
    small.save(file, rng.choice(["JPEG", "WEBP"]), quality=rng.randint(50, 90))
    return np.asarray(Image.open(file).convert("RGB"))


def plain(*colours: tuple[int, int, int]) -> list[Fingerprint]:
    """Pictures of one colour."""
    return [fingerprint(np.full((60, 80, 3), colour, np.uint8)) for colour in colours]


def pairs_of(prints: list[Fingerprint], **options: Any) -> list[tuple[int, int]]:
    """Their near-duplicates."""
    return near_duplicates([each.hash for each in prints], lambda number: prints[number].thumb, **options)


def collection(seed: int, scenes: int, copies: int) -> tuple[list[Fingerprint], list[int]]:
    """Scenes and changed copies of them, mixed, and which scene each is."""
    rng = random.Random(seed)
    made = [(scene(number), number) for number in range(scenes)]
    made += [(changed(scene(number), rng), number) for number in rng.choices(range(scenes), k=copies)]
    rng.shuffle(made)
    return [fingerprint(image) for image, _ in made], [number for _, number in made]


@pytest.fixture(scope="module")
def mixed() -> tuple[list[Fingerprint], list[int]]:
    """40 scenes with 80 copies."""
    return collection(1, 40, 80)


@pytest.fixture
def confirmed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many candidates were looked at, call by call."""
    counts: list[int] = []

    def counted(one: np.ndarray, other: np.ndarray) -> np.ndarray:
        counts.append(len(one))
        return alike(one, other)

    monkeypatch.setattr(similar, "alike", counted)
    return counts


def test_copies_are_joined_to_their_pictures_and_nothing_else(mixed):
    """Whatever way they are laid; pairs are sorted, and as few as join them."""
    prints, scenes = mixed

    pairs = pairs_of(prints)

    first = {number: scenes.index(number) for number in scenes}
    assert [scenes[i] for i, j in pairs] == [scenes[j] for i, j in pairs]
    assert joined(len(prints), pairs) == joined(len(prints), [(first[s], i) for i, s in enumerate(scenes)])
    assert pairs == sorted(pairs) and all(i < j for i, j in pairs)
    assert len(pairs) == 80


def test_the_groups_are_those_of_comparing_every_two_in_every_way(mixed):
    """The hash only spares work."""
    prints, _ = mixed
    thumbs = np.stack([each.thumb for each in prints])
    one, other = np.array(list(combinations(range(len(prints)), 2))).T

    every = np.any([alike(turned_thumbs(thumbs[one], turn), thumbs[other]) for turn in range(TURNS)], axis=0)

    truth = joined(len(prints), zip(one[every].tolist(), other[every].tolist(), strict=True))
    assert joined(len(prints), pairs_of(prints)) == truth


def test_a_search_tells_how_far_it_is(mixed):
    """Block by block, up to the last; the pairs are the same."""

    class Told(Progress):
        totals: list[tuple[int, str]] = []
        done = 0

        def track(self, items, *, total, what):
            self.totals.append((total, what))
            for item in items:
                self.done += 1
                yield item

    told = Told()

    pairs = pairs_of(mixed[0], progress=told)

    assert pairs == pairs_of(mixed[0])
    assert told.totals == [(told.done, "blocks of pictures compared")] and told.done >= 3


def test_pairs_do_not_depend_on_workers(mixed):
    """To the pair, in the same order."""
    assert pairs_of(mixed[0], workers=3) == pairs_of(mixed[0])


@pytest.mark.parametrize("known", [0, 1, 60, 119, 120])
def test_what_is_known_is_not_compared_again(mixed, known):
    """Pairs of the first ones and pairs with a later one are together what all at once gives."""
    prints, _ = mixed

    before, after = pairs_of(prints[:known]), pairs_of(prints, known=known)

    assert all(j >= known for _, j in after)
    assert joined(120, before + after) == joined(120, pairs_of(prints))


def test_adding_pictures_parts_no_two_that_were_together(mixed):
    """A group only grows."""
    prints, _ = mixed

    few, all_ = joined(70, pairs_of(prints[:70])), joined(120, pairs_of(prints))

    assert all(all_[i] == all_[j] for i, j in combinations(range(70), 2) if few[i] == few[j])


def test_each_thumbnail_is_asked_for_once(mixed):
    """They may come from a disk."""
    prints, _ = mixed
    asked: Counter[int] = Counter()

    def thumb_of(number: int) -> np.ndarray:
        asked[number] += 1
        return prints[number].thumb

    near_duplicates([each.hash for each in prints], thumb_of, known=50, workers=2)

    assert asked == Counter(range(120))


def test_thousands_of_blank_pictures_are_one_group_without_a_comparison(confirmed):
    """Four thousand equal ones have eight million pairs."""
    pairs = pairs_of(plain((255, 255, 255)) * 4000)

    assert pairs == [(0, number) for number in range(1, 4000)]
    assert confirmed == []


def test_thousands_of_equal_pictures_are_one_group_without_a_comparison(confirmed):
    """Not even of their hashes."""
    pairs = pairs_of([fingerprint(scene(1))] * 4000)

    assert pairs == [(0, number) for number in range(1, 4000)]
    assert confirmed == []


def test_a_thousand_nearly_equal_pictures_are_one_group_after_few_comparisons(confirmed):
    """About one each, not one a pair; their hashes are equal, their thumbnails are not."""
    own = fingerprint(scene(1))
    noise = np.random.default_rng(1).integers(0, 2, (1000, len(own.thumb)), dtype=np.uint8)
    prints = [Fingerprint(own.hash, own.thumb // 2 + each) for each in noise]

    pairs = pairs_of(prints)

    assert len(pairs) == 999 and set(joined(1000, pairs)) == {0}
    assert sum(confirmed) < 4 * 1000


@pytest.mark.parametrize(
    ("other", "near"),
    [((100, 150, 200), True), ((101, 151, 201), True), ((104, 154, 204), False), ((200, 150, 100), False)],
)
def test_plain_pictures_are_near_those_of_nearly_their_colour(other, near):
    """Brightness and both colours count."""
    assert bool(pairs_of(plain((100, 150, 200), other))) == near


def test_a_plain_picture_is_near_no_other():
    """Neither a scene, nor a plain page with a mark on it, nor a pattern whose hash is empty too."""
    page = np.full((320, 320, 3), 128, np.uint8)
    marked, pattern = page.copy(), page.copy()
    marked[150:170, 150:170] = 30
    pattern[::20] = pattern[1::20] = 255

    prints = [fingerprint(each) for each in (page, marked, pattern, scene(1))]

    assert pairs_of(prints) == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), max_size=30), st.integers(0, 30))
def test_any_plain_pictures_with_any_known(colours: list[tuple[int, int, int]], known: int):
    """Equal colours are together, and what is known is not told again."""
    prints = plain(*colours)

    pairs = pairs_of(prints)
    parts = pairs_of(prints[:known]) + pairs_of(prints, known=known)

    groups = joined(len(prints), pairs)
    assert joined(len(prints), parts) == groups
    assert all(
        groups[i] == groups[j] for i, j in combinations(range(len(colours)), 2) if colours[i] == colours[j]
    )


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_have_no_near_duplicates(count):
    """And nothing breaks."""
    assert pairs_of([fingerprint(scene(1))] * count) == []


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 40), st.data())
def test_joined_numbers_the_groups_by_their_first_members(count: int, data: st.DataObject):
    """Two items have one number exactly if pairs lead from one to the other."""
    item = st.integers(0, count - 1)
    pairs = data.draw(st.lists(st.tuples(item, item), max_size=60))

    groups = joined(count, pairs)

    near = np.eye(count, dtype=bool)
    for i, j in pairs:
        near[i, j] = near[j, i] = True
    for _ in range(6):  # 2 ** 6 steps reach any of 40
        near = near @ near
    assert near.tolist() == [[a == b for b in groups] for a in groups]
    assert [groups.index(number) for number in dict.fromkeys(groups)] == sorted(
        groups.index(number) for number in set(groups)
    )
    assert list(dict.fromkeys(groups)) == list(range(len(set(groups))))


def test_joined_stands_a_long_chain():
    """Without running out of calls."""
    assert joined(50_000, ((n, n + 1) for n in reversed(range(49_999)))) == [0] * 50_000
