"""Show or delete what is stored about a person: ``/my-data`` and ``/forget-me``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.privacy.traces import Trace
from bot.desk.state.catalogue import page
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import PER_PAGE, ListItem, ListPage
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import defer_if_slow, replace, send
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.markdown import escaped_line, shown_line
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import by_button
from bot.messages import _, translated


class Privacy(commands.Cog):
    """Show people their own data, and delete it on request. Nobody else sees the replies."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.lists.register("my-data", self.traces_page)
        bot.routes.add("forget-me", self.forget, by_button())

    @app_commands.command(name="my-data", description=app_commands.locale_str("Show everything I store about you"))
    async def my_data(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Show a person's data."""
        await send(interaction, await self.bot.lists.open(interaction, "my-data"), private=True)

    @app_commands.command(name="forget-me", description=app_commands.locale_str("Delete everything I store about you"))
    async def forget_me(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Ask for confirmation, because this can't be undone."""
        question = text(
            _(
                "**Delete everything I store about you?** This can't be undone. Facts that you wrote stay, without "
                "your name."
            )
        )
        yes = button(_("Delete my data"), "forget-me", style=discord.ButtonStyle.danger)
        await send(interaction, Panel(question, *rows([yes])), private=True)

    async def forget(self, tap: Tap) -> None:
        """Delete the data of the person who pressed the button."""
        person = asker_of(tap.interaction).person
        gone = await defer_if_slow(tap.interaction, self.bot.desk.people.forget(person))
        lines = [f"- {escaped_line(translated(what), 200)}: {count}" for what, count in gone.items()]
        message = "\n".join([_("**Deleted:**"), *lines]) if lines else _("There was nothing to delete.")
        await replace(tap.interaction, note(message))

    async def traces_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of the data of the person who asks."""
        traces = await self.bot.desk.people.my_data(asker_of(interaction).person)
        shown = page(traces, number, PER_PAGE)
        previous = (None, *(trace.what for trace in shown.items))
        entries = tuple(
            _item(trace, headed=trace.what != before) for trace, before in zip(shown.items, previous, strict=False)
        )
        heading = _("### What I store about you") if traces else _("### I store nothing about you")
        return ListPage(heading, entries, shown.number, shown.pages, _("/forget-me deletes it") if traces else "")


def _item(trace: Trace, *, headed: bool) -> ListItem:
    """Build one item. The first item of a kind has the kind as its heading."""
    heading = f"**{escaped_line(translated(trace.what), 200)}**\n" if headed else ""
    return ListItem(f"{heading}- {shown_line(trace.shown, 400)}")


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Privacy(bot))
