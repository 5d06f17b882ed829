"""Show and restore a fact's revisions: ``/fact history`` and ``/fact restore``."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.choice_names import Candidate, choice_names
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.editing.history import HistoryEntry
from bot.desk.errors import Invalid, NotFound
from bot.desk.state.catalogue import page
from bot.facts.models import State
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.pager import ListItem, ListPage
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.fact.group import ANY_FACT, join_fact_group, kept_choices, kept_id
from bot.frontends.discord.features.fact.revisions import PER_PAGE, entry_markup, revision_line, revision_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.fact_names import fact_name
from bot.frontends.discord.shared.lookup import CHOICE, CHOICES, holds, titles
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routing.custom_ids import reference
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import FACT, KEPT_IN, REVISION, by_button
from bot.messages import N_, _, ngettext

_REVISION = re.compile(
    r"^(?P<whose>shared|own|this server.s)?\W*(?:revision\s*)?(?P<number>[0-9]{1,6})$", re.IGNORECASE
)
_SHORT = 50
"""Maximum length of an id in a custom id, beside a list's name, a page and a revision."""


class FactHistory(commands.Cog):
    """Show revisions, newest first, and restore any of them."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.lists.register("revisions", self.revisions_page, FACT, permission=Permission.FACT_HISTORY)
        bot.more.add("revisions", self.open_revisions, N_("History"), order=81, permission=Permission.FACT_HISTORY)
        revision = by_button(FACT, REVISION, KEPT_IN)
        bot.routes.add("revision", self.look, revision, permission=Permission.FACT_HISTORY)
        bot.routes.add("revision-again", self.restore_revision, revision, permission=Permission.FACT_RESTORE)

    @app_commands.command(
        name="history", description=app_commands.locale_str("Every revision of a fact: who, when, why, what changed")
    )
    @app_commands.describe(fact=ANY_FACT)
    @needs(Permission.FACT_HISTORY)
    async def history(self, interaction: discord.Interaction[CallsheetBot], fact: str) -> None:
        """Show the newest page."""
        name = kept_id(self.bot.desk.catalogue, fact, asker_of(interaction).scope)
        await send(interaction, await self._history(interaction, name), private=True)

    @app_commands.command(
        name="restore", description=app_commands.locale_str("Restore a retired fact, or an earlier revision")
    )
    @app_commands.describe(
        fact=ANY_FACT, revision=app_commands.locale_str("“own 2” or “shared 1”; leave it out for the last live one")
    )
    @needs(Permission.FACT_RESTORE)
    async def restore(
        self,
        interaction: discord.Interaction[CallsheetBot],
        fact: str,
        revision: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Restore immediately. The history keeps the replaced revision."""
        name = kept_id(self.bot.desk.catalogue, fact, asker_of(interaction).scope)
        entries = await self.bot.desk.history.entries(self.bot.actor(interaction), name)
        chosen = _last_live(entries) if revision is None else _named(entries, revision)
        await send(interaction, await self._restored(interaction, name, chosen), private=True)

    @history.autocomplete("fact")
    @needs(Permission.FACT_HISTORY)
    async def complete_history(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest facts in any state."""
        return await kept_choices(self.bot.desk, typed, asker_of(interaction).scope)

    @restore.autocomplete("fact")
    @needs(Permission.FACT_RESTORE)
    async def complete_restored(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest facts, retired and merged ones first."""
        scope = asker_of(interaction).scope
        return await kept_choices(self.bot.desk, typed, scope, State.RETIRED, State.MERGED, State.LIVE)

    @restore.autocomplete("revision")
    @needs(Permission.FACT_RESTORE)
    async def complete_revision(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the revisions of the chosen fact, newest first."""
        scope, chosen = asker_of(interaction).scope, str(interaction.namespace.fact or "")
        try:
            name = kept_id(self.bot.desk.catalogue, chosen, scope)
        except NotFound:
            return [app_commands.Choice(name=_("Choose the fact first, then its revision"), value="?")]
        entries = await self.bot.desk.history.entries(self.bot.actor(interaction), name)
        pick = self.bot.desk.spoilers.at(Outlet.PICK, Reader(scope))
        every = [(revision_line(each, pick), " ".join(reversed(_address(each))), each) for each in entries]
        shown = [
            (words, value)
            for words, value, each in every
            if holds(f"{words} {value} {each.revision.fact.text}".casefold(), typed.casefold())
        ][:CHOICES]
        names = choice_names([Candidate(words, (), value) for words, value in shown], CHOICE)
        return [app_commands.Choice(name=words, value=value) for words, (_, value) in zip(names, shown, strict=True)]

    # -- buttons

    async def open_revisions(self, tap: Tap) -> None:
        """Show the history of the fact that a panel shows."""
        name = kept_id(self.bot.desk.catalogue, tap.arguments[0], asker_of(tap.interaction).scope)
        await continue_with(tap.interaction, await self._history(tap.interaction, name))

    async def look(self, tap: Tap) -> None:
        """Show one revision: what it changed, and the fact as it was then."""
        entry, name = await self._entry(tap)
        scope = asker_of(tap.interaction).scope
        card = self.bot.desk.asking.show(entry.revision.fact, scope)
        controls = [button(_("All revisions"), "revisions", reference(name))]
        if not entry.holds and self.bot.may(tap.interaction, Permission.FACT_RESTORE):
            restore = button(
                _("Restore this"), "revision-again", *map(str, tap.arguments), style=discord.ButtonStyle.success
            )
            controls.insert(0, restore)
        await continue_with(tap.interaction, revision_panel(entry, card, controls, self._tell(scope)))

    async def restore_revision(self, tap: Tap) -> None:
        """Restore the revision that is shown."""
        entry, name = await self._entry(tap)
        await continue_with(tap.interaction, await self._restored(tap.interaction, name, entry))

    async def revisions_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of revisions."""
        name = kept_id(self.bot.desk.catalogue, arguments[0], asker_of(interaction).scope)
        entries = await self.bot.desk.history.entries(self.bot.actor(interaction), name)
        shown = page(entries, number, PER_PAGE)
        scope = asker_of(interaction).scope
        tell, fact = self._tell(scope), entries[0].revision.fact
        title, earlier = titles(self.bot.desk.catalogue, scope)(fact), (each.revision.fact for each in entries[1:])
        count = ngettext("{count} revision, newest first", "{count} revisions, newest first", len(entries))
        heading = (
            _("### History: {name}").format(name=fact_name(fact, tell, title, *earlier))
            + "\n-# "
            + count.format(count=len(entries))
        )
        return ListPage(
            heading,
            tuple(
                ListItem(
                    entry_markup(each, tell), button(_("Show"), "revision", reference(name, _SHORT), *_address(each))
                )
                for each in shown.items
            ),
            shown.number,
            shown.pages,
        )

    # -- shared

    def _tell(self, scope: str) -> Teller:
        return self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))

    async def _history(self, interaction: discord.Interaction[CallsheetBot], name: str) -> Panel:
        return await self.bot.lists.open(interaction, "revisions", reference(name, _SHORT))

    async def _entry(self, tap: Tap) -> tuple[HistoryEntry, str]:
        short, number, kept = tap.arguments
        name = kept_id(self.bot.desk.catalogue, short, asker_of(tap.interaction).scope)
        entries = await self.bot.desk.history.entries(self.bot.actor(tap.interaction), name)
        for each in entries:
            if _address(each) == (str(number), kept):
                return each, name
        raise NotFound(_("This revision no longer exists. Open /fact history again."))

    async def _restored(self, interaction: discord.Interaction[CallsheetBot], name: str, entry: HistoryEntry) -> Panel:
        actor, curating = self.bot.actor(interaction), self.bot.desk.curating
        number = entry.revision.fact.revision
        fact = await defer_if_slow(interaction, curating.restore(actor, name, number, shared=entry.shared))
        if entry.shared:
            message = _("**Restored** revision {number} of the shared fact. /undo reverses that.")
        else:
            message = _("**Restored** revision {number} of this server's version. /undo reverses that.")
        return Panel(
            text(message.format(number=number)),
            *card_items(self.bot.desk.asking.card(fact.id, actor.scope), 3000),
            *rows([button(_("History"), "revisions", reference(fact.id))]),
        )


