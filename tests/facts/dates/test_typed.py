"""Dates as moderators type them: no finer than typed, and asked back where they can be read in two ways."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts.dates.edtf import PartialDate, Precision, in_words, moves, parse_edtf
from bot.facts.dates.typed import AmbiguousDate, UnclearDate, date_as_typed, parse_typed_date
from tests.facts.strategies import edtf_dates, edtf_values

TODAY = date(2026, 11, 22)  # a Sunday

READ = [
    # days
    ("12 July 2023", "2023-07-12"),
    ("July 12, 2023", "2023-07-12"),
    ("Jul 12th 2023", "2023-07-12"),
    ("the 12th of July, 2023", "2023-07-12"),
    ("2023 July 12", "2023-07-12"),
    ("12jul2023", "2023-07-12"),
    ("12-Jul-23", "2023-07-12"),
    ("Jul 12, 23", "2023-07-12"),
    ("12 Jul '23", "2023-07-12"),
    ("12.07.2023", "2023-07-12"),
    ("12.7.23", "2023-07-12"),
    ("13/07/2023", "2023-07-13"),
    ("07/13/2023", "2023-07-13"),
    ("13/07/23", "2023-07-13"),
    ("05/05/2023", "2023-05-05"),
    ("2023/07/12", "2023-07-12"),
    ("2023-7-2", "2023-07-02"),
    ("2023-07-12", "2023-07-12"),
    ("１２ July ２０２３", "2023-07-12"),
    ("١٢ July ٢٠٢٣", "2023-07-12"),
    ("12 July 1962", "1962-07-12"),
    ("12 Jul 62", "1962-07-12"),
    # a year that was not typed is the next
    ("12 July", "2027-07-12"),
    ("July 5", "2027-07-05"),
    ("July 28th", "2027-07-28"),
    ("26 Dec", "2026-12-26"),
    ("13/11", "2027-11-13"),
    ("5.11.", "2027-11-05"),
    ("29 February", "2028-02-29"),
    # a weekday that is right
    ("Tuesday, 4 May 2027", "2027-05-04"),
    ("Tue 4 May 2027", "2027-05-04"),
    ("4 May 2027 (Tuesday)", "2027-05-04"),
    ("Wednesday 12/07/2023", "2023-07-12"),
    ("Thursday 12/07/2023", "2023-12-07"),
    # months, parts, years
    ("July 2026", "2026-07"),
    ("july", "2027-07"),
    ("November", "2026-11"),
    ("07/2023", "2023-07"),
    ("7.2023", "2023-07"),
    ("2023/07", "2023-07"),
    ("Jan '28", "2028-01"),
    ("Jan'28", "2028-01"),
    ("Dec '26", "2026-12"),
    ("Dec ’26", "2026-12"),
    ("Jul-45", "2045-07"),
    ("Jul 99", "1999-07"),
    ("early July 2026", "2026-07"),
    ("'28", "2028"),
    ("2026", "2026"),
    ("in 2026", "2026"),
    ("summer 2026", "2026-22"),
    ("summer '27", "2027-22"),
    ("summer 27", "2027-22"),
    ("Fall of 2026", "2026-23"),
    ("late summer 2027", "2027-22"),
    ("winter", "2026-24"),
    ("winter 2026/27", "2026-24"),
    ("winter 2026-2027", "2026-24"),
    ("autumn", "2026-23"),
    ("Q3 2026", "2026-35"),
    ("2026 Q3", "2026-35"),
    ("Q3'27", "2027-35"),
    ("Q3", "2027-35"),
    ("q4", "2026-36"),
    ("third quarter of 2026", "2026-35"),
    ("the 3rd quarter 2026", "2026-35"),
    ("early 2027", "2027-33~"),
    ("mid-2027", "2027-22~"),
    ("end of 2027", "2027-36~"),
    ("late '27", "2027-36~"),
    # doubt
    ("about July 2026", "2026-07~"),
    ("about 2027", "2027~"),
    ("circa 2027", "2027~"),
    ("ca. 2027", "2027~"),
    ("c. 2027", "2027~"),
    ("c2027", "2027~"),
    ("~2027", "2027~"),
    ("2026?", "2026?"),
    ("12 July 2023?", "2023-07-12?"),
    ("2027 (not certain)", "2027?"),
    ("2027 (?)", "2027?"),
    ("2027, not certain", "2027?"),
    ("maybe 2027", "2027?"),
    ("probably July 2027", "2027-07?"),
    ("about 2027 (not certain)", "2027%"),
    ("early 2027 (not certain)", "2027-33%"),
    ("2026-22~", "2026-22~"),
    # seen from today
    ("today", "2026-11-22"),
    ("tomorrow", "2026-11-23"),
    ("the day after tomorrow", "2026-11-24"),
    ("yesterday", "2026-11-21"),
    ("in 3 days", "2026-11-25"),
    ("in 2 weeks", "2026-12-06"),
    ("in two weeks' time", "2026-12-06"),
    ("2 weeks from now", "2026-12-06"),
    ("in a week", "2026-11-29"),
    ("3 days ago", "2026-11-19"),
    ("in 2 months", "2027-01"),
    ("in 3 years", "2029"),
    ("this month", "2026-11"),
    ("next month", "2026-12"),
    ("last month", "2026-10"),
    ("next year", "2027"),
    ("Friday", "2026-11-27"),
    ("this Friday", "2026-11-27"),
    ("next summer", "2027-22"),
    ("this winter", "2026-24"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "edtf"), READ)
def test_what_is_typed_is_kept_no_finer(typed: str, edtf: str) -> None:
    assert parse_typed_date(typed, today=TODAY) == edtf


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  ", "TBA", "tbd", "unknown", "To be announced", "to be confirmed", "?", "-"),
        *("por confirmar", "à confirmer", "noch offen", "a confirmar", "da confermare"),
    ],
)
def test_no_date_yet(typed: str) -> None:
    assert parse_typed_date(typed, today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        *((each, "2023-07-12") for each in ("12 juillet 2023", "le 12 juillet 2023", "12 de julio de 2023")),
        *((each, "2023-07-12") for each in ("12. Juli 2023", "am 12. Juli 2023", "12 luglio 2023")),
        *((each, "2023-07-12") for each in ("12 de julho de 2023", "il 12 luglio 2023", "el 12 de julio del 2023")),
        *((each, "2023-07-01") for each in ("1er juillet 2023", "1º de julio de 2023", "1° luglio 2023")),
        *((each, "2023-07-01") for each in ("1. Juli 2023", "1º de julho de 2023")),
        *((each, "2026-03") for each in ("março de 2026", "marzo 2026", "mars 2026", "März 2026", "Maerz 2026")),
        *((each, "2028-01") for each in ("enero '28", "janv. '28", "Jan. '28", "gennaio '28", "janeiro de '28")),
        *((each, "2026-22") for each in ("été 2026", "l'été 2026", "verano de 2026", "Sommer 2026", "verão de 2026")),
        *((each, "2026-22") for each in ("estate 2026", "im Sommer 2026")),
        *((each, "2027-33~") for each in ("principios de 2027", "a principios de 2027", "début 2027", "Anfang 2027")),
        *((each, "2027-33~") for each in ("início de 2027", "inizio 2027")),
        *((each, "2027-22~") for each in ("mediados de 2027", "mi-2027", "Mitte 2027", "meados de 2027", "metà 2027")),
        *((each, "2027-36~") for each in ("finales de 2027", "fin 2027", "Ende 2027", "fim de 2027", "fine 2027")),
        *((each, "2026-33") for each in ("1. Quartal 2026", "erstes Quartal 2026", "1er trimestre 2026", "T1 2026")),
        *((each, "2026-33") for each in ("primer trimestre de 2026", "primo trimestre 2026")),
        *((each, "2027~") for each in ("etwa 2027", "um 2027", "vers 2027", "hacia 2027", "por volta de 2027")),
        *((each, "2027?") for each in ("2027 (unsicher)", "vielleicht 2027", "quizás 2027", "peut-être 2027")),
        *((each, "2027?") for each in ("talvez 2027", "forse 2027")),
        *((each, "2027-05-04") for each in ("Dienstag, 4. Mai 2027", "Di, 4.5.2027", "mardi 4 mai 2027")),
        *((each, "2027-05-04") for each in ("mar 4 mayo 2027", "martes, 4 de mayo de 2027")),
        *((each, "2027-05-04") for each in ("terça-feira, 4 de maio de 2027", "martedì 4 maggio 2027")),
        *((each, "2026-11-23") for each in ("mañana", "demain", "morgen", "amanhã", "domani")),
        *((each, "2026-12-06") for each in ("dentro de 2 semanas", "dans 2 semaines", "in 2 Wochen")),
        *((each, "2026-12-06") for each in ("tra 2 settimane", "fra due settimane")),
        *((each, "2026-12-06") for each in ("em 2 semanas", "daqui a 2 semanas", "en dos semanas")),
        *((each, "2026-12") for each in ("el próximo mes", "el mes que viene", "le mois prochain", "nächsten Monat")),
        *((each, "2026-12") for each in ("próximo mês", "mês que vem", "il mese prossimo")),
        *((each, "2026-11-08") for each in ("hace 2 semanas", "il y a 2 semaines", "vor 2 Wochen", "2 settimane fa")),
    ],
)  # fmt: skip
def test_six_languages_need_no_setting(typed: str, edtf: str) -> None:
    assert parse_typed_date(typed, today=TODAY) == edtf


RANGES = [
    ("2026-11-21/2027-01-03", "2026-11-21/2027-01-03"),
    ("2026-11-21/..", "2026-11-21/.."),
    ("../2027-01-03", "../2027-01-03"),
    ("2026-11-21/", "2026-11-21/"),
    ("/2027-01-03", "/2027-01-03"),
    ("2024-03/2024-11", "2024-03/2024-11"),
    ("2024-03~/2024-11?", "2024-03~/2024-11?"),
    ("21 November 2026 to 3 January 2027", "2026-11-21/2027-01-03"),
    ("21 Nov - 3 Jan 2027", "2026-11-21/2027-01-03"),
    ("21.11.2026 – 3.1.2027", "2026-11-21/2027-01-03"),
    ("21.11.-3.1.2027", "2026-11-21/2027-01-03"),
    ("2026-11-21 to 2027-01-03", "2026-11-21/2027-01-03"),
    ("2026-11-21 - 2027-01-03", "2026-11-21/2027-01-03"),
    ("21 Nov 2026 to 3 Jan", "2026-11-21/2027-01-03"),
    ("March to November 2024", "2024-03/2024-11"),
    ("March–November 2024", "2024-03/2024-11"),
    ("November to March 2025", "2024-11/2025-03"),
    ("between March and November 2024", "2024-03/2024-11"),
    ("from 3 May until 9 May 2026", "2026-05-03/2026-05-09"),
    ("3-9 May 2026", "2026-05-03/2026-05-09"),
    ("3 to 9 May 2026", "2026-05-03/2026-05-09"),
    ("May 3-9, 2026", "2026-05-03/2026-05-09"),
    ("July 15-20 2026", "2026-07-15/2026-07-20"),
    ("May 3 - June 9, 2026", "2026-05-03/2026-06-09"),
    ("May 3-10", "2027-05-03/2027-05-10"),
    ("20 Nov to 2 Dec", "2026-11-20/2026-12-02"),
    ("Friday 1 May to Sunday 3 May 2026", "2026-05-01/2026-05-03"),
    ("13/05/2026 - 20/05/2026", "2026-05-13/2026-05-20"),
    ("01/05/2026 - 20/05/2026", "2026-05-01/2026-05-20"),
    ("2024-2026", "2024/2026"),
    ("2024–26", "2024/2026"),
    ("2024 to March 2025", "2024/2025-03"),
    ("early 2026 to late 2027", "2026-33~/2027-36~"),
    ("Q1 2026 to Q3 2026", "2026-33/2026-35"),
    ("spring to autumn 2026", "2026-21/2026-23"),
    ("about March to November 2024", "2024-03~/2024-11~"),
    ("March to November 2024 (not certain)", "2024-03?/2024-11?"),
    ("from 3 May 2026", "2026-05-03/.."),
    ("since May 2026", "2026-05/.."),
    ("3 May 2026 onwards", "2026-05-03/.."),
    ("3 May 2026 to present", "2026-05-03/.."),
    *((each, "2019/..") for each in ("2019-heute", "2019 bis heute", "desde 2019 hasta hoy")),
    *((each, "2019/..") for each in ("de 2019 à aujourd'hui", "2019 à nos jours", "2019 até hoje", "dal 2019 ad oggi")),
    ("3 May 2026 to TBA", "2026-05-03/"),
    ("until 9 May 2026", "/2026-05-09"),
    ("up to 9 May 2026", "../2026-05-09"),
    ("vom 3. bis 9. Mai 2026", "2026-05-03/2026-05-09"),
    ("3.-9. Mai 2026", "2026-05-03/2026-05-09"),
    ("von März bis November 2024", "2024-03/2024-11"),
    ("ab Mai 2026", "2026-05/.."),
    ("del 3 al 9 de mayo de 2026", "2026-05-03/2026-05-09"),
    ("de marzo a noviembre de 2024", "2024-03/2024-11"),
    ("entre marzo y noviembre de 2024", "2024-03/2024-11"),
    ("desde mayo de 2026", "2026-05/.."),
    ("hasta el 9 de mayo de 2026", "/2026-05-09"),
    ("du 3 au 9 mai 2026", "2026-05-03/2026-05-09"),
    ("de mars à novembre 2024", "2024-03/2024-11"),
    ("à partir de mai 2026", "2026-05/.."),
    ("jusqu'au 9 mai 2026", "/2026-05-09"),
    ("de 3 a 9 de maio de 2026", "2026-05-03/2026-05-09"),
    ("de março a novembro de 2024", "2024-03/2024-11"),
    ("até 9 de maio de 2026", "/2026-05-09"),
    ("dal 3 al 9 maggio 2026", "2026-05-03/2026-05-09"),
    ("da marzo a novembre 2024", "2024-03/2024-11"),
    ("fino al 9 maggio 2026", "/2026-05-09"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "edtf"), RANGES)
def test_ranges(typed: str, edtf: str) -> None:
    assert parse_typed_date(typed, today=TODAY) == edtf


@pytest.mark.parametrize(
    "typed",
    [
        *("blah", "12:30", "5", "31 Feb 2026", "30.02.2026", "32 July 2026", "Feb 30", "last week", "next week"),
        *("2026-13", "12 July 0000", "7 12", "10-11", "7.5", "x" * 101, "12 July 2023 13 August 2024"),
        *("2027 or 2028", "first half of 2027", "12² July 2023", "⑫ July 2023", "Friday July 2027", "12 July 20235"),
    ],
)
def test_what_is_no_one_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="type 12 July 2023"):
        parse_typed_date(typed, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "one", "other"),
    [
        ("12/07/2023", "2023-07-12", "2023-12-07"),
        ("12-07-2023", "2023-07-12", "2023-12-07"),
        ("12 07 2023", "2023-07-12", "2023-12-07"),
        ("12/07/23", "2023-07-12", "2023-12-07"),
        ("26-11-28", "2028-11-26", "2026-11-28"),
        ("10/11", "2027-11-10", "2027-10-11"),
        ("11/28", "2026-11-28", "2028-11"),
        ("Jul-28", "2027-07-28", "2028-07"),
        ("Jul 28", "2027-07-28", "2028-07"),
        ("Dec 26", "2026-12-26", "2026-12"),
        ("julio 28", "2027-07-28", "2028-07"),
        ("Juli-28", "2027-07-28", "2028-07"),
        ("Jul-05", "2027-07-05", "2005-07"),
        ("next Friday", "2026-11-27", "2026-12-04"),
        ("last Friday", "2026-11-20", "2026-11-13"),
        ("Sunday", "2026-11-22", "2026-11-29"),
        ("2021-22", "summer 2021", "2021/2022"),
        ("01/05/2026 - 03/06/2026", "2026-05-01/2026-06-03", "2026-01-05/2026-03-06"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back_with_both(typed: str, one: str, other: str) -> None:
    with pytest.raises(AmbiguousDate) as asked:
        parse_typed_date(typed, today=TODAY)
    remedy = str(asked.value).rpartition("; type it as ")[2]
    assert one in remedy
    assert other in remedy
    read = [parse_typed_date(each, today=TODAY) for each in (one, other)]
    for edtf in read:
        assert edtf is not None
        assert in_words(parse_edtf(edtf)) in str(asked.value)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Friday, 4 May 2027", "says Friday, but 4 May 2027 is a Tuesday; type 30 April 2027 or 7 May 2027"),
        ("Friday 4 May", "4 May 2027 is a Tuesday"),
        ("4 May 2027, Friday", "4 May 2027 is a Tuesday"),
        ("Freitag, 4. Mai 2027", "4 May 2027 is a Tuesday"),
        ("viernes 4 de mayo de 2027", "4 May 2027 is a Tuesday"),
        ("vendredi 4 mai 2027", "4 May 2027 is a Tuesday"),
        ("sexta-feira, 4 de maio de 2027", "4 May 2027 is a Tuesday"),
        ("venerdì 4 maggio 2027", "4 May 2027 is a Tuesday"),
        ("Monday 1 May to Sunday 3 May 2026", "1 May 2026 is a Friday"),
        ("Friday 12/07/2023", "12 July 2023 is a Wednesday"),
        ("9 May 2026 to 3 May 2026", "ends before it starts; put the earlier date first"),
        ("2027-01-03/2026-11-21", "ends before it starts; put the earlier date first"),
        ("2026-2024", "ends before it starts"),
        ("9 May to 3 May 2026", "ends before it starts"),
        ("31 June to 9 July 2026", "has a day that isn't in the calendar"),
    ],
)
def test_what_contradicts_itself_is_told_so(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_typed_date(typed, today=TODAY)


@pytest.mark.parametrize("today", [date(2026, 11, 22) + timedelta(days) for days in range(7)])
@pytest.mark.parametrize("number", range(7))
def test_dates_offered_for_a_weekday_have_it(today: date, number: int) -> None:
    name, wrong = calendar.day_name[number], today + timedelta((number - today.weekday()) % 7 + 1)
    with pytest.raises(UnclearDate) as refused:
        parse_typed_date(f"{name}, {in_words(parse_edtf(wrong.isoformat()))}", today=TODAY)
    near = re.search(r"type (.+?) or (.+?) if", str(refused.value))
    assert near is not None
    for words in near.groups():
        edtf = parse_typed_date(words, today=TODAY)
        assert edtf is not None
        assert parse_edtf(edtf).earliest.weekday() == number


# Whatever the bot prints, it reads


@settings(max_examples=400, deadline=None)
@given(edtf=edtf_values())
def test_words_are_read_back(edtf: str) -> None:
    assert parse_typed_date(in_words(parse_edtf(edtf)), today=TODAY) == edtf
    assert parse_typed_date(date_as_typed(edtf), today=TODAY) == edtf


@settings(max_examples=200, deadline=None)
@given(edtf=edtf_values())
def test_edtf_is_typed_as_it_is(edtf: str) -> None:
    try:
        assert parse_typed_date(edtf, today=TODAY) == edtf
    except AmbiguousDate:
        assert re.match(r"(19|20)(2[0-3]-2[1-4]|3[2-5]-3[3-6])", edtf)  # 2021-22: two years, or summer 2021


# No guesses

_SIGNS = st.sampled_from(["/", "-", " ", "."])
_NUMBERS = st.integers(1, 40)


def _dates(*candidates: tuple[int, int, int]) -> set[str]:
    found = set()
    for year, month, day in candidates:
        try:
            found.add(date(year, month, day).isoformat())
        except ValueError:
            continue
    return found


@settings(max_examples=400, deadline=None)
@given(_NUMBERS, _NUMBERS, st.integers(2000, 2040), st.booleans(), _SIGNS)
def test_day_and_month_are_never_silently_taken_one_way(one: int, two: int, year: int, short: bool, sign: str) -> None:
    typed = f"{one:02}{sign}{two:02}{sign}{year % 100 if short else year:02}"
    both = _dates((year, two, one), (year, one, two))
    if sign == ".":  # day first in every language that writes dots
        both = _dates((year, two, one)) or both
    if sign == "-" and short:
        both |= _dates((2000 + one if one <= 45 else 1900 + one, two, year % 100))
    try:
        edtf = parse_typed_date(typed, today=TODAY)
    except AmbiguousDate:
        assert len(both) > 1
    except ValueError:
        assert not both
    else:
        assert {edtf} == both


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 12), st.integers(0, 99), st.sampled_from(["-", " ", " '"]), st.booleans())
def test_a_month_and_two_digits_are_a_day_or_a_year_and_never_guessed(
    month: int, number: int, sign: str, day_first: bool
) -> None:
    name = calendar.month_abbr[month]
    typed = f"{number:02} {name}" if day_first else f"{name}{sign}{number:02}"
    could_be_day = 1 <= number <= calendar.monthrange(2000, month)[1] and (day_first or "'" not in sign)
    could_be_year = not day_first
    try:
        edtf = parse_typed_date(typed, today=TODAY)
    except AmbiguousDate:
        assert could_be_day
        assert could_be_year
        return
    except ValueError:
        assert not could_be_day
        return
    assert edtf is not None
    assert could_be_day != could_be_year
    assert parse_edtf(edtf).precision is (Precision.DAY if could_be_day else Precision.MONTH)


_WORDS = [
    *(
        "12",
        "July",
        "2026",
        "friday",
        "next",
        "in",
        "of",
        "/",
        ".",
        "-",
        "to",
        "until",
        "from",
        "Q3",
        "?",
        "~",
        "about",
    ),
    *(
        "99999",
        "ago",
        "٣",
        "'28",
        "28",
        "weeks",
        "early",
        "summer",
        "May",
        "..",
        "bis",
        "1.",
        "2021-22",
        "(not certain)",
    ),
]


def _numbers_of(partial: PartialDate) -> list[int]:
    if partial.precision is Precision.DAY:
        return [partial.earliest.day]
    return [int(number) for number in re.findall(r"\d+", partial.edtf[5:])] if partial.part else []


@settings(max_examples=500, deadline=None)
@given(
    typed=st.one_of(
        st.text(max_size=20),
        st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join),
        edtf_dates().map(lambda edtf: in_words(parse_edtf(edtf))).map(lambda words: words[1:]),
    )
)
def test_anything_typed_is_a_date_or_refused_and_no_day_is_made_up(typed: str) -> None:
    try:
        edtf = parse_typed_date(typed, today=TODAY)
    except ValueError:
        return
    if edtf is None:
        return
    partial = parse_edtf(edtf)
    assert partial.edtf == edtf
    if re.search(r"(?i)friday|weeks|ago", typed) or not re.search(r"\d", typed):
        return  # the day follows from today
    typed_numbers = [int(number) for number in re.findall(r"\d+", typed)]
    for end in partial.ends:
        if end.precision is Precision.DAY:
            assert end.earliest.day in typed_numbers


def test_a_range_that_is_told_more_exactly_has_not_moved() -> None:
    assert not moves("2026-05/2026-06", "2026-05-03/2026-06-09")
    assert not moves("2026-05-03/", "2026-05-03/2026-06-09")
    assert not moves("2026", "2026-05-03/2026-06-09")
    assert moves("2026-05-03/2026-06-09", "2026-05-03/2026-06-16")
    assert moves("2026-05-03/2026-06-09", "2026-05-10/2026-06-01")
    assert moves("2026-05-03/2026-06-09", "2026-05-03/..")
    assert moves("2026-05/2026-06", "2026-05-03")
