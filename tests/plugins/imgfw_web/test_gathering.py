"""Gathering, whole: from a listing to files with their rows, attacks and kills included."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw import RunError, decode
from imgfw_web.classes import Wish
from imgfw_web.collection import Collection
from imgfw_web.commons import Commons
from imgfw_web.gathering import Gathering, Tally
from imgfw_web.openverse import Openverse

CODES = ("cc0", "pdm", "by", "by-sa")
CHILD = """
import ssl, sys
from pathlib import Path
from imgfw_web.classes import Wish
from imgfw_web.collection import Collection
from imgfw_web.gathering import Gathering, Tally
from imgfw_web.openverse import Openverse
from imgfw_web.web import Web

folder, authority, port = sys.argv[1:]
place = ("127.0.0.1", int(port))
web = Web("imgfw/test", print, resolve=lambda *_: [place], permit=iter, sleep=lambda _: None,
          trust=ssl.create_default_context(cafile=authority))
gathering = Gathering(Openverse(), web, Collection(Path(folder)), ("by",), 10, print)
gathering.fill(Wish("cat", ("cat",)), Tally())
"""


@pytest.fixture
def gather(local, client, tmp_path):
    """gather(name, query...): fill a class; gives its tally, with the collection as it is afterwards."""

    def filled(name, *queries, api=None, per_class=100, codes=CODES):
        collection = Collection(tmp_path / "pets")
        tally = Tally()
        try:
            gathering = Gathering(api or Openverse(), client, collection, codes, per_class, local.said.append)
            gathering.fill(Wish(name, queries or (name,)), tally)
        finally:
            collection.close()
        return tally, collection

    return filled


def files(collection, name):
    """The names in a class folder."""
    folder = collection.folder / name
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def test_pictures_come_as_they_are_with_their_rows(local, gather):
    """To the bit; the format decides the ending."""
    results = local.openverse(5, license="by")

    tally, collection = gather("cat", "tabby cat")

    assert (tally.listed, tally.new, tally.later) == (5, 5, {})
    assert files(collection, "cat") == [f"openverse-{each['id']}.jpg" for each in results]
    for number, row in enumerate(collection.rows.values()):
        content = (collection.folder / row["file"]).read_bytes()
        assert content == local.routes["pictures.example", f"/{number}.jpg"].content
        assert row["sha256"] == hashlib.sha256(content).hexdigest() and row["query"] == "tabby cat"


@pytest.mark.parametrize(
    ("format", "ending"), [("PNG", ".png"), ("WEBP", ".webp"), ("GIF", ".gif"), ("TIFF", ".tif")]
)
def test_the_content_decides_the_ending(local, gather, reply, format, ending):
    """Whatever the address and the content type say."""
    local.openverse(1, license="by")
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(content, format)
    local.routes["pictures.example", "/0.jpg"] = reply(content.getvalue(), "image/jpeg")

    _, collection = gather("cat")

    (name,) = files(collection, "cat")
    assert name.endswith(ending)


def test_no_more_than_asked_for_is_fetched(local, gather):
    """Not of the listing, either."""
    local.openverse(60, license="by")

    tally, collection = gather("cat", per_class=7)

    assert tally.new == 7 and len(files(collection, "cat")) == 7
    assert len(local.paths("pictures.example")) == 7 and len(local.paths("api.openverse.org")) == 1


def test_the_same_again_asks_for_nothing(local, gather):
    """A class that has enough does not even ask the API; one that has not goes on without what it has."""
    local.openverse(30, license="by")
    gather("cat", per_class=7)
    local.asked.clear()

    tally, collection = gather("cat", per_class=7)
    assert tally.new == 0 and local.asked == []
    tally, collection = gather("cat", per_class=12)

    assert tally.new == 5 and len(files(collection, "cat")) == 12
    assert local.paths("pictures.example") == [f"/{number}.jpg" for number in range(7, 12)]


def test_several_queries_take_turns(local, gather):
    """So that one of them does not fill the class alone."""
    one = [local._result(number, license="by") for number in range(10)]
    other = [local._result(number, license="by") for number in range(10, 20)]

    from .conftest import as_json

    local.routes["api.openverse.org", "/v1/images/"] = lambda query: as_json(
        {"page_count": 1, "results": one if query["q"] == ["a"] else other[:2]}
    )

    _, collection = gather("cat", "a", "b", per_class=6)

    assert [row["query"] for row in collection.rows.values()] == ["a", "b", "a", "b", "a", "a"]


def test_other_licences_are_not_fetched(local, gather):
    """Even if the API lists them."""
    results = local.openverse(9)
    from .conftest import as_json

    local.routes["api.openverse.org", "/v1/images/"] = as_json({"page_count": 1, "results": results})

    tally, collection = gather("cat", codes=("cc0",))

    assert (tally.listed, tally.new, tally.licences) == (9, 3, 6)
    assert {row["licence"] for row in collection.rows.values()} == {"cc0"}
    assert len(local.paths("pictures.example")) == 3


def test_commons_tells_licences_with_the_pictures(local, gather):
    """They are held to the same choice."""
    local.commons(3, licence="gfdl")
    assert gather("cat", api=Commons())[0].licences == 3

    local.commons(3)
    tally, collection = gather("cat", api=Commons())

    assert tally.new == 3 and {row["licence"] for row in collection.rows.values()} == {"by-sa"}


def test_equal_pictures_are_kept_once(local, gather, picture, reply):
    """Under whatever number they come; the copy is remembered and not fetched again."""
    local.openverse(3, license="by")
    local.routes["pictures.example", "/2.jpg"] = reply(picture(0))

    tally, collection = gather("cat")
    again, _ = gather("cat")

    assert tally.new == 2 and again.new == 0
    ((row),) = collection.refused.values()
    assert row["outcome"] == "duplicate" and row["reason"].startswith("is the same picture as cat/openverse-")
    assert local.paths("pictures.example").count("/2.jpg") == 1


def test_nearly_equal_pictures_are_kept_once(local, gather, reply):
    """Re-encoded and smaller; in this run and in the next, whatever the class."""
    coarse = np.random.default_rng(1).integers(0, 256, (6, 8, 3), np.uint8)
    large = Image.fromarray(coarse).resize((480, 360), Image.Resampling.BICUBIC)
    local.openverse(5, license="by")
    for number, image, quality in ((1, large, 95), (2, large.resize((240, 180)), 70), (4, large, 50)):
        content = io.BytesIO()
        image.save(content, "JPEG", quality=quality)
        local.routes["pictures.example", f"/{number}.jpg"] = reply(content.getvalue())

    gather("cat", per_class=3)
    tally, collection = gather("dog")

    assert (len(files(collection, "cat")), tally.new) == (3, 0)
    assert [row["outcome"] for row in collection.refused.values()] == ["duplicate"] * 2
    assert all("is nearly the same picture as cat/" in row["reason"] for row in collection.refused.values())


def test_a_picture_has_one_class(local, gather):
    """What another class has is passed over without being fetched."""
    local.openverse(4, license="by")
    gather("cat", per_class=2)

    tally, collection = gather("dog")

    assert (tally.new, tally.elsewhere) == (2, 2) and len(files(collection, "dog")) == 2
    assert len(local.paths("pictures.example")) == 4


def test_what_the_user_threw_away_stays_away(local, gather):
    """It is replaced by others, and never fetched again."""
    local.openverse(4, license="by")
    _, collection = gather("cat", per_class=2)
    gone = collection.folder / "cat" / files(collection, "cat")[0]
    gone.unlink()

    tally, collection = gather("cat", per_class=2)

    assert tally.new == 1 and not gone.exists() and len(files(collection, "cat")) == 2
    assert local.paths("pictures.example").count("/0.jpg") == 1


def bomb() -> bytes:
    """A small PNG that claims to be 30,000 x 30,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    size = (30_000).to_bytes(4, "big")
    rows = zlib.compress(bytes(10_000_000), 9)
    head = chunk(b"IHDR", size + size + bytes([8, 2, 0, 0, 0]))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        (b"<html>not found</html>", "text/html", "its content type is 'text/html'"),
        (b"<html>not found</html>", "image/jpeg", "is not a picture that can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml", "is not a picture"),
        (b"", "image/jpeg", "is empty"),
        (bytes(100), "image/jpeg", "nothing but zeros"),
        (b"MZ" + bytes(100), "image/png", "is not a picture"),
        (b"\x89PNG\r\n\x1a\nnonsense", "image/png", "is cut off"),
        (bomb(), "image/png", "is too large: 30000 x 30000"),
        ("cut", "image/jpeg", "is cut off"),
    ],
    ids=["html", "html-as-jpeg", "svg", "empty", "zeros", "program", "broken", "bomb", "cut"],
)
def test_what_cannot_be_decoded_is_refused(local, gather, reply, picture, content, kind, reason):
    """The decoder has the last word; the reason is remembered, and it is not fetched again."""
    local.openverse(3, license="by")
    bad = picture(1)[:-500] if content == "cut" else content
    local.routes["pictures.example", "/1.jpg"] = reply(bad, kind)

    tally, collection = gather("cat")
    gather("cat")

    assert tally.new == 2 and len(files(collection, "cat")) == 2
    ((row),) = collection.refused.values()
    assert reason in row["reason"] and row["outcome"] == "refused"
    assert local.paths("pictures.example").count("/1.jpg") == 1


