"""``facts``: import, export, list, history and check, for files and for the store."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.output import json_line, say, write

if TYPE_CHECKING:
    from bot.facts.packs import PackReading

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The curated facts: files in and out, lists, histories, checks."
)

_File = Annotated[Path, typer.Argument(help="A pack (.json), JSON lines (.jsonl) or CSV (.csv).")]
_Scope = Annotated[str, typer.Option(help="'shared', or 'server:' and a Discord server's id.")]
_Production = Annotated[str | None, typer.Option(metavar="ID", help="Only this production's.")]


@app.command("import")
def import_(
    file: _File, dry_run: Annotated[bool, typer.Option(help="Say what would change, change nothing.")] = False
) -> None:
    """Take a file's productions and facts into the store, as one change. Nothing is taken if anything is wrong."""
    reading = _reading(file)
    if reading.errors:
        for problem in reading.errors:
            say(f"{file}: {problem}")
        raise Refused(f"{file} was not imported: {_count(len(reading.errors), 'problem')}, listed above.")
    asyncio.run(_import(reading, dry_run))


async def _import(reading: PackReading, dry_run: bool) -> None:
    from bot.commands.importing import differences, take
    from bot.commands.opening import desk_of, person, ready

    settings = ready(log_level="WARNING")
    async with desk_of(settings, load_packs=False) as desk:
        change = differences(desk.catalogue, reading)
        if not dry_run:
            await take(desk.ledger, change, by=person(), why=f"import of {reading.title}")
    verb = "would be " if dry_run else ""
    write(
        f"{_count(len(change.added), 'fact')} {verb}added, {len(change.changed)} {verb}changed, "
        f"{change.unchanged} unchanged; {_count(len(change.productions), 'production')} {verb}added or changed."
    )
    if change.silent:
        write(f"{_count(change.silent, 'fact')} stayed as they are: retired or merged here.")


@app.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; stdout without it. The suffix chooses the form.")
    ] = None,
    form: Annotated[str | None, typer.Option(help="json (a pack), jsonl or csv.")] = None,
    production: _Production = None,
    scope: _Scope = "shared",
) -> None:
    """Write the facts as a file that any Callsheet can import."""
    from bot.facts.packs import PackForm

    suffix = form or (file.suffix.lstrip(".").lower() if file else "json")
    if suffix not in {each.value for each in PackForm}:
        raise Refused(f"There is no form {suffix!r}; choose {', '.join(PackForm)} with --form.", Exit.USAGE)
    data = asyncio.run(_export(PackForm(suffix), production, _sound_scope(scope)))
    if file is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        file.write_bytes(data)
    except OSError as fault:
        raise Refused(f"{file} cannot be written: {fault.strerror}.") from fault


async def _export(form: Any, production: str | None, scope: str) -> bytes:
    from bot.commands.opening import desk_of, ready
    from bot.facts.packs import write_pack

    async with desk_of(ready(log_level="WARNING")) as desk:
        named = None if production is None else desk.catalogue.production(production, scope)
        facts = desk.catalogue.facts(scope, named.id if named else None)
        productions = [named] if named else list(desk.catalogue.productions(scope))
        pack, title = (named.id, named.title) if named else ("export", "Export")
        return write_pack(productions, facts, form, pack=pack, title=title)


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    production: _Production = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic's.")] = None,
    scope: _Scope = "shared",
) -> None:
    """List the facts that are answered from."""
    asyncio.run(_list(as_json, production, topic, _sound_scope(scope)))


async def _list(as_json: bool, production: str | None, topic: str | None, scope: str) -> None:
    from bot.commands.opening import desk_of, ready
    from bot.plain import one_line

    async with desk_of(ready(log_level="WARNING")) as desk:
        named = None if production is None else desk.catalogue.production(production, scope).id
        for fact in desk.catalogue.facts(scope, named, topic):
            if as_json:
                write(json_line(fact.model_dump(mode="json")))
            else:
                write(f"{fact.production}  {fact.topic}  {fact.id}  {one_line(fact.text)}")


@app.command()
def history(
    fact: Annotated[str, typer.Argument(metavar="ID", help="The fact's id.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    scope: _Scope = "shared",
) -> None:
    """Every revision of a fact, oldest first: who, when, why, and how it then was."""
    asyncio.run(_history(fact, as_json, _sound_scope(scope)))


async def _history(fact: str, as_json: bool, scope: str) -> None:
    from bot.commands.opening import desk_of, ready
    from bot.plain import one_line

    async with desk_of(ready(log_level="WARNING")) as desk:
        revisions = await desk.store.history(scope, fact)
    if not revisions:
        raise Refused(f"There is no fact {one_line(fact)[:120]!r} in {scope}; `callsheet facts list` has the ids.")
    for each in revisions:
        if as_json:
            write(json_line({"revision": each.fact.revision, **each.model_dump(mode="json")}))
            continue
        why = f", {one_line(each.why)}" if each.why else ""
        write(f"{each.fact.revision}  {each.at:%Y-%m-%d %H:%M} UTC  {each.action}  {one_line(each.by)}{why}")
        write(f"   {one_line(each.fact.text)}")


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Packs (.json), JSON lines (.jsonl) or CSV (.csv).")],
) -> None:
    """Tell every problem of files at once, each with its place; nothing is imported."""
    wrong = 0
    for file in files:
        reading = _reading(file)
        for problem in reading.problems:
            say(f"{file}: {'' if problem.is_error else 'warning: '}{problem}")
        wrong += len(reading.errors)
        held = (_count(len(reading.productions), "production"), _count(len(reading.facts), "fact"))
        warnings = len(reading.problems) - len(reading.errors)
        write(f"{file}: {', '.join(held)}, {_count(len(reading.errors), 'problem')}, {_count(warnings, 'warning')}")
    if wrong:
        raise typer.Exit(Exit.REFUSED)


def _reading(file: Path) -> PackReading:
    from bot.facts.packs import MAX_BYTES, PackError, read_pack

    try:
        if file.stat().st_size > MAX_BYTES:
            raise Refused(f"{file} is larger than {MAX_BYTES // 1024 // 1024} MiB; split it.")
        data = file.read_bytes()
    except OSError as fault:
        raise Refused(f"{file} cannot be read: {fault.strerror}.") from fault
    try:
        return read_pack(data, file.name)
    except PackError as fault:
        raise Refused(f"{file}: {fault}.") from fault


def _sound_scope(scope: str) -> str:
    import re

    from bot.facts.models import SCOPE

    if re.fullmatch(SCOPE, scope) is None:
        raise Refused(f"There is no scope {scope!r}; write shared, or server: and the server's id.", Exit.USAGE)
    return scope


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
