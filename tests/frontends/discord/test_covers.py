"""Check that covered text stays covered: with any content, cut anywhere, however its bars are parsed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.cards.spoilers import Shown
from bot.facts.models import Spoiler
from bot.frontends.discord.shared.markdown import (
    clipped_markup,
    covered_line,
    escaped,
    escaped_line,
    shown_line,
    shown_text,
)

SECRET = "Q"
NASTY = st.text(alphabet=st.sampled_from(f"{SECRET}|||\\`*_~[]()<>\n-# a\u2060\u200b\u2028"), max_size=40)
BESIDE = st.text(alphabet=st.sampled_from("|\\`*_ ab\n-#"), max_size=20)

_READERS = {
    "escapes mean nothing": re.compile(r"\|\|.+?\|\|", re.DOTALL),
    "escapes count": re.compile(r"(?<!\\)(?:\\\\)*\|\|(?:\\.|(?!\|\|).)+?\|\|", re.DOTALL),
}


def left(markup: str, reader: str) -> str:
    """Return what a reader sees without tapping anything."""
    return _READERS[reader].sub("", markup)


@pytest.mark.parametrize("reader", _READERS)
@given(NASTY, BESIDE, BESIDE)
def test_no_text_escapes_a_cover(reader: str, text: str, before: str, after: str) -> None:
    shown = f"{escaped_line(before, 100)} {covered_line(text, 200)} {escaped_line(after, 100)}"
    assert SECRET not in left(shown, reader)


@pytest.mark.parametrize("reader", _READERS)
@given(st.lists(st.tuples(BESIDE, NASTY), min_size=1, max_size=4), st.integers(1, 200))
def test_no_cut_opens_a_cover(reader: str, parts: list[tuple[str, str]], limit: int) -> None:
    markup = "\n".join(f"- {escaped_line(beside, 60)}: {covered_line(text, 80)}" for beside, text in parts)
    shown = clipped_markup(markup, limit)
    assert len(shown) <= limit
    assert SECRET not in left(shown, reader)
    assert SECRET not in left(clipped_markup(shown, limit // 2), reader)


@given(NASTY | st.text(max_size=80), st.integers(8, 60))
def test_a_cover_keeps_its_limit_on_one_line(text: str, limit: int) -> None:
    shown = covered_line(text, limit)
    assert len(shown) <= limit
    assert len(shown.splitlines()) == 1
    assert len(shown) > len("||||"), "four bars alone would be no cover"


def test_covers_by_example() -> None:
    assert covered_line("It was || the keeper", 60) == r"||It was \|\| the keeper||"
    assert covered_line("ends in a bar |", 60) == "||ends in a bar \\|\u2060||"
    assert covered_line("one\n- two", 60) == "||one - two||"
    assert covered_line("", 60) == "||…||"
    assert clipped_markup("so: ||the keeper did it||", 15) == "so: ||the ke…||"
    assert clipped_markup("so: ||the keeper did it||", 24) == "so: ||the keeper did…||"
    assert clipped_markup("so: ||the keeper did it||", 6) == "so:…"


def test_shown_text_is_escaped_and_covered_if_necessary() -> None:
    open_, secret = Shown("a\n*b*", Spoiler.NONE), Shown("a\n*b*", Spoiler.MAJOR, covered=True)
    assert (shown_text(open_, 50), shown_line(open_, 50)) == (escaped("a\n*b*", 50), escaped_line("a\n*b*", 50))
    assert shown_text(secret, 50) == shown_line(secret, 50) == r"||a \*b\*||"
