"""Import, export, list and check facts, and show their history."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.exits import Exit, Refused
from bot.commands.input_files import read_whole, shown
from bot.commands.output import json_line, say, write, write_file
from bot.messages import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.desk.cards.spoilers import Teller
    from bot.desk.packs.import_plan import ImportPlan
    from bot.desk.state.catalogue import Catalogue
    from bot.facts.packs.reading import PackReading
    from bot.facts.problems import Problem

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=_("Import, export, list and check facts."))

_MAX_PLACES = 5
"""Maximum number of places to list with the same warning. `facts check` lists them all."""

_File = Annotated[Path, typer.Argument(help=_("A pack (.json), JSON lines (.jsonl) or CSV (.csv); - reads stdin."))]
_Scope = Annotated[str, typer.Option(help=_("'shared', or 'server:' and a Discord server's id."))]
_Spoilers = Annotated[bool, typer.Option(help=_("Show spoilers; --json always does."))]
_Production = Annotated[str | None, typer.Option(metavar="ID", help=_("Only this production."))]


@app.command("import")
def import_(
    file: _File, dry_run: Annotated[bool, typer.Option(help=_("Only show what would change."))] = False
) -> None:
    """Import a file's productions and facts as one change.

    If anything is wrong, nothing is imported. Stop the bot first; --dry-run works while it is running.
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
    _report(plan, dry_run)


def _report(plan: ImportPlan, dry_run: bool) -> None:
    for sentence, places in _grouped((each.sentence(), _place(each.where, each.record)) for each in plan.warnings):
        say(_("warning: {place}: {problem}").format(place=places, problem=sentence))
    for why, places in _grouped((each.why, _place(each.where, each.id)) for each in plan.skipped):
        say(_("{place}: unchanged: {reason}").format(place=places, reason=why))
    totals = (
        _("{facts} would be added, {changed} would be changed; {productions} would be added or changed.")
        if dry_run
        else _("{facts} added, {changed} changed; {productions} added or changed.")
    )
    write(
        totals.format(
            facts=_facts(len(plan.added)), changed=len(plan.changed), productions=_productions(len(plan.productions))
        )
    )
    if plan.empty:
        write(_("Nothing changed: the store already has all of this.") if plan.skipped else _("The file is empty."))


