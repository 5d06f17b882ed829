"""What differs between two versions of a fact, field by field, in words that a moderator reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.facts.dates import in_words, parse_edtf
from bot.facts.models import AnnouncedDate, DateValue, Fact, NumberValue, PersonValue, PlaceValue, Source, Value

_TEXTS = ("production", "topic", "subject", "text", "status", "spoiler", "state", "merged_into", "checked_on")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs. Of lists (phrasings, sources, announced dates) ``before`` holds what went, one a line,
    and ``after`` what came; both are empty where a field was or became empty."""

    field: str
    before: str
    after: str


def differences(before: Fact, after: Fact) -> tuple[Difference, ...]:
    """What differs, in the order of the fields; the scope and revision number are no difference."""
    found = [_text(name, before, after) for name in _TEXTS]
    found.append(Difference("value", value_words(before.value), value_words(after.value)))
    lists = (
        ("phrasings", before.phrasings, after.phrasings),
        ("sources", map(source_words, before.sources), map(source_words, after.sources)),
        ("announced_dates", map(announced_words, before.announced_dates), map(announced_words, after.announced_dates)),
    )
    found += [_listed(name, was, will) for name, was, will in lists]
    told = tuple(each for each in found if each.before != each.after)
    if not told and before.model_copy(update={"scope": after.scope, "revision": after.revision}) != after:
        # Only the order of a list, or a detail that words do not tell, such as a coordinate's last digit.
        return (Difference("details", "as they were", "slightly changed"),)
    return told


def value_words(value: Value | None) -> str:
    """A value in words; empty for none."""
    match value:
        case DateValue():
            words = in_words(parse_edtf(value.edtf))
            return f"{words} ({value.region})" if value.region else words
        case PlaceValue():
            name = ", ".join(filter(None, (value.name, value.country)))
            at = "" if value.latitude is None else f" ({value.latitude:g}, {value.longitude:g})"
            return f"{'about ' if value.approximate else ''}{name}{at}"
        case NumberValue():
            amount = f"{value.amount:g}" if value.upper is None else f"{value.amount:g} to {value.upper:g}"
            return f"{'about ' if value.approximate else ''}{amount} {value.unit}"
        case PersonValue():
            return f"{value.name} as {value.role}" if value.role else value.name
        case _:
            return ""


def source_words(source: Source) -> str:
    """A source in one line."""
    published = in_words(parse_edtf(source.date)) if source.date else ""
    return ", ".join(filter(None, (source.title, published, source.url)))


def announced_words(announced: AnnouncedDate) -> str:
    """One announced date in one line: the date, when it was announced, by whom and why."""
    when = f"announced {in_words(parse_edtf(announced.announced))}" if announced.announced else ""
    by = f"by {announced.by}" if announced.by else ""
    told = " ".join(filter(None, (when, by)))
    words = in_words(parse_edtf(announced.date))
    return f"{words}{f' ({told})' if told else ''}{f': {announced.why}' if announced.why else ''}"


def _text(name: str, before: Fact, after: Fact) -> Difference:
    was, will = getattr(before, name), getattr(after, name)
    return Difference(name, "" if was is None else str(was), "" if will is None else str(will))


def _listed(name: str, before: Iterable[str], after: Iterable[str]) -> Difference:
    was, will = list(before), list(after)
    gone = [line for line in was if line not in will]
    new = [line for line in will if line not in was]
    return Difference(name, "\n".join(gone), "\n".join(new))
