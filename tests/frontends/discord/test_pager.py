"""Check that pages with any content are within Discord's limits, and that their buttons lead to the right pages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.frontends.discord.components.pager import LINES_PER_PAGE, PER_PAGE, ListItem, ListPage, list_panel
from bot.frontends.discord.components.parts import button
from bot.frontends.discord.shared.routing.custom_ids import parse
from tests.frontends.discord.test_render import accepted, texts


@settings(max_examples=40)
@given(
    texts(900),
    st.lists(texts(1200), max_size=PER_PAGE),
    st.lists(texts(1200), max_size=LINES_PER_PAGE),
    st.integers(1, 9999),
    texts(300),
)
def test_any_page_is_within_the_limits(heading: str, full: list[str], plain: list[str], number: int, foot: str) -> None:
    with_buttons = tuple(ListItem(each, button("Show", "show", str(place))) for place, each in enumerate(full))
    for entries in (with_buttons, tuple(map(ListItem, plain))):
        leaf = ListPage(heading, entries, number, 9999, foot)
        every = accepted(list_panel(leaf, "productions", "p" * 40, "t" * 24))
        assert len([each for each in every if each["type"] == 10]) == len(entries) + 2


@pytest.mark.parametrize(
    ("number", "leads_to"),
    [
        (1, {"Next": "2", "Last": "3"}),
        (2, {"First": "1", "Back": "1", "Next": "3", "Last": "3"}),
        (3, {"First": "1", "Back": "2"}),
    ],
)
def test_buttons_lead_to_the_other_pages(number: int, leads_to: dict[str, str]) -> None:
    every = accepted(list_panel(ListPage("A list", (ListItem("one"),), number, 3), "facts", "about"))
    pressed = {each["label"]: parse(each["custom_id"]) for each in every if each["type"] == 2 and not each["disabled"]}
    assert {label: target.arguments[2] for label, target in pressed.items()} == leads_to
    assert {(target.verb, target.arguments[0], target.arguments[3]) for target in pressed.values()} == {
        ("page", "facts", "about")
    }


def test_a_single_page_has_no_page_buttons() -> None:
    assert not [each for each in accepted(list_panel(ListPage("A list", (), 1, 1), "facts")) if each["type"] == 2]
