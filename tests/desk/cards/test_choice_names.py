"""Test names in lists: unique, visible, and 1 to 100 characters long."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.answers.answer import Choice
from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.asking.labels import Labels
from bot.desk.cards.choice_names import Candidate, choice_names, fact_names, production_names, visible
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Production, Spoiler, State
from tests.desk.samples import fact

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202e\u2060\ufeff\u00ad\u034f\u115f\u1160\u2800\u3164\uffa0\ufe0f \u00a0"
LONG = "The boat was turned over again and again, because nobody on the pier had seen where the camera stood "

TEXTS = st.one_of(
    st.sampled_from(["It runs 170 minutes.", LONG, LONG + "today.", LONG + "yesterday.", "A", "a", "\U0001f6a4" * 120]),
    st.text(alphabet=INVISIBLE, min_size=1, max_size=6),
    st.text(alphabet=INVISIBLE + "Aa\u0301\U0001f468\u200d\U0001f469<@123456789012345678>\n\ud800", max_size=150),
    st.text(max_size=160),
)
TITLES = ["Quiet Comet", "quiet comet", "\u200b", LONG]
IDS = st.lists(st.from_regex(r"[a-z0-9]{1,4}(-a{1,50})?", fullmatch=True), min_size=1, max_size=25, unique=True)


PICK, CHOICE = (
    Spoilers(Catalogue(), lambda _: SpoilerPolicy.COVER).at(outlet, Reader(SHARED))
    for outlet in (Outlet.PICK, Outlet.CHOICE)
)
"""The tellers for moderators' lists and for choices when the bot asks back."""


def check_names(names: tuple[str, ...], number: int, longest: int = 100) -> None:
    """Check a list of names for Discord's limits and for uniqueness."""
    assert len(names) == number
    assert len({name.casefold() for name in names}) == number
    assert all(1 <= len(name) <= longest for name in names)
    assert all(visible(name) and name.isprintable() for name in names)
    assert len({"".join(sign for sign in name if sign not in INVISIBLE) for name in names}) == number


@given(st.data(), IDS)
@example(None, ["a", "b"])
def test_any_facts_get_unique_names(data: st.DataObject | None, ids: list[str]) -> None:
    def drawn(choices: st.SearchStrategy[str]) -> str:
        return "\u2800" if data is None else data.draw(choices)

    facts = [
        fact(name).model_copy(
            update={"text": drawn(TEXTS), "subject": drawn(TEXTS), "production": drawn(st.sampled_from("xy"))}
        )
        for name in ids
    ]
    title = drawn(st.sampled_from(TITLES))
    check_names(fact_names(facts, PICK, lambda each: f"{title} {each.production}"), len(ids))
    check_names(fact_names(facts, PICK, lambda _: title, topic=False), len(ids))


@given(st.lists(TEXTS, min_size=1, max_size=25))
def test_productions_and_other_candidates_get_unique_names(texts: list[str]) -> None:
    check_names(
        production_names([Production.model_construct(id=f"p-{at}", title=each) for at, each in enumerate(texts)]),
        len(texts),
    )
    check_names(choice_names([Candidate(each, (), "…", secret=True) for each in texts], 80), len(texts), 80)


