"""Pictures and rows: kept, and made where they are missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from imgfw import ComponentError, Picture, PictureError, Region, Sample, rows
from imgfw.encoder import Encoder
from imgfw.parts import Part
from imgfw.progress import Progress
from imgfw.rowlog import RowLog
from imgfw.rows import Pictures, RowStore


@pytest.fixture
def pictures(small, tmp_path) -> Pictures:
    """Eight drawn pictures."""
    return Pictures([small["Colours"]()], 320, RowLog(tmp_path / "pictures.log"))


@pytest.fixture
def samples(small) -> list[Sample]:
    """Their samples."""
    return list(small["Colours"]().samples())


@pytest.fixture
def store(small, pictures, tmp_path) -> RowStore:
    """Rows of mean colours, darker by one, brighter by chance."""
    transform, backbone = small["Darker"](), small["MeanColour"]()
    encoder = Encoder(320, (), (Part(transform, transform),), Part(backbone, backbone))
    augmenters = [small["Brighter"]()]
    return RowStore(RowLog(tmp_path / "rows.log"), encoder, pictures, augmenters, 0, "v")


def test_a_kept_picture_is_the_same_as_a_fresh_one(pictures: Pictures, samples):
    """Keeping changes nothing; the second time nothing is decoded."""
    fresh = pictures(samples[3]).image

    made = pictures.keep(samples, workers=2, progress=Progress())
    again = pictures.keep(samples, workers=2, progress=Progress())

    assert (made, again) == ((8, {}), (0, {}))
    assert np.array_equal(pictures(samples[3]).image, fresh)


def test_what_a_source_gives_is_given_as_it_is(pictures: Pictures, samples):
    """A picture that it draws, or the bytes of a file."""
    assert np.array_equal(pictures.content(samples[3]).image, pictures(samples[3]).image)


def test_a_source_that_cannot_read_is_a_reason(small, tmp_path):
    """An OSError is told of the sample; what is no picture is the plugin's fault."""

    class Gone(small["Colours"]):
        def read(self, sample):
            """From where nothing is."""
            return (tmp_path / "gone" if sample.uri == "001" else tmp_path).read_bytes()

    class Grey(small["Colours"]):
        def read(self, sample):
            """Two dimensions."""
            return Picture(np.zeros((4, 4), np.uint8))

    log = RowLog(tmp_path / "other.log")
    for uri, reason in (("001", "No such file or directory"), ("002", "Is a directory")):
        with pytest.raises(PictureError, match=f"cannot be read: {reason}"):
            Pictures([Gone()], 320, log)(Sample(uri, digest=uri))
    with pytest.raises(ComponentError, match=r"uint8 \(H, W, 3\)"):
        Pictures([Grey()], 320, log)(Sample("001", digest="x"))


def test_a_picture_has_the_landmarks_of_its_sample(pictures: Pictures, samples):
    """Kept or fresh, the region of the sample is brought to the picture's pixels."""
    region = Region((0, 0, 8, 8), np.full((5, 2), 4, np.float32))
    sample = Sample("001", digest="digest-001", region=region, facts={"width": 16, "height": 16})
    pictures.keep([sample], workers=1, progress=Progress())

    seen = pictures(sample)

    assert seen.scale == 0.5
    assert seen.box == (0, 0, 4, 4)
    assert seen.landmarks.tolist() == [[2, 2]] * 5


def test_only_missing_rows_are_made(store: RowStore, samples):
    """Eight rows once; after that only what is new."""
    first = store.make([(s, 0) for s in samples], workers=2, progress=Progress())
    second = store.make([(s, n) for s in samples for n in (0, 1)], workers=2, progress=Progress())
    third = store.make([(s, n) for s in samples for n in (0, 1)], workers=2, progress=Progress())

    assert (first, second, third) == ((8, {}), (8, {}), (0, {}))


