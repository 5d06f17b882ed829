from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.cards.mentioned_dates import dates_in
from bot.facts.dates.edtf import in_words, parse_edtf


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It opens on 14 May 2027.", "2027-05-14"),
        ("May 14th, 2027, it is", "2027-05-14"),
        ("Am 14. Mai 2027 startet er.", "2027-05-14"),
        ("le 1er juillet 2023", "2023-07-01"),
        ("el 23 de julio de 2021", "2021-07-23"),
        ("on 2027-05-14", "2027-05-14"),
        ("on 14/05/2027", "2027-05-14"),
        ("on 5/14/2027", "2027-05-14"),
        ("on 14 May, in the summer of 2027", "2027-05-14"),
        ("12 to 14 May 2027", "2027-05-12/2027-05-14"),
        ("May 12–14, 2027", "2027-05-12/2027-05-14"),
        ("3 May to 9 June 2027", "2027-05-03/2027-06-09"),
        ("from 14 May 2027 onwards", "2027-05-14/.."),
        ("May to June 2026", "2026-05/2026-06"),
        ("in May 2026", "2026-05"),
        ("summer 2028", "2028-22"),
        ("in the third quarter of 2026", "2026-35"),
        ("Q3 2026", "2026-35"),
        ("late 2026", "2026-36~"),
        ("in 2026, they say", "2026?"),
    ],
)
def test_a_date_is_found_in_any_spelling(text: str, edtf: str) -> None:
    assert dates_in(text).mentions(edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It opens on 14 May 2027.", "2027-05"),
        ("It opens on 14 May 2027.", "2027"),
        ("It opens in May 2027.", "2027-05-14"),
        ("It opens on 14 May 2026.", "2027-05-14"),
        ("It opens on 14 May.", "2027-05-14"),
        ("It opens on 4 May 2027.", "2027-05-14"),
        ("12 to 14 May 2027", "2027-05-12/2027-05-15"),
        ("It took 2,026 days and $2026.50.", "2026"),
        ("They may have 14 more in 2027.", "2027-05-14"),
        ("No date is known.", "2027"),
    ],
)
def test_other_dates_and_precisions_do_not_match(text: str, edtf: str) -> None:
    assert not dates_in(text).mentions(edtf)


DAYS = st.dates().filter(lambda day: day.year >= 1900).map(lambda day: day.isoformat())
COARSE = st.one_of(
    DAYS.map(lambda day: day[:7]), DAYS.map(lambda day: day[:4]), st.sampled_from(["2026-21", "2027-34"])
)
BEFORE = st.sampled_from(["", "It comes on ", "(", "“"])
AFTER = st.sampled_from(["", ".", ", they say", ")", "; not before"])


@given(DAYS | COARSE, BEFORE, AFTER)
def test_dates_printed_on_cards_are_found(edtf: str, before: str, after: str) -> None:
    assert dates_in(f"{before}{in_words(parse_edtf(edtf))}{after}").mentions(edtf)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    dates_in(text)
