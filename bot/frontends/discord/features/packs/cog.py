"""Export facts as a file, and import a file after showing a report: ``/pack export`` and ``/pack import``."""

from __future__ import annotations

import io

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.desk.access.permissions import Permission
from bot.desk.cards.spoilers import Outlet, Reader, Teller
from bot.desk.errors import Invalid
from bot.desk.packs.exchange import MAX_BYTES, ImportPlan, PackForm
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.pager import ListPage
from bot.frontends.discord.components.parts import Panel, button, note, rows, text
from bot.frontends.discord.components.sending import continue_with, defer_if_slow, send
from bot.frontends.discord.features.packs.report import PARTS, part_page, report_panel
from bot.frontends.discord.shared.actors import asker_of
from bot.frontends.discord.shared.bot import CallsheetBot
from bot.frontends.discord.shared.lookup import production_choices, production_id, titles
from bot.frontends.discord.shared.permissions import HINT, in_servers_of_the_bot, needs
from bot.frontends.discord.shared.routing.routes import Tap
from bot.frontends.discord.shared.routing.signatures import KEY, by_button, one_of
from bot.messages import _, ngettext

FORMS = [
    app_commands.Choice(name=app_commands.locale_str("JSON pack: everything, to import elsewhere"), value="json"),
    app_commands.Choice(name=app_commands.locale_str("CSV: a table for a spreadsheet"), value="csv"),
    app_commands.Choice(name=app_commands.locale_str("JSON lines: one fact per line"), value="jsonl"),
]


@in_servers_of_the_bot
class Packs(
    commands.GroupCog,
    group_name="pack",
    group_description=app_commands.locale_str("Export facts as a file, or import a file of facts"),
):
    """Export and import packs."""

    def __init__(self, bot: FeatureBot) -> None:
        self.bot = bot
        bot.routes.add("import-apply", self.apply, by_button(KEY), permission=Permission.PACK_IMPORT)
        bot.routes.add("import-not", self.leave, by_button(KEY), permission=Permission.PACK_IMPORT)
        part = (KEY, one_of("part", *PARTS))
        bot.routes.add("import-part", self.part, by_button(*part), permission=Permission.PACK_IMPORT)
        bot.routes.add("import-back", self.back, by_button(KEY), permission=Permission.PACK_IMPORT)
        bot.lists.register("import-part", self.part_leaf, *part, permission=Permission.PACK_IMPORT)

    @app_commands.command(
        name="export", description=app_commands.locale_str("Export the facts that this server sees as a file")
    )
    @app_commands.describe(
        form=app_commands.locale_str("JSON pack, CSV or JSON lines"),
        production=app_commands.locale_str("Only this film or show"),
        own=app_commands.locale_str("Only this server's own facts and versions"),
    )
    @app_commands.choices(form=FORMS)
    @needs(Permission.PACK_EXPORT)
    async def export(
        self,
        interaction: discord.Interaction[CallsheetBot],
        form: app_commands.Choice[str] | None = None,
        production: str | None = None,
        own: bool = False,
    ) -> None:
        """Send the file."""
        actor = self.bot.actor(interaction)
        about = production_id(self.bot.desk.catalogue, production, actor.scope)
        chosen = PackForm(form.value) if form is not None else PackForm.JSON
        export = await defer_if_slow(interaction, self.bot.desk.packs.export(actor, chosen, about, own_only=own))
        file = discord.File(io.BytesIO(export.data), export.name)
        count = ngettext("**{count} fact** exported.", "**{count} facts** exported.", export.facts)
        message = count.format(count=export.facts) + " " + _("/pack import reads this file.")
        await _send_file(interaction, Panel(text(message), ui.File(file)), file)

    @app_commands.command(
        name="import", description=app_commands.locale_str("Import a file of facts; you see a report first")
    )
    @app_commands.describe(file=app_commands.locale_str("A JSON pack, CSV or JSON lines file, as from /pack export"))
    @needs(Permission.PACK_IMPORT)
    async def bring_in(self, interaction: discord.Interaction[CallsheetBot], file: discord.Attachment) -> None:
        """Show what the file would change."""
        if file.size > MAX_BYTES:
            size, limit = f"{file.size / 1e6:.1f}", f"{MAX_BYTES / 1e6:g}"
            refusal = _("The file is too large: {size} MB, and the limit is {limit} MB. Split it into several files.")
            raise Invalid(refusal.format(size=size, limit=limit))
        plan = await defer_if_slow(interaction, self._report(interaction, file))
        await send(interaction, report_panel(plan, self._tell(interaction)), private=True)

    @export.autocomplete("production")
    @needs(Permission.PACK_EXPORT)
    async def complete_production(
        self, interaction: discord.Interaction[CallsheetBot], typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest the productions that this server knows."""
        return production_choices(self.bot.desk.catalogue, typed, asker_of(interaction).scope)

    # -- the report

    async def apply(self, tap: Tap) -> None:
        """Import everything as one change."""
        applying = self.bot.desk.packs.apply(self.bot.actor(tap.interaction), tap.arguments[0])
        change = await defer_if_slow(tap.interaction, applying)
        facts, productions = len(change.revisions), len(change.productions)
        imported = ngettext("**Imported {count} fact.**", "**Imported {count} facts.**", facts).format(count=facts)
        lines = [f"{imported} " + _("The bot uses them immediately.")]
        if productions:
            also = ngettext("Also {count} film or show.", "Also {count} films and shows.", productions)
            lines.append(also.format(count=productions))
        await continue_with(tap.interaction, Panel(text("\n".join(lines)), *rows([button(_("Undo"), "undo")])))

    async def leave(self, tap: Tap) -> None:
        """Import nothing."""
        await continue_with(tap.interaction, note(_("Cancelled. Nothing was changed.")))

    async def part(self, tap: Tap) -> None:
        """Show the details of one part."""
        await continue_with(tap.interaction, await self.bot.lists.open(tap.interaction, "import-part", *tap.arguments))

    async def back(self, tap: Tap) -> None:
        """Show the report again."""
        plan = self.bot.desk.packs.reported(self.bot.actor(tap.interaction), tap.arguments[0])
        await continue_with(tap.interaction, report_panel(plan, self._tell(tap.interaction)))

    async def part_leaf(
        self, interaction: discord.Interaction[CallsheetBot], arguments: tuple[str, ...], number: int
    ) -> ListPage:
        """Build one page of details."""
        token, part = arguments
        actor = self.bot.actor(interaction)
        plan = self.bot.desk.packs.reported(actor, token)
        title_of = titles(self.bot.desk.catalogue, actor.scope)
        return part_page(plan, part, number, self._tell(interaction), title_of)

    def _tell(self, interaction: discord.Interaction[CallsheetBot]) -> Teller:
        return self.bot.desk.spoilers.at(Outlet.PANEL, Reader(self.bot.actor(interaction).scope))

    async def _report(self, interaction: discord.Interaction[CallsheetBot], file: discord.Attachment) -> ImportPlan:
        try:
            data = await file.read()
        except discord.HTTPException as fault:
            raise Invalid(_("I couldn't get the file from Discord. Attach it again.")) from fault
        return await self.bot.desk.packs.report(self.bot.actor(interaction), data, file.filename)


async def _send_file(interaction: discord.Interaction[CallsheetBot], panel: Panel, file: discord.File) -> None:
    """Reply with a file, even if the reply was deferred."""
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
