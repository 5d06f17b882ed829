"""Read and write CSV for a spreadsheet: one production or fact a row, lists in one cell, one item a line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.facts import limits
from bot.facts.field_words import FieldWords, column_words
from bot.facts.models import SHARED, AnnouncedDate, Fact, Production, Source, State, slug
from bot.facts.packs.cells import guarded, joined, separated, unguarded
from bot.facts.packs.lines_form import put_right
from bot.facts.packs.records import Record
from bot.facts.packs.text import PackError, too_many_records
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.problems import Level, Problem, shortened, split_remedy
from bot.facts.typed_values import ValueKind, parse_value, value_as_typed
from bot.messages import _
from bot.plain import escaped_unseen, without_control

COLUMNS = (
    "kind", "id", "production", "topic", "subject", "text", "value_kind", "value", "status", "spoiler",
    "phrasings", "counterexamples", "source_title", "source_url", "source_date", "announced_dates", "checked_on",
)  # fmt: skip
BOOKKEEPING = ("scope", "state", "merged_into", "revision")

_PLAIN = ("id", "production", "topic", "subject", "text", "status", "spoiler", "checked_on", *BOOKKEEPING)
_KINDS: dict[str, ValueKind] = {"date": "date", "place": "place", "number": "number", "person": "person"}


def looks_like_csv(text: str) -> bool:
    """Return whether the first row names the columns that every file needs."""
    header = _header(text)
    return _names_columns(header) and len(header) > 1


def read_csv(text: str, today: date, gazetteer: Gazetteer | None) -> tuple[list[Record], list[Problem]]:
    """Read the rows of a CSV with commas, semicolons or tabs; row 1 names the columns, in any order.

    A first line ``sep=;``, as Excel writes it, sets the delimiter.

    Raises:
        PackError: it isn't CSV, has no such header, or too many rows or columns.
    """
    header = [_column(name) for name in _header(text)]
    problems = _header_problems(header, text)
    records: list[Record] = []
    for row, cells in _rows(text):
        if len(records) + len(problems) > limits.RECORDS:
            raise too_many_records()
        where = _("row {number}").format(number=row)
        if any(cell.strip() for cell in cells[len(header) :]):
            wrong = _("has {count:,} cells, but there are only {columns} columns").format(
                count=len(cells), columns=len(header)
            )
            remedy = _("put cells with commas in double quotes")
            problems.append(Problem(wrong=wrong, remedy=remedy, where=where))
            continue
        whole = cells + [""] * (len(header) - len(cells))
        given = {name: _cell(name, unguarded(cell)) for name, cell in zip(header, whole, strict=False)}
        if any(given.values()):
            records.append(_record(given, where, today, gazetteer))
    return records, problems


def words_for_columns(text: str) -> FieldWords:
    """Return a function that names a field by its column, as the first row of this CSV writes it."""
    written = {_column(name): name.strip() for name in _header(text)}
    return lambda path: column_words(path, written)


def _cell(name: str, cell: str) -> str:
    """Trim a cell, except in columns whose lines belong together: there an empty first line has a meaning."""
    return cell if name.startswith("source_") else cell.strip()


_SEPARATOR = re.compile(r"""\s*"?sep=(?P<sign>[^"\r\n])"?[^\S\r\n]*(?:\r\n|\r|\n|\Z)""", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")


def _divided(text: str) -> tuple[str, str]:
    """Return the delimiter, and the text without the line that sets it."""
    named = _SEPARATOR.match(text)
    if named is not None:
        return named["sign"], text[named.end() :]
    first = _LINE_END.split(text.lstrip("\r\n"), maxsplit=1)[0]
    return max(",;\t", key=first.count), text


def _header(text: str) -> list[str]:
    """Return the cells of the first row that isn't empty, as they are written."""
    _number, cells = next(_rows(text, header=True), (0, []))
    return [unguarded(cell).strip() for cell in cells]


def _column(written: str) -> str:
    name = written.strip().lower().replace(" ", "_")
    return "text" if name == "fact" else name


