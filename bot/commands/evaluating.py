"""Measure how well questions are answered, on sets of questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.exits import Exit, Refused
from bot.messages import _


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help=_(
                "Questions (.tsv: question, fact ids or NONE, tag), and packs to ask them of; or folders of both. "
                "By default, the sets of a checkout."
            )
        ),
    ] = None,
    record: Annotated[bool, typer.Option(help=_("Record the figures, to compare later runs with."))] = False,
    short: Annotated[
        bool, typer.Option(help=_("Measure only the questions on the shipped pack and the shared sets."))
    ] = False,
    misses: Annotated[int, typer.Option(min=0, help=_("How many of the worst misses to show for each set."))] = 20,
) -> None:
    """Measure how well questions are answered.

    Prints the rates of right, wrong and unwanted answers. The exit code is 1 if one is worse than recorded.
    """
    from bot.evaluation.running import run

    if files and (record or short):
        raise Refused(_("--record and --short are only for the sets of a checkout; leave the files out."), Exit.USAGE)
    code = run(files or None, record=record, short=short, misses=misses)
    if code:
        raise typer.Exit(code)
