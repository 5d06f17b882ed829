"""``/undo``: one's own last change taken back as a whole, and given again where that was a slip."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.editing.undo import Undone
from bot.facts.models import State
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.changes import DONE, fitted
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.components.sending import continue_with, patiently, send
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.markdown import said_line
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import by_button

_ROOM = 2500
_SHOWN = 8


class UndoLast(commands.Cog):
    """Undo and redo; each is one tap away from the other."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("undo", self.undo_tapped, by_button(), deed=Deed.UNDO)
        bot.routes.add("redo", self.redo_tapped, by_button(), deed=Deed.UNDO)

    @app_commands.command(name="undo", description="Take back your own last change: an edit, a merge, a whole import")
    @needs(Deed.UNDO)
    async def undo(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Take it back at once: one tap gives it again."""
        undone = await patiently(interaction, self.bot.desk.undo.undo(self.bot.actor(interaction)))
        await send(interaction, _taken_back(undone, self._tell(interaction)), private=True)

    async def undo_tapped(self, tap: Tap) -> None:
        """Go one further back."""
        undone = await patiently(tap.interaction, self.bot.desk.undo.undo(self.bot.actor(tap.interaction)))
        await continue_with(tap.interaction, _taken_back(undone, self._tell(tap.interaction)))

    async def redo_tapped(self, tap: Tap) -> None:
        """Give again what was undone last."""
        undone = await patiently(tap.interaction, self.bot.desk.undo.redo(self.bot.actor(tap.interaction)))
        facts = _facts(undone, self._tell(tap.interaction))
        said = text(fitted(["**Redone.** It is again as it was before you undid it:", *facts], _ROOM))
        await continue_with(tap.interaction, Panel(said, *rows([button("Undo", "undo")])))

    def _tell(self, interaction: discord.Interaction[CallsheetBot]) -> Teller:
        return self.bot.desk.spoilers.at(Outlet.PANEL, Reader(self.bot.actor(interaction).scope))


def _taken_back(undone: Undone, tell: Teller) -> Panel:
    first = undone.revisions[0]
    count = len({each.fact.key for each in undone.revisions})
    what = "one fact" if count == 1 else f"{count} facts"
    made = f"{DONE[first.action]} {what}, {discord.utils.format_dt(first.at, 'R')}"
    lines = [f"**Undone.** You had {made}. Now:", *_facts(undone, tell)]
    controls = [button("Redo", "redo"), button("Undo one more", "undo")]
    return Panel(text(fitted(lines, _ROOM)), *rows(controls))


def _facts(undone: Undone, tell: Teller) -> list[str]:
    lines = [f"- `{fact.id}` {_STANDS[fact.state]}: {said_line(tell(fact), 160)}" for fact in undone.facts[:_SHOWN]]
    more = len(undone.facts) - _SHOWN
    return [*lines, f"- … and {more} more"] if more > 0 else lines


_STANDS = {
    State.LIVE: "says",
    State.RETIRED: "is retired",
    State.MERGED: "is merged into another",
    State.WITHDRAWN: "follows the shared fact again",
}


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(UndoLast(bot))