@pytest.mark.parametrize(
    "link",
    [
        "http://pictures.example/1.jpg", "https://127.0.0.1/1.jpg", "https://169.254.169.254/latest", "https://[::1]/",
        "file:///etc/passwd", "", None, 7, "https://pictures.example:22/", "https://pictures.example/404.jpg",
        "https://user@pictures.example/1.jpg",
    ],
)  # fmt: skip
def test_a_bad_address_is_refused_and_the_others_go_on(local, gather, link):
    """Each with its reason."""
    results = local.openverse(3, license="by")
    results[1]["url"] = link

    tally, collection = gather("cat")

    assert tally.new == 2 and tally.later == {}
    ((row),) = collection.refused.values()
    assert row["reason"] and row["id"] == f"openverse-{results[1]['id']}"


def test_what_may_come_another_day_is_asked_for_then(local, gather, reply, picture):
    """A host that is busy now is told, not remembered."""
    local.openverse(3, license="by")
    local.routes["pictures.example", "/1.jpg"] = reply(status=503)

    tally, collection = gather("cat")
    assert tally.new == 2 and collection.refused == {}
    assert tally.later == {"https://pictures.example/1.jpg": "pictures.example answers 503 (5 times)"}
    local.routes["pictures.example", "/1.jpg"] = reply(picture(1))
    local.slept.append(100)

    again, collection = gather("cat")

    assert (again.new, again.later) == (1, {}) and len(files(collection, "cat")) == 3


