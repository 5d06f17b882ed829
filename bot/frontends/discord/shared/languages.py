"""Choose the language of replies on Discord, in one place. So far there is only English."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from typing import Any

import discord
from discord import app_commands

from bot.messages import translations

_SOURCE = "en"


def catalogue_for(*languages: str | None) -> NullTranslations:
    """Choose the translations for the first language that has any.

    Args:
        languages: codes such as ``de`` or ``pt-BR``, the preferred one first. None and languages without a catalogue
            are skipped. English needs no catalogue.

    Returns:
        The translations; English if no language has any.
    """
    for code in (language.partition("-")[0] for language in languages if language):
        found = translations(code)
        if code == _SOURCE or isinstance(found, GNUTranslations):
            return found
    return translations(_SOURCE)


def catalogue_of(interaction: discord.Interaction[Any], server_language: str) -> NullTranslations:
    """Choose the translations for an interaction: the server's language if it set one, otherwise the person's own."""
    return catalogue_for(server_language, interaction.locale.value)


class CommandTranslator(app_commands.Translator):
    """Translates the names and descriptions of commands, options and choices when they are published."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """Return the text in a language, or None if its catalogue has no translation."""
        said = catalogue_for(locale.value).gettext(string.message)
        return None if said == string.message else said
