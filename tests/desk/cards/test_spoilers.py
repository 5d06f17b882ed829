"""Test what each outlet shows, for every spoiler level and policy, and which level and policy apply."""

from __future__ import annotations

import pytest

from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.cards.spoilers import (
    Means,
    OtherContent,
    Outlet,
    Reader,
    Shown,
    Spoilers,
    Teller,
    level_of,
    plain_name,
    shown,
)
from bot.desk.editing.drafts.draft import Draft
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED, Spoiler, State
from tests.desk.samples import fact, own, production

SERVER = "server:10"
TEXT = "The lighthouse keeper did it."
STAND_IN = "a spoiler about Harbour (story)"

PLAIN, COVERED, WITHHELD = "plain", "covered", "withheld"

TABLE = {
    Outlet.ANSWER: {"cover": COVERED, "hide": WITHHELD},
    Outlet.LIST: {"cover": COVERED, "hide": WITHHELD},
    Outlet.MORE: {"cover": COVERED, "hide": WITHHELD},
    Outlet.NOTICE: {"cover": COVERED, "hide": WITHHELD},
    Outlet.LOG: {"cover": COVERED, "hide": WITHHELD},
    Outlet.DIGEST: {"cover": COVERED, "hide": WITHHELD},
    Outlet.OWN_DATA: {"cover": COVERED, "hide": COVERED},
    Outlet.PANEL: {"cover": COVERED, "hide": COVERED},
    Outlet.PREVIEW: {"cover": COVERED, "hide": COVERED},
    Outlet.PICK: {"cover": WITHHELD, "hide": WITHHELD},
    Outlet.CHOICE: {"cover": WITHHELD, "hide": WITHHELD},
    Outlet.QUESTION: {"cover": WITHHELD, "hide": WITHHELD},
    Outlet.SUGGESTION_FORM: {"cover": WITHHELD, "hide": WITHHELD},
    Outlet.COMMAND_LINE: {"cover": WITHHELD, "hide": WITHHELD},
    Outlet.REFUSAL: {"cover": WITHHELD, "hide": WITHHELD},
    Outlet.EDIT_FORM: {"cover": PLAIN, "hide": PLAIN},
    Outlet.EXPORT: {"cover": PLAIN, "hide": PLAIN},
}
"""How each outlet shows a minor or major spoiler. With "show", and for other facts, everything is plain."""


def kind(result: Shown) -> str:
    return WITHHELD if result.withheld else COVERED if result.covered else PLAIN


@pytest.mark.parametrize("policy", SpoilerPolicy)
@pytest.mark.parametrize("level", Spoiler)
@pytest.mark.parametrize("outlet", Outlet)
def test_what_an_outlet_shows(outlet: Outlet, level: Spoiler, policy: SpoilerPolicy) -> None:
    expected = PLAIN if level is Spoiler.NONE or policy is SpoilerPolicy.SHOW else TABLE[outlet][policy]
    secret = fact("ending", topic="story", text=TEXT, spoiler=level)
    for words in (None, "asked as: who did it"):
        result = shown(secret, outlet, policy, words, title="Harbour")
        assert kind(result) == expected
        assert result.text == (STAND_IN if expected == WITHHELD else words or TEXT)
        assert result.spoiler is level
        assert result.unrestricted is (expected == PLAIN)


def test_no_outlet_shows_a_spoiler_that_it_cannot_cover() -> None:
    secret = fact("ending", text=TEXT, spoiler=Spoiler.MINOR)
    for outlet in Outlet:
        if outlet.means is Means.LABEL:
            assert TEXT not in shown(secret, outlet, SpoilerPolicy.COVER).text


def test_the_longest_stand_in_fits_on_a_button_with_a_number() -> None:
    secret = fact("ending", topic="t" * 120, spoiler=Spoiler.MAJOR)
    result = shown(secret, Outlet.CHOICE, SpoilerPolicy.COVER, title="T" * 300)
    assert len(f"{result.text} (25)") <= 80
    assert "…" in result.text


# -- which policy and level apply


@pytest.fixture
def catalogue() -> Catalogue:
    made = Catalogue()
    made.load([production("harbour")], [fact("ending", topic="story", text=TEXT, spoiler=Spoiler.MAJOR, revision=3)])
    return made


def at(catalogue: Catalogue, outlet: Outlet, reader: Reader | None = None, **policies: SpoilerPolicy) -> Teller:
    """Return the teller of an outlet. ``policies`` are by server number, with an underscore in front."""
    chosen = Spoilers(catalogue, lambda scope: policies.get(scope.replace("server:", "_"), SpoilerPolicy.COVER))
    return chosen.at(outlet, reader or Reader(SHARED))


def test_the_servers_policy_applies_unless_the_reader_has_one(catalogue: Catalogue) -> None:
    secret = catalogue.fact("ending")
    hidden = {"_10": SpoilerPolicy.HIDE}
    assert at(catalogue, Outlet.ANSWER, Reader(SERVER), **hidden)(secret).withheld
    assert at(catalogue, Outlet.ANSWER, Reader(SHARED), **hidden)(secret).covered
    assert at(catalogue, Outlet.NOTICE, Reader(SERVER, SpoilerPolicy.COVER), **hidden)(secret).covered
    assert at(catalogue, Outlet.ANSWER, Reader(SERVER, SpoilerPolicy.SHOW), **hidden)(secret).unrestricted


