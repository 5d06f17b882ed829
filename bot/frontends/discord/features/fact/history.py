"""``/fact history`` and ``/fact restore``: what became of a fact, and any of its revisions once more."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk.access.permissions import Deed
from bot.desk.cards.choice_names import Candidate, choice_names
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.editing.history import Entry as Told
from bot.desk.errors import Invalid, NotFound
from bot.desk.state.catalogue import page
from bot.facts.models import State
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.cards import card_items
from bot.frontends.discord.components.pager import Entry, Leaf
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.components.sending import continue_with, patiently, send
from bot.frontends.discord.features.fact.group import ANY_FACT, join_fact_group, kept_choices, kept_id
from bot.frontends.discord.features.fact.revisions import PER_PAGE, entry_markup, revision_line, revision_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.custom_ids import reference
from bot.frontends.discord.shared.lookup import CHOICE, CHOICES, holds
from bot.frontends.discord.shared.markdown import escaped_line
from bot.frontends.discord.shared.permissions import needs
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import FACT, KEPT_IN, REVISION, by_button
from bot.messages import N_

_REVISION = re.compile(
    r"^(?P<whose>shared|own|this server.s)?\W*(?:revision\s*)?(?P<number>[0-9]{1,6})$", re.IGNORECASE
)
_SHORT = 50
"""What an id may take in a custom id beside a list's name, a page and a revision."""


