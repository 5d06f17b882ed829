"""Answer one question or a batch of them, as text for people or JSON lines for programs."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.output import json_line, write
from bot.messages import _, ngettext

if TYPE_CHECKING:
    from bot.answers.answer import Context
    from bot.desk.asking.replies import Reply
    from bot.desk.cards.spoilers import Teller
    from bot.desk.desk import Desk
    from bot.frontends.terminal.screen import Screen

_MAX_LINE = 64 * 1024
"""Maximum number of bytes to read of a line. A question is far shorter."""


def ask(
    question: Annotated[str | None, typer.Argument(help=_("The question. Leave it out with --batch."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object per line instead of text."))] = False,
    batch: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=_("Read one question per line from FILE, or from stdin if it is -.")),
    ] = None,
    production: Annotated[str | None, typer.Option(metavar="ID", help=_("Ask about this production."))] = None,
    context: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Continue the conversation in FILE, and save it there."))
    ] = None,
    explain: Annotated[bool, typer.Option(help=_("Explain how the answer was found."))] = False,
    spoilers: Annotated[bool, typer.Option(help=_("Show spoilers instead of covering them."))] = False,
) -> None:
    """Answer one question, or many. Questions are neither logged nor counted.

    With --json, every line of a batch gets one line of output, even an empty one. With --context, the lines are one
    conversation.

    The exit code is 0 if every question was looked up, answered or not. It is 1 if an error prevented that for at
    least one; its line says so, and stderr shows the cause.
    """
    if (question is None) == (batch is None):
        raise Refused(_("Give either a QUESTION or --batch FILE."), Exit.USAGE)
    questions = _batch(batch) if batch is not None else iter([_utf8(question or "")])
    asyncio.run(
        _ask(questions, as_json, production, context, batch=batch is not None, explain=explain, spoilers=spoilers)
    )


async def _ask(
    questions: Iterator[str],
    as_json: bool,
    production: str | None,
    context_file: Path | None,
    *,
    batch: bool,
    explain: bool,
    spoilers: bool,
) -> None:
    from bot.commands.context_file import read_context, write_context
    from bot.commands.opening import desk_for_reading, ready
    from bot.desk.access.server_settings import SpoilerPolicy
    from bot.desk.cards.spoilers import Outlet, Reader
    from bot.facts.models import SHARED
    from bot.frontends.terminal.screen import Screen

    settings = ready(log_level="WARNING")
    context = None if context_file is None else read_context(context_file)
    async with desk_for_reading(settings) as desk:
        named = None if production is None else desk.catalogue.production(production).id
        asking = _Asking(desk, named, context, keep=context_file is not None, explain=explain)
        tell = desk.spoilers.at(Outlet.COMMAND_LINE, Reader(SHARED, SpoilerPolicy.SHOW if spoilers else None))
        text_output = _TextOutput(asking, Screen(spoilers=spoilers), headings=batch)
        output = _JsonOutput(asking, tell) if as_json else text_output
        for question in questions:
            output.next(question)
    if context_file is not None:
        write_context(context_file, asking.context)
    if asking.failed:
        raise Refused(
            ngettext(
                "{count} question could not be looked up because of an error. See above.",
                "{count} questions could not be looked up because of an error. See above.",
                asking.failed,
            ).format(count=asking.failed)
        )


class _Asking:
    """Asks questions one by one, each on its own or, with ``keep``, as one conversation.

    ``context`` is the conversation so far. ``failed`` is the number of questions that failed because of an error.
    """

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
        self.failed = 0

    def ask(self, question: str) -> Reply:
        """Answer one question. There is always a reply, so that an error doesn't stop the other questions."""
        from bot.answers.answer import Outcome
        from bot.desk.asking.guarded_engine import FailedAnswer, report
        from bot.desk.asking.replies import Reply
        from bot.desk.asking.reply_wording import failed

        try:
            reply = self._ask(question)
        except Exception as fault:  # noqa: BLE001 - one question must not fail the rest of a batch
            reference = report(fault, f"A question of {len(question)} characters", question)
            answer = FailedAnswer(question, Outcome.UNKNOWN, reference=reference)
            reply = Reply("", answer, notice=failed(reference, logged=False))
        self.failed += isinstance(reply.answer, FailedAnswer)
        return reply

    def _ask(self, question: str) -> Reply:
        from bot.answers.answer import Context

        conversations = self._desk.conversations
        conversations.put(self._asker, (self._keep and self.context) or Context())
        reply = self._desk.asking.ask(
            question, self._asker, production=self._production, explain=self._explain, traceless=True
        )
        self.context = conversations.get(self._asker)
        return reply


