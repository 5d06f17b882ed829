"""Explain the bot: ``/help`` and ``/about``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

import bot
from bot.desk.access.permissions import MIN_ROLE, WORDS, Permission, Role
from bot.desk.state.catalogue import page
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import LINES_PER_PAGE, ListItem, ListPage
from bot.frontends.discord.components.parts import note
from bot.frontends.discord.components.sending import send
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import text_choices
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.permissions import PERMISSION
from bot.messages import _, translated

SlashCommand = app_commands.Command[Any, ..., Any]


class About(commands.Cog):
    """Show each person the commands that they may use, and what the bot is."""

    def __init__(self, client: FeatureBot) -> None:
        self.bot = client
        client.lists.register("help", self.help_page)

    @app_commands.command(name="help", description=app_commands.locale_str("What I can do, or how one command works"))
    @app_commands.describe(command=app_commands.locale_str("The command to explain, for example ask"))
    async def explain(self, interaction: discord.Interaction[CallsheetBot], command: str | None = None) -> None:
        """List the commands, or explain one."""
        usable = {each.qualified_name: each for each in self._usable(interaction)}
        chosen = usable.get((command or "").strip().lstrip("/").casefold())
        if chosen is None:
            await send(interaction, await self.bot.lists.open(interaction, "help"), private=True)
        else:
            await send(interaction, note(explanation(chosen)), private=True)

    async def help_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of the commands that the person may use: everyone's first."""
        usable = sorted(self._usable(interaction), key=lambda each: permission_of(each) is not None)
        shown = page(usable, number, LINES_PER_PAGE)
        entries = tuple(
            ListItem(f"`/{each.qualified_name}` {escaped_line(translated(each.description), 130)}")
            for each in shown.items
        )
        me = self.bot.user.mention if self.bot.user is not None else "Callsheet"
        heading = _("Ask me with /ask, mention {me}, or send a direct message. Try: /ask when does it come out?")
        foot = _("To explain one command: /help and its name")
        return ListPage(heading.format(me=me), entries, shown.number, shown.pages, foot)

    @explain.autocomplete("command")
    async def complete_command(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the commands that the person may use."""
        names = [each.qualified_name for each in self._usable(interaction)]
        return text_choices(name for name in names if typed.strip().lstrip("/").casefold() in name)

    @app_commands.command(
        name="about", description=app_commands.locale_str("What I am, what I know, and what I store about you")
    )
    async def about(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Show what the bot is and what it stores."""
        catalogue, scope = self.bot.desk.catalogue, asker_of(interaction).scope
        facts, productions = len(catalogue.facts(scope)), len(catalogue.productions(scope))
        lines = [
            f"### Callsheet {escaped_line(bot.__version__, 20)}",
            _("I answer questions about films and shows. People write every fact and name its source."),
            _("Facts: {facts} · Productions: {productions}").format(facts=facts, productions=productions),
            _("If I don't know something, I say so, and the moderators see what was missing."),
            _(
                "I only read messages that mention me, and direct messages. I store a question only if I can't answer "
                "it, and drop your name once it is settled. /my-data shows what I store about you. /forget-me deletes "
                "it."
            ),
            _("Free software under the MIT licence. Not connected with any studio."),
        ]
        await send(interaction, note("\n".join(lines)), private=True)

    def _usable(self, interaction: discord.Interaction[CallsheetBot]) -> Iterator[SlashCommand]:
        for command in leaves(self.bot.tree):
            permission = permission_of(command)
            if permission is None or (self.bot.may(interaction, permission) and self._offered(interaction, command)):
                yield command

    def _offered(self, interaction: discord.Interaction[CallsheetBot], command: SlashCommand) -> bool:
        """Return whether Discord shows a command to the person.

        Discord hides a moderators' group from all others as a whole, even the commands in it that are for everyone.
        """
        group = command.root_parent
        if group is None or group.default_permissions is None:
            return True
        permissions = [
            permission
            for each in group.walk_commands()
            if (permission := permission_of(each)) and MIN_ROLE[permission] is not Role.MEMBER
        ]
        return any(self.bot.may(interaction, permission) for permission in permissions)


def leaves(tree: app_commands.CommandTree[Any]) -> list[SlashCommand]:
    """List every slash command that can be used, sorted by name: subcommands, but no groups."""
    found = [each for each in tree.walk_commands() if isinstance(each, app_commands.Command)]
    return sorted(found, key=lambda each: each.qualified_name)


def permission_of(command: SlashCommand | app_commands.Group) -> Permission | None:
    """Return the permission that a command needs; None if everyone may use it."""
    permission = getattr(getattr(command, "callback", None), PERMISSION, None)
    return permission if isinstance(permission, Permission) else None


def explanation(command: SlashCommand) -> str:
    """Explain one command: what it does, its options, and who may use it."""
    lines = [f"**/{command.qualified_name}**", escaped_line(translated(command.description), 130)]
    for option in command.parameters:
        line = "- `{name}`: {words}" if option.required else _("- `{name}` *(optional)*: {words}")
        words = escaped_line(translated(str(option.description)), 130)
        lines.append(line.format(name=option.display_name, words=words))
    permission = permission_of(command)
    if permission is not None:
        lines.append("-# " + _("Only for people who may {action}.").format(action=translated(WORDS[permission])))
    return "\n".join(lines)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(About(bot))
