"""Test custom ids: they are short enough for Discord, and read back as they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.frontends.discord.shared.routing.custom_ids import LIMIT, REFERENCE, compose, parse, reference, resolve

WORDS = st.text(alphabet="abyz09", min_size=1, max_size=16)
SLUGS = st.lists(WORDS, min_size=1, max_size=8).map(lambda words: "-".join(words)[:120].strip("-"))


@given(SLUGS, st.lists(SLUGS, max_size=5))
def test_a_reference_resolves_to_its_identifier(wanted: str, others: list[str]) -> None:
    short = reference(wanted)
    assert len(short) <= REFERENCE
    assert resolve(short, [*others, wanted]) == wanted


@given(SLUGS)
def test_a_reference_fits_beside_a_verb(wanted: str) -> None:
    custom_id = compose("b", "sources", reference(wanted))
    assert len(custom_id) <= LIMIT
    assert parse(custom_id).verb == "sources"
    assert parse(custom_id).arguments == (reference(wanted),)


def test_a_handle_of_something_deleted_resolves_to_nothing() -> None:
    assert resolve(reference("x" * 100), ["y" * 100, "short"]) is None


def test_empty_arguments_are_kept() -> None:
    assert parse(compose("b", "page", "facts", "", "stunt")).arguments == ("facts", "", "stunt")


@pytest.mark.parametrize("arguments", [("a:b",), ("x" * 100,)])
def test_invalid_custom_ids_are_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="custom id"):
        compose("b", "verb", *arguments)
