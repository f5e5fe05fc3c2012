"""What decisions fitted on val are worth on samples that nobody has seen.

    python benchmarks/stress/decisions.py [--sets 200] [--seed 0]

Draws data sets of samples whose probabilities are known, and a head that is too sure of itself. Decisions are
fitted on a small val by `imgfw.stages.decide`, and judged on many further samples:

sets        how often sets of labels hold the true one, alone and with a temperature fitted on the same val;
            of samples in groups as well, where a sample of a new group is what counts
strangers   how many of people that were not learned are taken for one that was
temperature calibration error before and after, and how far the temperature is from the true one
thresholds  F1 of a label on further samples at the fitted threshold, at 0.5, and at the best there is, by how
            many of val hold; and how much higher it seems on val itself
"""

from __future__ import annotations

import argparse

import numpy as np

from imgfw import Target
from imgfw.decisions import Decision, decided, in_set
from imgfw.stages.decide import Aims, Val, decide
from imgfw.temperature import scaled
from imgfw_basics.ece import Ece

TARGET = Target("kind", labels=tuple("abcde"))
TAG = Target("tag", "multi-label", ("a",))
MANY = 20_000


def drawn(
    rng: np.random.Generator, groups: int, *, sure: float = 1.0, alike: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities of N rows made `sure` times too sure, their truth, and the group of each.

    alike  how much of what makes a row easy or hard it shares with its group; 0 = a row is a group
    """
    sizes = (
        np.maximum(1, np.exp(rng.normal(1, 1, groups)).round()).astype(int) if alike else np.ones(groups, int)
    )
    names = np.arange(groups).repeat(sizes)
    hard = np.sqrt(alike) * rng.normal(size=groups)[names] + np.sqrt(1 - alike) * rng.normal(size=len(names))
    logits = rng.normal(0, 1, (len(names), TARGET.width)) * np.exp(0.8 + 0.5 * hard)[:, None]
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    truth = (shares.cumsum(axis=1) < rng.random((len(names), 1))).sum(axis=1).clip(max=TARGET.width - 1)
    return scaled(shares, 1 / sure), truth, names


def covered(
    rng: np.random.Generator, groups: int, coverage: float, sets: int, *, calibrate: bool, alike: float
) -> tuple[float, float, float]:
    """How often sets hold the truth of a sample of a new group, how many labels they have, and how often
    they would if every sample counted as a group; means over data sets."""
    found = []
    for _ in range(sets):
        given, truth, names = drawn(rng, groups, sure=2.5, alike=alike)
        new, true, of = drawn(rng, MANY // 10, sure=2.5, alike=alike)
        each = 1 / np.bincount(of)[of]
        row = []
        for group in (names, np.arange(len(names))):
            val = Val(given, truth, [str(name) for name in group], frozenset(TARGET.labels))
            decision = decide(TARGET, Aims(calibrate=calibrate, coverage=coverage), val).decision
            among = in_set(calibrated_all(new, decision), decision)
            row += [np.average(among[np.arange(len(true)), true], weights=each), among.sum(axis=1).mean()]
        found.append([row[0], row[1], row[2]])
    first, size, single = np.mean(found, axis=0).tolist()
    return first, size, single


def calibrated_all(given: np.ndarray, decision: Decision) -> np.ndarray:
    """All rows at once, which `decisions.calibrated` takes one by one."""
    return scaled(given, decision.temperature) if decision.temperature != 1 else given


def accepted(rng: np.random.Generator, people: int, share: float, sets: int) -> float:
    """How many pictures of further strangers are taken for somebody, on average; each of val has ten."""
    target = Target("person", labels=tuple(str(i) for i in range(people + 1)))
    found = []

    def strangers(count: int) -> tuple[np.ndarray, np.ndarray]:
        names = np.arange(count).repeat(10)
        highest = 1 / (1 + np.exp(-(rng.normal(size=count)[names] + 0.5 * rng.normal(size=len(names)))))
        return highest.astype(np.float32), names

    for _ in range(sets):
        highest, names = strangers(people)
        given = np.zeros((len(names), target.width), np.float32)
        given[:, 0] = highest
        val = Val(given, names + 1, [str(name) for name in names], frozenset({"0"}))
        unknown = decide(target, Aims(false_accepts=share), val).decision.unknown
        found.append((strangers(500)[0] >= np.float32(unknown)).mean())
    return float(np.mean(found))


def errors(rng: np.random.Generator, rows: int, sets: int) -> tuple[float, float, float]:
    """Calibration error before and after, and the mean of |log(T / 2.5)|: the head is so much too sure."""
    metric, found = Ece(), []
    for _ in range(sets):
        given, truth, names = drawn(rng, rows, sure=2.5)
        new, true, _ = drawn(rng, MANY, sure=2.5)
        val = Val(given, truth, [str(name) for name in names], frozenset(TARGET.labels))
        decision = decide(TARGET, Aims(calibrate=True), val).decision
        both = [
            metric.score(true, p, decided(TARGET, p, Decision()), TARGET)["ece"]
            for p in (new, calibrated_all(new, decision))
        ]
        found.append([*both, abs(np.log(decision.temperature / 2.5))])
    before, after, away = np.mean(found, axis=0).tolist()
    return before, after, away


def tags(rng: np.random.Generator, rows: int, rate: float) -> tuple[np.ndarray, np.ndarray]:
    """A label that holds at this rate, and what a calibrated head says of it: float32 (N, 1), bool (N,)."""
    holds = rng.random(rows) < rate
    score = rng.normal(size=rows) + 1.8 * holds
    odds = rate / (1 - rate) * np.exp(1.8 * score - 1.8**2 / 2)
    return (odds / (1 + odds)).astype(np.float32)[:, None], holds


def f1(holds: np.ndarray, told: np.ndarray) -> float:
    """2 TP / (told + holding)."""
    return 2 * (holds & told).sum() / max(1, holds.sum() + told.sum())


def thresholds(rng: np.random.Generator, rows: int, rate: float, sets: int) -> dict[int, list[list[float]]]:
    """{how many of val hold: [[F1 fitted, at 0.5, best, on val], ...]}."""
    found: dict[int, list[list[float]]] = {}
    new, true = tags(rng, MANY, rate)
    best = max(f1(true, new[:, 0] >= cut) for cut in np.linspace(0.02, 0.98, 97))
    for _ in range(sets):
        given, holds = tags(rng, rows, rate)
        if not holds.any():
            continue
        val = Val(given, holds[:, None].astype(np.float32), [str(i) for i in range(rows)], frozenset("a"))
        decision = decide(TAG, Aims(aim="f1"), val).decision
        told = [decided(TAG, p, decision)[:, 0] for p in (new, given)]
        row = [f1(true, told[0]), f1(true, new[:, 0] >= 0.5), best, f1(holds, told[1])]
        found.setdefault(int(holds.sum()), []).append(row)
    return found


def main() -> None:
    """Print all four tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    rng = np.random.default_rng(given.seed)
    print(
        "sets: samples of val in groups, coverage asked, found, labels in a set, found if groups are ignored"
    )
    for alike in (0.0, 0.9):
        for groups in (50, 200, 1000):
            for coverage in (0.8, 0.9, 0.95):
                for calibrate in (False, True):
                    share, size, single = covered(
                        rng, groups, coverage, given.sets, calibrate=calibrate, alike=alike
                    )
                    how = "calibrated" if calibrate else ""
                    print(
                        f"{alike:4} {groups:5} {coverage:5} {share:.3f} {size:.2f} {single:.3f} {how}",
                        flush=True,
                    )
    print("strangers: in val, rate asked, rate found")
    for people, share in ((19, 0.1), (99, 0.1), (99, 0.01), (499, 0.01)):
        print(f"{people:5} {share:5} {accepted(rng, people, share, given.sets):.4f}", flush=True)
    print("temperature: rows of val, calibration error before, after, distance of log T")
    for rows in (20, 50, 200, 1000):
        print(f"{rows:5} {' '.join(f'{value:.4f}' for value in errors(rng, rows, given.sets))}", flush=True)
    print("thresholds: rate, holding in val, data sets, F1 fitted, at 0.5, best, on val")
    for rate in (0.05, 0.2):
        by_count = thresholds(rng, int(8 / rate), rate, 5 * given.sets)
        for count in sorted(by_count):
            if len(by_count[count]) >= 20:
                told = " ".join(f"{value:.3f}" for value in np.mean(by_count[count], axis=0))
                print(f"{rate:5} {count:4} {len(by_count[count]):5} {told}", flush=True)


if __name__ == "__main__":
    main()