def test_older_words_are_covered_if_the_fact_is_a_spoiler_now(catalogue: Catalogue) -> None:
    earlier = fact("ending", topic="story", text="It was the keeper.", revision=1)
    assert at(catalogue, Outlet.PANEL)(earlier).covered
    assert at(catalogue, Outlet.PREVIEW)(earlier).unrestricted, "a preview shows what will hold"
    assert at(catalogue, Outlet.PANEL)(fact("other")).unrestricted


def test_a_revision_that_was_a_spoiler_stays_covered(catalogue: Catalogue) -> None:
    catalogue.put_fact(fact("ending", topic="story", text="It ends well.", revision=4))
    tell = at(catalogue, Outlet.LOG)
    was = fact("ending", topic="story", text=TEXT, spoiler=Spoiler.MINOR, revision=3)
    assert tell(was).covered
    assert tell(catalogue.fact("ending")).unrestricted
    assert tell(catalogue.fact("ending"), "before → after", was).covered, "either side counts"


def test_a_servers_own_version_decides_for_that_server(catalogue: Catalogue) -> None:
    ours = own(catalogue.fact("ending"), spoiler=Spoiler.NONE)
    catalogue.put_fact(ours)
    assert at(catalogue, Outlet.LOG, Reader(ours.scope))(ours).unrestricted
    assert at(catalogue, Outlet.LOG)(catalogue.fact("ending")).covered
    catalogue.put_fact(ours.model_copy(update={"state": State.WITHDRAWN, "revision": ours.revision + 1}))
    assert at(catalogue, Outlet.LOG, Reader(ours.scope))(ours).covered


def test_a_stand_in_names_the_production_and_topic(catalogue: Catalogue) -> None:
    tell = at(catalogue, Outlet.PICK)
    assert tell(catalogue.fact("ending")).text == STAND_IN
    assert tell(fact("plain", text="It rains.")).text == "It rains."


def test_a_plain_name_is_film_and_subject_or_for_a_spoiler_film_and_topic(catalogue: Catalogue) -> None:
    assert plain_name(fact("jump", subject="the cliff jump"), catalogue, SHARED) == "“Harbour · the cliff jump”"
    assert plain_name(fact("party", topic="fan-event"), catalogue, SHARED) == "“Harbour · fan event”"
    secret = fact("ending", topic="story", subject="the keeper")
    assert plain_name(secret, catalogue, SHARED) == STAND_IN, "it is a spoiler now"
    was = fact("jump", spoiler=Spoiler.MINOR)
    assert plain_name(fact("jump", topic="story", subject="the fall"), catalogue, SHARED, was) == STAND_IN


def test_an_unknown_fact_is_named_by_its_id(catalogue: Catalogue) -> None:
    ours = own(fact("jump", subject="the cliff jump"))
    catalogue.put_fact(ours)
    assert at(catalogue, Outlet.PANEL, Reader(ours.scope)).name("jump") == "“Harbour · the cliff jump”"
    assert at(catalogue, Outlet.PANEL).name("jump") == "jump"
    # The server's policy doesn't matter, because nothing can be covered in a name.
    shows = Reader(ours.scope, SpoilerPolicy.SHOW)
    assert at(catalogue, Outlet.PANEL, shows).name("ending") == STAND_IN


def test_drafts_and_lines_of_files_are_covered_like_facts(catalogue: Catalogue) -> None:
    tell = at(catalogue, Outlet.PANEL)
    draft = Draft(production="harbour", text="Typed.", base=catalogue.fact("ending"))
    assert tell(draft, "text 'Typed.' is too long", *draft.things).covered, "what it was made from counts"
    assert tell(Draft(spoiler="majr"), "spoiler 'majr' is not one of the choices").covered, "what cannot be read counts"
    assert tell(OtherContent(Spoiler.NONE), "line 3").unrestricted
    assert level_of(fact("a"), fact("b", spoiler=Spoiler.MINOR), fact("c")) is Spoiler.MINOR


def test_texts_about_one_fact_are_covered_consistently(catalogue: Catalogue) -> None:
    tell = at(catalogue, Outlet.LOG)
    plain = fact("plain", text="It rains.")
    say = tell.about(plain)
    assert (say("a title").text, say("a reason").text) == ("a title", "a reason")
    assert say("a title").unrestricted
    assert tell.about(plain, catalogue.fact("ending"))("a title").covered


@pytest.mark.parametrize(
    ("title", "topic", "stand_in"),
    [
        ("Harbour", "story", "a spoiler about Harbour (story)"),
        ("Harbour", "box-office", "a spoiler about Harbour (box office)"),
        ("", "", "a spoiler about harbour"),
    ],
)
def test_the_wording_of_stand_ins(title: str, topic: str, stand_in: str) -> None:
    secret = fact("ending", topic="story", text=TEXT, spoiler=Spoiler.MAJOR).model_copy(update={"topic": topic})
    assert shown(secret, Outlet.CHOICE, SpoilerPolicy.COVER, title=title).text == stand_in
