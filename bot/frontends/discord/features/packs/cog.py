"""``/pack export`` and ``/pack import``: facts as a file, and a file reported first and then applied as one change."""

from __future__ import annotations

import io

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.desk.access.permissions import Deed
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.errors import Invalid
from bot.desk.packs.exchange import MAX_BYTES, ImportPlan, PackForm
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import Leaf
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, patiently, send
from bot.frontends.discord.features.packs.report import PARTS, part_page, report_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import production_choices, production_id
from bot.frontends.discord.shared.permissions import HINT, in_servers_of_the_bot, needs
from bot.frontends.discord.shared.routes import Tap
from bot.frontends.discord.shared.signatures import KEY, by_button, one_of

FORMS = [
    app_commands.Choice(name="JSON pack: everything, to import elsewhere", value="json"),
    app_commands.Choice(name="CSV: a table for a spreadsheet", value="csv"),
    app_commands.Choice(name="JSON lines: one fact a line", value="jsonl"),
]


@in_servers_of_the_bot
class Packs(
    commands.GroupCog, group_name="pack", group_description="Take facts out as a file, or bring a file of facts in"
):
    """Packs in and out."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("import-apply", self.apply, by_button(KEY), deed=Deed.PACK_IMPORT)
        bot.routes.add("import-not", self.leave, by_button(KEY), deed=Deed.PACK_IMPORT)
        part = (KEY, one_of("part", *PARTS))
        bot.routes.add("import-part", self.part, by_button(*part), deed=Deed.PACK_IMPORT)
        bot.routes.add("import-back", self.back, by_button(KEY), deed=Deed.PACK_IMPORT)
        bot.books.shelve("import-part", self.part_leaf, *part, deed=Deed.PACK_IMPORT)

    @app_commands.command(name="export", description="The facts that this server sees, as a file")
    @app_commands.describe(
        form="JSON pack, CSV or JSON lines",
        production="Only of this film or show",
        own="Only this server's own facts and versions",
    )
    @app_commands.choices(form=FORMS)
    @needs(Deed.PACK_EXPORT)
    async def export(
        self,
        interaction: discord.Interaction[CallsheetBot],
        form: app_commands.Choice[str] | None = None,
        production: str | None = None,
        own: bool = False,
    ) -> None:
        """Hand over a file."""
        actor = self.bot.actor(interaction)
        about = production_id(self.bot.desk.catalogue, production, actor.scope)
        chosen = PackForm(form.value) if form is not None else PackForm.JSON
        export = await patiently(interaction, self.bot.desk.packs.export(actor, chosen, about, own_only=own))
        file = discord.File(io.BytesIO(export.data), export.name)
        said = text(f"{export.facts} fact{'' if export.facts == 1 else 's'}. /pack import reads such a file again.")
        await _hand_over(interaction, Panel(said, ui.File(file)), file)

    @app_commands.command(
        name="import", description="Bring in a file of facts; you see a report before anything is changed"
    )
    @app_commands.describe(file="A JSON pack, CSV or JSON lines file, as /pack export writes it")
    @needs(Deed.PACK_IMPORT)
    async def bring_in(self, interaction: discord.Interaction[CallsheetBot], file: discord.Attachment) -> None:
        """Report what the file would do."""
        if file.size > MAX_BYTES:
            raise Invalid(f"The file has {file.size / 1e6:.1f} MB and {MAX_BYTES / 1e6:g} MB is the most; split it.")
        plan = await patiently(interaction, self._report(interaction, file))
        await send(interaction, report_panel(plan, self._tell(interaction)), private=True)

    @export.autocomplete("production")
    @needs(Deed.PACK_EXPORT)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """The productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    # -- the report

    async def apply(self, tap: Tap) -> None:
        """Write all of it, as one change."""
        applying = self.bot.desk.packs.apply(self.bot.actor(tap.interaction), tap.arguments[0])
        change = await patiently(tap.interaction, applying)
        facts, productions = len(change.revisions), len(change.productions)
        about = f" and {productions} production{'' if productions == 1 else 's'}" if productions else ""
        said = text(f"**Imported**: {facts} fact{'' if facts == 1 else 's'}{about}, answered from now.")
        await continue_with(tap.interaction, Panel(said, *rows([button("Undo", "undo")])))

    async def leave(self, tap: Tap) -> None:
        """Import nothing."""
        await continue_with(tap.interaction, note("Left. Nothing was changed."))

    async def part(self, tap: Tap) -> None:
        """The details of one part."""
        await continue_with(tap.interaction, await self.bot.books.open(tap.interaction, "import-part", *tap.arguments))

    async def back(self, tap: Tap) -> None:
        """The report again."""
        plan = self.bot.desk.packs.reported(self.bot.actor(tap.interaction), tap.arguments[0])
        await continue_with(tap.interaction, report_panel(plan, self._tell(tap.interaction)))

    async def part_leaf(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> Leaf:
        """One page of details."""
        token, part = arguments
        plan = self.bot.desk.packs.reported(self.bot.actor(interaction), token)
        return part_page(plan, part, number, self._tell(interaction))

    def _tell(self, interaction: discord.Interaction[CallsheetBot]) -> Teller:
        return self.bot.desk.spoilers.at(Outlet.PANEL, Reader(self.bot.actor(interaction).scope))

    async def _report(self, interaction: discord.Interaction[CallsheetBot], file: discord.Attachment) -> ImportPlan:
        try:
            data = await file.read()
        except discord.HTTPException as fault:
            raise Invalid("Discord did not hand the file over. Attach it again.") from fault
        return await self.bot.desk.packs.report(self.bot.actor(interaction), data, file.filename)


async def _hand_over(interaction: discord.Interaction[CallsheetBot], panel: Panel, file: discord.File) -> None:
    """Answer with a file, also where Discord was asked to wait meanwhile."""
    if interaction.response.is_done():
        await interaction.edit_original_response(view=panel, attachments=[file])
    else:
        await interaction.response.send_message(view=panel, file=file, ephemeral=True)


async def setup(bot: FeatureBot) -> None:
    """Add the feature."""
    group = Packs(bot)
    if group.app_command is not None:
        group.app_command.default_permissions = HINT
    await bot.add_cog(group)