class FactHistory(commands.Cog):
    """Revisions, newest first, each with a way back to it."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.books.shelve("revisions", self.revisions_page, FACT, deed=Deed.FACT_HISTORY)
        bot.more.add("revisions", self.open_revisions, N_("History"), order=81, deed=Deed.FACT_HISTORY)
        revision = by_button(FACT, REVISION, KEPT_IN)
        bot.routes.add("revision", self.look, revision, deed=Deed.FACT_HISTORY)
        bot.routes.add("revision-again", self.restore_revision, revision, deed=Deed.FACT_RESTORE)

    @app_commands.command(name="history", description="Every revision of a fact: who, when, why, and what it changed")
    @app_commands.describe(fact=ANY_FACT)
    @needs(Deed.FACT_HISTORY)
    async def history(self, interaction: discord.Interaction[CallsheetBot], fact: str) -> None:
        """Show the newest page."""
        name = kept_id(self.bot.desk.catalogue, fact, asker_of(interaction).scope)
        await send(interaction, await self._book(interaction, name), private=True)

    @app_commands.command(name="restore", description="Bring a retired fact back, or make an earlier revision hold")
    @app_commands.describe(
        fact=ANY_FACT, revision="Which one, like “own 2” or “shared 1”; leave it out for the last before it was retired"
    )
    @needs(Deed.FACT_RESTORE)
    async def restore(
        self,
        interaction: discord.Interaction[CallsheetBot],
        fact: str,
        revision: app_commands.Range[str, 1, 40] | None = None,
    ) -> None:
        """Restore at once: history keeps what was."""
        name = kept_id(self.bot.desk.catalogue, fact, asker_of(interaction).scope)
        entries = await self.bot.desk.history.entries(self.bot.actor(interaction), name)
        chosen = _last_live(entries) if revision is None else _named(entries, revision)
        await send(interaction, await self._restored(interaction, name, chosen), private=True)

    @history.autocomplete("fact")
    @needs(Deed.FACT_HISTORY)
    async def complete_history(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Facts in whatever state."""
        return await kept_choices(self.bot.desk, typed, asker_of(interaction).scope)

    @restore.autocomplete("fact")
    @needs(Deed.FACT_RESTORE)
    async def complete_restored(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """What is gone first, for that is what is brought back."""
        scope = asker_of(interaction).scope
        return await kept_choices(self.bot.desk, typed, scope, State.RETIRED, State.MERGED, State.LIVE)

    @restore.autocomplete("revision")
    @needs(Deed.FACT_RESTORE)
    async def complete_revision(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The revisions of the fact that is chosen, newest first."""
        scope, chosen = asker_of(interaction).scope, str(interaction.namespace.fact or "")
        try:
            name = kept_id(self.bot.desk.catalogue, chosen, scope)
        except NotFound:
            return [app_commands.Choice(name="Choose the fact first; its revisions are listed here then", value="?")]
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
        """The history of the fact that a panel shows."""
        name = kept_id(self.bot.desk.catalogue, tap.arguments[0], asker_of(tap.interaction).scope)
        await continue_with(tap.interaction, await self._book(tap.interaction, name))

    async def look(self, tap: Tap) -> None:
        """One revision: the fact as it then was, and what the revision changed."""
        told, name = await self._told(tap)
        scope = asker_of(tap.interaction).scope
        card = self.bot.desk.asking.show(told.revision.fact, scope)
        controls = [button("All revisions", "revisions", reference(name))]
        if not told.holds and self.bot.may(tap.interaction, Deed.FACT_RESTORE):
            controls.insert(
                0, button("Restore this", "revision-again", *map(str, tap.arguments), style=discord.ButtonStyle.success)
            )
        await continue_with(tap.interaction, revision_panel(told, card, controls, self._tell(scope)))

    async def restore_revision(self, tap: Tap) -> None:
        """Make the revision that is shown hold again."""
        told, name = await self._told(tap)
        await continue_with(tap.interaction, await self._restored(tap.interaction, name, told))

    async def revisions_page(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of revisions."""
        name = kept_id(self.bot.desk.catalogue, arguments[0], asker_of(interaction).scope)
        entries = await self.bot.desk.history.entries(self.bot.actor(interaction), name)
        shown = page(entries, number, PER_PAGE)
        tell = self._tell(asker_of(interaction).scope)
        heading = f"### History of `{escaped_line(name, 120)}`\n-# {_counted(len(entries))}, newest first"
        return Leaf(
            heading,
            tuple(
                Entry(entry_markup(each, tell), button("Look", "revision", reference(name, _SHORT), *_address(each)))
                for each in shown.items
            ),
            shown.number,
            shown.pages,
        )

    # -- what they share

    def _tell(self, scope: str) -> Teller:
        return self.bot.desk.spoilers.at(Outlet.PANEL, Reader(scope))

    async def _book(self, interaction: discord.Interaction[CallsheetBot], name: str) -> Panel:
        return await self.bot.books.open(interaction, "revisions", reference(name, _SHORT))

    async def _told(self, tap: Tap) -> tuple[Told, str]:
        short, number, kept = tap.arguments
        name = kept_id(self.bot.desk.catalogue, short, asker_of(tap.interaction).scope)
        entries = await self.bot.desk.history.entries(self.bot.actor(tap.interaction), name)
        for each in entries:
            if _address(each) == (str(number), kept):
                return each, name
        raise NotFound("This revision is no longer there. Open /fact history again.")

    async def _restored(self, interaction: discord.Interaction[CallsheetBot], name: str, told: Told) -> Panel:
        actor, curating = self.bot.actor(interaction), self.bot.desk.curating
        number = told.revision.fact.revision
        fact = await patiently(interaction, curating.restore(actor, name, number, shared=told.shared))
        which = f"revision {number} of {'the shared fact' if told.shared else 'this server’s version'}"
        said = text(f"Restored: `{fact.id}` again says what it said in {which}. /undo takes that back.")
        return Panel(
            said,
            *card_items(self.bot.desk.asking.card(fact.id, actor.scope), 3000),
            *rows([button("History", "revisions", reference(fact.id))]),
        )


def _address(told: Told) -> tuple[str, str]:
    """What names a revision beside the fact's id: its number, and whose it is."""
    return str(told.revision.fact.revision), "shared" if told.shared else "own"


def _last_live(entries: tuple[Told, ...]) -> Told:
    """The last revision in which the fact was live, the server's own first."""
    for each in entries:
        if each.revision.fact.state is State.LIVE:
            return each
    raise NotFound("This fact was never answered from, so there is nothing to restore; /fact history lists it.")


def _named(entries: tuple[Told, ...], typed: str) -> Told:
    """The revision that was typed: ``own 2``, ``shared 1``, or the number where only one has it."""
    form = _REVISION.search(typed.strip())
    whose = "" if form is None or not form["whose"] else "shared" if form["whose"].casefold() == "shared" else "own"
    found = [
        each
        for each in entries
        if form is not None and _address(each)[0] == form["number"] and whose in ("", _address(each)[1])
    ]
    if len(found) > 1:
        number = found[0].revision.fact.revision
        raise Invalid(
            f"There are two: revision {number} of this server's version, and revision {number} of the shared fact. "
            f"Write “own {number}” or “shared {number}”, or choose from the list."
        )
    if not found:
        raise NotFound(f"This fact has no revision {typed[:40]!r}; /fact history lists them.")
    return found[0]


def _counted(revisions: int) -> str:
    return "one revision" if revisions == 1 else f"{revisions} revisions"


async def setup(bot: FeatureBot) -> None:
    """Add the verbs."""
    join_fact_group(bot, FactHistory(bot))
