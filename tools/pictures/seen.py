"""Describe what a person sees: a message of the bot or a form, and what they did to get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Component = dict[str, Any]
"""A component as it was sent, in Discord's own form."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on Discord; the colour is that of their picture."""

    name: str
    colour: str = "#5865f2"


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture.

    ``said`` is a message that the bot replies to, ``used`` a command with its options; at most one of them is there.
    A form has a ``title``, a message has none.
    """

    name: str
    components: tuple[Component, ...]
    by: Person | None = None
    said: str = ""
    used: str = ""
    content: str = ""
    private: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What mentions are written as, by id, and the moment as of which distances in time are told."""

    now: float
    people: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
