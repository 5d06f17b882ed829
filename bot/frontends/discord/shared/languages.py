"""Choose the language that the bot speaks to a person on Discord, in one place. So far there is only English."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from typing import Any

import discord
from discord import app_commands

from bot.messages import translations

_SOURCE = "en"


def catalogue_for(*languages: str | None) -> NullTranslations:
    """Choose the catalogue of the first language that has one.

    Args:
        languages: codes such as ``de`` or ``pt-BR``, the preferred one first. None and those without a catalogue are
            passed over; English needs none.

    Returns:
        The catalogue; English where none of them has one.
    """
    for code in (language.partition("-")[0] for language in languages if language):
        found = translations(code)
        if code == _SOURCE or isinstance(found, GNUTranslations):
            return found
    return translations(_SOURCE)


def catalogue_of(interaction: discord.Interaction[Any], server_language: str) -> NullTranslations:
    """Choose the catalogue of an interaction: the language that the server has set, else the person's own."""
    return catalogue_for(server_language, interaction.locale.value)


class CommandTranslator(app_commands.Translator):
    """Translates the names and descriptions of commands, options and choices when they are published."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the text in a language, or None where its catalogue has no other text than English."""
        said = catalogue_for(locale.value).gettext(string.message)
        return None if said == string.message else said
