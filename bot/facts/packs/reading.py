"""Read and write packs in JSON, JSON lines or CSV, and report every problem at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import PurePath

from bot.data import shipped_packs
from bot.facts import limits
from bot.facts.field_words import FieldWords, field_words
from bot.facts.models import Fact, Production, slug
from bot.facts.packs.csv_form import looks_like_csv, read_csv, words_for_columns, write_csv
from bot.facts.packs.json_form import read_json_pack, write_json_pack
from bot.facts.packs.lines_form import looks_like_lines, read_json_lines, write_json_lines
from bot.facts.packs.records import Record, build
from bot.facts.packs.text import PackError, decoded, too_many_records
from bot.facts.places.gazetteer import Gazetteer
from bot.facts.problems import Problem, errors_of
from bot.messages import _

MAX_BYTES = limits.FILE
"""The most bytes of a file that someone uploads; the host may allow more for their own files."""

__all__ = ["MAX_BYTES", "PackError", "PackForm", "PackReading", "read_pack", "shipped_packs", "write_pack"]


class PackForm(StrEnum):
    """The format of a pack; the value is also the usual suffix of its file."""

    JSON = "json"
    LINES = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class PackReading:
    """The content of a file. Records with errors are among the problems, not the facts.

    ``production_places`` and ``fact_places`` give the place of each in the file, in the same order. ``words`` names a
    field as the file does: by its column in a spreadsheet.
    """

    id: str
    title: str
    form: PackForm
    productions: tuple[Production, ...]
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...] = ()
    production_places: tuple[str, ...] = ()
    fact_places: tuple[str, ...] = ()
    words: FieldWords = field_words

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that make records unusable."""
        return tuple(errors_of(self.problems))


def read_pack(
    data: bytes,
    name: str,
    *,
    today: date | None = None,
    gazetteer: Gazetteer | None = None,
    max_bytes: int = MAX_BYTES,
) -> PackReading:
    """Read a pack of any format from the bytes of the file called ``name``.

    ``today`` (default: the day in UTC) and ``gazetteer`` serve the typed values of a CSV: "Q3", "Oslo".
    ``max_bytes`` may be raised for a file of the host's own: an export of 5,000 facts has some 6 MB.
    Blocking, up to some seconds for the largest file: call it in a thread.

    Raises:
        PackError: the file as a whole can't be read (size, encoding, not a pack). Nothing else is raised.
    """
    text = decoded(data, max_bytes)
    form = _form(text, name)
    stem = PurePath(name.replace("\\", "/")).stem
    pack, title, problems = slug(stem) or "pack", stem[: limits.PACK_TITLE] or "pack", list[Problem]()
    words: FieldWords = field_words
    records: list[Record]
    if form is PackForm.JSON:
        whole = read_json_pack(text)
        pack, title = slug(whole.id) or pack, whole.title or title
        records, problems = whole.records, whole.problems
    elif form is PackForm.LINES:
        records, problems = read_json_lines(text, today or datetime.now(UTC).date())
    else:
        records, problems = read_csv(text, today or datetime.now(UTC).date(), gazetteer)
        words = words_for_columns(text)
    if len(records) + len(problems) > limits.RECORDS:
        raise too_many_records()
    built = build(records)
    return PackReading(
        id=pack,
        title=title,
        form=form,
        productions=tuple(built.productions),
        facts=tuple(built.facts),
        problems=tuple(problem.labelled(words) for problem in (*problems, *built.problems)),
        production_places=tuple(built.production_places),
        fact_places=tuple(built.fact_places),
        words=words,
    )


def write_pack(
    productions: Sequence[Production],
    facts: Sequence[Fact],
    form: PackForm = PackForm.JSON,
    *,
    pack: str = "export",
    title: str = "Export",
) -> bytes:
    """Write a pack. Reading it again gives equal productions and facts.

    ``pack`` (a slug) and ``title`` name the pack; only the JSON format stores them.
    """
    if form is PackForm.JSON:
        return write_json_pack(pack, title, productions, facts).encode()
    if form is PackForm.LINES:
        return write_json_lines(productions, facts).encode()
    return write_csv(productions, facts).encode("utf-8-sig")  # a spreadsheet recognizes UTF-8 by the byte order mark


def _form(text: str, name: str) -> PackForm:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".jsonl", ".ndjson") or looks_like_lines(text):
        return PackForm.LINES
    if text.lstrip().startswith(("{", "[")):
        return PackForm.JSON
    if suffix in (".csv", ".tsv") or looks_like_csv(text):
        return PackForm.CSV
    raise PackError(_("the file isn't JSON, JSON lines or CSV; export some facts to see an example"))