def test_rows_of_an_earlier_run_are_told_from_ones_own(store: RowStore, samples):
    """Only those that were kept before this log was opened are reused."""
    store.make([(s, 0) for s in samples[:3]], workers=1, progress=Progress())
    later = replace(store, log=RowLog(store.log.path))

    later.make([(s, 0) for s in samples], workers=1, progress=Progress())

    assert store.reused([(s, 0) for s in samples]) == 0
    assert later.reused([(s, 0) for s in samples]) == 3
    assert later.reused([(s, 1) for s in samples]) == 0


def test_rows_do_not_depend_on_workers_or_order(store: RowStore, samples, tmp_path):
    """One worker forwards and four workers backwards make the same bits."""
    other = RowStore(
        RowLog(tmp_path / "other.log"), store.encoder, store.pictures, store.augmenters, store.seed, "v"
    )
    wanted = [(s, n) for s in samples for n in range(3)]

    store.make(wanted, workers=1, progress=Progress())
    other.make(wanted[::-1], workers=4, progress=Progress())

    for number in range(3):
        numbers = [number] * len(samples)
        assert np.array_equal(store.gather(samples, numbers), other.gather(samples, numbers))


def test_a_row_that_cannot_be_made_is_told_with_its_reason(store: RowStore, samples, small):
    """The others are made all the same."""
    many = list(small["Colours"](count=70).samples())

    made, failed = store.make([(s, 0) for s in many], workers=2, progress=Progress())

    assert made == 69
    assert failed == {"digest-066": "66 is too green"}


def test_augmented_rows_of_other_augmenters_are_other_rows(store: RowStore, samples):
    """Number 0 is shared by all recipes, other numbers only by those of equal seed and augmenters."""
    other = RowStore(store.log, store.encoder, store.pictures, (), 1, "w")

    assert store.key(samples[0], 0) == other.key(samples[0], 0)
    assert store.key(samples[0], 1) != other.key(samples[0], 1)


def test_rows_of_half_precision_are_kept_so_and_seen_as_float32(small, pictures, samples, tmp_path):
    """A file of half the size; what is gathered is what the encoder gives, to the bit."""
    stores = []
    for dtype in ("float32", "float16"):
        backbone = small["MeanColour"](dtype=dtype, factor=1 / 3)
        encoder = Encoder(320, (), (), Part(backbone, backbone))
        stores.append(RowStore(RowLog(tmp_path / f"{dtype}.log"), encoder, pictures))
        stores[-1].make([(sample, 0) for sample in samples], workers=2, progress=Progress())
    whole, half = stores

    found = half.gather(samples)

    assert half.log.get(half.key(samples[0], 0)).nbytes * 2 == whole.log.get(whole.key(samples[0], 0)).nbytes
    assert found.dtype == np.float32
    assert np.array_equal(found, [half.encoder.encode(pictures(sample)) for sample in samples])
    assert not np.array_equal(found, whole.gather(samples))
    assert found == pytest.approx(whole.gather(samples), rel=1e-3)


def test_many_rows_are_a_memory_map(store: RowStore, samples, monkeypatch):
    """The same values, read as they are asked for."""
    store.make([(sample, 0) for sample in samples], workers=2, progress=Progress())
    few = store.gather(samples)
    monkeypatch.setattr(rows, "LARGE", few.nbytes - 1)
    monkeypatch.setattr(rows, "BATCH", 3)

    many = store.gather(samples)

    assert not isinstance(few, np.memmap) and isinstance(many, np.memmap)
    assert np.array_equal(few, many) and many.dtype == few.dtype


def test_what_is_kept_of_some_rows_is_given_with_gaps(store: RowStore, samples):
    """NaN where nothing is kept; no columns where nothing is of any."""
    assert rows.kept_rows(store.log, samples).shape == (len(samples), 0)
    store.make([(samples[1], 0)], workers=1, progress=Progress())

    found = rows.kept_rows(store.log, samples[:2])

    assert np.isnan(found[0]).all() and np.array_equal(found[1], store.gather(samples[1:2])[0])
    assert found.dtype == np.float32
