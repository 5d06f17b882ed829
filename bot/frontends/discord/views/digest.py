"""The weekly digest: most asked, unanswered, due for a check, changed."""

from __future__ import annotations

from collections.abc import Sequence

from bot.desk.digest import Digest
from bot.desk.spoilers import Teller
from bot.frontends.discord.text import escaped_line, said_line, timestamp
from bot.frontends.discord.views.changes import DONE, who
from bot.frontends.discord.views.parts import Panel, text

_PART = 930
_LINE = 120
_STALE, _STALE_SHOWN = 70, 5
_MORE = 24
"""Characters for how many more there are."""


def digest_panel(digest: Digest, tell: Teller) -> Panel:
    """One week, in four short lists; ``tell`` gives what may be said of a fact."""
    asked = [f"- {said_line(tell(fact), _LINE)} ({count} ×)" for fact, count in digest.asked]
    open_ = [f"- “{escaped_line(each.text, _LINE)}” ({each.count} ×)" for each in digest.unanswered]
    stale = [f"- `{each.fact.id}`: {said_line(tell(each.fact), _STALE)}" for each in digest.stale[:_STALE_SHOWN]]
    changed = [f"- `{each.fact.id}`: {DONE[each.action]} by {who(each.by)}" for each in digest.changed]
    parts = [
        _part("Most asked", asked, len(asked), "nothing was asked"),
        _part("Not answered", open_, digest.unanswered_total, "nothing is open", "/queue answers them"),
        _part("Due for a check", stale, digest.stale_total, "everything was checked lately", "/stale confirms them"),
        _part("Changed", changed, digest.changed_total, "nothing was changed", "/fact history tells more"),
    ]
    heading = text(f"### The week up to {timestamp(digest.day, 'D')}")
    return Panel(heading, *(text(part) for part in parts))


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
