"""``facts``: import, export, list, history and check, for files and for the store."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.handed_in import read_whole, shown
from bot.commands.output import json_line, say, write, write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.desk.cards.spoilers import Teller
    from bot.desk.packs.import_plan import ImportPlan
    from bot.desk.state.catalogue import Catalogue
    from bot.facts.packs.reading import PackReading
    from bot.facts.problems import Problem

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The curated facts: files in and out, lists, histories, checks."
)

_MOST_PLACES = 5
"""How many places are named of those that the same is said of; `facts check` names all."""

_File = Annotated[Path, typer.Argument(help="A pack (.json), JSON lines (.jsonl) or CSV (.csv); - reads stdin.")]
_Scope = Annotated[str, typer.Option(help="'shared', or 'server:' and a Discord server's id.")]
_Spoilers = Annotated[bool, typer.Option(help="Show what gives the story away too; --json always does.")]
_Production = Annotated[str | None, typer.Option(metavar="ID", help="Only this production's.")]


@app.command("import")
def import_(
    file: _File, dry_run: Annotated[bool, typer.Option(help="Say what would change, change nothing.")] = False
) -> None:
    """Take a file's productions and facts into the store, as one change. Nothing is taken if anything is wrong.

    Stop the bot first; --dry-run works while it is running.
    """
    asyncio.run(_import(file, _bytes(file), dry_run))


async def _import(file: Path, data: bytes, dry_run: bool) -> None:
    from bot.commands.opening import desk_for_reading, desk_of, host, ready
    from bot.facts import limits

    settings = ready(log_level="WARNING")
    reading = _read(data, file)
    if reading.errors:
        raise _problems(file, reading.errors)
    opened = desk_for_reading if dry_run else desk_of
    async with opened(settings, load_packs=False) as desk:
        plan = await desk.packs.report(host(), data, file.name, max_bytes=limits.HOST_FILE)
        if plan.refused:
            raise _problems(file, plan.refused)
        if not (dry_run or plan.empty):
            await desk.packs.apply(host(), plan.token)
    _report(plan, "would be " if dry_run else "")


def _report(plan: ImportPlan, verb: str) -> None:
    for sentence, places in _grouped((each.sentence(), _place(each.where, each.record)) for each in plan.warnings):
        say(f"warning: {places}: {sentence}")
    for why, places in _grouped((each.why, _place(each.where, each.id)) for each in plan.left):
        say(f"{places}: left as it is: {why}")
    write(
        f"{_count(len(plan.added), 'fact')} {verb}added, {len(plan.changed)} {verb}changed; "
        f"{_count(len(plan.productions), 'production')} {verb}added or changed."
    )
    if plan.empty:
        write("Nothing was changed: the store says all of this already." if plan.left else "The file holds nothing.")


def _grouped(said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Each sentence once, with the first places that it is said of: a large file has hundreds of one kind."""
    places: dict[str, list[str]] = {}
    for sentence, place in said:
        places.setdefault(sentence, []).append(place)
    for sentence, found in places.items():
        more = [f"and {len(found) - _MOST_PLACES} more"] if len(found) > _MOST_PLACES else []
        yield sentence, "; ".join([*found[:_MOST_PLACES], *more])


def _place(where: str, record: str) -> str:
    return ", ".join(part for part in (where, record) if part)


def _problems(file: Path, problems: Sequence[Problem]) -> Refused:
    for problem in problems:
        say(f"{shown(file)}: {problem}")
    return Refused(f"{shown(file)} was not imported: {_count(len(problems), 'problem')}, listed above.")


@app.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; stdout without it. The suffix chooses the form.")
    ] = None,
    form: Annotated[str | None, typer.Option(help="json (a pack), jsonl or csv.")] = None,
    production: _Production = None,
    scope: _Scope = "shared",
) -> None:
    """Write the facts as a file that any Callsheet can import; also while the bot is running."""
    from bot.facts.packs.reading import PackForm

    suffix = form or (file.suffix.lstrip(".").lower() if file else "json")
    if suffix not in {each.value for each in PackForm}:
        raise Refused(f"There is no form {suffix!r}; choose {', '.join(PackForm)} with --form.", Exit.USAGE)
    data = asyncio.run(_export(PackForm(suffix), production, _sound_scope(scope)))
    if file is None:
        write_file(data)
        return
    try:
        file.write_bytes(data)
    except OSError as fault:
        raise Refused(f"{file} cannot be written: {fault.strerror}.") from fault


