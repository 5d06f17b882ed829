"""Check that cards and replies of any content and size are within Discord's limits, and that spoilers stay covered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simcord.components import validate_message_state, walk_components

from bot.answers.answer import Answer, Outcome
from bot.desk.asking.replies import Nearest, OfferedChoice, Reply, TopicCount
from bot.desk.cards.card import Card, Place, SourceLine
from bot.desk.cards.relative_dates import when
from bot.facts.models import Fact, Production, Spoiler, Status
from bot.frontends.discord.components.cards import entry_markup, history_markup, sources_markup, when_markup
from bot.frontends.discord.components.parts import Panel
from bot.frontends.discord.features.ask.panel import answer_panel, card_panel
from bot.frontends.discord.shared.markdown import timestamp

V2 = 1 << 15
OFFERS = frozenset({"suggest", "suggest-new"})

HARD = "*_|`[](){}<>@#:/\\ -\n"
SIGNS = st.sampled_from(HARD + "abcé漢😀")


def texts(longest: int) -> st.SearchStrategy[str]:
    """Generate short texts, and texts of maximum length that need the most escaping."""
    longest_ones = st.sampled_from(["*", "a", "_|", "漢", "@here ", "[x](y)"]).map(
        lambda sign: (sign * longest)[:longest].strip() or "a"
    )
    return st.text(SIGNS, min_size=1, max_size=40).filter(lambda text: bool(text.strip())) | longest_ones


SLUGS = st.sampled_from(["a", "a-fact", "x" * 120, "y" * 59 + "-" + "z" * 60])
URLS = st.none() | st.sampled_from(["https://example.org/", "https://example.org/" + "a(" * 480, "https://x.org/_*|"])
SOURCES = st.builds(SourceLine, title=texts(300), url=URLS, date=st.sampled_from(["", "3 May 2026"]))
RANGES = ["2026-11-21/2027-01-03", "2026-11-22/2026-11-22", "2027-33%/2028-34%", "2026-11-21/..", "/2026-11-03"]
WHENS = st.none() | st.builds(
    when,
    st.sampled_from(["2027-05-14", "2026-11-22", "2027-05", "2028-22", "2026?", "2027-05-14~", *RANGES]),
    st.just(date(2026, 11, 22)),
    st.none() | texts(300),
)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    production = Production(id=draw(SLUGS), title=draw(texts(300)))
    fact = Fact(id=draw(SLUGS), production=production.id, topic="stunt", text="x", subject=draw(texts(200)))
    return Card(
        fact=fact,
        production=production,
        subject=draw(texts(200)),
        text=draw(texts(1500)),
        when=draw(WHENS),
        moved_from=draw(st.just("") | texts(700)),
        moves=0,
        place=draw(st.none() | st.builds(Place, texts(350), approximate=st.booleans())),
        value=draw(st.just("") | texts(620)),
        status=draw(st.sampled_from(Status)),
        status_words="Confirmed",
        spoiler=draw(st.sampled_from(Spoiler)),
        covered=draw(st.booleans()),
        withheld=False,
        sources=tuple(draw(st.lists(SOURCES, max_size=10))),
        checked=draw(st.sampled_from(["", "last checked 3 May 2026"])),
        checked_ago="last checked 7 months ago",
        own_version=draw(st.sampled_from(["", "this server's own fact"])),
        announced=tuple(draw(st.lists(texts(700), max_size=12))),
        related=(fact,) * draw(st.integers(0, 3)),
    )


def accepted(panel: Panel) -> list[dict[str, Any]]:
    """Return the components as Discord gets them, after checking its rules (as simcord knows them)."""
    raw: list[dict[str, Any]] = panel.to_components()  # type: ignore[no-untyped-call]
    validate_message_state(raw, flags=V2, content=None, embeds=[])
    every = list(walk_components(raw))
    assert len(every) <= 40
    assert sum(len(each["content"]) for each in every if each["type"] == 10) <= 4000
    return every


def reply(outcome: Outcome, **more: Any) -> Reply:
    production = more.pop("production", "")
    answer = Answer(question="?", outcome=outcome, productions=(production,) if production else ())
    return Reply("abcd-_12", answer, **more)


@settings(max_examples=60)
@given(st.lists(cards(), min_size=1, max_size=5), texts(800))
def test_an_answer_with_any_cards_fits(held: list[Card], notice: str) -> None:
    accepted(answer_panel(reply(Outcome.ANSWER, cards=tuple(held), notice=notice), asker="1" * 20, offers=OFFERS))


@settings(max_examples=60)
@given(cards())
def test_a_covered_card_shows_its_text_only_covered(card: Card) -> None:
    every = accepted(card_panel(card))
    containers = [each for each in every if each["type"] == 17]
    assert [each["spoiler"] for each in containers] == [card.covered]
    if card.covered:
        inside = [each["content"] for each in walk_components(containers) if each["type"] == 10]
        outside = [each["content"] for each in every if each["type"] == 10 and each["content"] not in inside]
        assert [each[:9] for each in outside] == ["Spoiler ("]


@settings(max_examples=40)
@given(cards())
def test_panels_opened_by_buttons_fit(card: Card) -> None:
    assert 0 < len(sources_markup(card)) <= 4000
    assert 0 < len(history_markup(card)) <= 4000
    assert 0 < len(entry_markup(card, titled=True)) <= 760


@settings(max_examples=60)
@given(st.lists(st.tuples(SLUGS, texts(300)), min_size=2, max_size=5), texts(800))
def test_a_choice_with_any_labels_fits(offered: list[tuple[str, str]], notice: str) -> None:
    choices = tuple(
        OfferedChoice(Fact(id=name, production="p", topic="stunt", text=label), label) for name, label in offered
    )
    every = accepted(
        answer_panel(reply(Outcome.CLARIFY, choices=choices, notice=notice), asker="9" * 20, offers=OFFERS)
    )
    options = [option for each in every if each["type"] == 3 for option in each["options"]]
    pressed = [each for each in every if each["type"] == 2 and ":choose:" in each["custom_id"]]
    assert len(options) + len(pressed) == len(choices)


@settings(max_examples=40)
@given(
    st.lists(st.builds(Production, id=SLUGS, title=texts(300)), max_size=8, unique_by=lambda each: each.id),
    st.lists(st.builds(TopicCount, SLUGS, st.integers(1, 999), texts(75)), max_size=8, unique_by=lambda each: each[0]),
    texts(3000),
    st.booleans(),
)
def test_an_unknown_with_any_suggestions_fits(
    productions: list[Production], topics: list[TopicCount], notice: str, about: bool
) -> None:
    near = Nearest(tuple(productions), tuple(topics))
    unknown = reply(
        Outcome.UNKNOWN, nearest=near, notice=notice, logged="server:1/" + "a" * 24, production="p" * 120 * about
    )
    every = accepted(answer_panel(unknown, asker="9" * 20, offers=OFFERS))
    assert len([each for each in every if each["type"] == 1]) <= 2, "one row of buttons, and a menu"
    assert len([each for each in every if each["type"] == 2]) <= 3


@pytest.mark.parametrize("count", [1, 2, 3])
def test_long_sources_share_the_space(count: int) -> None:
    production = Production(id="p", title="P")
    source = SourceLine("A source", "https://example.org/" + "x" * 300, "3 May 2026")
    card = Card(
        fact=Fact(id="f", production="p", topic="stunt", text="x"),
        production=production,
        subject="",
        text="x",
        when=None,
        moved_from="",
        moves=0,
        place=None,
        value="",
        status=Status.CONFIRMED,
        status_words="Confirmed",
        spoiler=Spoiler.NONE,
        covered=False,
        withheld=False,
        sources=(source,) * count,
        checked="",
        checked_ago="",
        own_version="",
        announced=(),
        related=(),
    )
    assert sources_markup(card).count("](https://example.org/x") == count


@pytest.mark.parametrize(
    ("edtf", "shown"),
    [
        ("2026-12-06/2027-01-03", "{0:D} to {1:D} (starts {0:R})"),
        ("2026-11-01/2026-12-03", "{0:D} to {1:D} (ends {1:R})"),
        ("2026-11-01/2026-11-22", "{0:D} to {1:D} (ends today)"),
        ("2026-11-01/2026-11-03", "{0:D} to {1:D} (ended {1:R})"),
        ("2024-03/2024-11", "March to November 2024 (ended about 2 years ago)"),
        ("2026-11-01/..", "from 1 November 2026 onwards (started 3 weeks ago)"),
    ],
)
def test_a_range_shows_both_days(edtf: str, shown: str) -> None:
    for number, day in enumerate(edtf.split("/")):
        for style in "DR":
            if f"{{{number}:{style}}}" in shown:
                shown = shown.replace(f"{{{number}:{style}}}", timestamp(date.fromisoformat(day), style))
    assert when_markup(when(edtf, date(2026, 11, 22))) == shown