@pytest.mark.parametrize("id", ["../../../etc/cron.d/x", "..%2f..%2fx", "/etc/passwd", "a\\b", "\x00"])
def test_names_never_come_from_the_server(local, gather, id, tmp_path):
    """Nor do folders; nothing is written outside."""
    results = local.openverse(2, license="by", title="../../title", creator="/etc/creator")
    results[0]["id"] = id
    results[1]["url"] = "https://pictures.example/../..%2f..%2fetc/1.jpg"
    local.routes["pictures.example", "/../..%2f..%2fetc/1.jpg"] = local.routes["pictures.example", "/1.jpg"]

    _, collection = gather("cat")

    assert files(collection, "cat") == [f"openverse-{results[1]['id']}.jpg"]
    outside = {path.name for path in tmp_path.rglob("*")} - {
        path.name for path in collection.folder.rglob("*")
    }
    assert outside == {"pets"}


@pytest.mark.slow
def test_an_api_that_fails_is_an_error_that_says_how_to_go_on(local, gather, reply):
    """What was gathered stays."""
    local.openverse(40, license="by")
    good = local.routes["api.openverse.org", "/v1/images/"]
    local.routes["api.openverse.org", "/v1/images/"] = lambda query: (
        good(query) if query["page"] == ["1"] else reply(status=500)
    )

    with pytest.raises(RunError, match=r'openverse, asked for "cat": .* 500 .* the same command continues'):
        gather("cat")
    local.routes["api.openverse.org", "/v1/images/"] = good
    local.slept.append(100)
    tally, collection = gather("cat")

    assert tally.new == 20 and len(files(collection, "cat")) == 40
    assert all(local.paths("pictures.example").count(f"/{number}.jpg") == 1 for number in range(40))


