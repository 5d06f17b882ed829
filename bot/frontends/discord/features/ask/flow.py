"""Turn a question from anywhere on Discord into the panel that answers it."""

from __future__ import annotations

from bot.desk.access.actors import Asker
from bot.desk.asking.service import Reply
from bot.frontends.discord.components.bot import FeatureBot
from bot.frontends.discord.components.parts import Panel
from bot.frontends.discord.features.ask.panel import answer_panel


def ask(bot: FeatureBot, question: str, asker: Asker, production: str | None = None) -> Panel:
    """Ask the desk. Raises what `Asking.ask` raises."""
    return show(bot, bot.desk.asking.ask(question, asker, production=production), asker)


def show(bot: FeatureBot, reply: Reply, asker: Asker) -> Panel:
    """Show a reply as a panel whose choices are the asker's."""
    return answer_panel(reply, asker=asker.person.removeprefix("discord:"), offers=bot.routes.verbs)
