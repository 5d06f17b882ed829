"""Questions of time, computed from the dates that were announced and the day they are asked on."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.engine import Engine
from bot.answers.index import date_answers as timeline
from bot.facts.dates.edtf import Precision, parse_edtf
from bot.facts.models import AnnouncedDate, DateValue, Fact
from bot.messages import speaking
from tests.answers.invented import fact
from tests.answers.series import TODAY, ids, loaded
from tests.pseudo import Pseudo, untranslated

DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(calendar.month_name[1:])}) (\d{{4}})\b")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return loaded()


def said(engine: Engine, question: str, today: date = TODAY) -> str:
    """What a question is answered; empty where it is not."""
    answer = engine.ask(question, today=today)
    return answer.parts[0].text if answer.parts else ""


@pytest.mark.parametrize(
    "question",
    [
        "when was glimmerfall 2 originally supposed to come out?",
        "what was the original release date of glimmerfall 2",
        "when was the salt choir supposed to be released originally",
    ],
)
def test_what_was_first_announced_is_told_beside_what_holds(engine: Engine, question: str) -> None:
    text = said(engine, question)
    assert "14 June 2024" in text
    assert "3 May 2021" in text
    assert "12 February 2027" in text


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("how often was glimmerfall 2 delayed", "3 times"),
        ("how many times has glimmerfall 2 been delayed?", "3 times"),
        ("how many times did glimmerfall 2 move", "3 times"),
        ("how often was quillon delayed", "once"),
    ],
)
def test_moves_are_counted(engine: Engine, question: str, count: str) -> None:
    assert f"moved {count}:" in said(engine, question)


def test_every_date_that_was_announced_is_named_in_its_order(engine: Engine) -> None:
    text = said(engine, "how often was glimmerfall 2 delayed")
    found = [match.group() for match in DAY.finditer(text)]
    assert found == ["14 June 2024", "28 March 2025", "17 July 2026", "12 February 2027"]


@pytest.mark.parametrize(
    "question", ["has glimmerfall 2 moved?", "has glimmerfall 2 been delayed?", "was glimmerfall 2 pushed back"]
)
def test_whether_it_moved_is_answered_with_the_dates_not_a_bare_yes(engine: Engine, question: str) -> None:
    text = said(engine, question)
    assert text.startswith("Yes")
    assert "14 June 2024" in text
    assert "12 February 2027" in text


def test_a_delay_that_nothing_tells_of_is_not_made_up(engine: Engine) -> None:
    assert "moved" not in said(engine, "has glimmerfall been delayed?")


@pytest.mark.parametrize(
    ("when", "held"),
    [
        ("2021", "14 June 2024"),
        ("2022", "28 March 2025"),
        ("2023", "28 March 2025"),
        ("2024", "17 July 2026"),
        pytest.param("december 2022", "28 March 2025"),
    ],
)
def test_the_date_that_was_held_at_a_time_is_the_last_announced_by_then(engine: Engine, when: str, held: str) -> None:
    text = said(engine, f"what was the glimmerfall 2 date in {when}")
    assert text.startswith(f"In {when.capitalize()}, the date was {held}")
    assert text.endswith("the latest date is 12 February 2027.")


def test_before_anything_was_announced_no_date_is_told(engine: Engine) -> None:
    assert "In 2020, the date was" not in said(engine, "what was the glimmerfall 2 date in 2020")


@pytest.mark.parametrize("question", ["how long until glimmerfall 2", "how many days until glimmerfall 2 comes out"])
@pytest.mark.parametrize(
    ("today", "tells"),
    [
        (date(2026, 11, 22), "in 82 days"),
        (date(2027, 2, 10), "in 2 days"),
        (date(2027, 2, 11), "in 1 day."),
        (date(2027, 2, 12), "That is today"),
        (date(2027, 2, 13), "That date has passed"),
    ],
)
def test_days_are_counted_from_the_day_of_the_question(engine: Engine, question: str, today: date, tells: str) -> None:
    assert tells in said(engine, question, today)


@pytest.mark.parametrize("question", ["is glimmerfall 2 out yet?", "has glimmerfall 2 come out yet"])
def test_whether_it_is_out_is_settled_by_the_date(engine: Engine, question: str) -> None:
    before, after = said(engine, question), said(engine, question, date(2028, 1, 1))
    assert "12 February 2027" in before
    assert "in 82 days" in before
    assert "12 February 2027" in after
    assert "has passed" in after


@pytest.mark.parametrize(
    ("question", "known"),
    [
        ("how many days until quillon", "autumn 2027"),
        ("is quillon out yet", "autumn 2027"),
        ("how long until tarnhollow season 3", "September 2027"),
    ],
)
def test_a_month_or_a_season_is_never_counted_in_days(engine: Engine, question: str, known: str) -> None:
    text = said(engine, question)
    assert known in text
    assert "exact day isn't known" in text
    assert not re.search(r"\d+ days?\b", text)
    assert not DAY.search(text)


@pytest.mark.parametrize(
    "question", ["has quillon moved", "when was quillon originally supposed to come out", "how often was quillon late"]
)
def test_a_history_of_months_and_seasons_names_no_day(engine: Engine, question: str) -> None:
    text = said(engine, question)
    assert "April 2026" in text
    assert "autumn 2027" in text
    assert not DAY.search(text)


@pytest.mark.parametrize(("today", "verb"), [(TODAY, "is"), (date(2027, 2, 12), "is"), (date(2027, 2, 13), "was")])
def test_what_lies_behind_is_told_as_past(engine: Engine, today: date, verb: str) -> None:
    name = "current" if verb == "is" else "final"
    assert f"The last of these {verb} the {name} date" in said(engine, "has glimmerfall 2 moved", today)
    assert f"the {name} date {verb} 12 February 2027" in said(engine, "glimmerfall 2 original release date", today)


@pytest.mark.parametrize(
    ("today", "over"), [(date(2027, 8, 31), False), (date(2027, 10, 1), False), (date(2027, 12, 1), True)]
)
def test_a_season_has_passed_when_all_of_it_has(engine: Engine, today: date, over: bool) -> None:
    text = said(engine, "is quillon out yet", today)
    assert "autumn 2027" in text
    assert ("has passed" in text) is over
    last = "was the final date" if over else "is the current date"
    assert f"The last of these {last}" in said(engine, "has quillon moved", today)


LATE = (
    AnnouncedDate(date="2025-05-01", announced="2023-01-01"),
    AnnouncedDate(date="2026-05-01", announced="2024-01-30"),
    AnnouncedDate(date="2027-05-01", announced="2025-02"),
)


@pytest.mark.parametrize(
    ("year", "month", "held"),
    [
        (2023, 12, "1 May 2025"),
        (2024, 2, "1 May 2026"),
        (2024, 12, "1 May 2026"),
        (2025, 2, "1 May 2027"),
        pytest.param(2024, 1, "1 May 2026"),
    ],
)
def test_a_month_lasts_until_its_last_day(year: int, month: int, held: str) -> None:
    terms = {f"#{year}": 1.0, f"~month-{month}": 1.0}
    text = timeline.sentence(moving(list(LATE)), terms, {"when"}, yesno=False, today=TODAY)
    assert text is not None
    assert text.startswith(f"In {calendar.month_name[month]} {year}, the date was {held}")


@pytest.mark.parametrize("held", ["2027-05-03~", "2027-05-03?"])
def test_a_day_that_is_not_certain_is_not_counted_to(held: str) -> None:
    engine = loaded(moving([AnnouncedDate(date=held)]))
    answer = engine.ask("how many days until vantoro comes out", production="vantoro", today=TODAY)
    assert not re.search(r"\d+ days?\.", answer.parts[0].text)


def test_a_date_that_became_more_exact_has_not_moved() -> None:
    engine = loaded(moving([AnnouncedDate(date="2027"), AnnouncedDate(date="2027-05-03")]))
    answer = engine.ask("has vantoro moved", production="vantoro", today=TODAY)
    assert answer.parts
    assert "moved once" not in answer.parts[0].text


# Ranges

RUN = "2026-11-21/2027-01-03"


def running(edtf: str) -> Engine:
    """An engine that knows when a production is filmed, when its festival is, and how long it is."""
    filmed = "Filming begins on 21 November 2026 and ends on 3 January 2027."
    return loaded(
        fact("v-filming", "vantoro", "production", "filming", filmed, "when does vantoro film", "vantoro filming dates",
             value=DateValue(edtf=edtf)),
        fact("v-fest", "vantoro", "production", "festival", "The Vantoro festival will run over the new year.",
             "when is the vantoro festival", value=DateValue(edtf=edtf)),
        fact("v-run", "vantoro", "production", "runtime", "Vantoro runs 120 minutes.", "how long is vantoro"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "before", "during", "after"),
    [
        ("is vantoro filming now", "It begins in 20 days", "going on now. It ends in 33 days", "It's over"),
        ("is vantoro still filming", "hasn't begun yet", "going on now", "It's over: it ended on 3 January 2027"),
        ("is the vantoro festival still running", "hasn't begun yet", "going on now", "It's over"),
        ("when does vantoro filming end", "ends in 63 days, on 3", "ends in 33 days, on 3", "it ended on 3 Jan"),
        ("when did vantoro finish filming", "ends in 63 days", "ends in 33 days", "it ended on 3 January 2027"),
        ("when does filming of vantoro start", "begins in 20 days", "began on 21 November 2026, 10", "72 days ago"),
        ("has vantoro started filming", "begins in 20 days", "10 days ago", "72 days ago"),
        ("how long did filming of vantoro last", "It lasts 44 days", "It lasts 44 days", "It lasted 44 days"),
        ("how long does the vantoro festival run", "It lasts 44 days", "It lasts 44 days", "It lasted 44 days"),
        ("how long until vantoro filming ends", "ends in 63 days", "ends in 33 days", "it ended on"),
        ("how many days until the vantoro festival", "begins in 20 days", "It ends in 33 days", "it ended on"),
        ("how long is vantoro", "runs 120 minutes.", "runs 120 minutes.", "runs 120 minutes."),
    ],
)  # fmt: skip
def test_a_range_answers_whether_it_goes_on_and_how_long(question: str, before: str, during: str, after: str) -> None:
    engine = running(RUN)
    days = (date(2026, 11, 1), date(2026, 12, 1), date(2027, 2, 1))
    for today, tells in zip(days, (before, during, after), strict=True):
        assert tells in said(engine, question, today)


@pytest.mark.parametrize(
    ("edtf", "question", "tells"),
    [
        (
            "2026-11/2027-01",
            "when does vantoro filming end",
            "It ends in January 2027; the exact day isn't known yet.",
        ),
        ("2026-11/2027-01", "is vantoro filming now", "It's going on now. It ends in January 2027"),
        ("2026-11/2027-01", "how long does filming of vantoro last", "at most 3 months, from November 2026 to January"),
        ("2026-11/2026-12", "is vantoro filming now", "It began in November 2026. It ends in December 2026"),
        ("2026-12/2027-01", "is vantoro filming now", "It begins in December 2026; the exact day isn't known yet."),
        ("2026-11-21/..", "is vantoro filming now", "It's going on now. It has no end date."),
        ("2026-11-21/..", "how long did filming of vantoro last", "It has lasted 11 days so far."),
        (
            "2026-11-21/",
            "is vantoro filming now",
            "It began on 21 November 2026, 10 days ago. The end date isn't known.",
        ),
        ("/2027-01-03", "is vantoro filming now", "The start date isn't known. It ends in 33 days"),
        ("2026-11-21~/2027-01-03", "how long does filming of vantoro last", "from about 21 November 2026 to 3 January"),
    ],
)
def test_what_is_not_known_of_a_range_is_not_made_up(edtf: str, question: str, tells: str) -> None:
    assert tells in said(running(edtf), question, date(2026, 12, 1))


def test_a_range_is_found_by_each_year_and_month_that_it_names() -> None:
    engine = running(RUN)
    for question in ("is vantoro filming in november 2026", "is vantoro filming in january 2027"):
        assert ids(engine.ask(question, today=TODAY)) == ["v-filming"]


@given(
    st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(0, 500), st.dates(date(2014, 1, 1), date(2038, 1, 1))
)
@settings(max_examples=100)
def test_what_is_counted_of_a_range_is_exact_on_any_day(first: date, length: int, today: date) -> None:
    last = first + timedelta(length)
    held = fact("x", "p", "production", "filming", "A.", value=DateValue(edtf=f"{first}/{last}"))

    def tells(terms: dict[str, float], kinds: set[str], *, yesno: bool = False) -> str:
        return timeline.sentence(held, terms, kinds, yesno=yesno, today=today) or ""

    days = f"{length + 1} day{'s' if length else ''}"
    assert f" {'lasted' if last < today else 'lasts'} {days}, from" in tells({}, {"how_long"})
    going = first < today <= last
    assert ("going on now" in tells({}, set(), yesno=True)) == going
    assert ("hasn't begun yet" in tells({}, set(), yesno=True)) == (first > today)
    assert ("It's over" in tells({}, set(), yesno=True)) == (last < today)
    if last > today:
        assert f"ends in {(last - today).days} day" in tells({"~wrap": 1.0}, set())
    if first > today:
        assert f"begins in {(first - today).days} day" in tells({"~start": 1.0}, set())


# Any history, any day

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
EXACT = DAYS.map(date.isoformat)
SINGLE = st.one_of(
    EXACT,
    st.builds("{}-{:02}".format, st.integers(2015, 2035), st.integers(1, 12)),
    st.builds("{}-{}".format, st.integers(2015, 2035), st.integers(21, 24)),
    st.builds("{}-{}".format, st.integers(2015, 2035), st.integers(33, 36)),
    st.integers(2015, 2035).map(str),
)
PARTIAL = SINGLE | st.builds(lambda first, days: f"{first}/{first + timedelta(days)}", DAYS, st.integers(0, 300))
ANNOUNCED = st.builds(AnnouncedDate, date=PARTIAL, announced=st.none() | SINGLE)
HISTORY = st.lists(ANNOUNCED, min_size=1, max_size=5)
QUESTIONS = (
    "has vantoro moved",
    "how often was vantoro delayed",
    "when was vantoro originally supposed to come out",
    "is vantoro out yet",
    "how long until vantoro",
    "what was the vantoro date in 2024",
    "what was the vantoro date in march 2026",
    "what was the vantoro date before this one",
    "what was the vantoro release date before march 2026",
    "when does vantoro come out",
)
ENGINE = loaded()


def moving(history: list[AnnouncedDate]) -> Fact:
    """A release that was announced as ``history`` tells, whose own text names no day."""
    return fact(
        "vantoro-release",
        "vantoro",
        "release",
        "release",
        "Vantoro comes to cinemas.",
        "when does vantoro come out",
        "vantoro release date",
        value=DateValue(edtf=history[-1].date),
        announced=tuple(history),
    )


@given(HISTORY, st.dates(date(2010, 1, 1), date(2040, 12, 31)))
@settings(max_examples=60)
def test_no_sentence_names_a_day_that_was_not_announced(history: list[AnnouncedDate], today: date) -> None:
    held = moving(history)
    ENGINE.put_fact(held)
    given = {text for entry in history for text in (entry.date, entry.announced) if text}
    ends = [end for text in given for end in parse_edtf(text).ends]
    known = {exact.earliest for exact in ends if exact.precision is Precision.DAY}
    last = parse_edtf(history[-1].date)
    for question in QUESTIONS:
        answer = ENGINE.ask(question, production="vantoro", today=today)
        for part in answer.parts:
            named = {
                date(int(year), list(calendar.month_name).index(month), int(day))
                for day, month, year in DAY.findall(part.text)
            }
            assert named <= known
            assert ("That date has passed" not in part.text) or last.latest < today
            counted = re.search(r"in (\d+) days?[.,]", part.text)
            if counted:
                days = [end.earliest for end in last.ends if end.precision is Precision.DAY]
                assert today + timedelta(days=int(counted[1])) in days


@given(EXACT, st.dates(date(2010, 1, 1), date(2040, 12, 31)))
@settings(max_examples=40)
def test_how_far_a_day_is_off_is_exact_on_any_day(held: str, today: date) -> None:
    ENGINE.put_fact(moving([AnnouncedDate(date=held)]))
    answer = ENGINE.ask("how long until vantoro comes out", production="vantoro", today=today)
    assert ids(answer) == ["vantoro-release"]
    days = (date.fromisoformat(held) - today).days
    tells = f"in {days} day" if days > 0 else "today" if days == 0 else "has passed"
    assert tells in answer.parts[0].text


ASKED: tuple[tuple[set[str], set[str]], ...] = (
    ({"~before"}, {"when"}),
    ({"~before", "~release", "~month-3"}, {"when"}),
    ({"~original"}, {"when"}),
    ({"~delay"}, set()),
    ({"~delay", "~times"}, {"how_many"}),
    ({"#2024"}, {"when"}),
    ({"#2026", "~month-3"}, {"when"}),
    ({"~countdown"}, {"how_long"}),
    ({"~start"}, {"when"}),
    ({"~wrap"}, {"when"}),
    (set(), {"how_long"}),
)
"""Terms and kinds of questions that are answered with a computed sentence."""

OPEN_RANGE = st.builds(str.format, st.sampled_from(["{}/..", "{}/", "/{}"]), EXACT)


@pytest.mark.parametrize(("terms", "kinds"), ASKED)
@given(HISTORY | OPEN_RANGE.map(lambda held: [AnnouncedDate(date=held)]), DAYS, st.booleans())
@settings(max_examples=60)
def test_every_computed_sentence_is_translatable(
    terms: set[str], kinds: set[str], history: list[AnnouncedDate], today: date, yesno: bool
) -> None:
    with speaking(Pseudo()):
        text = timeline.sentence(moving(history), dict.fromkeys(terms, 1.0), kinds, yesno=yesno, today=today) or ""
    assert untranslated(text, ("Vantoro comes to cinemas.", "Vantoro came to cinemas.")) == []