def _address(entry: HistoryEntry) -> tuple[str, str]:
    """Name a revision for a custom id: its number, and ``shared`` or ``own``."""
    return str(entry.revision.fact.revision), "shared" if entry.shared else "own"


def _last_live(entries: tuple[HistoryEntry, ...]) -> HistoryEntry:
    """Find the last revision in which the fact was live, the server's own first."""
    for each in entries:
        if each.revision.fact.state is State.LIVE:
            return each
    raise NotFound(_("This fact was never live, so there is nothing to restore. /fact history shows why."))


def _named(entries: tuple[HistoryEntry, ...], typed: str) -> HistoryEntry:
    """Find the revision that was typed: ``own 2``, ``shared 1``, or just the number if it is unique."""
    form = _REVISION.search(typed.strip())
    whose = "" if form is None or not form["whose"] else "shared" if form["whose"].casefold() == "shared" else "own"
    found = [
        each
        for each in entries
        if form is not None and _address(each)[0] == form["number"] and whose in ("", _address(each)[1])
    ]
    if len(found) > 1:
        number = found[0].revision.fact.revision
        ambiguous = _("The server's version and the shared fact both have a revision {number}. Type {own} or {shared}.")
        raise Invalid(ambiguous.format(number=number, own=f"“own {number}”", shared=f"“shared {number}”"))
    if not found:
        unknown = _("This fact has no revision “{revision}”. /fact history lists its revisions.")
        raise NotFound(unknown.format(revision=typed[:40]))
    return found[0]


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    join_fact_group(bot, FactHistory(bot))
