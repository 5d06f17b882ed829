"""Read and write JSON lines: one production or fact a line, as in research notes, corrected where that is safe."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.facts import limits
from bot.facts.dates.edtf import parse_edtf
from bot.facts.dates.typed import UnclearDate
from bot.facts.models import Fact, Production, slug
from bot.facts.packs.dates import dated, day_of
from bot.facts.packs.json_form import escaped_json, plain_fields
from bot.facts.packs.records import Record
from bot.facts.packs.text import Object, PackError, check_depth, check_shape, parsed_json, too_many_records
from bot.facts.problems import Problem, shortened, split_remedy
from bot.messages import _

_PRODUCTION = frozenset({"id", "title", "aliases", "scope"})
_LINE_END = re.compile(r"\r\n|\r|\n")
_FACT = frozenset(Fact.model_fields)


def read_json_lines(text: str, today: date) -> tuple[list[Record], list[Problem]]:
    """Read the records of a JSON lines file, and the problems of lines without one."""
    records: list[Record] = []
    problems: list[Problem] = []
    for number, line in enumerate(_LINE_END.split(text), 1):
        if len(records) + len(problems) > limits.RECORDS:
            raise too_many_records()
        if line.strip():
            where = _("line {number}").format(number=number)
            try:
                records.append(_record(line, where, today))
            except (ValueError, PackError) as fault:
                wrong, remedy = split_remedy(str(fault))
                spoiler = isinstance(fault, _NoObject)
                problems.append(Problem(wrong=wrong, remedy=remedy, where=where, spoiler=spoiler))
    return records, problems


class _NoObject(ValueError):
    """A line with something else. The message quotes it, and it may be a fact with an unknown spoiler level."""


def _record(line: str, where: str, today: date) -> Record:
    check_depth(line, _("the line"))
    try:
        entry = parsed_json(line.strip())
    except ValueError as fault:
        problem = str(fault).replace("line 1, ", "")
        raise ValueError(_("isn't JSON: {problem}; write one object per line").format(problem=problem)) from fault
    if not isinstance(entry, Object):
        raise _NoObject(
            _("{value} isn't an object; write one object in braces per line").format(value=shortened(entry))
        )
    check_shape(entry)
    kind = entry.pop("kind", "production" if "title" in entry else "fact")
    if kind not in ("production", "fact"):
        raise ValueError(_('{value} isn\'t a known kind; write "production" or "fact"').format(value=shortened(kind)))
    record = Record("production" if kind == "production" else "fact", where, entry)
    if record.kind == "fact":
        put_right(record, today)
    _drop_unknown(record, _PRODUCTION if record.kind == "production" else _FACT)
    return record


def _drop_unknown(record: Record, known: frozenset[str]) -> None:
    for key in [key for key in record.fields if key not in known]:
        value = record.fields.pop(key)
        name = key if key.isprintable() and len(key) <= 60 else shortened(key)
        record.warn(name, value, _("isn't a known field, and was left out"), _("correct its spelling"))


def put_right(record: Record, today: date) -> None:
    """Convert the fields of a fact from notes to those of the model, with a warning for each change."""
    fields = record.fields
    if "fact" in fields and "text" not in fields:
        fields["text"] = fields.pop("fact")
    if "source" in fields and "sources" not in fields:
        source = fields.pop("source")
        fields["sources"] = [] if source is None else [source]
    for name in ("subject", "phrasings", "counterexamples", "sources", "announced_dates", "status", "spoiler"):
        if name in fields and fields[name] is None:
            del fields[name]
    _put_words_right(record)
    _put_topic_right(record)
    _put_sources_right(record, today)
    _put_announced_right(record, today)
    _put_value_right(record, today)
    if isinstance(checked := fields.get("checked_on"), str):
        fields["checked_on"] = _read(record, checked, "checked_on", today, day_of) or checked


def _put_words_right(record: Record) -> None:
    """Write status and spoiler level as the model does."""
    for name in ("status", "spoiler"):
        word = record.fields.get(name)
        if isinstance(word, str):
            record.fields[name] = {"rumor": "rumour"}.get(word.strip().lower(), word.strip().lower())


def _put_topic_right(record: Record) -> None:
    topic = record.fields.get("topic")
    if isinstance(topic, str) and len(topic) <= limits.ID and slug(topic) and slug(topic) != topic:
        record.fields["topic"] = slug(topic)
        wrong = _("is stored as {topic}").format(topic=slug(topic))
        record.warn("topic", topic, wrong, _("nothing to do"))


def _put_sources_right(record: Record, today: date) -> None:
    sources = record.fields.get("sources")
    if isinstance(sources, list):
        kept = [_source(record, source, f"sources[{index}]", today) for index, source in enumerate(sources)]
        record.fields["sources"] = [source for source in kept if source is not None]


def _source(record: Record, source: object, name: str, today: date) -> object | None:
    if isinstance(source, str):
        source = {"title": source, "url": source} if re.match(r"https?://", source) else {"title": source}
    if not isinstance(source, dict):
        return source
    made = dict(source)
    for key in [key for key in made if key not in ("title", "url", "date")]:
        wrong = _("isn't a field of a source, and was left out")
        record.warn(f"{name}.{key}", made.pop(key), wrong, _("nothing to do"))
    _put_link_right(record, made, name)
    if not made.get("title"):
        if not isinstance(made.get("url"), str):
            wrong = _("has neither a title nor a link, and was left out")
            record.warn(name, source, wrong, _("say where you read it"))
            return None
        made["title"] = str(made["url"])[: limits.SOURCE_TITLE]
    if made.get("date") is not None:
        made["date"] = _loose_date(record, made["date"], f"{name}.date", today)
    return made


def _put_link_right(record: Record, source: dict[str, object], name: str) -> None:
    url = source.get("url")
    if isinstance(url, str) and not re.fullmatch(r"https?://\S+", url.strip()):
        wrong = _("isn't a web address, and was left out")
        record.warn(f"{name}.url", source.pop("url"), wrong, _("write https://..."))
    elif isinstance(url, str):
        source["url"] = url.strip()


def _put_announced_right(record: Record, today: date) -> None:
    announced = record.fields.get("announced_dates")
    if not isinstance(announced, list):
        return
    for index, entry in enumerate(announced):
        if not isinstance(entry, dict):
            continue
        name = f"announced_dates[{index}]"
        if isinstance(entry.get("date"), str):
            entry["date"] = _read(record, entry["date"], f"{name}.date", today, dated) or entry["date"]
        if entry.get("announced") is not None:
            entry["announced"] = _loose_date(record, entry["announced"], f"{name}.announced", today)


def _put_value_right(record: Record, today: date) -> None:
    """Accept a date as plain text, and take a missing value from the announced dates."""
    value = record.fields.get("value")
    if isinstance(value, str):
        _put_date_right(record, value, today)
    announced = record.fields.get("announced_dates")
    if "value" not in record.fields and isinstance(announced, list) and announced:
        last = announced[-1]
        date = last.get("date") if isinstance(last, dict) else None
        if isinstance(date, str) and as_edtf(date) is not None:
            record.fields["value"] = {"kind": "date", "edtf": date}


def _put_date_right(record: Record, value: str, today: date) -> None:
    refused = len(record.problems)
    edtf = as_edtf(value.strip()) or coarser_date(value) or _read(record, value, "value", today, dated)
    if edtf is not None:
        record.fields["value"] = {"kind": "date", "edtf": edtf}
        return
    del record.fields["value"]
    if len(record.problems) == refused:
        record.warn("value", value, _("isn't a date, and was left out"), _("write an object with its kind"))


def _read(record: Record, text: str, name: str, today: date, read: Callable[[str, date], str | None]) -> str | None:
    """Return the date that ``read`` finds, or None. Refuse the record if the date is ambiguous."""
    try:
        return read(text, today)
    except UnclearDate as fault:
        record.refuse(name, None, *split_remedy(str(fault)))
        return None


def _loose_date(record: Record, given: object, name: str, today: date) -> str | None:
    edtf = coarser_date(given) if isinstance(given, str) else None
    if edtf is None and isinstance(given, str):
        refused = len(record.problems)
        edtf = _read(record, given, name, today, day_of)
        if edtf is not None or len(record.problems) > refused:
            return edtf
    if edtf is None:
        record.warn(name, given, _("isn't a date, and was left out"), _("write 2026-03-31, 2026-03 or 2026"))
    elif edtf != given:
        record.warn(name, given, _("was read as {date}").format(date=edtf), _("nothing to do"))
    return edtf


_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}\S*")
_SPAN = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-\d{2})?\s*/\s*(?:(\d{4})(?:-(\d{2}))?(?:-\d{2})?|\d{2})")


def coarser_date(text: str) -> str | None:
    """Read a date into EDTF without its time of day, and widen a span to the month or year that contains it.

    ``2025-05/06`` (May to June) becomes ``2025``, since the month isn't known. None if no year contains the span.
    """
    text = text.strip()
    if stamp := _STAMP.fullmatch(text):
        text = stamp[1]
    if span := _SPAN.fullmatch(text):
        year, month, last_year, last_month = span.groups()
        if last_year not in (None, year):
            return None
        text = f"{year}-{month}" if month and month == last_month else year
    return as_edtf(text)


def as_edtf(text: str) -> str | None:
    """Return the text if it is a date or range in EDTF, else None."""
    try:
        return parse_edtf(text).edtf
    except ValueError:
        return None


def write_json_lines(productions: Sequence[Production], facts: Sequence[Fact]) -> str:
    """Write one record a line, productions first, facts with this format's names (``fact``, ``source``)."""
    lines = [{"kind": "production", **plain_fields(production)} for production in productions]
    lines.extend(_fact_fields(fact) for fact in facts)
    return "".join(escaped_json(line) + "\n" for line in lines)


def _fact_fields(fact: Fact) -> dict[str, object]:
    fields: dict[str, object] = {"kind": "fact"}
    for name, value in plain_fields(fact).items():
        if name == "sources" and len(fact.sources) == 1:
            fields["source"] = value[0]
        else:
            fields["fact" if name == "text" else name] = value
    if fact.announced_dates and fact.value is None:
        fields["value"] = None  # else reading would take the last announced date
    return fields


def looks_like_lines(text: str) -> bool:
    """Return whether the first line that isn't empty is one whole record of this format."""
    return next(_first_kinds(text), None) in ("production", "fact")


def _first_kinds(text: str) -> Iterator[object]:
    first = _LINE_END.split(text.lstrip(), maxsplit=1)[0]
    try:
        check_depth(first, "")
        entry = parsed_json(first.strip())
    except (ValueError, PackError):
        return
    if isinstance(entry, Object):
        yield entry.get("kind")