def _names_columns(header: Sequence[str]) -> bool:
    """Return whether a row is a header. ``fact`` alone isn't enough: it is also a row's first cell."""
    names = {name.lower() for name in header}
    return "text" in names or {"fact", "production", "topic"} <= names


def _header_problems(header: list[str], text: str) -> list[Problem]:
    if len(header) > limits.COLUMNS:
        raise PackError(
            _("row 1 has {count:,} columns (the limit is {most:,}); keep only the known ones").format(
                count=len(header), most=limits.COLUMNS
            )
        )
    if not _names_columns(_header(text)):
        raise PackError(_("row 1 doesn't name the columns; write {columns}").format(columns=",".join(COLUMNS)))
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        names = escaped_unseen(", ".join(repeated))
        raise PackError(_("row 1 names the column {names} twice; remove one").format(names=names))
    known = {*COLUMNS, *BOOKKEEPING, ""}
    return [
        Problem(
            wrong=_("isn't a known column, and was left out"),
            remedy=_("the columns are {columns}").format(columns=", ".join(COLUMNS)),
            field="column",
            value=shortened(name),
            where=_("row {number}").format(number=1),
            level=Level.WARNING,
        )
        for name in header
        if name not in known
    ]


def _rows(text: str, *, header: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that aren't empty, numbered as in a spreadsheet."""
    sign, body = _divided(text)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=sign, strict=True)
    waiting = True
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if header or not waiting:
                yield number, cells
            waiting = False
            if header:
                return
    except csv.Error as fault:
        wrong = _("line {number} isn't valid CSV: {problem}").format(
            number=reader.line_num, problem=_csv_problem(str(fault))
        )
        raise PackError(wrong) from fault


def _csv_problem(fault: str) -> str:
    if "end of data" in fault:
        return _("a cell in double quotes is never closed; close it, or save the spreadsheet as CSV again")
    if "field limit" in fault:
        return _("a cell has more than {most:,} characters; shorten it").format(most=csv.field_size_limit())
    return _("a double quote inside a cell isn't doubled; save the spreadsheet as CSV again")


def _record(given: dict[str, str], where: str, today: date, gazetteer: Gazetteer | None) -> Record:
    """Make the record of a row. A missing column leaves a field alone; an empty cell empties it."""
    kind = given.get("kind", "").lower() or "fact"
    if kind == "production":
        return _production_record(given, where)
    record = Record("fact", where, {name: given[name] for name in _PLAIN if given.get(name)})
    if kind != "fact":
        record.refuse("kind", given["kind"], _("isn't a known kind"), _("write production or fact"))
    if re.fullmatch("[0-9]{1,9}", given.get("revision", "")):
        record.fields["revision"] = int(given["revision"])
    _name_row(record)
    _fill_lists(record, given)
    put_right(record, today)
    if "value" in given:
        record.fields["value"] = _value(record, given, today, gazetteer)
    return record


def _fill_lists(record: Record, given: dict[str, str]) -> None:
    for name in ("phrasings", "counterexamples"):
        if name in given:
            record.fields[name] = _items(given[name])
    if any(name.startswith("source_") for name in given):
        record.fields["sources"] = _sources(given)
    if "announced_dates" in given:
        record.fields["announced_dates"] = _announced(record, given["announced_dates"])


def _production_record(given: dict[str, str], where: str) -> Record:
    fields: dict[str, object] = {"id": given.get("id", ""), "title": given.get("text", "")}
    if "phrasings" in given:
        fields["aliases"] = _items(given["phrasings"])
    if given.get("scope"):
        fields["scope"] = given["scope"]
    return Record("production", where, fields)


def _items(cell: str) -> list[str]:
    return [item for item in separated(cell) if item]


def _name_row(record: Record) -> None:
    """Give a row without an id one from its content."""
    if "id" not in record.fields:
        parts = [record.fields.get(name) for name in ("production", "topic", "subject")]
        made = slug(" ".join(str(part) for part in parts if part))
        if made and record.fields.get("subject"):
            record.fields["id"] = made
            wrong = _("was missing and is now {id}").format(id=made)
            record.warn("id", None, wrong, _("keep it from now on"))


