"""Turn real films into facts without phrasings, from the sample data of the package ``bokeh_sampledata`` (CC0)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from bot.facts.models import DateValue, Fact, NumberValue, PersonValue, Production

ASKED = (
    "when did {} come out",
    "who directed {}",
    "who wrote {}",
    "who is in {}",
    "how long is {}",
    "which country is {} from",
    "{} release date",
    "is {} worth watching",
)
"""Ways of asking for such a film."""


def films(most: int) -> tuple[list[Production], list[Fact]]:
    """Return the first films by their ids, as productions with a fact for each thing that is known of them."""
    with as_file(files("bokeh_sampledata") / "_data" / "movies.db") as path, closing(_opened(path)) as opened:
        rows = opened.execute("SELECT * FROM omdb WHERE trim(Title) != '' ORDER BY ID LIMIT ?", (most,)).fetchall()
    productions = {row["ID"]: Production(id=f"film-{row['ID']}", title=row["Title"][:200]) for row in rows}
    return list(productions.values()), [fact for row in rows for fact in _facts(productions[row["ID"]], row)]


def _opened(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    opened.row_factory = sqlite3.Row
    return opened


def _facts(film: Production, row: sqlite3.Row) -> Iterator[Fact]:
    told: list[tuple[str, str, str, Any]] = []
    if day := _day(row["Released"]):
        said = f"{film.title} was released on {day:%d %B %Y}."
        told.append(("release", "release date", said, DateValue(edtf=day.isoformat())))
    for column, topic, role, verb in (
        ("Director", "crew", "director", "directed"),
        ("Writer", "crew", "writer", "wrote"),
    ):
        if name := (row[column] or "").strip()[:200]:
            told.append((topic, role, f"{name} {verb} {film.title}.", PersonValue(name=name, role=role)))
    if cast := (row["Cast"] or "").strip()[:400]:
        told.append(("cast", "cast", f"{film.title} has {cast} in it.", None))
    if row["Runtime"]:
        minutes = float(row["Runtime"])
        said = f"{film.title} runs {minutes:g} minutes."
        told.append(("production", "runtime", said, NumberValue(amount=minutes, unit="minutes")))
    if country := (row["Country"] or "").strip()[:200]:
        told.append(("production", "country", f"{film.title} was made in {country}.", None))
    for topic, subject, text, value in told:
        key = f"{film.id}-{subject.replace(' ', '-')}"
        yield Fact(id=key, production=film.id, topic=topic, subject=subject, text=text[:1000], value=value)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
