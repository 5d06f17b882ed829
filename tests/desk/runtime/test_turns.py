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
def _no_limit_per_person(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the limit per person, so that few names make many cases."""
    if "one_person_may_only_have" not in request.node.name:
        monkeypatch.setattr(turns, "MAX_PER_PERSON", 1000)


def queue() -> TurnQueue:
    return TurnQueue(ANSWERING, ACKNOWLEDGING)


def drained(waiting: TurnQueue, now: float = 0.0) -> Iterator[tuple[float, Request, Verdict]]:
    """Yield all turns, with the time of each, if answering and deferring take the average time."""
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


def assert_round_robin(order: list[str]) -> None:
    """Check that everyone who still waits gets one turn before anyone gets a second one."""
    left, come = Counter(order), Counter[str]()
    for name in order:
        assert all(come[name] <= come[other] for other in left if left[other])
        come[name] += 1
        left[name] -= 1


@given(wanted=WANTED, deadline=st.none() | st.just(10.0))
def test_requests_are_answered_round_robin_by_server_and_person(
    wanted: list[tuple[str, str]], deadline: float | None
) -> None:
    waiting = filled([Request(server, person, deadline) for server, person in wanted])
    order = [request for _, request, verdict in drained(waiting) if verdict is Verdict.ANSWER]
    assert_round_robin([each.server for each in order])
    for server in "ABC":
        assert_round_robin([each.person for each in order if each.server == server])


@given(wanted=WANTED, deadline=st.none() | st.just(10.0))
def test_requests_of_one_person_are_answered_in_order(wanted: list[tuple[str, str]], deadline: float | None) -> None:
    requests = [Request(server, person, deadline) for server, person in wanted]
    order = [request for _, request, _ in drained(filled(requests))]
    for name in set(wanted):
        mine = [each for each in requests if (each.server, each.person) == name]
        assert [each for each in order if (each.server, each.person) == name] == mine


@given(data=st.data(), wanted=st.lists(st.tuples(NAMES, st.none() | SOON, LATES), max_size=40))
def test_each_request_gets_one_verdict_unless_it_was_removed(
    data: st.DataObject, wanted: list[tuple[tuple[str, str], float | None, Late]]
) -> None:
    requests = [Request(*name, deadline, late) for name, deadline, late in wanted]
    waiting, now, handled, cancelled = queue(), 0.0, list[Request](), set[Request]()
    for number, request in enumerate(requests):
        waiting.add(request)
        if data.draw(st.booleans()):
            removed = data.draw(st.sampled_from(requests[: number + 1]))
            if removed not in handled:
                cancelled.add(removed)
            waiting.remove(removed)
        if data.draw(st.booleans()) and (found := waiting.next(now)):
            handled.append(found[0])
        now += data.draw(st.floats(0.0, 0.5))
    handled += [request for _, request, _ in drained(waiting, now)]
    assert Counter(handled) == Counter(each for each in requests if each not in cancelled)
    assert len(waiting) == 0


@given(wanted=st.lists(st.tuples(NAMES, SOON, LATES), max_size=400))
def test_every_feasible_deadline_is_met(wanted: list[tuple[tuple[str, str], float, Late]]) -> None:
    costs = {Late.DEFER: ACKNOWLEDGING * CAUTION, Late.INSIST: ANSWERING, Late.DROP: 0.0}
    requests, needed = list[Request](), ANSWERING + STEP
    for name, deadline, late in sorted(wanted, key=lambda each: each[1]):
        # Keep only feasible deadlines: after all earlier ones, one answer and one step.
        if needed + costs[late] <= deadline:
            needed += costs[late]
            requests.append(Request(*name, deadline, late))
    for now, request, verdict in drained(filled(requests)):
        assert request.deadline is not None
        assert now <= request.deadline
        assert verdict is not Verdict.DROP or request.late is Late.DROP


def test_early_deadlines_are_met_among_many_late_ones() -> None:
    soon = [Request("A", f"p{number}", 1.0) for number in range(500)]
    waiting = filled([*soon, *(Request("B", f"q{number}", 9.0) for number in range(500))])
    assert all(now <= (request.deadline or 0.0) for now, request, _ in drained(waiting))


@pytest.mark.parametrize("people", [1, 40, 450])
def test_all_requests_are_answered_if_there_is_time(people: int) -> None:
    waiting = filled([Request("A", f"p{number}", 2.5) for number in range(people)])
    assert {verdict for _, _, verdict in drained(waiting)} == {Verdict.ANSWER}


def test_in_a_burst_as_many_requests_as_possible_are_answered_and_the_rest_deferred() -> None:
    waiting = filled([Request("A", f"p{number}", 2.5) for number in range(1000)])
    found = Counter(verdict for _, _, verdict in drained(waiting))
    assert found.keys() == {Verdict.ANSWER, Verdict.DEFER}
    spent = found[Verdict.ANSWER] * ANSWERING + found[Verdict.DEFER] * ACKNOWLEDGING * CAUTION
    assert spent >= 2.5 - STEP - 2 * ANSWERING


def test_requests_with_the_earliest_deadline_are_deferred_first() -> None:
    waiting = filled([Request("A", f"p{number}", 2.0 - number / 1000) for number in range(1800)])
    deferred = [request.deadline for _, request, verdict in drained(waiting) if verdict is Verdict.DEFER]
    steps = [int(deadline / STEP) for deadline in deferred if deadline is not None]
    assert steps
    assert steps == sorted(steps)


def test_requests_that_cannot_be_deferred_are_answered_in_time() -> None:
    forms = [Request("A", "p", 1.0, Late.INSIST) for _ in range(100)]
    waiting = filled([*(Request("A", f"q{number}", 1.0) for number in range(300)), *forms])
    found = {request: (now, verdict) for now, request, verdict in drained(waiting)}
    assert {found[form][1] for form in forms} == {Verdict.ANSWER}
    assert all(found[form][0] <= 1.0 for form in forms)


def test_late_autocomplete_requests_are_dropped() -> None:
    waiting = filled([Request("A", f"p{number}", 1.0, Late.DROP) for number in range(300)])
    found = Counter(verdict for _, _, verdict in drained(waiting))
    assert found.keys() == {Verdict.ANSWER, Verdict.DROP}


@pytest.mark.parametrize("late", Late)
def test_requests_after_their_grace_period_are_dropped(late: Late) -> None:
    request = Request("A", "p", 1.0, late)
    assert filled([request]).next(1.0 + GRACE + 0.01) == (request, Verdict.DROP)


def test_requests_without_a_deadline_do_not_starve() -> None:
    patient = Request("A", "patient")
    waiting = filled([patient, *(Request("B", f"p{number}", 9.0) for number in range(100))])
    order = [request for _, request, _ in drained(waiting)]
    assert order.index(patient) == PATIENT_EVERY


def test_requests_are_declined_if_deferring_would_take_too_long() -> None:
    waiting, slow = TurnQueue(answering=0.05), round(MAX_DELAY / 0.05)
    urgent = Request("A", "late", 0.001)
    for request in [*(Request("A", f"p{number}") for number in range(slow)), urgent]:
        assert waiting.add(request) is None
    assert waiting.next(0.0) == (urgent, Verdict.DEFER)
    waiting.add(Request("A", "one more"))
    waiting.add(urgent)
    assert waiting.next(0.0) == (urgent, Verdict.DECLINE)


def test_a_full_queue_declines_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "MAX_WAITING", 3)
    waiting = queue()
    for person, deadline in (("p", None), ("q", 1.0), ("r", None)):
        assert waiting.add(Request("A", person, deadline)) is None
    assert waiting.add(Request("A", "s")) is Verdict.DECLINE
    assert len(waiting) == 3


def test_one_person_may_only_have_a_few_waiting_requests() -> None:
    waiting = filled([Request("A", "p", None if number % 2 else 1.0) for number in range(MAX_PER_PERSON)])
    assert waiting.add(Request("A", "p", 1.0)) is Verdict.TOO_MANY
    assert waiting.add(Request("A", "p", 1.0, Late.DROP)) is Verdict.DROP
    assert waiting.add(Request("A", "q", 1.0)) is None
    assert waiting.add(Request("B", "p", 1.0)) is None
    waiting.next(0.0)
    assert waiting.add(Request("A", "p", 1.0)) is None


def test_average_durations_are_learned() -> None:
    waiting = queue()
    for _ in range(100):
        waiting.took(Verdict.ANSWER, 0.5)
        waiting.took(Verdict.DEFER, 0.1)
    assert waiting.answering.seconds == pytest.approx(0.5, abs=0.01)
    assert waiting.acknowledging.seconds == pytest.approx(0.1, abs=0.01)


def test_an_empty_queue_has_no_next_request() -> None:
    assert queue().next(0.0) is None
