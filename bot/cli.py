"""Define the command line, and turn every error into a sentence and an exit code."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from bot import __version__
from bot.commands import asking, backups, doctor, evaluating, facts, running
from bot.commands.exits import Exit, Refused
from bot.commands.output import harmless_stderr, say, write
from bot.logs import configure_logging
from bot.messages import _

log = logging.getLogger(__name__)

app = typer.Typer(
    name="callsheet",
    help=_("Answers fans' questions about films and shows from curated facts, with sources. To try it: callsheet chat"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(running.start)
app.command()(running.run)
app.command()(running.chat)
app.command()(asking.ask)
app.add_typer(facts.app, name="facts")
app.command()(backups.backup)
app.command()(backups.restore)
app.command()(doctor.doctor)
app.command("eval")(evaluating.evaluate)


def _version(wanted: bool) -> None:
    if wanted:
        write(f"callsheet {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Print the version."))
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and exit with its code.

    Expected errors (settings, stores, files, Discord) print a sentence to stderr, never a traceback.
    """
    _accept_any_character()
    with harmless_stderr():
        code, sentence = _run(arguments)
        say(sentence)
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> tuple[Exit, str]:
    """Run a command line and return its error. On success, typer exits the process."""
    try:
        app(args=None if arguments is None else list(arguments), prog_name="callsheet")
    except Refused as refused:
        return refused.code, str(refused)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED, _("Stopped.")
    except Exception as fault:  # noqa: BLE001 - the command line's boundary: print a sentence, log the cause
        return _expected(fault) or _unexpected(fault)
    raise AssertionError("typer leaves the process when a command is done")


def _expected(fault: Exception) -> tuple[Exit, str] | None:
    """Return the exit code and sentence for an error of the layers below, or None for an unexpected one."""
    from bot.data import DamagedData
    from bot.desk.errors import DeskError
    from bot.evaluation.sets import EvaluationError
    from bot.facts.packs.reading import PackError
    from bot.settings import SettingsError
    from bot.stores.protocol import StoreError

    match fault:
        case SettingsError():
            return Exit.SETTINGS, str(fault)
        case StoreError():
            return Exit.STORE, str(fault)
        case DamagedData():
            return Exit.REFUSED, _("{file} is missing or damaged; install Callsheet again").format(file=fault.path)
        case DeskError() | PackError() | EvaluationError():
            return Exit.REFUSED, str(fault)
        case _:
            return None


def _unexpected(fault: Exception) -> tuple[Exit, str]:
    if not logging.getLogger().hasHandlers():
        configure_logging("ERROR")
    log.critical("a fault in this program", exc_info=fault)
    return (
        Exit.FAULT,
        _("Sorry, something went wrong in Callsheet itself ({error}). The log above has the details.").format(
            error=type(fault).__name__
        ),
    )


def _accept_any_character() -> None:
    """Make the streams accept every character: as UTF-8 in pipes and files, replaced on a terminal without UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")
