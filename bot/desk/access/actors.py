"""Describe who asks or edits, as the front end knows them for one request."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.models import SHARED, server_scope


@dataclass(frozen=True, slots=True)
class Asker:
    """A person who asks a question, and where.

    ``person`` is ``discord:<id>`` or ``cli:<name>``, as in a revision's ``by``. ``server`` and ``channel`` are
    Discord ids as text, None in a direct message or terminal. ``language`` is the code of the person's language, if the
    front end knows it. It decides the language of short questions.
    """

    person: str
    server: str | None = None
    channel: str | None = None
    language: str | None = None

    @property
    def scope(self) -> str:
        """Return the scope whose facts the person sees: the server's, or the shared one."""
        return scope_of(self.server)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who does more than ask. Create a new one for every request, because roles can be removed.

    ``person`` and ``server`` are as in `Asker`. ``roles`` are the ids of the person's current Discord roles.
    ``manages_server``: the person has Manage Server. ``is_host``: they are in ``HOST_IDS``, or use the command line.
    """

    person: str
    server: str | None = None
    roles: frozenset[str] = frozenset()
    manages_server: bool = False
    is_host: bool = False

    @property
    def scope(self) -> str:
        """Return the scope whose facts the actor sees."""
        return scope_of(self.server)


def scope_of(server: str | None) -> str:
    """Return the scope of a server id; the shared scope for None."""
    return SHARED if server is None else server_scope(server)
