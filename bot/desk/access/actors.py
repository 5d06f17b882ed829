"""Who asks and who edits, as a front end found them at this very entrance."""

from __future__ import annotations

from dataclasses import dataclass

from bot.facts.models import SHARED, server_scope


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where.

    ``person`` is ``discord:<id>`` or ``cli:<name>``, as in a revision's ``by``; ``server`` and ``channel`` are
    Discord ids as text, None in a direct message or terminal. ``language`` is the code of the person's own, where the
    front end knows it: a question of few words is taken to be in it.
    """

    person: str
    server: str | None = None
    channel: str | None = None
    language: str | None = None

    @property
    def scope(self) -> str:
        """Whose facts are seen: the server's own over the shared ones, or only the shared ones."""
        return scope_of(self.server)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who wants to do something beyond asking. Made anew at every entrance, because roles are taken away.

    ``person`` and ``server`` as in `Asker`; ``roles`` are the ids of the Discord roles held at this moment;
    ``manages_server``: holds Manage Server; ``is_host``: among the ``HOST_IDS``, or at the command line.
    """

    person: str
    server: str | None = None
    roles: frozenset[str] = frozenset()
    manages_server: bool = False
    is_host: bool = False

    @property
    def scope(self) -> str:
        """Whose facts the actor sees."""
        return scope_of(self.server)


def scope_of(server: str | None) -> str:
    """The scope of a server by its id, and the shared one where there is none."""
    return SHARED if server is None else server_scope(server)
