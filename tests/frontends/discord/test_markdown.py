"""Check that stored and typed text stays text: no markup, no mentions, no links."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.frontends.discord.shared.markdown import (
    escaped,
    escaped_line,
    label_line,
    link,
    safe_url,
    tidied,
    timestamp,
)
from bot.plain import clipped

NASTY = st.text(alphabet=st.sampled_from("ab \n*_~`|[]()<>@#&:/\\-1.!\u202e\u200b\0é😀"), max_size=60)


def unescaped(sign: str, text: str) -> bool:
    """Return whether a sign appears somewhere without a backslash before it."""
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "", text)
    return sign in bare


@given(NASTY)
def test_no_markup_survives(text: str) -> None:
    shown = escaped(text, 10_000)
    for sign in "*_~`|[]<>@":
        assert not unescaped(sign, shown), shown
    assert "://" not in re.sub(r"\\[^0-9A-Za-z\s]", "", shown)
    assert not re.search(r"^\s*(#|-|\+|\d+\.)", re.sub(r"\\[^0-9A-Za-z\s]", "x", shown), re.MULTILINE)


@given(NASTY | st.text(max_size=80), st.integers(1, 50))
def test_escaped_text_is_within_its_limit_and_never_ends_in_half_an_escape(text: str, limit: int) -> None:
    for shown in (escaped(text, limit), escaped_line(text, limit)):
        assert len(shown) <= limit
        ended = shown.removesuffix("…")
        assert (len(ended) - len(ended.rstrip("\\"))) % 2 == 0


@given(st.text(max_size=80), st.integers(1, 50))
def test_escaped_line_is_one_printable_line(text: str, limit: int) -> None:
    shown = label_line(text, limit)
    assert len(shown) <= limit
    assert len(shown.splitlines()) <= 1
    assert shown == shown.strip()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone <@123> <#4> <t:0:R>", r"\@everyone \<\@123\> \<#4\> \<t:0:R\>"),
        ("see https://example.org/a_b", r"see https\://example.org/a\_b"),
        ("# loud\n- one\n1. two", "\\# loud\n\\- one\n1\\. two"),
        ("a-b 1.5 #3", "a-b 1.5 #3"),
        ("||secret||", r"\|\|secret\|\|"),
        ("abc\u202edef\0", "abcdef"),
    ],
)
def test_escaping_examples(typed: str, shown: str) -> None:
    assert escaped(typed, 200) == shown


def test_tidied_joins_many_blank_lines() -> None:
    assert tidied("a\n\n\n\n\nb", 20) == "a\n\nb"


def test_clipped_marks_the_cut() -> None:
    assert clipped("abcdef", 4) == "abc…"
    assert clipped("abcd", 4) == "abcd"


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "https://", "http:///x", "https://a b", "ftp://a"])
def test_unusable_urls_become_no_link(url: str | None) -> None:
    assert link("A [title]", url, 300) == r"A \[title\]"


@given(st.text(max_size=40))
def test_a_url_cannot_end_its_link_early(tail: str) -> None:
    address = safe_url("https://example.org/" + tail)
    assert not set(address) & set("()<>[] \n\"'`|\\*")


def test_link_drops_a_url_that_does_not_fit() -> None:
    assert link("Title", "https://example.org/" + "x" * 400, 200) == "Title"
    assert link("Title", "https://example.org/(x)", 200) == "[Title](https://example.org/%28x%29)"


@pytest.mark.parametrize("hours", [-10, -8, 0, 5.5, 9, 12, 13])
def test_a_timestamp_is_the_same_day_in_all_time_zones(hours: float) -> None:
    form = re.fullmatch(r"<t:(\d+):D>", timestamp(date(2027, 1, 1), "D"))
    assert form is not None
    there = datetime.fromtimestamp(int(form[1]), UTC).astimezone(timezone(timedelta(hours=hours)))
    assert there.date() == date(2027, 1, 1)
