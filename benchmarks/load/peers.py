"""Run a minimal discord.py bot to compare with: ``python -m benchmarks.load.peers fixed`` or ``card``.

``fixed`` answers every ``/ask`` with the same text. ``card`` answers with a Components V2 card with four buttons, of
the size that this project's answers have. Neither computes anything, so they show what discord.py itself costs.
"""

from __future__ import annotations

import os
import sys

import discord
from discord import app_commands, ui

from bot.frontends.discord.connection.endpoints import discord_at

FIXED, CARD = "fixed", "card"

TEXT = (
    "### Mission: Impossible – Dead Reckoning Part One\nThe motorcycle cliff jump was filmed at Helsetkopen, a "
    "mountain in Møre og Romsdal in Norway, on the first day of principal photography.\n📍 Helsetkopen, Norway"
)
SMALL = (
    "-# Source: [Behind the scenes of the biggest stunt in cinema history](https://example.org/behind-the-scenes/stunt)"
    ", 19 December 2022\n"
    "-# ✅ Confirmed · Checked on 20 October 2026"
)


class Buttons(ui.ActionRow["Card"]):
    """The four buttons under a card."""

    def __init__(self) -> None:
        super().__init__()
        for verb in ("sources", "related", "wrong", "more"):
            about = f"b:{verb}:mission-impossible-dead-reckoning-cliff-jump"
            self.add_item(ui.Button(label=verb.title(), custom_id=about))


class Card(ui.LayoutView):
    """A card of the usual size."""

    def __init__(self) -> None:
        super().__init__()
        self.add_item(ui.Container(ui.TextDisplay(TEXT), ui.TextDisplay(SMALL), accent_colour=0x3BA55D))
        self.add_item(Buttons())


class Minimal(discord.Client):
    """A bot with one command, set up as lean as ours: no cache of messages and members."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.tree = app_commands.CommandTree(self)

        @self.tree.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str) -> None:
            if kind == CARD:
                await interaction.response.send_message(view=Card())
            else:
                await interaction.response.send_message(TEXT)

    async def setup_hook(self) -> None:
        """Publish the command."""
        await self.tree.sync()


def main(kind: str) -> None:
    """Run until the process is ended."""
    with discord_at(os.environ["DISCORD_API_URL"], os.environ["DISCORD_GATEWAY_URL"]):
        Minimal(kind).run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main(sys.argv[1])
