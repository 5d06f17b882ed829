"""Productions of one name told apart by age: "the first", "the new one"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.answers.titles import Key, TitleMatch

DOUBT = 0.85
"""What is left of the strength of a production of another age than is meant."""


def by_age(matches: Iterable[TitleMatch], recency: str | None, years: Mapping[Key, int | None]) -> list[TitleMatch]:
    """Of productions named by the same words, "the first" is the oldest and "the new one" the newest."""
    ordered = list(matches)
    if recency is None:
        return ordered
    return [
        _aged(match, [other for other in ordered if _rival(match, other, years)], recency, years) for match in ordered
    ]


def _rival(match: TitleMatch, other: TitleMatch, years: Mapping[Key, int | None]) -> bool:
    return (
        other.positions == match.positions
        and abs(other.strength - match.strength) < 0.2
        and years[other.production] is not None
    )


def _aged(match: TitleMatch, rivals: list[TitleMatch], recency: str, years: Mapping[Key, int | None]) -> TitleMatch:
    year = years[match.production]
    known = [known for rival in rivals if (known := years[rival.production]) is not None]
    if len(rivals) < 2 or year is None:
        return match
    meant = year == (min(known) if recency == "first" else max(known))
    best = max(rival.strength for rival in rivals)
    return replace(match, strength=best if meant else match.strength * DOUBT, aged=True)
