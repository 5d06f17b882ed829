from __future__ import annotations

import pytest

from bot.desk.access.actors import Actor
from bot.desk.access.gate import Gate
from bot.desk.access.permissions import Permission
from bot.desk.access.settings import SettingsDesk
from bot.desk.errors import NotAllowed
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import SHARED
from bot.stores.opening import Stores
from tests.desk.samples import CURATOR, HOST, MEMBER, MODERATOR, fact, own, production

HOST_HERE = Actor("discord:9", server="10", is_host=True)
HERE = "server:10"


@pytest.fixture
def settings(stores: Stores) -> SettingsDesk:
    return SettingsDesk(stores.documents, Catalogue())


@pytest.fixture
def gate(settings: SettingsDesk) -> Gate:
    catalogue = Catalogue()
    both, only_shared, only_here = fact("both"), fact("shared-only"), fact("here-only", scope=HERE)
    catalogue.load([production()], [both, own(both), only_shared, only_here])
    return Gate(settings, catalogue)


def test_the_scope_comes_with_the_permission(gate: Gate) -> None:
    assert gate.require(MODERATOR, Permission.FACT_EDIT) == HERE
    assert gate.require(HOST_HERE, Permission.FACT_EDIT) == SHARED
    assert gate.require(HOST_HERE, Permission.SETTINGS) == HERE


@pytest.mark.parametrize("actor", [MEMBER, CURATOR, Actor("discord:2", None, manages_server=True)])
def test_without_the_permission_there_is_no_scope(gate: Gate, actor: Actor) -> None:
    with pytest.raises(NotAllowed):
        gate.require(actor, Permission.FACT_EDIT)
    with pytest.raises(NotAllowed):
        gate.require_for(actor, Permission.FACT_EDIT, "here-only")


async def test_the_settings_of_the_actors_server_count_as_they_are_now(gate: Gate, settings: SettingsDesk) -> None:
    await settings.change(MODERATOR, {"curator_roles": ("5",)})
    assert gate.require(CURATOR, Permission.FACT_EDIT) == HERE
    with pytest.raises(NotAllowed):
        gate.require(Actor("discord:1", server="20", roles=CURATOR.roles), Permission.FACT_EDIT)
    await settings.change(MODERATOR, {"curator_roles": ()})
    with pytest.raises(NotAllowed):
        gate.require(CURATOR, Permission.FACT_EDIT)


@pytest.mark.parametrize(
    ("actor", "name", "scope"),
    [
        (HOST_HERE, "both", SHARED),
        (HOST_HERE, "shared-only", SHARED),
        (HOST_HERE, "here-only", HERE),
        (HOST_HERE, "no-such-fact", SHARED),
        (HOST, "here-only", SHARED),
        (Actor("discord:9", server="20", is_host=True), "here-only", SHARED),
        (MODERATOR, "both", HERE),
        (MODERATOR, "shared-only", HERE),
    ],
)
def test_the_host_writes_to_the_shared_scope_unless_only_their_server_has_the_fact(
    gate: Gate, actor: Actor, name: str, scope: str
) -> None:
    assert gate.require_for(actor, Permission.FACT_EDIT, name) == scope
