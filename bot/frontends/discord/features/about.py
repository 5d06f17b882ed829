"""``/help`` and ``/about``: what can be asked of the bot, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

import bot
from bot.desk.access.permissions import LEAST, WORDS, Deed, Role
from bot.desk.state.catalogue import page
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import MOST, Entry, Leaf
from bot.frontends.discord.components.parts import note
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import text_choices
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.permissions import DEED

SlashCommand = app_commands.Command[Any, ..., Any]


class About(commands.Cog):
    """The bot explains itself, to each person what they may use."""

    def __init__(self, client: FeatureBot) -> None:
        self.bot = client
        client.books.shelve("help", self.help_page)

    @app_commands.command(name="help", description="What you can ask of me, or how one command works")
    @app_commands.describe(command="A command to explain, for example ask")
    async def explain(self, interaction: discord.Interaction[CallsheetBot], command: str | None = None) -> None:
        """List the commands, or explain one."""
        usable = {each.qualified_name: each for each in self._usable(interaction)}
        chosen = usable.get((command or "").strip().lstrip("/").casefold())
        if chosen is None:
            await send(interaction, await self.bot.books.open(interaction, "help"), private=True)
        else:
            await send(interaction, note(explanation(chosen)), private=True)

    async def help_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of the commands that the person may use, everyone's first."""
        usable = sorted(self._usable(interaction), key=lambda each: deed_of(each) is not None)
        shown = page(usable, number, MOST)
        entries = tuple(
            Entry(f"`/{each.qualified_name}` {escaped_line(each.description, 110)}") for each in shown.items
        )
        me = self.bot.user.mention if self.bot.user is not None else "me"
        heading = f"Ask with /ask, by mentioning {me}, or in a direct message. For example: /ask when does it come out?"
        return Leaf(heading, entries, shown.number, shown.pages, "/help and a command's name explains it")

    @explain.autocomplete("command")
    async def complete_command(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The commands that the person may use."""
        names = [each.qualified_name for each in self._usable(interaction)]
        return text_choices(name for name in names if typed.strip().lstrip("/").casefold() in name)

    @app_commands.command(name="about", description="What I am, what I know, and what I keep about you")
    async def about(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Say what this is."""
        catalogue, scope = self.bot.desk.catalogue, asker_of(interaction).scope
        facts, productions = len(catalogue.facts(scope)), len(catalogue.productions(scope))
        lines = [
            f"### Callsheet {escaped_line(bot.__version__, 20)}",
            f"I answer questions from {facts} facts on {productions} productions. People curate every one of them and "
            "note where they read it. What I don't know I say, and the moderators see what was missing.",
            "I read messages only where I am mentioned, and in direct messages. I keep a question, without your name "
            "once it is settled, only where I could not answer it. /my-data shows what is kept of you; /forget-me "
            "removes it.",
            "Free software under the MIT licence, not connected with any studio.",
        ]
        await send(interaction, note("\n".join(lines)), private=True)

    def _usable(self, interaction: discord.Interaction[CallsheetBot]) -> Iterator[SlashCommand]:
        for command in leaves(self.bot.tree):
            deed = deed_of(command)
            if deed is None or (self.bot.may(interaction, deed) and self._offered(interaction, command)):
                yield command

    def _offered(self, interaction: discord.Interaction[CallsheetBot], command: SlashCommand) -> bool:
        """Whether Discord shows a command to the person: a moderators' group it hides from all others as a whole,
        with what in it would be everyone's."""
        group = command.root_parent
        if group is None or group.default_permissions is None:
            return True
        deeds = [deed for each in group.walk_commands() if (deed := deed_of(each)) and LEAST[deed] is not Role.MEMBER]
        return any(self.bot.may(interaction, deed) for deed in deeds)


def leaves(tree: app_commands.CommandTree[Any]) -> list[SlashCommand]:
    """Every slash command that can be used, subcommands and no groups, by name."""
    found = [each for each in tree.walk_commands() if isinstance(each, app_commands.Command)]
    return sorted(found, key=lambda each: each.qualified_name)


def deed_of(command: SlashCommand | app_commands.Group) -> Deed | None:
    """What a command takes; None where it is everyone's."""
    deed = getattr(getattr(command, "callback", None), DEED, None)
    return deed if isinstance(deed, Deed) else None


def explanation(command: SlashCommand) -> str:
    """One command: what it does, what it takes, who may use it."""
    lines = [f"**/{command.qualified_name}**", escaped_line(command.description, 110)]
    for option in command.parameters:
        needed = "" if option.required else " *(optional)*"
        lines.append(f"- `{option.display_name}`{needed}: {escaped_line(str(option.description), 110)}")
    deed = deed_of(command)
    if deed is not None:
        lines.append(f"-# For those who may {WORDS[deed]}.")
    return "\n".join(lines)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(About(bot))
