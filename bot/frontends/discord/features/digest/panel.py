"""Show the weekly digest in four lists, with buttons to the queue and to what is due."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import discord

from bot.desk.cards.spoilers import Teller
from bot.desk.moderation.digest import Digest
from bot.desk.moderation.queue import Item, ItemKind
from bot.facts.models import Fact
from bot.frontends.discord.components.changes import done_by
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.shared.markdown import escaped_line, shown_line, timestamp
from bot.frontends.discord.shared.routing.routes import RoutedButton
from bot.messages import _, ngettext

_PART = 930
_TITLE, _LINE = 50, 120
_STALE_SHOWN = 5
_MORE = 24
"""Characters that the line with the number of further entries may take."""


def digest_panel(digest: Digest, tell: Teller, title_of: Callable[[Fact], str], names: Callable[[Item], str]) -> Panel:
    """Build the digest of one week.

    ``tell`` returns what may be shown of a fact, ``title_of`` the title of its production, and ``names`` the titles
    that a question is about (empty for none).
    """

    def line(fact: Fact) -> str:
        return f"- {fact_line(fact, tell, title_of(fact))}"

    asked = [f"{line(fact)} ({count} ×)" for fact, count in digest.asked]
    open_ = [_question(each, names(each)) for each in digest.unanswered]
    stale = [line(each.fact) for each in digest.stale[:_STALE_SHOWN]]
    changed = [f"{line(each.fact)} · {done_by(each)}" for each in digest.changed]
    parts = [
        _part(_("**Most asked**"), asked, len(asked), _("no questions")),
        _part(_("**Not answered**"), open_, digest.unanswered_total, _("none")),
        _part(_("**Due for a check**"), stale, digest.stale_total, _("none")),
        _part(_("**Changed**"), changed, digest.changed_total, _("none"), _("details: /fact history")),
    ]
    heading = text(_("### The week up to {day}").format(day=timestamp(digest.day, "D")))
    return Panel(heading, *(text(part) for part in parts), *rows(_buttons(digest)))


def fact_line(fact: Fact, tell: Teller, title: str) -> str:
    """Show a fact on one line: its film or show, and its text."""
    return f"**{escaped_line(title, _TITLE)}** · {shown_line(tell(fact), _LINE)}"


def _buttons(digest: Digest) -> list[RoutedButton]:
    """Build the buttons. Everyone in the channel sees them; each tap checks who may use them."""
    waiting = digest.unanswered_total
    label = _("Open the queue ({count})").format(count=waiting) if waiting else _("Open the queue")
    controls = [button(label, "queue-back", "", style=_GO if waiting else discord.ButtonStyle.secondary)]
    if digest.stale_total:
        controls.append(button(_("Due for a check ({count})").format(count=digest.stale_total), "stale-open", ""))
    return controls


_GO = discord.ButtonStyle.primary


def _question(item: Item, about: str) -> str:
    similar = len(item.questions) - 1
    details = [f"{item.count} ×"]
    if similar:
        details.append(ngettext("{count} similar", "{count} similar", similar).format(count=similar))
    if item.kind is ItemKind.WRONG:
        details.append(_("wrong answer"))
    title = f"**{escaped_line(about, _TITLE)}** · " if about else ""
    return f"- {title}“{escaped_line(item.text, _LINE)}” ({' · '.join(details)})"


def _part(heading: str, lines: Sequence[str], total: int, none: str, hint: str = "") -> str:
    if not lines:
        return f"{heading}: {none}"
    head = f"{heading} ({total})" + (f" · {hint}" if hint else "")
    kept, room = [head], _PART - len(head)
    for line in lines:
        room -= len(line) + 1
        if room < _MORE:
            break
        kept.append(line)
    left = total - len(kept) + 1
    return "\n".join([*kept, _("- … and {count} more").format(count=left)] if left else kept)
