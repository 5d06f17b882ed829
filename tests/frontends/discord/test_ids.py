"""Custom ids: short enough for Discord, and read back as they were made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.frontends.discord.shared.custom_ids import LIMIT, REFERENCE, compose, parse, reference, resolve

WORDS = st.text(alphabet="abyz09", min_size=1, max_size=16)
SLUGS = st.lists(WORDS, min_size=1, max_size=8).map(lambda words: "-".join(words)[:120].strip("-"))


@given(SLUGS, st.lists(SLUGS, max_size=5))
def test_a_reference_leads_back_to_its_identifier(wanted: str, others: list[str]) -> None:
    short = reference(wanted)
    assert len(short) <= REFERENCE
    assert resolve(short, [*others, wanted]) == wanted


@given(SLUGS)
def test_a_reference_fits_beside_a_verb(wanted: str) -> None:
    custom_id = compose("b", "sources", reference(wanted))
    assert len(custom_id) <= LIMIT
    assert parse(custom_id).verb == "sources"
    assert parse(custom_id).arguments == (reference(wanted),)


def test_a_digest_of_something_gone_leads_nowhere() -> None:
    assert resolve(reference("x" * 100), ["y" * 100, "short"]) is None


def test_empty_arguments_are_kept_apart() -> None:
    assert parse(compose("b", "page", "facts", "", "stunt")).arguments == ("facts", "", "stunt")


@pytest.mark.parametrize("arguments", [("a:b",), ("x" * 100,)])
def test_what_makes_no_custom_id_is_refused(arguments: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="custom id"):
        compose("b", "verb", *arguments)