class _JsonOutput:
    """Writes each reply as one line of JSON."""

    def __init__(self, asking: _Asking, tell: Teller) -> None:
        self._asking = asking
        self._tell = tell

    def next(self, question: str) -> None:
        """Ask a question and write the reply."""
        write(json_line(_outcome(question, self._asking.ask(question), self._tell)))


class _TextOutput:
    """Shows each reply as text; with ``headings``, under its question."""

    def __init__(self, asking: _Asking, screen: Screen, *, headings: bool) -> None:
        self._asking = asking
        self._screen = screen
        self._headings = headings
        self._first = True

    def next(self, question: str) -> None:
        """Ask a question and show the reply."""
        reply = self._asking.ask(question)
        if not self._first:
            self._screen.gap()
        self._first = False
        _show(self._screen, question, reply, heading=self._headings)


def _outcome(question: str, reply: Reply, tell: Teller) -> dict[str, Any]:
    found: dict[str, Any] = {
        "question": question,
        "outcome": reply.outcome.value,
        "facts": [fact.id for fact in reply.answer.facts],
        "near": [],
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
    """Return the reply as plain text, as a person would see it."""
    lines = [tell(card.fact, card.text).text for card in reply.cards]
    if reply.notice:
        lines.append(reply.notice)
    lines.extend(f"{number}. {choice.label}" for number, choice in enumerate(reply.choices, start=1))
    return "\n".join(lines)


def _show(screen: Screen, question: str, reply: Reply, *, heading: bool) -> None:
    if heading or len(question) > 200 or not question:
        screen.say(f"> {question[:200]}", style="bold cyan")
    screen.reply(reply)
    if reply.answer.explanation is not None:
        screen.explanation(reply.answer.explanation)
    if any(card.covered for card in reply.cards):
        screen.say(_("--spoilers shows it."), style="dim")


# -- where questions come from


def _batch(name: str) -> Iterator[str]:
    """Yield the lines of a file or stdin as they arrive. A wrong name fails immediately."""
    if name == "-":
        stream = sys.stdin.buffer
    else:
        try:
            stream = open(name, "rb")  # noqa: SIM115, PTH123 - closed when the lines end
        except OSError as fault:
            raise Refused(
                _("{file} can't be read: {reason}.").format(file=name, reason=fault.strerror), Exit.USAGE
            ) from fault
        if _is_endless(stream):
            stream.close()
            message = _("{file} is a device, not a file of questions; name a file, or - for stdin.")
            raise Refused(message.format(file=name), Exit.USAGE)
    return _lines(stream)


def _is_endless(stream: BinaryIO) -> bool:
    """Return whether a stream is a device such as /dev/zero, which never ends a line."""
    device = stat.S_ISCHR(os.fstat(stream.fileno()).st_mode)
    return device and not stream.isatty() and not Path(os.devnull).samefile(stream.name)


def _lines(stream: Any) -> Iterator[str]:
    with stream:
        first = True
        while line := _read(stream):
            whole = line.endswith(b"\n")
            yield line.rstrip(b"\r\n").decode("utf-8-sig" if first else "utf-8", "replace")
            first = False
            while not whole and (rest := _read(stream)):
                whole = rest.endswith(b"\n")


def _read(stream: Any) -> bytes:
    """Read a line, or its first part."""
    try:
        line: bytes = stream.readline(_MAX_LINE)
    except OSError as fault:
        raise Refused(_("The batch can't be read any further: {reason}.").format(reason=fault.strerror)) from fault
    return line


def _utf8(argument: str) -> str:
    """Return an argument as text; bytes that aren't in the terminal's encoding become U+FFFD."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
