"""Undo and redo your own changes: ``/undo``."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader
from bot.desk.editing.undo import Undone
from bot.facts.models import Action, State
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.changes import fitted
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.lookup import titles
from bot.frontends.discord.shared.markdown import shown_line
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import by_button
from bot.messages import N_, _, ngettext, translated

_ROOM = 2500
_SHOWN = 8


class UndoLast(commands.Cog):
    """Undo and redo. Each is one tap away from the other."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("undo", self.undo_tapped, by_button(), permission=Permission.UNDO)
        bot.routes.add("redo", self.redo_tapped, by_button(), permission=Permission.UNDO)

    @app_commands.command(
        name="undo", description=app_commands.locale_str("Undo your own last change: an edit, a merge, a whole import")
    )
    @needs(Permission.UNDO)
    async def undo(self, interaction: discord.Interaction[CallsheetBot]) -> None:
        """Undo it immediately: one tap redoes it."""
        undone = await defer_if_slow(interaction, self.bot.desk.undo.undo(self.bot.actor(interaction)))
        await send(interaction, self._undone(interaction, undone), private=True)

    async def undo_tapped(self, tap: Tap) -> None:
        """Undo the change before that one."""
        undone = await defer_if_slow(tap.interaction, self.bot.desk.undo.undo(self.bot.actor(tap.interaction)))
        await continue_with(tap.interaction, self._undone(tap.interaction, undone))

    async def redo_tapped(self, tap: Tap) -> None:
        """Redo what was undone last."""
        undone = await defer_if_slow(tap.interaction, self.bot.desk.undo.redo(self.bot.actor(tap.interaction)))
        lines = [_("**Redone.** The facts are back to what they were before you undid it:")]
        lines += self._facts(tap.interaction, undone)
        await continue_with(tap.interaction, Panel(text(fitted(lines, _ROOM)), *rows([button(_("Undo"), "undo")])))

    def _undone(self, interaction: discord.Interaction[CallsheetBot], undone: Undone) -> Panel:
        lines = [_change(undone), *self._facts(interaction, undone)]
        controls = [button(_("Redo"), "redo"), button(_("Undo one more"), "undo")]
        return Panel(text(fitted(lines, _ROOM)), *rows(controls))

    def _facts(self, interaction: discord.Interaction[CallsheetBot], undone: Undone) -> list[str]:
        scope = self.bot.actor(interaction).scope
        tell = self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))
        title_of = titles(self.bot.desk.catalogue, scope)
        lines = [
            translated(_NOW[fact.state]).format(
                name=fact_name(fact, tell, title_of(fact)), text=shown_line(tell(fact), 160)
            )
            for fact in undone.facts[:_SHOWN]
        ]
        more = len(undone.facts) - _SHOWN
        return [*lines, _("- … and {count} more").format(count=more)] if more > 0 else lines


def _change(undone: Undone) -> str:
    """Say what was undone, of how many facts, and when it was changed."""
    first = undone.revisions[0]
    count = len({each.fact.key for each in undone.revisions})
    facts = ngettext("{count} fact", "{count} facts", count).format(count=count)
    line = translated(_UNDONE[first.action])
    return line.format(facts=facts, when=discord.utils.format_dt(first.at, "R"))


_UNDONE = {
    Action.ADD: N_("**Undone:** adding {facts}, {when}. Now:"),
    Action.EDIT: N_("**Undone:** your edit of {facts}, {when}. Now:"),
    Action.CONFIRM: N_("**Undone:** confirming {facts}, {when}. Now:"),
    Action.RETIRE: N_("**Undone:** retiring {facts}, {when}. Now:"),
    Action.RESTORE: N_("**Undone:** restoring {facts}, {when}. Now:"),
    Action.MERGE: N_("**Undone:** merging {facts}, {when}. Now:"),
    Action.IMPORT: N_("**Undone:** importing {facts}, {when}. Now:"),
    Action.UNDO: N_("**Undone:** undoing a change of {facts}, {when}. Now:"),
    Action.WITHDRAW: N_("**Undone:** using the shared version of {facts}, {when}. Now:"),
}
_NOW = {
    State.LIVE: "- {name}: {text}",
    State.RETIRED: N_("- {name}, retired: {text}"),
    State.MERGED: N_("- {name}, merged into another fact: {text}"),
    State.WITHDRAWN: N_("- {name}, using the shared fact again: {text}"),
}


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    await bot.add_cog(UndoLast(bot))