@given(st.lists(TEXTS, min_size=1, max_size=5), st.sampled_from(Spoiler))
def test_choices_on_buttons_get_unique_labels(texts: list[str], spoiler: Spoiler) -> None:
    facts = [fact(f"f-{at}", spoiler=spoiler).model_copy(update={"text": each}) for at, each in enumerate(texts)]
    labels = Labels({}).choices([Choice(each, text) for each, text in zip(facts, texts, strict=True)], CHOICE)
    check_names(tuple(each.label for each in labels), len(texts), 80)
    same = Labels({}).choices([Choice(each, "the same") for each in facts], CHOICE)
    check_names(tuple(each.label for each in same), len(texts), 80)
    if spoiler is not Spoiler.NONE:
        assert not any(len(text) > 3 and visible(text) and text in each.label for each in same for text in texts)


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ({"production": "x"}, {"production": "y"}, ["Film x · release: It runs.", "Film y · release: It runs."]),
        ({"subject": "Paris"}, {"subject": "Oslo"}, ["release: It runs. (Paris)", "release: It runs. (Oslo)"]),
        ({"subject": "Paris"}, {"subject": "Paris"}, ["release: It runs. (a)", "release: It runs. (b)"]),
        ({"subject": ""}, {}, ["release: It runs. (a)", "release: It runs. (b)"]),
        ({"subject": "Paris"}, {}, ["release: It runs. (Paris)", "release: It runs."]),
        ({"text": "\u200b\u200b"}, {}, ["release: (a)", "release: It runs."]),
        ({"state": State.RETIRED}, {}, ["release [retired]: It runs.", "release: It runs."]),
    ],
)
def test_duplicate_names_are_distinguished_by_title_subject_or_id(
    first: dict[str, str], second: dict[str, str], names: list[str]
) -> None:
    alike = {"production": "x", "text": "It runs.", "subject": ""}
    facts = [fact(name).model_copy(update=alike | spoiler) for name, spoiler in (("a", first), ("b", second))]
    assert list(fact_names(facts, PICK, lambda each: f"Film {each.production}")) == names


def test_spoilers_are_named_without_their_text_and_distinguished_by_id() -> None:
    spoiler = {"production": "x", "text": "The keeper did it.", "subject": "the keeper", "spoiler": Spoiler.MAJOR}
    first = fact("a").model_copy(update=spoiler)
    second = fact("b").model_copy(update=spoiler | {"subject": "the keeper's boat"})
    other, plain = second.model_copy(update={"production": "y"}), fact("c", production="x", text="It runs.")
    assert fact_names([first, plain], PICK, lambda _: "Tide") == (
        "release: a spoiler about x (release)",
        "release: It runs.",
    )
    assert fact_names([first, second], PICK, lambda _: "Tide") == (
        "release: a spoiler about x (release) (a)",
        "release: a spoiler about x (release) (b)",
    )
    names = fact_names([first, second, other, plain], PICK, lambda each: f"Film {each.production}", topic=False)
    check_names(names, 4)
    assert not any("keeper" in name for name in names)


def test_a_server_that_shows_spoilers_lists_their_text() -> None:
    shown = Spoilers(Catalogue(), lambda _: SpoilerPolicy.SHOW).at(Outlet.PICK, Reader(SHARED))
    secret = fact("a", text="The keeper did it.", spoiler=Spoiler.MAJOR)
    assert fact_names([secret], shown, lambda _: "Tide") == ("release: The keeper did it.",)


def test_long_duplicate_names_keep_what_distinguishes_them() -> None:
    facts = [fact(f"{'boat-' * 20}{at}").model_copy(update={"text": LONG * 3, "subject": LONG}) for at in range(9)]
    names = fact_names(facts, PICK, lambda _: LONG)
    check_names(names, 9)
    assert all("…~" in name for name in names)


def test_the_title_is_added_only_for_several_productions_if_the_text_does_not_mention_it() -> None:
    one, other = fact("a", production="x", text="It runs."), fact("b", production="y", text="Film y is long.")
    assert fact_names([one], PICK, lambda each: f"Film {each.production}") == ("release: It runs.",)
    assert fact_names([one, other], PICK, lambda each: f"Film {each.production}") == (
        "Film x · release: It runs.",
        "release: Film y is long.",
    )


def test_productions_with_the_same_title_are_distinguished_by_id() -> None:
    same = [Production(id=f"tide-{year}", title="Tide") for year in (1984, 2021)]
    assert production_names([*same, Production(id="ebb", title="Ebb")]) == (
        "Tide (tide-1984)",
        "Tide (tide-2021)",
        "Ebb",
    )


@pytest.mark.parametrize(
    "blank",
    ["", "\x07", "\u200b", "\ud800", "\ue000", "\u0378", " ", "\u2028", "\u2029", "\ufe0f", "\u2800", "\u3164"],
    ids=ascii,
)
def test_blank_characters_are_not_visible(blank: str) -> None:
    assert not visible(blank * 3)
    assert visible(f"{blank}a{blank}")
