"""Compare two versions of a fact, field by field, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.facts.field_words import WHOLE
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue, PersonValue, PlaceValue, Source
from bot.facts.typed_values import value_as_typed
from bot.facts.wording.values import announced_words, edtf_words, value_words
from bot.messages import N_, _, translated

IGNORED = frozenset({"scope", "revision"})
"""Fields that differ between versions without saying anything about the fact."""

LABELS = {**WHOLE, "checked_on": N_("checked on"), "spoiler": N_("spoiler")}
"""The name of each field in a list of changes."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed field. ``before_words`` or ``after_words`` is empty if there was or is nothing.

    For a list, ``listed`` is true, and they hold the removed and added entries, one a line. ``name`` is the
    field's name in the model.
    """

    name: str
    before_words: str
    after_words: str
    listed: bool = False

    @property
    def field(self) -> str:
        """Return the label of the field."""
        return translated(LABELS[self.name])

    def lines(self) -> list[str]:
        """Return ``status: reported → confirmed``, or one line per list entry, ``phrasings: + when is it out``."""
        if self.listed:
            gone = [f"{self.field}: − {entry}" for entry in self.before_words.split("\n") if entry]
            return gone + [f"{self.field}: + {entry}" for entry in self.after_words.split("\n") if entry]
        nothing = _("nothing")
        return [f"{self.field}: {self.before_words or nothing} → {self.after_words or nothing}"]


def differences(before: Fact | None, after: Fact) -> tuple[Difference, ...]:
    """List what changed from ``before`` (None for a new fact) to ``after``.

    The list is empty exactly if both say the same, whatever their scope and revision.
    """
    changed: list[Difference] = []
    for name in Fact.model_fields:
        if name in IGNORED:
            continue
        old, new = (None if before is None else getattr(before, name)), getattr(after, name)
        if isinstance(new, tuple):
            old = () if old is None else old
            if old != new:
                changed.append(_listed(name, old, new))
        elif old != new and not (before is None and new in (None, "")):
            changed.append(_single(name, old, new))
    return tuple(changed)


def _single(name: str, old: object, new: object) -> Difference:
    before, after = _words(old), _words(new)
    if before == after:  # the words are too coarse to show the change, such as the last digits of coordinates
        before, after = _exactly(old), _exactly(new)
    return Difference(name, before, after)


def _listed(name: str, old: Sequence[object], new: Sequence[object]) -> Difference:
    gone = [_line(entry) for entry in _without(old, new)]
    came = [_line(entry) for entry in _without(new, old)]
    if not gone and not came:
        came = [_("new order: {entries}").format(entries="; ".join(_line(entry) for entry in new))]
    elif gone == came:
        gone, came = [repr(entry) for entry in _without(old, new)], [repr(entry) for entry in _without(new, old)]
    return Difference(name, "\n".join(gone), "\n".join(came), listed=True)


def _without(entries: Iterable[object], others: Iterable[object]) -> list[object]:
    left = Counter(others)
    kept = []
    for entry in entries:
        if left[entry]:
            left[entry] -= 1
        else:
            kept.append(entry)
    return kept


def _line(entry: object) -> str:
    return " ".join(_words(entry).split())


def _words(thing: object) -> str:
    match thing:
        case None:
            return ""
        case DateValue() | PlaceValue() | NumberValue() | PersonValue():
            return value_words(thing)
        case Source():
            published = f"({edtf_words(thing.date)})" if thing.date else ""
            return " ".join(part for part in (thing.title, published, thing.url or "") if part)
        case AnnouncedDate():
            return announced_words(thing)
    isoformat = getattr(thing, "isoformat", None)
    return edtf_words(isoformat()) if isoformat is not None else str(thing)


def _exactly(thing: object) -> str:
    if isinstance(thing, DateValue | PlaceValue | NumberValue | PersonValue):
        return value_as_typed(thing)
    return repr(thing)
