"""What the sources give and what of it is to be predicted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ..border import targets_of
from ..errors import ImgfwError, nearest
from ..kinds import Source
from ..tables import COLUMNS
from ..targets import Target
from . import weighing
from .spots import Problems, Spot
from .target_table import TARGET_NAME, TargetTable
from .words import as_number, shown


@dataclass(frozen=True)
class Given:
    """The targets that all sources together give.

    sources   which source gives each, the first of several
    complete  False where a source could not tell its own
    """

    targets: Mapping[str, Target]
    sources: Mapping[str, int]
    complete: bool


@dataclass(frozen=True)
class Offer:
    """What heads may predict.

    targets   those of [target.NAME], then those that the sources give
    columns   under which names the sources give each
    default   the one that a head predicts if it names none; "" where that is not clear
    complete  whether these are all
    """

    targets: Mapping[str, Target]
    columns: Mapping[str, tuple[str, ...]]
    default: str
    complete: bool


def given(sources: Iterable[tuple[int, Source]], complete: bool, spots: Spot, problems: Problems) -> Given:
    """Ask every source; `complete` says whether these are all sources of the recipe."""
    targets: dict[str, Target] = {}
    first: dict[str, int] = {}
    for position, source in sources:
        spot = spots.at("source", position)
        try:
            own = targets_of(source)
        except (ImgfwError, OSError) as error:
            problems.add(spot, f"expected a source that can be read: {error}")
            complete = False
            continue
        for target in own:
            first.setdefault(target.name, position)
            joined = _joined(targets.get(target.name, target), target)
            if joined is None:
                what = f'expected the target "{target.name}" to be alike in all sources'
                problems.add(spot, what, f"{target.type} {', '.join(target.labels)}".rstrip())
            else:
                targets[target.name] = joined
    return Given(targets, first, complete)


def _joined(one: Target, other: Target) -> Target | None:
    """Both as one target, None where they differ in more than which labels they know."""
    if one.type != other.type or one.edges != other.edges:
        return None
    if not one.labels or not other.labels:
        return replace(one, labels=())
    if one.type == "ordinal" and one.labels != other.labels:
        return None
    return replace(one, labels=tuple(dict.fromkeys((*one.labels, *other.labels))))


def offer(
    given: Given, declared: Mapping[str, TargetTable], complete: bool, spots: Spot, problems: Problems
) -> Offer:
    """What heads may predict; `complete` says whether `declared` are all [target.NAME] of the recipe."""
    targets: dict[str, Target] = {}
    columns: dict[str, tuple[str, ...]] = {}
    for name, table in declared.items():
        columns[name] = _columns(name, table)
        weighing.check(table, given, spots.at("target", name), problems)
        target = _declared(name, table, given, spots.at("target", name), problems)
        complete &= target is not None
        if target is not None:
            targets[name] = target
    choices = list(declared) or list(given.targets)
    complete &= given.complete
    default = choices[0] if len(choices) == 1 and choices[0] in {**targets, **given.targets} else ""
    more = {name: target for name, target in given.targets.items() if name not in declared}
    columns |= {name: (name,) for name in more}
    return Offer(targets | more, columns, default, complete)


def check_names(
    served: Iterable[str], declared: Collection[str], given: Given, spots: Spot, problems: Problems
) -> None:
    """See that figures and columns can be called after the targets that heads predict.

    Sources may call theirs what they like, as long as [target.NAME] gives them another name here.
    """
    for name in served:
        what = ""
        if not TARGET_NAME.fullmatch(name):
            what = "expected a target's name of at most 64 characters, without / : |"
        elif name in COLUMNS:
            what = "expected a target that is not called like a column of samples.csv or predictions.csv"
        if what:
            spot = spots.at("target", name) if name in declared else spots.at("source", given.sources[name])
            hint = f"call it [target.NAME] with from = {shown(name)}"
            problems.add(spot, what, shown(name), "" if name in declared else hint)


def _columns(name: str, table: TargetTable) -> tuple[str, ...]:
    if isinstance(table.columns, str):
        return (table.columns,)
    return table.columns or (name,)


def _declared(name: str, table: TargetTable, given: Given, spot: Spot, problems: Problems) -> Target | None:
    columns = _columns(name, table)
    unknown = [column for column in columns if column not in given.targets]
    for column in unknown if given.complete else ():
        hint = nearest(column, list(given.targets))
        problems.add(spot.at("from"), "expected a target that the sources give", shown(column), hint)
    if unknown:
        return None
    parts = [given.targets[column] for column in columns]
    if table.cut:
        return _cut(name, table, parts, spot, problems)
    kind = table.type or (parts[0].type if len(parts) == 1 else "multi-label")
    if wrong := _misfit(kind, parts, table):
        problems.add(spot.at("type"), *wrong)
        return None
    if table.class_weights != "none" and kind not in ("classes", "ordinal"):
        what = "expected class_weights for a target of type classes or ordinal only"
        problems.add(spot.at("class_weights"), what, f"one of type {kind}")
        return None
    known = _labels(parts)
    weighing.check_classes(table, table.labels or known, spot, problems)
    if table.labels and known and set(known) != set(table.labels):
        what = f"expected the labels {', '.join(known)} in any order"
        problems.add(spot.at("labels"), what, ", ".join(table.labels))
        return None
    target = Target(name, kind, table.labels or known)
    same = len(parts) == 1 and (parts[0].type, parts[0].labels) == (kind, target.labels)
    return replace(target, edges=parts[0].edges) if same else target


def _cut(
    name: str, table: TargetTable, parts: Sequence[Target], spot: Spot, problems: Problems
) -> Target | None:
    """The ordinal target into which a number is cut."""
    key = "quantiles" if table.quantiles else "edges"
    if [part.type for part in parts] != ["number"]:
        got = " and ".join(f'"{part.name}" of type {part.type}' for part in parts)
        problems.add(spot.at(key), f"expected one number to cut for {key}", got)
    elif table.type not in (None, "ordinal"):
        problems.add(spot.at("type"), f'expected type "ordinal" with {key}', shown(table.type))
    else:
        weighing.check_classes(table, table.cut, spot, problems)
        return Target(name, "ordinal", table.cut, table.edges)
    return None


def _misfit(kind: str, parts: Sequence[Target], table: TargetTable) -> tuple[str, str, str] | None:
    """Why a target of this type cannot be made of these: what, got, hint."""
    types = sorted({part.type for part in parts})
    if len(parts) > 1 and (kind != "multi-label" or "number" in types):
        got = shown(kind) if kind != "multi-label" else "a number among them"
        return 'expected type "multi-label" of labels, as "from" names several', got, ""
    if (kind == "number") != (types == ["number"]):
        hint = as_number(parts[0].name) if kind == "number" else ""
        return f"expected a type that {shown(types[0])} can become", shown(kind), hint
    if kind == "number" and table.labels:
        return "expected a number without labels", ", ".join(table.labels), ""
    if kind == "ordinal" and types != ["ordinal"] and not table.labels:
        return 'expected the key "labels": the labels in their order', "none", ""
    return None


def _labels(parts: Sequence[Target]) -> tuple[str, ...]:
    """All their labels, () where some are not known yet."""
    if not all(part.labels for part in parts):
        return ()
    return tuple(dict.fromkeys(label for part in parts for label in part.labels))
