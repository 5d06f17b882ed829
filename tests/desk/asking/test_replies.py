from __future__ import annotations

from bot.answers.answer import Answer, Outcome
from bot.desk.asking.replies import AskedQuestion, Replies


def asked(question: str, scope: str = "server:10") -> AskedQuestion:
    return AskedQuestion(question, scope, Answer(question, Outcome.UNKNOWN))


def test_a_reply_is_found_by_reference_in_its_scope() -> None:
    replies = Replies()
    first, second = replies.remember(asked("one")), replies.remember(asked("two"))
    assert first != second
    assert replies.get(first, "server:10") == asked("one")
    assert replies.get(first, "server:20") is None
    assert replies.get("nothing", "server:10") is None


def test_the_oldest_replies_are_dropped() -> None:
    replies = Replies(kept=2)
    references = [replies.remember(asked(str(number))) for number in range(3)]
    assert [replies.get(each, "server:10") is not None for each in references] == [False, True, True]


def test_a_reference_fits_into_a_custom_id() -> None:
    assert len(Replies().remember(asked("one"))) == 8