async def _export(form: Any, production: str | None, scope: str) -> bytes:
    from bot.commands.opening import catalogue_for_reading, ready
    from bot.facts.packs.reading import write_pack

    catalogue = await catalogue_for_reading(ready(log_level="WARNING"))
    named = None if production is None else catalogue.production(production, scope)
    facts = catalogue.facts(scope, named.id if named else None)
    productions = [named] if named else list(catalogue.productions(scope))
    pack, title = (named.id, named.title) if named else ("export", "Export")
    return write_pack(productions, facts, form, pack=pack, title=title)


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    production: _Production = None,
    topic: Annotated[str | None, typer.Option(help="Only this topic's.")] = None,
    scope: _Scope = "shared",
    spoilers: _Spoilers = False,
) -> None:
    """List the facts that are answered from; also while the bot is running."""
    asyncio.run(_list(as_json, production, topic, _sound_scope(scope), spoilers=spoilers))


async def _list(as_json: bool, production: str | None, topic: str | None, scope: str, *, spoilers: bool) -> None:
    from bot.commands.opening import catalogue_for_reading, ready
    from bot.plain import one_line

    catalogue = await catalogue_for_reading(ready(log_level="WARNING"))
    named = None if production is None else catalogue.production(production, scope).id
    tell = _teller(catalogue, scope, spoilers=spoilers)
    for fact in catalogue.facts(scope, named, topic):
        if as_json:
            write(json_line(fact.model_dump(mode="json")))
        else:
            write(f"{fact.production}  {fact.topic}  {fact.id}  {one_line(tell(fact).text)}")


@app.command()
def history(
    fact: Annotated[str, typer.Argument(metavar="ID", help="The fact's id.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    scope: _Scope = "shared",
    spoilers: _Spoilers = False,
) -> None:
    """Show every revision of a fact, oldest first: who, when, why, how it then was; also while the bot is running."""
    asyncio.run(_history(fact, as_json, _sound_scope(scope), spoilers=spoilers))


async def _history(fact: str, as_json: bool, scope: str, *, spoilers: bool) -> None:
    from bot.commands.opening import catalogue_of, facts_for_reading, ready
    from bot.desk.state.reasons import reason_words
    from bot.plain import one_line

    facts = await facts_for_reading(ready(log_level="WARNING"))
    revisions = await facts.history(scope, fact)
    tell = _teller(await catalogue_of(facts), scope, spoilers=spoilers)
    if not revisions:
        raise Refused(f"There is no fact {one_line(fact)[:120]!r} in {scope}; `callsheet facts list` has the ids.")
    for each in revisions:
        if as_json:
            write(json_line({"revision": each.fact.revision, **each.model_dump(mode="json")}))
            continue
        why = f", {one_line(tell(each.fact, reason_words(each.why)).text)}" if each.why else ""
        write(f"{each.fact.revision}  {each.at:%Y-%m-%d %H:%M} UTC  {each.action}  {one_line(each.by)}{why}")
        write(f"   {one_line(tell(each.fact).text)}")


def _teller(catalogue: Catalogue, scope: str, *, spoilers: bool) -> Teller:
    """What gives the words for a line: a terminal, as a file that the line goes to, cannot cover any."""
    from bot.desk.access.server_settings import SpoilerPolicy
    from bot.desk.cards.spoilers import Outlet, Reader, Spoilers

    policy = SpoilerPolicy.SHOW if spoilers else SpoilerPolicy.COVER
    return Spoilers(catalogue, lambda _: policy).at(Outlet.COMMAND_LINE, Reader(scope))


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Packs (.json), JSON lines (.jsonl) or CSV (.csv); - is stdin.")],
) -> None:
    """Tell every problem of files at once, each with its place; nothing is imported."""
    from bot.facts.packs.check import check_pack

    wrong = 0
    for file in files:
        reading = _read(_bytes(file), file)
        problems = check_pack(reading, today=datetime.now(UTC).date())
        errors = sum(problem.is_error for problem in problems)
        for problem in problems:
            say(f"{shown(file)}: {'' if problem.is_error else 'warning: '}{problem}")
        held = (_count(len(reading.productions), "production"), _count(len(reading.facts), "fact"))
        found = (_count(errors, "problem"), _count(len(problems) - errors, "warning"))
        write(f"{shown(file)}: {', '.join((*held, *found))}")
        wrong += errors
    if wrong:
        raise typer.Exit(Exit.REFUSED)


def _bytes(file: Path) -> bytes:
    from bot.facts import limits

    return read_whole(file, limits.HOST_FILE)


def _read(data: bytes, file: Path) -> PackReading:
    from bot.facts import limits
    from bot.facts.packs.reading import PackError, read_pack

    try:
        return read_pack(data, file.name, max_bytes=limits.HOST_FILE)
    except PackError as fault:
        raise Refused(f"{shown(file)}: {fault}.") from fault


def _sound_scope(scope: str) -> str:
    import re

    from bot.facts.models import SCOPE

    if re.fullmatch(SCOPE, scope) is None:
        raise Refused(f"There is no scope {scope!r}; write shared, or server: and the server's id.", Exit.USAGE)
    return scope


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
