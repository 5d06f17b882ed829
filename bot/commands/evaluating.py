"""``eval``: how well questions are answered, measured on sets of questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.exits import Exit, Refused


def evaluate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Questions (.tsv: question, ids of facts or NONE, tag), and packs to ask them of; or folders of both. "
            "Without any, the sets of a checkout."
        ),
    ] = None,
    record: Annotated[bool, typer.Option(help="Write the figures down, to be compared with from now on.")] = False,
    short: Annotated[
        bool, typer.Option(help="Measure only the questions on the shipped pack and the shared sets.")
    ] = False,
    misses: Annotated[int, typer.Option(min=0, help="How many of the worst misses to show for each set.")] = 20,
) -> None:
    """Print the rates of right, wrong and spoken-out-of-turn; exit code 1 where one is worse than recorded."""
    from bot.evaluation.running import run

    if files and (record or short):
        raise Refused("--record and --short are for the sets of a checkout; leave the files out.", Exit.USAGE)
    code = run(files or None, record=record, short=short, misses=misses)
    if code:
        raise typer.Exit(code)
