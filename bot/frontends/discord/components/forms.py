"""Build forms (modals) and their fields. A form's custom id works like a button's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.frontends.discord.components.parts import PLACEHOLDER_LIMIT, TITLE_LIMIT
from bot.frontends.discord.shared.markdown import label_line
from bot.frontends.discord.shared.routing.custom_ids import compose
from bot.frontends.discord.shared.routing.signatures import Kind
from bot.plain import clipped

INPUT_LIMIT = 4000
"""Maximum length of one field of a form."""

_LABEL = 45
_DESCRIPTION = 100
_INPUT_PLACEHOLDER = 100


class Form(ui.Modal):
    """A form of one to five fields for the handler of ``verb``, which gets the fields by name.

    discord.py doesn't keep it; ``routes.follow`` finds the handler, even after a restart.
    """

    def __init__(self, title: str, fields: Sequence[ui.Label[Any]], verb: str, *arguments: str) -> None:
        super().__init__(title=label_line(title, TITLE_LIMIT), custom_id=compose(Kind.FORM, verb, *arguments))
        for field in fields:
            self.add_item(field)
        self.stop()


def names(form: Form) -> tuple[str, ...]:
    """Return the names of a form's fields, for the signature of its verb."""
    parts = (each.component for each in form.children if isinstance(each, ui.Label))
    return tuple(str(part.custom_id) for part in parts if isinstance(part, ui.TextInput | ui.Select))


def line(
    name: str, label: str, *, value: str = "", hint: str = "", example: str = "", limit: int = 300, needed: bool = False
) -> ui.Label[Any]:
    """Build a prefilled field of one line. ``hint`` is shown below its label, ``example`` in the empty field."""
    return _input(name, label, discord.TextStyle.short, " ".join(value.split()), hint, example, limit, needed)


def lines(
    name: str,
    label: str,
    *,
    value: str = "",
    hint: str = "",
    example: str = "",
    limit: int = 4000,
    needed: bool = False,
) -> ui.Label[Any]:
    """Build a field of several lines."""
    return _input(name, label, discord.TextStyle.paragraph, value, hint, example, limit, needed)


def choice(name: str, label: str, options: Sequence[discord.SelectOption], *, hint: str = "") -> ui.Label[Any]:
    """Build a field to choose one of up to 25 options. The default is already chosen."""
    select: ui.Select[Any] = ui.Select(
        custom_id=name, options=list(options), placeholder=clipped(label, PLACEHOLDER_LIMIT)
    )
    return ui.Label(text=clipped(label, _LABEL), description=clipped(hint, _DESCRIPTION) or None, component=select)


def _input(
    name: str, label: str, style: discord.TextStyle, value: str, hint: str, example: str, limit: int, needed: bool
) -> ui.Label[Any]:
    most = min(INPUT_LIMIT, max(limit, len(value)))
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id=name,
        style=style,
        default=value[:most] or None,
        placeholder=clipped(example, _INPUT_PLACEHOLDER) or None,
        required=needed,
        max_length=most,
    )
    return ui.Label(text=clipped(label, _LABEL), description=clipped(hint, _DESCRIPTION) or None, component=box)


def fitting_lines(text: str, limit: int = INPUT_LIMIT) -> tuple[str, str]:
    """Split a text into the whole lines that fit in a field, and the rest, which the form must not lose."""
    if len(text) <= limit:
        return text, ""
    cut = text.rfind("\n", 0, limit + 1)
    return ("", text) if cut < 0 else (text[:cut], text[cut + 1 :])


def whole_lines(typed: str, before: str) -> str:
    """Join what a field contains now with the lines of the earlier text that didn't fit in it."""
    aside = fitting_lines(before)[1]
    return f"{typed}\n{aside}" if aside else typed
