"""Store and show the reason for a change: typed by a moderator, or a note written by the desk.

Revisions keep their reason for ever. So a note is stored in a fixed form, and translated when it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from bot.desk.errors import Invalid
from bot.facts import limits
from bot.facts.models import Action
from bot.messages import N_, _, ngettext, translated
from bot.plain import is_blank, tidy


@dataclass(frozen=True)
class Note:
    """A reason that the desk writes.

    ``stored`` is the form in revisions, with placeholders for its values. Never change it, because stores contain it.
    ``shown`` is the message for readers, with the same placeholders.
    """

    stored: str
    shown: str

    def text(self, **values: object) -> str:
        """Fill in the values, and return the note as a revision stores it."""
        return stored_reason(self.stored.format(**values))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = re.split(r"\{(\w+)\}", self.stored)
        names = (
            f"(?P<{part}>{_VALUES.get(part, '.+')})" if at % 2 else re.escape(part) for at, part in enumerate(parts)
        )
        return re.compile("".join(names))

    def values(self, reason: str) -> dict[str, str] | None:
        """Return the values in a stored reason; None if the reason isn't this note."""
        found = self._pattern.fullmatch(reason)
        return None if found is None else found.groupdict()


_VALUES = MappingProxyType({"number": r"\d+", "fact": "[a-z0-9-]+", "kept": "[a-z0-9-]+", "action": "[a-z]+"})
"""Patterns for the values of placeholders. All others may be any text."""

PHRASINGS_ADDED = Note("asked as: {questions}", N_("added phrasings: {questions}"))
COUNTEREXAMPLES_ADDED = Note("does not answer: {questions}", N_("added questions it doesn't answer: {questions}"))
MERGED = Note("{fact} merged into {kept}", N_("merged {fact} into {kept}"))
REVISION_RESTORED = Note("revision {number} again", N_("restored revision {number}"))
PACK_IMPORTED = Note("imported {title}", N_("imported {title}"))
FIRST_LOAD = Note("first load", N_("loaded into the empty store"))
SUGGESTED = Note("suggested by a member", N_("suggested by a member"))
ASKED = Note("asked: {question}", N_("someone asked: {question}"))
UNDONE = Note("undid {action} of {what}", N_("undid the {action} of {what}"))
REDONE = Note("gave again {action} of {what}", N_("redid the {action} of {what}"))

_NOTES = (
    PHRASINGS_ADDED,
    COUNTEREXAMPLES_ADDED,
    MERGED,
    REVISION_RESTORED,
    PACK_IMPORTED,
    FIRST_LOAD,
    SUGGESTED,
    ASKED,
    UNDONE,
    REDONE,
)

_ACTIONS = MappingProxyType(
    {
        Action.ADD: N_("addition"),
        Action.EDIT: N_("edit"),
        Action.CONFIRM: N_("confirmation"),
        Action.RETIRE: N_("retirement"),
        Action.RESTORE: N_("restoration"),
        Action.MERGE: N_("merge"),
        Action.IMPORT: N_("import"),
        Action.UNDO: N_("undo"),
        Action.WITHDRAW: N_("withdrawal"),
    }
)

_IDS = frozenset({"fact", "kept", "what"})
"""Placeholders whose value is the id of a fact; ``what`` may also be a number of facts."""

_COUNTED = re.compile(r"(\d+) facts")


def action_words(action: Action) -> str:
    """Return the noun for an action, as in "the edit of this fact"."""
    return translated(_ACTIONS[action])


def reason_words(reason: str, name_of: Callable[[str], str] = str) -> str:
    """Return a stored reason in the reader's language. What a moderator typed stays as it is.

    ``name_of`` returns the name for a fact's id; without it, ids are shown.
    """
    for note in _NOTES:
        values = note.values(reason)
        if values is not None:
            return translated(note.shown).format(
                **{part: _value_words(part, each, name_of) for part, each in values.items()}
            )
    return reason


def _value_words(part: str, value: str, name_of: Callable[[str], str]) -> str:
    if part == "action" and value in set(Action):
        return action_words(Action(value))
    if part == "what" and (counted := _COUNTED.fullmatch(value)):
        count = int(counted[1])
        return ngettext("{count} fact", "{count} facts", count).format(count=count)
    return name_of(value) if part in _IDS else value


def stored_reason(text: str) -> str:
    """Return a reason as a revision stores it: on one line, cut to the maximum length."""
    return " ".join(text.split())[: limits.REASON].rstrip()


def typed_reason(reason: str, field: str = "why") -> str:
    """Return a typed reason on one line; empty if it is blank.

    Raises:
        Invalid: it is too long; the message gives its length and the limit.
    """
    line = " ".join(tidy(reason).split())
    if is_blank(line):
        return ""
    if wrong := limits.excess(len(line), limits.REASON, "characters"):
        problem = _("{problem}; shorten it").format(problem=wrong)
        raise Invalid(_("Reason: {problem}").format(problem=problem), {field: problem})
    return line
