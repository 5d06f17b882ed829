from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.desk.access.server_settings import Language, ServerSettings, SpoilerPolicy


def test_by_default_the_bot_answers_everywhere_and_covers_spoilers() -> None:
    settings = ServerSettings()
    assert settings.answers_in("7")
    assert settings.answers_in(None)
    assert settings.answer_mentions
    assert settings.spoiler_policy is SpoilerPolicy.COVER
    assert settings.language is Language.AUTO


def test_chosen_channels_are_the_only_ones() -> None:
    settings = ServerSettings(answer_channels=("7", "8"))
    assert [settings.answers_in(each) for each in ("7", "8", "9", None)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("field", "most"), [("moderator_roles", 25), ("curator_roles", 25), ("answer_channels", 100), ("muted", 1000)]
)
def test_lists_are_accepted_up_to_their_limit(field: str, most: int) -> None:
    prefix = "discord:" if field == "muted" else ""
    entries = [f"{prefix}{number}" for number in range(most + 1)]
    assert len(getattr(ServerSettings.model_validate({field: entries[:most]}), field)) == most
    with pytest.raises(ValidationError, match=field):
        ServerSettings.model_validate({field: entries})


@pytest.mark.parametrize(
    "wrong",
    [
        {"log_channel": "general"},
        {"log_channel": "1" * 21},
        {"digest_channel": ""},
        {"moderator_roles": ["@mods"]},
        {"muted": ["1"]},
        {"muted": ["discord:a b"]},
        {"muted": ["irc:1"]},
        {"muted": ["cli:" + "x" * 101]},
        {"default_production": "Not An Id"},
        {"language": "klingon"},
        {"spoiler_policy": "shout"},
        {"colour": "red"},
    ],
)
def test_what_is_no_id_person_or_choice_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ServerSettings.model_validate(wrong)


@pytest.mark.parametrize("fine", [{"log_channel": "1" * 20}, {"muted": ["cli:" + "x" * 100]}, {"log_channel": None}])
def test_ids_and_persons_are_accepted_up_to_their_length(fine: dict[str, object]) -> None:
    ServerSettings.model_validate(fine)
