"""The page on which pictures are dropped."""

from __future__ import annotations

import re
from pathlib import Path

from imgfw_serve.limits import Limits
from imgfw_serve.page import POLICY, page

STATE = "document.getElementById('status').textContent"
TEXT = "document.getElementById('cards').innerText"


def opened(browser, running, tools) -> None:
    """Show the page."""
    browser.call("Page.navigate", url=running.address)
    tools.until(lambda: browser.said("document.readyState") == "complete")


def test_the_page_needs_nothing_from_elsewhere():
    """And its policy lets nothing in."""
    text = page(Limits(body=1_010_000), guarded=False)

    assert re.findall(r"https?://|//[a-z]+\.|@import|url\(", text) == []
    assert 'data-body="1000000"' in text and "{{" not in text
    assert "default-src 'none'" in POLICY and "unsafe" not in POLICY


def test_pictures_that_are_dropped_get_labels(browser, server, tools, tmp_path: Path):
    """Several at a time, each with its bars, in order; nothing stands in the console."""
    for name, colour in (("a.png", (200, 10, 10)), ("b <b>.png", (10, 10, 200))):
        (tmp_path / name).write_bytes(tools.png(*colour))
    opened(browser, server, tools)

    browser.drop(tmp_path / "a.png", tmp_path / "b <b>.png")
    tools.until(lambda: browser.said(STATE) == "2 answered")

    told = browser.said(TEXT).split("\n")
    assert told.index("a.png") < told.index("b <b>.png")
    decided = browser.said("[...document.querySelectorAll('h2 + p')].map((each) => each.textContent)")
    assert decided == ["red", "blue"]
    bars = browser.said("[...document.querySelectorAll('.track i')].map((each) => each.offsetWidth)")
    assert len(bars) == 6 and bars[0] > max(bars[1:3]) and bars[3] > max(bars[4:])
    assert "Most like" in browser.said(TEXT)
    assert browser.complaints() == []


def test_a_file_that_is_no_picture_is_told_in_a_sentence(browser, server, tools, tmp_path: Path):
    """So are a folder, and one that is too large, which is not sent."""
    (tmp_path / "a.txt").write_text("no picture")
    (tmp_path / "folder").mkdir()
    with (tmp_path / "large.png").open("wb") as file:
        file.truncate(40_000_000)
    opened(browser, server, tools)

    browser.drop(tmp_path / "a.txt", tmp_path / "large.png")
    tools.until(lambda: browser.said(STATE) == "2 answered")
    complaints = browser.complaints()
    browser.drop(tmp_path / "folder")
    tools.until(lambda: browser.said(STATE) == "3 answered")

    told = browser.said(TEXT)
    assert "This cannot be read; drop pictures, not folders." in told
    assert "This picture is not a picture that can be read: expected JPEG, PNG" in told
    assert "It is larger than 31,990,000 bytes." in told
    assert complaints == []  # of a folder Chromium itself says that it cannot be read


def test_the_page_asks_for_the_token_before_anything_is_sent(browser, serve, tools, tmp_path: Path):
    """Pictures that are dropped meanwhile wait for it; nothing stands in the console."""
    (tmp_path / "a.png").write_bytes(tools.png())
    opened(browser, serve(token="a secret"), tools)

    browser.drop(tmp_path / "a.png")
    waiting = browser.said(STATE)
    typed(browser, "a secret")
    tools.until(lambda: browser.said(STATE) == "1 answered")

    assert waiting == "0 of 1 answered"
    assert browser.said("document.querySelector('h2 + p').textContent") == "red"
    assert browser.complaints() == []


def test_the_page_works_by_the_keyboard(browser, serve, tools, tmp_path: Path):
    """A wrong token is asked for again, and what was chosen is not lost."""
    (tmp_path / "a.png").write_bytes(tools.png())
    opened(browser, serve(token="a secret"), tools)
    asked = "document.activeElement.id + ': ' + document.getElementById('asked').textContent"

    first = browser.said(asked)
    typed(browser, "wrong")
    tab = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
    browser.call("Input.dispatchKeyEvent", type="keyDown", **tab)
    focused = browser.said("document.activeElement.id")
    root = browser.call("DOM.getDocument")["root"]["nodeId"]
    files = browser.call("DOM.querySelector", nodeId=root, selector="#files")["nodeId"]
    browser.call("DOM.setFileInputFiles", nodeId=files, files=[str(tmp_path / "a.png")])
    tools.until(lambda: browser.said(asked) == "token: That is not the token.")
    typed(browser, "a secret")
    tools.until(lambda: browser.said(STATE) == "1 answered")

    assert (first, focused) == ("token: This server asks for a token.", "files")


def typed(browser, token: str) -> None:
    """Type the token and press Enter."""
    browser.call("Input.insertText", text=token)
    enter = {"type": "keyDown", "key": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
    browser.call("Input.dispatchKeyEvent", **enter)


def test_the_page_fits_narrow_and_wide_windows(browser, server, tools, tmp_path: Path):
    """Light and dark."""
    (tmp_path / f"{'long' * 40}.png").write_bytes(tools.png())
    opened(browser, server, tools)
    browser.drop(tmp_path / f"{'long' * 40}.png")
    tools.until(lambda: browser.said(STATE) == "1 answered")

    grounds = set()
    for width in (400, 1280):
        for scheme in ("light", "dark"):
            size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
            browser.call("Emulation.setDeviceMetricsOverride", **size)
            feature = {"name": "prefers-color-scheme", "value": scheme}
            browser.call("Emulation.setEmulatedMedia", features=[feature])
            assert browser.said("document.documentElement.scrollWidth") <= width
            grounds.add(browser.said("getComputedStyle(document.body).backgroundColor"))

    assert len(grounds) == 2
