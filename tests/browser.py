"""A headless Chromium for tests of pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

AT_3_AND_4 = """
import fcntl, os, sys
down, up = (fcntl.fcntl(int(end), fcntl.F_DUPFD, 10) for end in sys.argv[1:3])
os.dup2(down, 3), os.dup2(up, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Becomes a program that reads from file descriptor 3 and writes to 4."""


class Browser:
    """A headless Chromium with one page, driven through its pipe."""

    def __init__(self, program: str, folder: Path) -> None:
        down, write = os.pipe()
        read, up = os.pipe()
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
        words = [program, *options, "--remote-debugging-pipe", f"--user-data-dir={folder}"]
        ends = [str(down), str(up)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", AT_3_AND_4, *ends, *words],
            pass_fds=(down, up),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(down)
        os.close(up)
        self._to, self._from = os.fdopen(write, "wb", 0), os.fdopen(read, "rb")
        self._number, self._session, self.events = 0, "", []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "DOM", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """The result of a method of the DevTools protocol; what happens meanwhile goes to `events`."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._number:
            self.events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def said(self, script: str) -> Any:
        """The value of a piece of script."""
        return self.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def complaints(self) -> list[Any]:
        """What stands in the console."""
        kinds = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
        return [event["params"] for event in self.events if event["method"] in kinds]

    def show(self, file: Path, width: int = 1280, scheme: str = "light") -> None:
        """Open a file as a page, in a window of this width."""
        self.resize(width)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=file.as_uri())
        self.wait(f"document.readyState === 'complete' && location.href === {json.dumps(file.as_uri())}")

    def resize(self, width: int, height: int = 900) -> None:
        """Give the window another size, in pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)

    def wait(self, script: str) -> None:
        """Return when a piece of script is true, which is sure to come."""
        self.until(lambda: bool(self.said(script)))

    def until(self, holds: Callable[[], bool]) -> None:
        """Return when something holds that is sure to come."""
        for _ in range(6000):
            if holds():
                return
            time.sleep(0.01)
        raise AssertionError("it did not come")

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press a key: its name and number in the DevTools protocol, and what it writes."""
        more = {"text": text} if text else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **more)

    def requests(self) -> list[str]:
        """The addresses that were asked for, those of files that were shown and of pictures in them aside."""
        sent = [event["params"] for event in self.events if event["method"] == "Network.requestWillBeSent"]
        asked = [each["request"]["url"] for each in sent if each["type"] != "Document"]
        return [url for url in asked if not url.startswith("data:")]

    def dialogs(self) -> list[Any]:
        """What came up over the page."""
        return [each["params"] for each in self.events if each["method"] == "Page.javascriptDialogOpening"]

    def drop(self, *files: Path) -> None:
        """Let files fall on the middle of the page."""
        data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.call("Input.dispatchDragEvent", type=kind, x=200, y=200, data=data)

    def end(self) -> None:
        """Close it."""
        self._session = ""
        self.call("Browser.close")
        self._process.wait()
        self._to.close()
        self._from.close()

    def _read(self) -> Any:
        content = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            assert byte, "the browser has ended"
            content += byte
        return json.loads(content)
