from __future__ import annotations

from datetime import date

import pytest

from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.cards.card import Card, make_card
from bot.desk.cards.spoilers import Outlet, Reader, Spoilers
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, DateValue, Fact, PlaceValue, Source, Spoiler, Status
from tests.desk.samples import fact, moved, own, production

TODAY = date(2026, 11, 22)


def card_of(
    shown: Fact,
    catalogue: Catalogue,
    *,
    text: str | None = None,
    scope: str = SHARED,
    policy: SpoilerPolicy = SpoilerPolicy.COVER,
    outlet: Outlet = Outlet.PANEL,
) -> Card:
    tell = Spoilers(catalogue, lambda _: policy).at(outlet, Reader(scope))
    return make_card(shown, catalogue, TODAY, scope, tell, text=text)


@pytest.fixture
def catalogue() -> Catalogue:
    made = Catalogue()
    made.load(
        [production("harbour")],
        [
            fact(
                "release",
                value=DateValue(edtf="2027-07-12", region="US"),
                announced_dates=moved("2027-05", "2027-07-12"),
                status=Status.REPORTED,
                sources=(Source(title="A paper", url="https://example.org/a", date="2026-05"),),
                checked_on=date(2026, 11, 1),
            ),
            fact(
                "place", topic="location", value=PlaceValue(name="Bergen", country="NO", latitude=60.4, longitude=5.3)
            ),
            fact("secret", topic="release", subject="ending", spoiler=Spoiler.MAJOR),
            fact("poland", subject="Poland"),
        ],
    )
    return made


def test_a_card_shows_everything_about_a_date(catalogue: Catalogue) -> None:
    card = card_of(catalogue.fact("release"), catalogue)
    assert card.title == "Harbour"
    assert card.text == "The sentence of release."
    assert card.when is not None
    assert (card.when.words, card.when.region) == ("12 July 2027", "US")
    assert card.when.timestamp is not None
    assert card.when.distance == "in about 7 months"
    assert (card.moved_from, card.moves) == ("moved from May 2027", 1)
    assert card.status_words == "Reported"
    assert [(source.title, source.date) for source in card.sources] == [("A paper", "May 2026")]
    assert card.checked == "last checked 1 November 2026"
    assert card.own_version == ""


def test_a_date_in_a_sources_title_is_not_repeated(catalogue: Catalogue) -> None:
    source = Source(title="An article, 2 May 2026", date="2026-05-02")
    card = card_of(fact("told", sources=(source,)), catalogue)
    assert [(each.title, each.date) for each in card.sources] == [("An article, 2 May 2026", "")]


def test_an_announced_date_is_shown_if_there_is_no_value(catalogue: Catalogue) -> None:
    card = card_of(fact("said", announced_dates=moved("2027-22")), catalogue)
    assert card.when is not None
    assert (card.when.words, card.when.timestamp) == ("summer 2027", None)


def test_a_place_has_its_words_and_coordinates(catalogue: Catalogue) -> None:
    card = card_of(catalogue.fact("place"), catalogue)
    assert card.when is None
    assert card.place is not None
    assert (card.place.words, card.place.latitude, card.place.approximate) == ("Bergen, Norway", 60.4, False)


def test_a_computed_sentence_replaces_the_facts_own(catalogue: Catalogue) -> None:
    assert card_of(catalogue.fact("release"), catalogue, text="Once.").text == "Once."


def test_spoilers_are_not_offered_as_related_facts(catalogue: Catalogue) -> None:
    card = card_of(catalogue.fact("release"), catalogue)
    assert [each.id for each in card.related] == ["poland"]


@pytest.mark.parametrize(
    ("policy", "covered"), [(SpoilerPolicy.COVER, True), (SpoilerPolicy.HIDE, True), (SpoilerPolicy.SHOW, False)]
)
def test_spoilers_are_covered_unless_the_server_shows_them(
    catalogue: Catalogue, policy: SpoilerPolicy, covered: bool
) -> None:
    assert card_of(catalogue.fact("secret"), catalogue, policy=policy).covered is covered
    assert not card_of(catalogue.fact("poland"), catalogue, policy=policy).covered


def test_a_withheld_card_contains_nothing_of_the_fact(catalogue: Catalogue) -> None:
    secret = fact(
        "secret",
        topic="release",
        subject="ending",
        spoiler=Spoiler.MAJOR,
        value=DateValue(edtf="2027-07-12", region="US"),
        announced_dates=moved("2027-05", "2027-07-12"),
        sources=(Source(title="A paper"),),
    )
    catalogue.put_fact(secret)
    card = card_of(secret, catalogue, policy=SpoilerPolicy.HIDE, outlet=Outlet.ANSWER)
    assert (card.withheld, card.text) == (True, "a spoiler about Harbour (release)")
    assert (card.subject, card.when, card.moved_from, card.moves, card.place) == ("", None, "", 0, None)
    assert (card.value, card.sources, card.announced) == ("", (), ())


def test_a_servers_version_is_marked(catalogue: Catalogue) -> None:
    mine = own(catalogue.fact("poland"), text="Ours.")
    catalogue.put_fact(mine)
    assert card_of(mine, catalogue, scope="server:10").own_version == "this server's version"
    alone = fact("alone", scope="server:10")
    assert card_of(alone, catalogue, scope="server:10").own_version == "this server's own fact"


def test_a_fact_with_an_unknown_production_shows_its_id(catalogue: Catalogue) -> None:
    assert card_of(fact("stray", production="gone"), catalogue).title == "gone"
