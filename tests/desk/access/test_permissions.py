from __future__ import annotations

import pytest

from bot.desk.access.actors import Actor
from bot.desk.access.permissions import MIN_ROLE, WORDS, Permission, Role, allowed, require, role_of, scope_for
from bot.desk.access.settings import ServerSettings
from bot.desk.errors import NotAllowed
from bot.facts.models import SHARED
from tests.desk.samples import CURATOR, HOST, MEMBER, MODERATOR

SETTINGS = ServerSettings(moderator_roles=("4",), curator_roles=("5",))
ACTORS = {Role.MEMBER: MEMBER, Role.CURATOR: CURATOR, Role.MODERATOR: MODERATOR, Role.HOST: HOST}


def test_every_action_has_a_minimum_role_and_words() -> None:
    assert set(MIN_ROLE) == set(WORDS) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_a_role_allows_actions_up_to_its_rank(role: Role, permission: Permission) -> None:
    actor = ACTORS[role]
    assert role_of(actor, SETTINGS) is role
    may = list(Role).index(role) >= list(Role).index(MIN_ROLE[permission])
    assert allowed(actor, permission, SETTINGS) is may
    if not may:
        with pytest.raises(NotAllowed, match=WORDS[permission]):
            require(actor, permission, SETTINGS)


@pytest.mark.parametrize("permission", [Permission.PACK_IMPORT, Permission.FACT_MERGE, Permission.SETTINGS])
def test_curators_can_add_and_edit_but_not_import_merge_or_change_settings(permission: Permission) -> None:
    assert allowed(CURATOR, Permission.FACT_ADD, SETTINGS)
    assert allowed(CURATOR, Permission.FACT_EDIT, SETTINGS)
    assert not allowed(CURATOR, permission, SETTINGS)


def test_a_role_counts_only_if_the_settings_contain_it() -> None:
    assert role_of(Actor("discord:1", "10", roles=frozenset({"4"})), SETTINGS) is Role.MODERATOR
    assert role_of(Actor("discord:1", "10", roles=frozenset({"4"})), ServerSettings()) is Role.MEMBER


def test_in_a_direct_message_everyone_but_the_host_is_a_member() -> None:
    stray = Actor("discord:1", None, roles=frozenset({"4"}), manages_server=True)
    assert role_of(stray, SETTINGS) is Role.MEMBER
    with pytest.raises(NotAllowed, match="in a direct message"):
        require(stray, Permission.FACT_ADD, ServerSettings())


def test_a_refusal_says_who_is_allowed() -> None:
    with pytest.raises(NotAllowed, match=r"Manage Server.*curator role, may add facts"):
        require(MEMBER, Permission.FACT_ADD, SETTINGS)
    with pytest.raises(NotAllowed, match="Only members with Manage Server may import packs"):
        require(MEMBER, Permission.PACK_IMPORT, ServerSettings())
    with pytest.raises(NotAllowed, match="Only the host"):
        require(MODERATOR, Permission.SHARED_EDIT, SETTINGS)


@pytest.mark.parametrize("permission", Permission)
def test_members_of_a_server_only_write_to_that_server(permission: Permission) -> None:
    assert scope_for(MODERATOR, permission) == "server:10"
    assert scope_for(CURATOR, permission) == "server:10"


def test_the_host_writes_shared_facts_but_the_servers_settings() -> None:
    host = Actor("discord:9", "10", is_host=True)
    assert scope_for(host, Permission.FACT_EDIT) == SHARED
    assert scope_for(host, Permission.SETTINGS) == "server:10"
    assert scope_for(HOST, Permission.QUEUE_SEE) == SHARED
