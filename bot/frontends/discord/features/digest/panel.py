"""The weekly digest: most asked, unanswered, due for a check, changed; and the buttons that lead to the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import discord

from bot.desk.cards.spoilers import Teller
from bot.desk.moderation.digest import Digest
from bot.desk.moderation.queue import Item, ItemKind
from bot.facts.models import Fact
from bot.frontends.discord.components.changes import done_by
from bot.frontends.discord.components.parts import Panel, button, rows, text
from bot.frontends.discord.shared.markdown import escaped_line, said_line, timestamp
from bot.frontends.discord.shared.routes import Press

_PART = 930
_TITLE, _LINE = 50, 120
_STALE_SHOWN = 5
_MORE = 24
"""Characters for how many more there are."""


def digest_panel(digest: Digest, tell: Teller, title_of: Callable[[Fact], str], names: Callable[[Item], str]) -> Panel:
    """One week, in four short lists, and buttons to the queue and to what is due.

    ``tell`` gives what may be said of a fact, ``title_of`` the title of its production, ``names`` the titles that a
    question is about, or nothing.
    """

    def line(fact: Fact) -> str:
        return f"- {fact_line(fact, tell, title_of(fact))}"

    asked = [f"{line(fact)} ({_times(count)})" for fact, count in digest.asked]
    open_ = [_question(each, names(each)) for each in digest.unanswered]
    stale = [line(each.fact) for each in digest.stale[:_STALE_SHOWN]]
    changed = [f"{line(each.fact)} · {done_by(each)}" for each in digest.changed]
    parts = [
        _part("Most asked", asked, len(asked), "nothing was asked"),
        _part("Not answered", open_, digest.unanswered_total, "no question is open"),
        _part("Due for a check", stale, digest.stale_total, "nothing is due"),
        _part("Changed", changed, digest.changed_total, "nothing was changed", "/fact history tells more"),
    ]
    heading = text(f"### The week up to {timestamp(digest.day, 'D')}")
    return Panel(heading, *(text(part) for part in parts), *rows(_buttons(digest)))


def fact_line(fact: Fact, tell: Teller, title: str) -> str:
    """What the digest says of a fact, on one line: which film or show, and the text."""
    return f"**{escaped_line(title, _TITLE)}** · {said_line(tell(fact), _LINE)}"


def _buttons(digest: Digest) -> list[Press]:
    """Ways to the work. Anybody may see the digest's channel; who may use a button is checked at each tap."""
    waiting = digest.unanswered_total
    label = f"Open the queue ({waiting})" if waiting else "Open the queue"
    controls = [button(label, "queue-back", "", style=_GO if waiting else discord.ButtonStyle.secondary)]
    if digest.stale_total:
        controls.append(button(f"Check what is due ({digest.stale_total})", "stale-open", ""))
    return controls


_GO = discord.ButtonStyle.primary


def _question(item: Item, about: str) -> str:
    wrong = ", marked “not what I asked”" if item.kind is ItemKind.WRONG else ""
    others = len(item.questions) - 1
    alike = f", with {others} like it" if others else ""
    title = f"**{escaped_line(about, _TITLE)}** · " if about else ""
    return f"- {title}“{escaped_line(item.text, _LINE)}” ({_times(item.count)}{alike}{wrong})"


def _times(count: int) -> str:
    return f"{count} ×"


def _part(name: str, lines: Sequence[str], total: int, none: str, onward: str = "") -> str:
    if not lines:
        return f"**{name}**: {none}."
    head = f"**{name}** ({total})" + (f" · {onward}" if onward else "")
    kept, room = [head], _PART - len(head)
    for line in lines:
        room -= len(line) + 1
        if room < _MORE:
            break
        kept.append(line)
    left = total - len(kept) + 1
    return "\n".join([*kept, f"- … and {left} more"] if left else kept)
