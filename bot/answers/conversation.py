"""A follow-up question: what it leaves out, taken from what was spoken of before."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.answer import Context
from bot.answers.reading import CONTENT, LIGHT, Item, Reading
from bot.answers.search import Found


def bare(reading: Reading, found: Found) -> bool:
    """Whether a question only names a production ("what about part two?") and asks nothing of it."""
    if any(kind != "which" for _, kind in reading.kinds) or not found.matches:
        return False
    named = max(found.matches.values(), key=lambda match: (match.strength, len(match.positions)))
    return all(
        item.weight <= LIGHT or all(at in named.positions for at in range(item.start, item.end))
        for item in reading.items
    )


def elliptic(reading: Reading) -> bool:
    """Whether a question may leave out what it asks: it has no question word, and little else."""
    said = [item for item in reading.items if item.weight > LIGHT]
    return not any(kind != "which" for _, kind in reading.kinds) and len(said) <= 3 and not reading.yesno


def carried(reading: Reading, context: Context, *, replacing: bool) -> Reading:
    """The reading with the terms and kinds of what was asked before; ``replacing`` where it says none itself."""
    end = len(reading.words)
    known = {item.term for item in reading.items}
    items = [Item(term, CONTENT, end, end + 1) for term in context.terms if term not in known]
    kinds = [(end, kind) for kind in context.kinds] if replacing or not reading.kinds else []
    return replace(reading, items=[*reading.items, *items], kinds=[*reading.kinds, *kinds])


def next_context(found: Found, production: str, topic: str, fact: str) -> Context:
    """What the conversation is about after an answer."""
    asked = found.asked[production]
    return Context(
        production=production,
        topic=topic,
        fact=fact,
        kind=min(asked.kinds, default=None),
        terms=tuple(term for term, weight in asked.terms.items() if weight > LIGHT),
        kinds=tuple(sorted(asked.kinds)),
    )
