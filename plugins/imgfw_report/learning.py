"""The section `learning`: loss and the score on val, epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from imgfw import Figure, Outcome, Page, Section

from .charts import Axis, Line, Mark, Plot, axis
from .chosen import chosen_score
from .markup import rendered

LATE = 0.1
"""A best epoch in this last share of the epochs of its phase says that learning had not ended."""

Epochs = Sequence[Mapping[str, Any]]


class Learning(Section):
    """Loss and the score on val, epoch by epoch, and the epoch that was kept.

    Of the candidate that was chosen; with folds, of the first one.
    """

    use: Literal["learning"] = "learning"

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure where something was trained in epochs."""
        history = page.outcome.history
        if not history:
            return
        best = next((record for record in history if record["best"]), None)
        epochs = axis([record["epoch"] for record in history], "epoch", whole=True)
        plots = [("Loss on train", _plot(history, best, epochs, "loss"))]
        if any(record["val"] is not None for record in history):
            plots.append((f"Score on val{_figure(page.outcome)}", _plot(history, best, epochs, "val")))
        says, warns = _says(page.outcome, history, best)
        yield Figure("", rendered("plots.html", plots=plots), says, warns)


def _figure(outcome: Outcome) -> str:
    """Which figure that is, where it can be no other: what is trained may not serve the target of `best`."""
    if len(outcome.targets) > 1 or not outcome.leaderboard:
        return ", higher is better"
    return f": {outcome.leaderboard[0]['best'].partition('/')[2]}"


def _plot(history: Epochs, best: Mapping[str, Any] | None, epochs: Axis, name: str) -> Plot:
    given = [record for record in history if record[name] is not None]
    phases = dict.fromkeys(record["phase"] for record in given)
    lines = tuple(
        Line([(record["epoch"], record[name]) for record in given if record["phase"] == phase])
        for phase in phases
    )
    starts = [next(record["epoch"] for record in given if record["phase"] == phase) for phase in phases]
    marks = [
        Mark(x - 0.5, None, f"phase {p}") for x, p in zip(starts, phases, strict=True) if len(starts) > 1
    ]
    if best is not None and best[name] is not None:
        marks.append(Mark(best["epoch"], best[name], f"{best[name]:.3f} at epoch {best['epoch']}"))
    dots = [Mark(line.points[0][0], line.points[0][1]) for line in lines if len(line.points) == 1]
    low = axis([record[name] for record in given], zero=name == "loss")
    first, last = given[0], given[-1]
    told = f"{name} from {first[name]:.3f} at epoch {first['epoch']} to {last[name]:.3f} at {last['epoch']}"
    return Plot(epochs, low, told, lines, marks=(*dots, *marks))


def _says(
    outcome: Outcome, history: Epochs, best: Mapping[str, Any] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    count = len(history)
    if best is None or best["val"] is None:
        return (f"{count:,} epochs, none of them judged on val: the last one is kept.",), ()
    says = [f"Epoch {best['epoch']:,} of {count:,} was best on val ({best['val']:.3f}), and is kept."]
    says += _afterwards(outcome, best["val"])
    warns = []
    after = [record for record in history if record["epoch"] > best["epoch"] and record["val"] is not None]
    within = [record for record in history if record["phase"] == best["phase"]]
    late = within[-1]["epoch"] - best["epoch"] < max(1, LATE * len(within))
    if late and len(within) > 1 and best["val"] > within[0]["val"]:
        says.append("It was still getting better when it ended: more epochs may help.")
    elif after and after[-1]["loss"] < 0.9 * best["loss"] and after[-1]["phase"] == best["phase"]:
        last, chance = after[-1], chosen_score(outcome)
        text = (
            f"After epoch {best['epoch']:,} the loss fell further, from {best['loss']:.3g} to "
            f"{last['loss']:.3g}, and val did not rise: what it learned since helps on the pictures that it "
            "trains on alone."
        )
        spread = chance["value"] - chance["low"] if chance else 0.0
        if best["val"] - last["val"] > abs(spread) and 2 * best["epoch"] <= count:
            warns.append(
                f"{text} It overfits: more pictures, augmenters or dropout help, more epochs do not."
            )
        else:
            says.append(text)
    return tuple(says), tuple(warns)


def _afterwards(outcome: Outcome, val: float) -> Iterator[str]:
    """What thresholds that were fitted afterwards made of it, where there is one target."""
    chosen = next((entry for entry in outcome.leaderboard if entry["chosen"]), None)
    if len(outcome.targets) > 1 or chosen is None or chosen["val"] is None or outcome.scores.get("folds"):
        return
    decision: Mapping[str, Any] = outcome.scores.get("decisions", {}).get(next(iter(outcome.targets)), {})
    fitted = len(set(decision.get("thresholds", {}).values())) > 1 or decision.get("unknown")
    if fitted and abs(abs(chosen["val"]) - abs(val)) > 5e-4:
        yield f"With what was decided afterwards, thresholds among it, it is {chosen['val']:.3f} on val."
