"""Print what became of the mutants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tools.mutants.kept import Kept, reason
from tools.mutants.running import Ended, Fate

_ROW = "{:<52}{:>8}{:>10}{:>11}{:>6}{:>8}"


def report(ended: Sequence[Ended], packages: Sequence[str], kept: Sequence[Kept]) -> str:
    """Return a table with a row for each module and package, then the survivors as diffs, those kept apart."""
    why = {one.mutant.id: reason(one.mutant, kept) for one in ended if one.fate is Fate.SURVIVED}
    rows = [_ROW.format("module", "killed", "survived", "hangs", "kept", "score")]
    for name in (*sorted({one.mutant.path for one in ended}), *packages):
        rows += [_row(name, [one for one in ended if _within(one.mutant.path, name)], why)]
    rows.append(_row("all", ended, why))
    survivors = [one for one in ended if why.get(one.mutant.id, "") is None]
    spared = [one for one in ended if why.get(one.mutant.id)]
    for title, listed in (("Survivors", survivors), ("Survivors we decided to keep", spared)):
        if listed:
            rows += ["", f"{title}:"]
        for one in listed:
            rows += [
                "",
                " · ".join(filter(None, (one.mutant.id, one.mutant.place, why[one.mutant.id]))),
                one.mutant.diff,
            ]
    return "\n".join(rows)


def score(ended: Iterable[Ended], why: dict[str, str | None]) -> float | None:
    """Return the share of mutants that tests noticed, of all but those kept; None where there are none."""
    counted = [one.fate is not Fate.SURVIVED for one in ended if not why.get(one.mutant.id)]
    return sum(counted) / len(counted) if counted else None


def _row(name: str, ended: Sequence[Ended], why: dict[str, str | None]) -> str:
    fates = Counter("kept" if why.get(one.mutant.id) else one.fate.value for one in ended)
    share = score(ended, why)
    counts = (fates[each] for each in (*Fate, "kept"))
    return _ROW.format(name, *counts, "" if share is None else f"{share:.1%}")


def _within(path: str, package: str) -> bool:
    return path == package or path.startswith(f"{package}/")
