"""Read the host's settings from the environment and ``.env``, and validate them at startup."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from bot.messages import _

ENV_FILE = Path(".env")
"""The settings file, in the folder that the program starts in. Environment variables win."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_SECRET = frozenset({"discord_token"})


class SettingsError(Exception):
    """A setting is invalid. The message has a line for each, which says what is wrong and what to write."""


class Settings(BaseSettings):
    """All settings. The environment variables are the field names in capitals."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    discord_token: SecretStr | None = None
    store_url: str = "tinydb:///data/store.json"
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None
    host_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    backup_keep: Annotated[int, Field(ge=1, le=1000)] = 14
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    chat_history: Literal["on", "off"] = "on"

    @field_validator("discord_token", mode="before")
    @classmethod
    def _token(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        token = value.strip()
        if any(character.isspace() or not character.isprintable() for character in token):
            raise ValueError(
                _("contains a space or a control character; copy the token again from the Developer Portal")
            )
        return token or None

    @field_validator("store_url")
    @classmethod
    def _store(cls, value: str) -> str:
        if "://" not in value:
            text = _("isn't a store's address; write tinydb:///data/store.json, or four slashes for an absolute path")
            raise ValueError(text)
        return value

    @field_validator("discord_api_url")
    @classmethod
    def _api(cls, value: str | None) -> str | None:
        return _address(value, ("http", "https"))

    @field_validator("discord_gateway_url")
    @classmethod
    def _gateway(cls, value: str | None) -> str | None:
        return _address(value, ("ws", "wss"))

    @field_validator("host_ids", mode="before")
    @classmethod
    def _hosts(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        invalid = [part for part in ids if not (part.isascii() and part.isdigit() and 15 <= len(part) <= 20)]
        if invalid:
            raise ValueError(
                _("contains {value!r}, which isn't a Discord user id; write ids of 15 to 20 digits with commas").format(
                    value=invalid[0]
                )
            )
        return frozenset(int(part) for part in ids)

    @field_validator("log_level", mode="before")
    @classmethod
    def _level(cls, value: object) -> object:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("chat_history", mode="before")
    @classmethod
    def _switch(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value


def _address(value: str | None, schemes: tuple[str, ...]) -> str | None:
    if value is None:
        return None
    address = value.strip().rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in schemes or not parts.hostname:
        message = _("isn't an address; write {secure}://host/path or {plain}://host:port")
        raise ValueError(message.format(secure=schemes[-1], plain=schemes[0]))
    return address


def load_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """Load the settings of this process.

    Raises:
        SettingsError: one or more are invalid; the message has a line for each. It contains no secret.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as fault:
        raise SettingsError("\n".join(_sentence(error) for error in fault.errors(include_url=False))) from None
    except UnicodeDecodeError:
        raise SettingsError(_("{file} isn't UTF-8 text; save it as UTF-8").format(file=env_file)) from None
    except OSError as fault:
        message = _("{file} can't be read: {reason}").format(file=env_file, reason=fault.strerror)
        raise SettingsError(message) from None


def exposed_env_file(env_file: Path = ENV_FILE) -> str:
    """Return a warning if others on this machine may read a ``.env`` with a token, or empty text.

    It is always empty on Windows, which has other permissions.
    """
    try:
        mode = env_file.stat().st_mode
        token = "discord_token" in DotEnvSettingsSource(Settings, env_file=env_file, env_file_encoding="utf-8-sig")()
    except (OSError, ValueError):  # missing or unreadable: `load_settings` reports that
        return ""
    if os.name != "posix" or not mode & _OTHERS or not token:
        return ""
    message = _("{file} contains the token, and others on this machine may read or change it: run chmod 600 {file}")
    return message.format(file=env_file)


def _sentence(error: object) -> str:
    """Explain one pydantic error on one line: the variable, what is wrong, what to write."""
    assert isinstance(error, dict)
    field = str(error["loc"][0]) if error["loc"] else ""
    given = "" if field in _SECRET else f" ({str(error.get('input', ''))[:80]!r})"
    match error["type"]:
        case "value_error":
            message = str(error["ctx"]["error"])
        case "literal_error":
            message = _("isn't one of the choices; write {choices}").format(choices=error["ctx"]["expected"])
        case "int_parsing" | "int_from_float":
            message = _("isn't a whole number; write a number from 1 to 1000")
        case "greater_than_equal" | "less_than_equal":
            message = _("is out of range; write a number from 1 to 1000")
        case _:
            message = str(error["msg"])
    return f"{field.upper()}{given} {message}."
