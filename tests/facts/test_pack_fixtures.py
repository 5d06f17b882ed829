"""Files as people hand them in: one sound, one written in a spreadsheet, one with every kind of slip."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.facts.models import DateValue, PersonValue
from bot.facts.packs.check import check_pack
from bot.facts.packs.reading import PackForm, PackReading, read_pack

FOLDER = Path(__file__).parent.parent / "fixtures" / "packs"


def reading_of(name: str) -> PackReading:
    return read_pack((FOLDER / name).read_bytes(), name, today=date(2026, 11, 22))


def test_a_sound_file_has_nothing_but_a_date_read_coarser_and_sources_without_a_link() -> None:
    reading = reading_of("sound.jsonl")
    assert (len(reading.productions), len(reading.facts)) == (1, 3)
    assert [problem.field for problem in check_pack(reading, today=date(2026, 11, 22))] == [
        "sources[0].date",
        "sources[0].url",
        "sources[0].url",
    ]
    assert reading.facts[0].value == DateValue(edtf="2027-03-05")


def test_a_sheet_written_by_hand_gains_ids_and_values() -> None:
    reading = reading_of("by-hand.csv")
    assert reading.form is PackForm.CSV
    assert [fact.id for fact in reading.facts] == ["lantern-release", "lantern-cast-keeper"]
    assert reading.facts[1].value == PersonValue(name="Ada Example", role="the keeper")
    assert reading.errors == ()


def test_every_slip_of_a_broken_file_is_told_at_once() -> None:
    problems = check_pack(reading_of("broken.jsonl"), today=date(2026, 11, 22))
    assert [(problem.where, problem.field) for problem in problems if problem.is_error] == [
        ("line 3", ""),
        ("line 1", "id"),
        ("line 2", "text"),
        ("line 2", "status"),
        ("line 2", "checked_on"),
        ("line 4", "production"),
    ]
