"""``/my-data`` and ``/forget-me``: what is kept of a person, and its end."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.privacy.traces import Trace
from bot.desk.state.catalogue import page
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import PER_PAGE, Entry, Leaf
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import patiently, replace, send
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.markdown import escaped_line, said_line
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import by_button


class Privacy(commands.Cog):
    """A person's own traces, shown to them alone."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.books.shelve("my-data", self.traces_page)
        bot.routes.add("forget-me", self.forget, by_button())

    @app_commands.command(name="my-data", description="Everything that I keep about you")
    async def my_data(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Show a person's traces."""
        await send(interaction, await self.bot.books.open(interaction, "my-data"), private=True)

    @app_commands.command(name="forget-me", description="Remove everything that I keep about you")
    async def forget_me(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Ask back once, because it cannot be undone."""
        question = text("This removes what I keep about you, everywhere, for good. Facts that you wrote stay, unnamed.")
        yes = button("Forget me", "forget-me", style=discord.ButtonStyle.danger)
        await send(interaction, Panel(question, *rows([yes])), private=True)

    async def forget(self, tap: Tap) -> None:
        """Remove the traces of who pressed."""
        person = asker_of(tap.interaction).person
        gone = await patiently(tap.interaction, self.bot.desk.people.forget(person))
        lines = [f"- {escaped_line(what, 200)}: {count}" for what, count in gone.items()]
        said = "\n".join(["Done. Removed:", *lines]) if lines else "There was nothing to remove."
        await replace(tap.interaction, note(said))

    async def traces_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of a person's traces, always those of who asks."""
        traces = await self.bot.desk.people.my_data(asker_of(interaction).person)
        shown = page(traces, number, PER_PAGE)
        before = (None, *(trace.what for trace in shown.items))
        entries = tuple(
            _entry(trace, headed=trace.what != other) for trace, other in zip(shown.items, before, strict=False)
        )
        heading = "### What I keep about you" if traces else "### I keep nothing about you"
        return Leaf(heading, entries, shown.number, shown.pages, "/forget-me removes it" if traces else "")


def _entry(trace: Trace, *, headed: bool) -> Entry:
    """One thing that is kept; what kind of thing stands over the first of several."""
    heading = f"**{escaped_line(trace.what, 200)}**\n" if headed else ""
    return Entry(f"{heading}- {said_line(trace.told, 400)}")


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(Privacy(bot))
