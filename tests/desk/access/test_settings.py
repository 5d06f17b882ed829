from __future__ import annotations

import pytest

from bot.desk.access.actors import Actor
from bot.desk.access.settings import ServerSettings, SettingsDesk, SpoilerPolicy
from bot.desk.errors import Invalid, NotAllowed
from bot.desk.state.catalogue import Catalogue
from bot.stores.opening import Stores
from tests.desk.samples import ANNA, CURATOR, MEMBER, MODERATOR, production

ELSEWHERE = Actor("discord:2", server="20", manages_server=True)


@pytest.fixture
def settings(stores: Stores) -> SettingsDesk:
    return SettingsDesk(stores.documents, catalogue())


def catalogue() -> Catalogue:
    made = Catalogue()
    made.load([production("harbour"), production("ours", scope="server:10")], [])
    return made


async def test_a_server_without_settings_has_the_defaults(settings: SettingsDesk) -> None:
    assert settings.of("10") == settings.of(None) == ServerSettings()
    assert settings.of("10").answers_in("7")


async def test_a_change_keeps_other_settings_and_survives_a_restart(settings: SettingsDesk, stores: Stores) -> None:
    await settings.change(MODERATOR, {"curator_roles": ("5",)})
    await settings.change(MODERATOR, {"spoiler_policy": "hide", "answer_channels": ["7"]})
    again = SettingsDesk(stores.documents, catalogue())
    await again.load()
    assert again.of("10") == settings.of("10")
    assert again.of("10").curator_roles == ("5",)
    assert again.of("10").spoiler_policy is SpoilerPolicy.HIDE
    assert again.of("10").answers_in("7")
    assert not again.of("10").answers_in("8")
    assert again.servers() == ("10",)


async def test_servers_have_separate_settings(settings: SettingsDesk) -> None:
    await settings.change(MODERATOR, {"language": "fr"})
    await settings.change(ELSEWHERE, {"language": "de"})
    assert (settings.of("10").language, settings.of("20").language) == ("fr", "de")
    assert settings.of(None).language == "auto"


@pytest.mark.parametrize(
    "actor", [MEMBER, Actor(ANNA, "10", roles=frozenset({"5"})), Actor(ANNA, None, manages_server=True)]
)
async def test_only_moderators_change_settings(settings: SettingsDesk, actor: Actor) -> None:
    await settings.change(MODERATOR, {"curator_roles": ("5",)})
    with pytest.raises(NotAllowed):
        await settings.change(actor, {"moderator_roles": ("5",)})
    assert settings.of("10").moderator_roles == ()


async def test_a_role_counts_until_it_is_removed_from_the_settings(settings: SettingsDesk) -> None:
    await settings.change(MODERATOR, {"moderator_roles": ("5",)})
    await settings.change(CURATOR, {"moderator_roles": ()})
    with pytest.raises(NotAllowed):
        await settings.change(CURATOR, {"language": "fr"})


@pytest.mark.parametrize(
    ("changes", "field", "remedy"),
    [
        ({"language": "klingon"}, "language", "choose one of auto, en"),
        ({"spoiler_policy": 3}, "spoiler_policy", "cover, hide or show"),
        ({"log_channel": "general"}, "log_channel", "choose one channel"),
        ({"language": "klingon"}, "language", "“klingon” can't be used"),
        ({"moderator_roles": [str(n) for n in range(30)]}, "moderator_roles", "up to 25 roles"),
        ({"curator_roles": [str(n) for n in range(30)]}, "curator_roles", "up to 25 roles"),
        ({"answer_channels": [str(n) for n in range(101)]}, "answer_channels", "up to 100 channels"),
        ({"answer_mentions": "perhaps"}, "answer_mentions", "yes or no"),
        ({"digest_channel": "general"}, "digest_channel", "choose one channel"),
        ({"muted": [f"discord:{n}" for n in range(1001)]}, "muted", "at most 1000 people"),
        ({"default_production": "Not An Id"}, "default_production", "/productions"),
        ({"default_production": "no-such-film"}, "default_production", "/productions"),
        ({"colour": "red"}, "colour", "there is no such setting"),
    ],
)
async def test_an_invalid_value_is_refused_with_what_is_accepted(
    settings: SettingsDesk, changes: dict[str, object], field: str, remedy: str
) -> None:
    with pytest.raises(Invalid, match=remedy) as refused:
        await settings.change(MODERATOR, {"answer_mentions": False, **changes})
    assert set(refused.value.fields) == {field}
    assert settings.of("10") == ServerSettings()


async def test_the_default_production_must_be_visible_to_the_server(settings: SettingsDesk) -> None:
    for known in ("harbour", "ours", None):
        assert (await settings.change(MODERATOR, {"default_production": known})).default_production == known
    with pytest.raises(Invalid):
        await settings.change(ELSEWHERE, {"default_production": "ours"})


async def test_a_muted_person_can_see_it_and_be_forgotten_everywhere(settings: SettingsDesk) -> None:
    await settings.change(MODERATOR, {"muted": (ANNA, "discord:7")})
    await settings.change(ELSEWHERE, {"muted": (ANNA,)})
    assert await settings.find(ANNA) == ("server 10", "server 20")
    assert await settings.forget(ANNA) == 2
    assert await settings.find(ANNA) == ()
    assert settings.of("10").muted == ("discord:7",)


async def test_settings_of_a_server_can_be_deleted(settings: SettingsDesk) -> None:
    await settings.change(MODERATOR, {"language": "fr"})
    assert await settings.forget_scope("server:10")
    assert not await settings.forget_scope("server:10")
    assert settings.of("10") == ServerSettings()
