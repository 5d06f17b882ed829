"""Text as it is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.language.normalization import MAX_CHARACTERS, MAX_WORDS, clean, folded, words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  When\tdoes\nIT come out?!  ", "when does it come out?!"),
        ("**when** is it out ~~now~~ ||later||", "when is it out now later"),
        ("> quoted # heading", "quoted heading"),
        ("<@123456789012345678> when is it out", "when is it out"),
        ("<@!1> <@&2> <#3> when", "when"),
        ("<:wave:123> <a:wave:123> when <t:1700000000:R>", "when"),
        ("see https://example.org/a?b=c and www.example.org", "see and"),
        ("Où sort-il à l’été ?", "ou sort-il a l'ete ?"),
        ("ÉCOLE e\u0301cole", "ecole ecole"),
        ("zero\u200bwidth r\u202eight s\u00ado", "zerowidth right so"),
        ("ＷＩＤＥ ｌｅｔｔｅｒｓ", "wide letters"),
        ("nul\x00here", "nul here"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("salt & pepper", "salt and pepper"),
        ("STRASSE Straße", "strasse strasse"),
    ],
)
def test_markup_accents_and_tricks_are_taken_out(typed: str, read: str) -> None:
    assert clean(typed) == read


@pytest.mark.parametrize(
    ("cleaned", "cut"),
    [
        ("when does it come out?!", ["when", "does", "it", "come", "out"]),
        ("m:i 7", ["mi", "7"]),
        ("m.i. 7", ["mi", "7"]),
        ("the u.s. release", ["the", "us", "release"]),
        ("cw7", ["cw", "7"]),
        ("s03e04", ["s", "03", "e", "04"]),
        ("the 3rd film", ["the", "3rd", "film"]),
        ("it cost 1,500,000 or 2.5", ["it", "cost", "1500000", "or", "2.5"]),
        ("a 4k disc", ["a", "4k", "disc"]),
        ("blu-ray", ["blu", "ray"]),
        ("ada's film isn't out", ["adas", "film", "isnt", "out"]),
        ("under_score", ["under", "score"]),
        ("東京 when", ["東京", "when"]),
        ("", []),
        ("?! ... --", []),
    ],
)
def test_words_numbers_ordinals_and_initials(cleaned: str, cut: list[str]) -> None:
    assert words(cleaned) == cut


@given(st.text(st.characters(), max_size=400))
def test_cleaned_text_is_in_lower_case_bounded_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= 4 * MAX_CHARACTERS
    assert cleaned == " ".join(cleaned.split())
    assert not any("A" <= sign <= "Z" for sign in cleaned)
    assert "\x00" not in cleaned
    assert not any("\ud800" <= sign <= "\udfff" for sign in cleaned)


@given(st.text(st.characters(), max_size=400))
def test_words_are_never_empty_and_never_too_many(text: str) -> None:
    cut = words(clean(text))
    assert len(cut) <= MAX_WORDS
    assert all(word and not word.isspace() for word in cut)


@given(st.text(st.sampled_from("abcdefghij éüñ"), max_size=60))
def test_case_and_accents_make_no_difference(text: str) -> None:
    assert clean(text.upper()) == clean(text.lower()) == clean(clean(text))
    assert folded(text) == folded(folded(text))


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("how much $$ did it make", "how much dollars did it make"),
        ("it made $5 million", "it made $5 million"),
        ("can my 12 yr old see it", "can my yearold see it"),
        ("is it ok for a 9-year-old?", "is it ok for a yearold ?"),
        ("ok for my ten y/o", "ok for my yearold"),
        ("any1 know", "anyone know"),
        ("b4 the credits", "before the credits"),
    ],
)
def test_money_ages_and_chat_are_written_out(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned
