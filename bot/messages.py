"""Translate messages for people with gettext. English is the source language and needs no catalogue.

Mark every string that a person may read:

- ``_("Nothing to undo.")`` translates now, into the language of the current task;
- ``ngettext("{count} fact", "{count} facts", count).format(count=count)`` for numbers;
- ``pgettext("button", "Open")`` where one English word has two meanings;
- ``N_("Release dates")`` only marks a constant of a module; wrap it in ``translated(...)`` where it is shown.

Insert values with ``str.format`` after translating, never with an f-string: the catalogue holds the sentence with its
placeholders, and a translation may order them differently. Log messages are for the host and stay English.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

DOMAIN = "callsheet"
LOCALES = Path(__file__).resolve().parent / "locales"
"""Contains the template ``callsheet.pot``, and ``<language>/LC_MESSAGES/callsheet.mo`` for each other language."""

_current: ContextVar[_gettext.NullTranslations | None] = ContextVar("translations", default=None)
_SOURCE = _gettext.NullTranslations()


@lru_cache
def translations(language: str) -> _gettext.NullTranslations:
    """Load the catalogue of a language (a code such as ``de``). Without one, the text stays English."""
    return _gettext.translation(DOMAIN, LOCALES, [language], fallback=True)


@contextmanager
def speaking(catalogue: _gettext.NullTranslations) -> Iterator[None]:
    """Translate with a catalogue until the block ends, in this task and in tasks that it starts."""
    token = _current.set(catalogue)
    try:
        yield
    finally:
        _current.reset(token)


def speak(catalogue: _gettext.NullTranslations) -> None:
    """Translate with a catalogue until the current task ends, and in tasks that it starts."""
    _current.set(catalogue)


def _catalogue() -> _gettext.NullTranslations:
    return _current.get() or _SOURCE


def _(message: str) -> str:
    """Translate a message."""
    return _catalogue().gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a message in the form that its number needs. Insert the number itself afterwards."""
    return _catalogue().ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Translate a message whose meaning depends on its context, such as ``button`` or ``month``."""
    return _catalogue().pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, count: int) -> str:
    """Translate a message by its context and in the form that its number needs."""
    return _catalogue().npgettext(context, singular, plural, count)


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools and translators know
    """Mark a message for translation and return it unchanged."""
    return message


def translated(message: str) -> str:
    """Translate a message that was marked with `N_` elsewhere."""
    return _catalogue().gettext(message) if message else message


def all_of(names: Sequence[str]) -> str:
    """Join names with "and": ``a, b and c``. Empty if there are none."""
    return _joined(names, pgettext("list", "{some} and {last}"))


def one_of(names: Sequence[str]) -> str:
    """Join names with "or": ``a, b or c``. Empty if there are none."""
    return _joined(names, pgettext("list", "{some} or {last}"))


def _joined(names: Sequence[str], ending: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return ending.format(some=comma_list(names[:-1]), last=names[-1])


def comma_list(names: Sequence[str]) -> str:
    """Join names only with commas: ``a, b, c``, for lists outside a sentence."""
    return pgettext("list", ", ").join(names)