def test_progress_is_told(local, gather):
    """Now and then."""
    local.openverse(20, license="by")

    gather("cat", per_class=20)

    assert [said for said in local.said if said.startswith("cat")] == ["cat: 10 of 20", "cat: 20 of 20"]


def test_a_killed_process_leaves_whole_pictures_and_the_next_one_goes_on(
    local, authority, gather, reply, tmp_path
):
    """SIGKILL in the middle of a download; nothing is fetched twice but what was not there yet."""
    local.openverse(10, license="by")
    whole = local.routes["pictures.example", "/6.jpg"]

    def hang(handler):
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 9000\r\n\r\nhalf"
        )
        process.kill()
        local.stop.wait(30)

    local.routes["pictures.example", "/6.jpg"] = reply(raw=hang)
    trust = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(trust))
    call = [sys.executable, "-c", CHILD, str(tmp_path / "pets"), str(trust), str(local.place[1])]
    process = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == -9, errors

    present = sorted((tmp_path / "pets" / "cat").iterdir())
    assert len(present) == 6 and all(decode(file.read_bytes()) for file in present)
    local.routes["pictures.example", "/6.jpg"] = whole
    local.asked.clear()
    tally, collection = gather("cat", per_class=10)

    assert tally.new == 4 and len(files(collection, "cat")) == len(collection.rows) == 10
    assert local.paths("pictures.example") == [f"/{number}.jpg" for number in range(6, 10)]
    assert not (collection.folder / ".drafts").exists()


def test_real_photos_come_through(local, gather, reply, assets: Path):
    """As they are on the disk."""
    photos = sorted((assets / "data" / "flowers5").rglob("*.jpg"))[:3]
    local.openverse(3, license="by")
    for number, photo in enumerate(photos):
        local.routes["pictures.example", f"/{number}.jpg"] = reply(photo.read_bytes())

    _, collection = gather("flower")

    found = {(collection.folder / row["file"]).read_bytes() for row in collection.rows.values()}
    assert found == {photo.read_bytes() for photo in photos}


@pytest.mark.slow
def test_broken_files_are_refused_as_the_decoder_says(local, gather, reply, assets: Path):
    """Every one of them: kept if it can be decoded, refused with the decoder's reason if not."""
    broken = sorted(
        file for file in (assets / "nasty").rglob("*") if file.is_file() and file.stat().st_size < 300_000
    )
    broken = broken[:: max(1, len(broken) // 40)]
    local.openverse(len(broken), license="by")
    for number, file in enumerate(broken):
        local.routes["pictures.example", f"/{number}.jpg"] = reply(file.read_bytes())

    tally, collection = gather("x")

    assert tally.new + len(collection.refused) + len(tally.later) == len(broken)
    assert tally.new > 0 and collection.refused
    for row in collection.rows.values():
        assert np.asarray(decode((collection.folder / row["file"]).read_bytes(), 320).image).ndim == 3
    assert os.listdir(collection.folder / "x")