def _grouped(notes: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each sentence once, with the first places that it is about. A large file may have hundreds of places."""
    places: dict[str, list[str]] = {}
    for sentence, place in notes:
        places.setdefault(sentence, []).append(place)
    for sentence, found in places.items():
        some, more = "; ".join(found[:_MAX_PLACES]), len(found) - _MAX_PLACES
        yield sentence, _("{places}; and {count} more").format(places=some, count=more) if more > 0 else some


def _place(where: str, record: str) -> str:
    return ", ".join(part for part in (where, record) if part)


def _problems(file: Path, problems: Sequence[Problem]) -> Refused:
    for problem in problems:
        say(f"{shown(file)}: {problem}")
    return Refused(
        ngettext(
            "{file} was not imported: {count} problem, listed above.",
            "{file} was not imported: {count} problems, listed above.",
            len(problems),
        ).format(file=shown(file), count=len(problems))
    )


@app.command()
def export(
    file: Annotated[
        Path | None, typer.Argument(help=_("Where to write; stdout by default. The suffix chooses the format."))
    ] = None,
    form: Annotated[str | None, typer.Option(help=_("json (a pack), jsonl or csv."))] = None,
    production: _Production = None,
    scope: _Scope = "shared",
) -> None:
    """Write the facts to a file that any Callsheet can import. Works while the bot is running."""
    from bot.facts.packs.reading import PackForm

    suffix = form or (file.suffix.lstrip(".").lower() if file else "json")
    if suffix not in {each.value for each in PackForm}:
        message = _("There is no format {name!r}; choose {formats} with --form.")
        raise Refused(message.format(name=suffix, formats=", ".join(PackForm)), Exit.USAGE)
    data = asyncio.run(_export(PackForm(suffix), production, _valid_scope(scope)))
    if file is None:
        write_file(data)
        return
    try:
        file.write_bytes(data)
    except OSError as fault:
        raise Refused(_("{file} can't be written: {reason}.").format(file=file, reason=fault.strerror)) from fault


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
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object per line."))] = False,
    production: _Production = None,
    topic: Annotated[str | None, typer.Option(help=_("Only this topic."))] = None,
    scope: _Scope = "shared",
    spoilers: _Spoilers = False,
) -> None:
    """List the facts that answers use. Works while the bot is running."""
    asyncio.run(_list(as_json, production, topic, _valid_scope(scope), spoilers=spoilers))


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
    fact: Annotated[str, typer.Argument(metavar="ID", help=_("The fact's id."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object per line."))] = False,
    scope: _Scope = "shared",
    spoilers: _Spoilers = False,
) -> None:
    """Show every revision of a fact, oldest first.

    Shows who made it, when and why, and the text. Works while the bot is running.
    """
    asyncio.run(_history(fact, as_json, _valid_scope(scope), spoilers=spoilers))


async def _history(fact: str, as_json: bool, scope: str, *, spoilers: bool) -> None:
    from bot.commands.opening import catalogue_of, facts_for_reading, ready
    from bot.desk.state.reasons import reason_words
    from bot.plain import one_line

    facts = await facts_for_reading(ready(log_level="WARNING"))
    revisions = await facts.history(scope, fact)
    tell = _teller(await catalogue_of(facts), scope, spoilers=spoilers)
    if not revisions:
        message = _("There is no fact {name!r} in {scope}; `callsheet facts list` shows the ids.")
        raise Refused(message.format(name=one_line(fact)[:120], scope=scope))
    for each in revisions:
        if as_json:
            write(json_line({"revision": each.fact.revision, **each.model_dump(mode="json")}))
            continue
        why = f", {one_line(tell(each.fact, reason_words(each.why)).text)}" if each.why else ""
        write(f"{each.fact.revision}  {each.at:%Y-%m-%d %H:%M} UTC  {each.action}  {one_line(each.by)}{why}")
        write(f"   {one_line(tell(each.fact).text)}")


def _teller(catalogue: Catalogue, scope: str, *, spoilers: bool) -> Teller:
    """Return a function that hides spoilers, because a line of text can't cover them."""
    from bot.desk.access.server_settings import SpoilerPolicy
    from bot.desk.cards.spoilers import Outlet, Reader, Spoilers

    policy = SpoilerPolicy.SHOW if spoilers else SpoilerPolicy.COVER
    return Spoilers(catalogue, lambda _scope: policy).at(Outlet.COMMAND_LINE, Reader(scope))


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(help=_("Packs (.json), JSON lines (.jsonl) or CSV (.csv); - is stdin."))
    ],
) -> None:
    """List every problem in files, each with its place. Nothing is imported."""
    from bot.facts.packs.check import check_pack

    errors_found = 0
    for file in files:
        reading = _read(_bytes(file), file)
        problems = check_pack(reading, today=datetime.now(UTC).date())
        errors = sum(problem.is_error for problem in problems)
        for problem in problems:
            line = "{file}: {problem}" if problem.is_error else _("{file}: warning: {problem}")
            say(line.format(file=shown(file), problem=problem))
        warnings = len(problems) - errors
        found = (
            _productions(len(reading.productions)),
            _facts(len(reading.facts)),
            ngettext("{count} problem", "{count} problems", errors).format(count=errors),
            ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        )
        write(f"{shown(file)}: {', '.join(found)}")
        errors_found += errors
    if errors_found:
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


def _valid_scope(scope: str) -> str:
    import re

    from bot.facts.models import SCOPE

    if re.fullmatch(SCOPE, scope) is None:
        message = _("There is no scope {scope!r}; write shared, or server: and the server's id.")
        raise Refused(message.format(scope=scope), Exit.USAGE)
    return scope


def _facts(count: int) -> str:
    return ngettext("{count} fact", "{count} facts", count).format(count=count)


def _productions(count: int) -> str:
    return ngettext("{count} production", "{count} productions", count).format(count=count)
