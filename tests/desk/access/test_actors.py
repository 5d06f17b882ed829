from __future__ import annotations

import pytest

from bot.desk.access.actors import Actor, Asker, scope_of
from bot.facts.models import SHARED


@pytest.mark.parametrize(("server", "scope"), [(None, SHARED), ("10", "server:10")])
def test_a_person_sees_their_servers_scope_and_outside_of_servers_the_shared_one(
    server: str | None, scope: str
) -> None:
    assert scope_of(server) == scope
    assert Asker("discord:1", server).scope == scope
    assert Actor("discord:1", server, is_host=True).scope == scope


def test_an_actor_has_no_rights_unless_they_are_given() -> None:
    actor = Actor("discord:1", "10")
    assert (actor.roles, actor.manages_server, actor.is_host) == (frozenset(), False, False)