def _sources(given: dict[str, str]) -> list[object]:
    columns = [separated(given.get(f"source_{name}", ""), bars=False) for name in ("title", "url", "date")]
    most = max(len(column) for column in columns)
    rows = zip(*(column + [""] * (most - len(column)) for column in columns), strict=True)
    return [
        {name: cell or None for name, cell in zip(("title", "url", "date"), row, strict=True)}
        for row in rows
        if any(row)
    ]


def _value(record: Record, given: dict[str, str], today: date, gazetteer: Gazetteer | None) -> object:
    hint = given.get("value_kind", "").lower()
    if hint and hint not in _KINDS:
        record.refuse("value_kind", hint, _("isn't a known kind of value"), _("write date, place, number or person"))
    try:
        typed = parse_value(given.get("value", ""), _KINDS.get(hint), today=today, gazetteer=gazetteer)
    except ValueError as fault:
        record.refuse("value", None, *split_remedy(str(fault)))
        return None
    if typed.note:
        record.warn("value", given["value"], typed.note, _("ignore this if that is right"))
    return typed.value


def _announced(record: Record, cell: str) -> list[object]:
    entries: list[object] = []
    for line in separated(cell, bars=False):
        if not line:
            continue
        first, *others = separated(line)
        entry: dict[str, object] = {"date": first}
        for other in others:
            name, _space, said = other.partition(" ")
            if name not in ("announced", "by", "why"):
                wrong, remedy = _("isn't clear"), _("write 2026-05-22 | announced 2024-10 | by whom | why")
                record.refuse("announced_dates", other, wrong, remedy)
            entry[name] = said
        entries.append(entry)
    return entries


def write_csv(productions: Sequence[Production], facts: Sequence[Fact]) -> str:
    """Write the spreadsheet, productions first (title as ``text``, aliases as ``phrasings``), every cell guarded."""
    rows = [_production_cells(production) for production in productions]
    rows.extend(_fact_cells(fact) for fact in facts)
    columns = [*COLUMNS, *(name for name in BOOKKEEPING if any(row.get(name) for row in rows))]
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    # A spreadsheet doesn't show control characters, but a terminal obeys them. Input never contains any.
    writer.writerows([guarded(without_control(row.get(name, ""))) for name in columns] for row in rows)
    return sheet.getvalue()


def _production_cells(production: Production) -> dict[str, str]:
    cells = {"kind": "production", "id": production.id, "text": production.title}
    cells["phrasings"] = joined(production.aliases)
    cells["scope"] = "" if production.scope == SHARED else production.scope
    return cells


def _fact_cells(fact: Fact) -> dict[str, str]:
    return {
        "kind": "fact",
        "id": fact.id,
        "production": fact.production,
        "topic": fact.topic,
        "subject": fact.subject,
        "text": fact.text,
        "value_kind": fact.value.kind if fact.value else "",
        "value": value_as_typed(fact.value),
        "status": fact.status.value,
        "spoiler": fact.spoiler.value,
        "phrasings": joined(fact.phrasings),
        "counterexamples": joined(fact.counterexamples),
        **_source_cells(fact.sources),
        "announced_dates": joined((_announced_line(entry) for entry in fact.announced_dates), bars=False),
        "checked_on": fact.checked_on.isoformat() if fact.checked_on else "",
        "scope": "" if fact.scope == SHARED else fact.scope,
        "state": "" if fact.state is State.LIVE else fact.state.value,
        "merged_into": fact.merged_into or "",
        "revision": "" if fact.revision == 1 else str(fact.revision),
    }


def _source_cells(sources: Sequence[Source]) -> dict[str, str]:
    return {
        "source_title": joined((source.title for source in sources), bars=False),
        "source_url": joined((source.url or "" for source in sources), bars=False),
        "source_date": joined((source.date or "" for source in sources), bars=False),
    }


def _announced_line(entry: AnnouncedDate) -> str:
    said = {"announced": entry.announced, "by": entry.by, "why": entry.why}
    parts = [entry.date, *(f"{name} {words}" for name, words in said.items() if words)]
    return " | ".join(joined([part]) for part in parts)
