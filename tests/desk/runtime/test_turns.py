from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.runtime import turns
from bot.desk.runtime.turns import GRACE, MAX_DELAY, MAX_PER_PERSON, PATIENT_EVERY, Late, Request, TurnQueue, Verdict

ANSWERING, ACKNOWLEDGING = 0.004, 0.001
STEP, CAUTION = 0.05, 1.25

NAMES = st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz"))
WANTED = st.lists(NAMES, max_size=60)
SOON = st.floats(0.2, 3.0)
LATES = st.sampled_from(Late)


@pytest.fixture(autouse=True)
def _greedy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one person wait for as much as they like, so that few names make many cases."""
    if "a_few_requests_alone" not in request.node.name:
        monkeypatch.setattr(turns, "MAX_PER_PERSON", 1000)


def queue() -> TurnQueue:
    return TurnQueue(ANSWERING, ACKNOWLEDGING)


def drained(waiting: TurnQueue, now: float = 0.0) -> Iterator[tuple[float, Request, Verdict]]:
    """Hand out all turns under the model: an answer and an acknowledgement take as long as they usually do."""
    while (found := waiting.next(now)) is not None:
        yield now, *found
        if found[1] is Verdict.ANSWER:
            now += ANSWERING
        elif found[1] is not Verdict.DROP:
            now += ACKNOWLEDGING


def filled(requests: list[Request]) -> TurnQueue:
    waiting = queue()
    for request in requests:
        waiting.add(request)
    return waiting


def assert_in_rotation(order: list[str]) -> None:
    """Nobody comes a second time before everybody who still waits came once more."""
    left, come = Counter(order), Counter[str]()
    for name in order:
        assert all(come[name] <= come[other] for other in left if left[other])
        come[name] += 1
        left[name] -= 1


@given(wanted=WANTED, deadline=st.none() | st.just(10.0))
def test_servers_take_turns_and_so_do_the_people_of_each(wanted: list[tuple[str, str]], deadline: float | None) -> None:
    waiting = filled([Request(server, person, deadline) for server, person in wanted])
    order = [request for _, request, verdict in drained(waiting) if verdict is Verdict.ANSWER]
    assert_in_rotation([each.server for each in order])
    for server in "ABC":
        assert_in_rotation([each.person for each in order if each.server == server])


@given(wanted=WANTED, deadline=st.none() | st.just(10.0))
def test_what_a_person_wanted_first_comes_first(wanted: list[tuple[str, str]], deadline: float | None) -> None:
    requests = [Request(server, person, deadline) for server, person in wanted]
    order = [request for _, request, _ in drained(filled(requests))]
    for name in set(wanted):
        mine = [each for each in requests if (each.server, each.person) == name]
        assert [each for each in order if (each.server, each.person) == name] == mine


@given(data=st.data(), wanted=st.lists(st.tuples(NAMES, st.none() | SOON, LATES), max_size=40))
def test_each_request_gets_one_verdict_and_one_that_was_removed_none(
    data: st.DataObject, wanted: list[tuple[tuple[str, str], float | None, Late]]
) -> None:
    requests = [Request(*name, deadline, late) for name, deadline, late in wanted]
    waiting, now, came, gone = queue(), 0.0, list[Request](), set[Request]()
    for number, request in enumerate(requests):
        waiting.add(request)
        if data.draw(st.booleans()):
            removed = data.draw(st.sampled_from(requests[: number + 1]))
            if removed not in came:
                gone.add(removed)
            waiting.remove(removed)
        if data.draw(st.booleans()) and (found := waiting.next(now)):
            came.append(found[0])
        now += data.draw(st.floats(0.0, 0.5))
    came += [request for _, request, _ in drained(waiting, now)]
    assert Counter(came) == Counter(each for each in requests if each not in gone)
    assert len(waiting) == 0


@given(wanted=st.lists(st.tuples(NAMES, SOON, LATES), max_size=400))
def test_nobody_is_missed_who_could_be_asked_to_wait_in_time(wanted: list[tuple[tuple[str, str], float, Late]]) -> None:
    costs = {Late.DEFER: ACKNOWLEDGING * CAUTION, Late.INSIST: ANSWERING, Late.DROP: 0.0}
    requests, needed = list[Request](), ANSWERING + STEP
    for name, deadline, late in sorted(wanted, key=lambda each: each[1]):
        # Only those who could: with everyone who is due before them, one answer and one step of the schedule.
        if needed + costs[late] <= deadline:
            needed += costs[late]
            requests.append(Request(*name, deadline, late))
    for now, request, verdict in drained(filled(requests)):
        assert request.deadline is not None
        assert now <= request.deadline
        assert verdict is not Verdict.DROP or request.late is Late.DROP


def test_many_who_are_due_soon_are_not_missed_for_others_who_are_due_late() -> None:
    soon = [Request("A", f"p{number}", 1.0) for number in range(500)]
    waiting = filled([*soon, *(Request("B", f"q{number}", 9.0) for number in range(500))])
    assert all(now <= (request.deadline or 0.0) for now, request, _ in drained(waiting))


@pytest.mark.parametrize("people", [1, 40, 450])
def test_all_are_answered_where_there_is_time_to(people: int) -> None:
    waiting = filled([Request("A", f"p{number}", 2.5) for number in range(people)])
    assert {verdict for _, _, verdict in drained(waiting)} == {Verdict.ANSWER}


def test_of_too_many_as_many_as_possible_are_answered_and_the_rest_asked_to_wait() -> None:
    waiting = filled([Request("A", f"p{number}", 2.5) for number in range(1000)])
    found = Counter(verdict for _, _, verdict in drained(waiting))
    assert found.keys() == {Verdict.ANSWER, Verdict.DEFER}
    spent = found[Verdict.ANSWER] * ANSWERING + found[Verdict.DEFER] * ACKNOWLEDGING * CAUTION
    assert spent >= 2.5 - STEP - 2 * ANSWERING


def test_those_who_are_due_first_are_asked_to_wait_first() -> None:
    waiting = filled([Request("A", f"p{number}", 2.0 - number / 1000) for number in range(1800)])
    put_off = [request.deadline for _, request, verdict in drained(waiting) if verdict is Verdict.DEFER]
    steps = [int(deadline / STEP) for deadline in put_off if deadline is not None]
    assert steps
    assert steps == sorted(steps)


def test_what_can_neither_wait_nor_be_missed_is_answered_in_time() -> None:
    forms = [Request("A", "p", 1.0, Late.INSIST) for _ in range(100)]
    waiting = filled([*(Request("A", f"q{number}", 1.0) for number in range(300)), *forms])
    found = {request: (now, verdict) for now, request, verdict in drained(waiting)}
    assert {found[form][1] for form in forms} == {Verdict.ANSWER}
    assert all(found[form][0] <= 1.0 for form in forms)


def test_completions_that_are_late_are_dropped() -> None:
    waiting = filled([Request("A", f"p{number}", 1.0, Late.DROP) for number in range(300)])
    found = Counter(verdict for _, _, verdict in drained(waiting))
    assert found.keys() == {Verdict.ANSWER, Verdict.DROP}


@pytest.mark.parametrize("late", Late)
def test_what_discord_has_given_up_on_is_dropped(late: Late) -> None:
    request = Request("A", "p", 1.0, late)
    assert filled([request]).next(1.0 + GRACE + 0.01) == (request, Verdict.DROP)


def test_those_who_wait_without_a_deadline_get_every_so_many_turns() -> None:
    patient = Request("A", "patient")
    waiting = filled([patient, *(Request("B", f"p{number}", 9.0) for number in range(100))])
    order = [request for _, request, _ in drained(waiting)]
    assert order.index(patient) == PATIENT_EVERY


def test_those_who_would_wait_for_longer_than_anyone_would_are_declined() -> None:
    waiting, slow = TurnQueue(answering=0.05), round(MAX_DELAY / 0.05)
    urgent = Request("A", "late", 0.001)
    for request in [*(Request("A", f"p{number}") for number in range(slow)), urgent]:
        assert waiting.add(request) is None
    assert waiting.next(0.0) == (urgent, Verdict.DEFER)
    waiting.add(Request("A", "one more"))
    waiting.add(urgent)
    assert waiting.next(0.0) == (urgent, Verdict.DECLINE)


def test_it_is_full_at_some_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MAX_WAITING", 3)
    waiting = queue()
    for person, deadline in (("p", None), ("q", 1.0), ("r", None)):
        assert waiting.add(Request("A", person, deadline)) is None
    assert waiting.add(Request("A", "s")) is Verdict.DECLINE
    assert len(waiting) == 3


def test_one_person_fills_it_with_a_few_requests_alone() -> None:
    waiting = filled([Request("A", "p", None if number % 2 else 1.0) for number in range(MAX_PER_PERSON)])
    assert waiting.add(Request("A", "p", 1.0)) is Verdict.TOO_MANY
    assert waiting.add(Request("A", "p", 1.0, Late.DROP)) is Verdict.DROP
    assert waiting.add(Request("A", "q", 1.0)) is None
    assert waiting.add(Request("B", "p", 1.0)) is None
    waiting.next(0.0)
    assert waiting.add(Request("A", "p", 1.0)) is None


def test_it_learns_how_long_things_take() -> None:
    waiting = queue()
    for _ in range(100):
        waiting.took(Verdict.ANSWER, 0.5)
        waiting.took(Verdict.DEFER, 0.1)
    assert waiting.answering.seconds == pytest.approx(0.5, abs=0.01)
    assert waiting.acknowledging.seconds == pytest.approx(0.1, abs=0.01)


def test_nobody_waits_in_an_empty_queue() -> None:
    assert queue().next(0.0) is None
