"""One model, asked in every way: what is the same to the bit, and what agrees within the band.

    python benchmarks/stress/parity.py RUN PICTURES [--count 200]

RUN is the folder of a finished run, PICTURES a folder of photos. Each is answered by the bundle in Python, by
`imgfw predict`, by `imgfw serve`, and by the exports to LiteRT and ONNX, each through the script that goes
with it, which does not see imgfw. Ends with 1 where `imgfw predict` or `imgfw serve` differs by a bit from
the bundle, or an export is refused or differs by more than 1e-4 or in a label.
"""

from __future__ import annotations

import argparse
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

import numpy as np

import imgfw

BAND = 1e-4
Answers = Mapping[str, Mapping[str, Any]]


def in_python(bundle: imgfw.Bundle, files: Sequence[str]) -> Answers:
    """{file: {target: decided and probabilities}} by the bundle itself."""
    found = {}
    for answer in bundle.predict(files):
        if answer.left_out:
            found[answer.uri] = {"left_out": answer.left_out}
            continue
        found[answer.uri] = {
            name: {"decided": answer.decided[name], "probabilities": np.asarray(values, np.float32)}
            for name, values in answer.probabilities.items()
        }
    return found


def by_command(words: Sequence[str], *, lines: bool) -> Answers:
    """The same by a program that prints JSON: a document of `imgfw predict`, or a line a picture."""
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(words[:6])} ...: {done.stderr.strip()}")
    texts = done.stdout.splitlines() if lines else [done.stdout]
    answers = [json.loads(text) for text in texts]
    return {each["file"]: _plain(each) for each in (answers if lines else answers[0]["answers"])}


def by_server(run: Path, files: Sequence[str]) -> Answers:
    """The same by `imgfw serve`, which is sent the bytes of each."""
    call = [sys.executable, "-m", "imgfw", "-q", "serve", str(run), "--port", "0"]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    place = urlsplit(process.stdout.readline().strip())
    connection = http.client.HTTPConnection(str(place.hostname), place.port, timeout=120)
    found = {}
    try:
        for file in files:
            connection.request("POST", "/predict", Path(file).read_bytes())
            (answer,) = json.loads(connection.getresponse().read())["answers"]
            found[file] = _plain({name: told for name, told in answer.items() if name != "file"})
    finally:
        process.terminate()
        process.wait()
    return found


def _plain(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Labels as one text and probabilities as an array."""
    if "left_out" in answer:
        return answer
    found = {}
    for name, told in answer.items():
        if isinstance(told, dict):
            label = told["decided"]
            text = "|".join(label) if isinstance(label, list) else "" if label is None else str(label)
            values = np.array(list(told["probabilities"].values()), np.float32)
            found[name] = {"decided": text, "probabilities": values}
    return found


def compared(name: str, found: Answers, wanted: Answers, targets: Mapping[str, imgfw.Target]) -> bool:
    """Print how answers differ from the bundle's; whether they are within what is promised."""
    largest, labels, bits, left_out, many = 0.0, 0, 0, 0, 0
    for file, right in wanted.items():
        if "left_out" in right or "left_out" in found[file]:
            left_out += 1
            continue
        many += 1
        for target, told in right.items():
            given = found[file][target]
            unit = 1.0
            if targets[target].type == "number":
                unit = max(1.0, float(np.abs(told["probabilities"]).max()))
            else:
                labels += given["decided"] != told["decided"]
            bits += not np.array_equal(given["probabilities"], told["probabilities"])
            apart = np.abs(given["probabilities"].astype(float) - told["probabilities"]).max() / unit
            largest = max(largest, float(apart))
    print(
        f"{name:14} {many:4} pictures, {bits:4} differ by a bit, largest difference {largest:.1e}, "
        f"{labels} other labels, {left_out} left out"
    )
    return bits == labels == 0 if name.startswith("imgfw ") else largest <= BAND and labels == 0


def exported(run: Path, kind: str, out: Path, photos: Path, count: int) -> None:
    """Make an export, and print what it says of itself."""
    words = [sys.executable, "-m", "imgfw", "-q", "export", str(run), "--to", kind, "--out", str(out)]
    done = subprocess.run(
        [*words, "--pictures", str(photos), "--count", str(count), "--json"], capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(done.stderr.strip())
    told = json.loads(done.stdout)
    latency = told["latency_ms"]
    print(
        f"{told['file']:14} {told['bytes'] / 1e6:.1f} MB, {latency['network']:.2f} ms a picture, "
        f"{latency['from_bytes']:.2f} ms from its bytes, one thread"
    )


def main() -> None:
    """Ask in every way, and print what came."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("run", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--count", type=int, default=200)
    asked = parser.parse_args()
    every = [str(path) for path in imgfw.pictures_under(asked.pictures)]
    files = every[:: max(1, len(every) // asked.count)][: asked.count]
    bundle = imgfw.load(asked.run)
    begun = time.monotonic()
    wanted = in_python(bundle, files)
    print(f"{'bundle':14} {len(files):4} pictures in {time.monotonic() - begun:.1f} s")
    predict = [sys.executable, "-m", "imgfw", "-q", "predict", str(asked.run), *files, "--json"]
    good = [
        compared("imgfw predict", by_command(predict, lines=False), wanted, bundle.targets),
        compared("imgfw serve", by_server(asked.run, files), wanted, bundle.targets),
    ]
    with TemporaryDirectory() as folder:
        for kind in ("litert", "onnx"):
            out = Path(folder) / kind
            exported(asked.run, kind, out, asked.pictures, asked.count)
            script = [sys.executable, "-I", str(out / "predict.py"), *files]
            good.append(compared(kind, by_command(script, lines=True), wanted, bundle.targets))
    sys.exit(0 if all(good) else 1)


if __name__ == "__main__":
    main()
