"""``ask``: one question, or one a line, answered for a person or as JSON lines for a program."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.output import json_line, write

if TYPE_CHECKING:
    from bot.answers.answer import Context
    from bot.desk.desk import Desk
    from bot.desk.reply import Reply
    from bot.desk.spoilers import Teller
    from bot.frontends.terminal.screen import Screen

_LONGEST = 64 * 1024


def ask(
    question: Annotated[
        str | None, typer.Argument(help="The question; without it, --batch names where they are.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line instead of text.")] = False,
    batch: Annotated[str | None, typer.Option(metavar="FILE", help="A question a line from FILE, - for stdin.")] = None,
    production: Annotated[str | None, typer.Option(metavar="ID", help="Ask about this production.")] = None,
    context: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Go on from the conversation in FILE, and write it back.")
    ] = None,
    explain: Annotated[bool, typer.Option(help="Say why it is answered as it is.")] = False,
    spoilers: Annotated[bool, typer.Option(help="Show what gives the story away instead of covering it.")] = False,
) -> None:
    """Answer one question, or many. Nothing of it is logged or counted."""
    if (question is None) == (batch is None):
        raise Refused("Give either a QUESTION or --batch FILE.", Exit.USAGE)
    questions = _batch(batch) if batch is not None else iter([_sound(question or "")])
    asyncio.run(_ask(questions, as_json, production, context, explain=explain, spoilers=spoilers))


async def _ask(
    questions: Iterator[str],
    as_json: bool,
    production: str | None,
    context_file: Path | None,
    *,
    explain: bool,
    spoilers: bool,
) -> None:
    from bot.commands.opening import open_desk, ready
    from bot.commands.unwritten import UnwrittenDocuments
    from bot.desk.server_settings import SpoilerPolicy
    from bot.desk.spoilers import Outlet, Reader
    from bot.facts.models import SHARED
    from bot.frontends.terminal.screen import Screen
    from bot.stores.opening import Stores, tinydb_path
    from bot.stores.tinydb import open_fact_store

    settings = ready(log_level="WARNING")
    context = None if context_file is None else _read_context(context_file)
    facts = await open_fact_store(tinydb_path(settings.store_url))
    async with open_desk(Stores(facts, UnwrittenDocuments(), facts.created)) as desk:
        named = None if production is None else desk.catalogue.production(production).id
        asking = _Asking(desk, named, context, keep=context_file is not None, explain=explain)
        tell = desk.spoilers.at(Outlet.COMMAND_LINE, Reader(SHARED, SpoilerPolicy.SHOW if spoilers else None))
        screen = None if as_json else Screen(spoilers=spoilers)
        for number, question in enumerate(questions):
            reply = asking.ask(question)
            if screen is None:
                write(json_line(_outcome(question, reply, tell)))
            else:
                _show(screen, question, reply, several=number > 0)
        if context_file is not None:
            _write_context(context_file, asking.context)


class _Asking:
    """Asks one question after the other: each for itself, or, with ``keep``, as one conversation."""

    def __init__(
        self, desk: Desk, production: str | None, context: Context | None, *, keep: bool, explain: bool
    ) -> None:
        from bot.commands.opening import asker

        self._desk = desk
        self._production = production
        self._asker = asker()
        self._keep = keep
        self._explain = explain
        self.context = context

    def ask(self, question: str) -> Reply:
        """The reply to one question."""
        from bot.answers.answer import Context

        conversations = self._desk.conversations
        conversations.put(self._asker, (self._keep and self.context) or Context())
        reply = self._desk.asking.ask(
            question, self._asker, production=self._production, explain=self._explain, traceless=True
        )
        self.context = conversations.get(self._asker)
        return reply


def _outcome(question: str, reply: Reply, tell: Teller) -> dict[str, Any]:
    found: dict[str, Any] = {
        "question": question,
        "outcome": reply.outcome.value,
        "facts": [fact.id for fact in reply.answer.facts],
        "score": round(min(1.0, max(0.0, reply.answer.score)), 4),
        "text": _text(reply, tell),
    }
    explanation = reply.answer.explanation
    if explanation is not None:
        found["explanation"] = {
            "understood": dict(explanation.understood),
            "candidates": [
                {
                    "fact": each.fact.id,
                    "score": each.score,
                    "contributions": dict(each.contributions),
                    "note": each.note,
                }
                for each in explanation.candidates
            ],
            "verdict": explanation.verdict,
        }
    return found


def _text(reply: Reply, tell: Teller) -> str:
    """All that a person would be told, as plain text."""
    lines = [tell(card.fact, card.text).text for card in reply.cards]
    if reply.notice:
        lines.append(reply.notice)
    lines.extend(f"{number}. {choice.label}" for number, choice in enumerate(reply.choices, start=1))
    return "\n".join(lines)


def _show(screen: Screen, question: str, reply: Reply, *, several: bool) -> None:
    if several:
        screen.gap()
    if several or len(question) > 200 or not question:
        screen.say(f"> {question[:200]}", style="bold cyan")
    screen.reply(reply)
    if reply.answer.explanation is not None:
        screen.explanation(reply.answer.explanation)
    if any(card.covered for card in reply.cards):
        screen.say("--spoilers shows it.", style="dim")


# -- where questions come from


def _batch(name: str) -> Iterator[str]:
    """The lines of a file or of stdin, one by one as they come; opened at once, so that a wrong name is told early."""
    if name == "-":
        stream = sys.stdin.buffer
    else:
        try:
            stream = open(name, "rb")  # noqa: SIM115, PTH123 - closed when the lines end
        except OSError as fault:
            raise Refused(f"{name} cannot be read: {fault.strerror}.", Exit.USAGE) from fault
    return _lines(stream)


def _lines(stream: Any) -> Iterator[str]:
    with stream:
        first = True
        while line := stream.readline(_LONGEST):
            whole = line.endswith(b"\n")
            yield line.rstrip(b"\r\n").decode("utf-8-sig" if first else "utf-8", "replace")
            first = False
            while not whole and (rest := stream.readline(_LONGEST)):
                whole = rest.endswith(b"\n")


def _sound(argument: str) -> str:
    """An argument as text; bytes that are not in the terminal's encoding become U+FFFD."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


# -- the conversation between two calls


def _read_context(file: Path) -> Context | None:
    import orjson

    from bot.answers.answer import Context

    try:
        found = orjson.loads(file.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, orjson.JSONDecodeError) as fault:
        raise Refused(f"{file} holds no conversation: {fault}. Remove it to begin a new one.") from fault
    known = set(Context.__dataclass_fields__)
    if not isinstance(found, dict) or not set(found) <= known or not _texts(found):
        raise Refused(f"{file} holds no conversation as this command writes it. Remove it to begin a new one.")
    return Context(**found)


def _texts(found: dict[str, object]) -> bool:
    return all(value is None or isinstance(value, str) for value in found.values())


def _write_context(file: Path, context: Context | None) -> None:
    from bot.answers.answer import Context

    try:
        file.write_text(json_line(asdict(context or Context())) + "\n", encoding="utf-8")
    except OSError as fault:
        raise Refused(f"{file} cannot be written: {fault.strerror}.") from fault
