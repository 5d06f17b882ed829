"""Name a fact so that people recognise it, without its id."""

from __future__ import annotations

from bot.desk.cards.spoilers import Teller
from bot.facts.models import Fact
from bot.frontends.discord.shared.markdown import escaped_line, shown_line

_TITLE, _SUBJECT, _TOPIC = 80, 80, 60


def fact_name(fact: Fact, tell: Teller, title: str, *also: Fact) -> str:
    """Name a fact by its film or show and its subject (or its topic if it has none), as escaped markup.

    ``tell`` covers the subject of a spoiler, or replaces it with words that give nothing away. ``also`` are other facts
    to protect, such as earlier versions that were spoilers.
    """
    if not fact.subject:
        return f"**{escaped_line(title, _TITLE)}** · {escaped_line(fact.topic.replace('-', ' '), _TOPIC)}"
    subject = tell(fact, fact.subject, *also)
    if subject.withheld:
        return shown_line(subject, _TITLE + _SUBJECT)
    return f"**{escaped_line(title, _TITLE)}** · {shown_line(subject, _SUBJECT)}"
