"""What the host sets: environment variables and ``.env``, validated once at the start."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

ENV_FILE = Path(".env")
"""Read from the folder that the program is started in; the environment goes before it."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO

_SECRET = frozenset({"discord_token"})


class SettingsError(Exception):
    """A setting cannot be used; the message names each one, what is wrong with it and what to write."""


class Settings(BaseSettings):
    """Every setting. The names in the environment are the field names in capitals."""

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
            raise ValueError("holds a space or a control character; copy the token again from the Developer Portal")
        return token or None

    @field_validator("store_url")
    @classmethod
    def _store(cls, value: str) -> str:
        if "://" not in value:
            raise ValueError("is not a store's address; write tinydb:///data/store.json, or with four slashes from /")
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
        wrong = [part for part in ids if not (part.isascii() and part.isdigit() and 15 <= len(part) <= 20)]
        if wrong:
            raise ValueError(
                f"holds {wrong[0]!r}, which is no Discord user id; write ids of 15 to 20 digits, with commas"
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
        raise ValueError(f"is not an address; write {schemes[-1]}://host/path or {schemes[0]}://host:port")
    return address


def load_settings(env_file: Path | None = ENV_FILE) -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: one or more cannot be used; the message has a line for each. No secret is in it.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as fault:
        raise SettingsError("\n".join(_sentence(error) for error in fault.errors(include_url=False))) from None
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is not UTF-8 text; save it again as UTF-8") from None
    except OSError as fault:
        raise SettingsError(f"{env_file} cannot be read: {fault.strerror}") from None


def exposed_env_file(env_file: Path = ENV_FILE) -> str:
    """What to do about a ``.env`` that holds a token and that others on this machine may read; empty where it is fine.

    Windows keeps permissions otherwise; there it is always empty.
    """
    try:
        mode = env_file.stat().st_mode
        token = "discord_token" in DotEnvSettingsSource(Settings, env_file=env_file, env_file_encoding="utf-8-sig")()
    except (OSError, ValueError):  # none, or one that cannot be read: `load_settings` says so
        return ""
    if os.name != "posix" or not mode & _OTHERS or not token:
        return ""
    return f"{env_file} holds the token, and others on this machine may read or change it: chmod 600 {env_file}"


def _sentence(error: object) -> str:
    """One line for one error of pydantic: the variable, what is wrong, what to write."""
    assert isinstance(error, dict)
    field = str(error["loc"][0]) if error["loc"] else ""
    given = "" if field in _SECRET else f" ({str(error.get('input', ''))[:80]!r})"
    match error["type"]:
        case "value_error":
            said = str(error["ctx"]["error"])
        case "literal_error":
            said = f"is not among the choices; write {error['ctx']['expected']}"
        case "int_parsing" | "int_from_float":
            said = "is not a whole number"
        case "greater_than_equal" | "less_than_equal":
            said = "is out of range; write a number from 1 to 1000"
        case _:
            said = str(error["msg"])
    return f"{field.upper()}{given} {said}."
