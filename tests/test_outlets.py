"""Check that no outlet bypasses the one function for spoilers (`bot.desk.cards.spoilers`).

mypy finds where the desk, the front ends and the command line read the text of a fact. Only the modules listed here may
do that, for the given reasons. A new outlet shows the words that a `Teller` returns, and needs no entry here.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

import pytest
from mypy import build
from mypy.errors import CompileError
from mypy.find_sources import create_source_list
from mypy.options import Options
from mypy.plugin import AttributeContext, FunctionContext, MethodContext, Plugin
from mypy.types import Type

ROOT = Path(__file__).parents[1]
LOOKED_AT = ("bot.desk", "bot.frontends", "bot.commands")

_FACT = ("text", "subject", "value", "phrasings", "counterexamples", "sources", "announced_dates")
_DRAFT = ("text", "subject", "value", "phrasings", "counterexamples", "sources", "why")
_CARD = ("text", "subject", "when", "moved_from", "place", "value", "sources", "announced")

WATCHED = frozenset(
    {
        *(f"bot.facts.models.Fact.{name}" for name in _FACT),
        *(f"bot.desk.editing.drafts.draft.Draft.{name}" for name in _DRAFT),
        *(f"bot.desk.cards.card.Card.{name}" for name in _CARD),
        "bot.facts.models.Revision.why",
        "bot.facts.wording.differences.Difference.lines",
        "bot.facts.problems.Problem.value",
        "bot.facts.problems.Problem.sentence",
        "bot.facts.wording.tense.told",
        "bot.answers.answer.Answer.parts",
        "bot.answers.answer.Answer.choices",
        "bot.desk.editing.preview.Altered.question",
        "bot.desk.editing.preview.Altered.before",
        "bot.desk.editing.preview.Altered.after",
        "bot.desk.editing.preview.Altered.words",
        "bot.desk.cards.spoilers.Shown.text",
        "bot.frontends.discord.shared.lookup.fact_words_of",
        "bot.desk.cards.spoilers.ways_of_asking",
    }
)
"""Attributes and functions that contain text of a fact, and `Shown.text`, which may have to be covered."""

_EDITED = ("Draft.text", "Draft.subject", "Draft.value", "Draft.phrasings", "Draft.counterexamples", "Draft.sources")
_DRAWN = ("Card.text", "Card.subject", "Card.when", "Card.moved_from", "Card.place", "Card.value")
_LISTED = ("Card.sources", "Card.announced")

SHOWING = MappingProxyType(
    {
        "bot.frontends.discord.shared.markdown": ("covers or escapes text", "Shown.text"),
        "bot.frontends.discord.components.cards": ("covers cards", *_DRAWN, *_LISTED),
        "bot.frontends.terminal.screen": (
            "covers cards",
            "Card.text",
            "Card.when",
            "Card.moved_from",
            "Card.place",
            *_LISTED,
        ),
        "bot.commands.asking": (
            "a card's text, passed through the function again, because a line can't cover it",
            "Card.text",
            "Shown.text",
        ),
        "bot.commands.facts": (
            "the host's own files, checked line by line; text through the function",
            "Problem.sentence",
            "Revision.why",
            "Shown.text",
        ),
        "bot.frontends.discord.components.changes": (
            "differences and reasons, through the function",
            "Difference.lines",
            "Revision.why",
            "Shown.text",
        ),
        "bot.frontends.discord.features.change_log.entry": (
            "the subject, through the function; whether there is a reason",
            "Fact.subject",
            "Revision.why",
        ),
        "bot.frontends.discord.features.fact.draft_panel": (
            "through the function; whether there is a reason or a value",
            "Problem.sentence",
            "Altered.question",
            "Altered.words",
            "Revision.why",
            "Draft.value",
            "Draft.why",
        ),
        "bot.frontends.discord.shared.fact_names": ("shown through the function", "Fact.subject"),
        "bot.frontends.discord.features.packs.report": ("shown through the function", "Problem.sentence"),
        "bot.frontends.discord.features.queue.suggestions": ("shown through the function", "Problem.sentence"),
        "bot.frontends.discord.features.fact.cog": ("shown through the function", "spoilers.ways_of_asking"),
        "bot.frontends.discord.features.queue.flow": (
            "a suggestion's text in a menu, through the function",
            "Shown.text",
        ),
        "bot.frontends.discord.features.suggest.cog": (
            "the member's form: text through the function, then what they typed",
            "Shown.text",
            "Draft.text",
            "Draft.sources",
        ),
        "bot.frontends.discord.features.suggest.form": ("the same form", "Draft.text", "Draft.sources"),
        "bot.frontends.discord.features.fact.form": (
            "the curators' edit form, which shows the raw text",
            *_EDITED,
            "Draft.why",
        ),
        "bot.frontends.discord.features.fact.saved_drafts": (
            "stored drafts; shown through the function",
            *_EDITED,
            "Draft.why",
        ),
        "bot.frontends.discord.features.production": (
            "a draft of a production's names",
            "Draft.text",
            "Draft.phrasings",
        ),
        "bot.frontends.discord.features.queue.cog": ("finds productions by the question", "Draft.why"),
        "bot.frontends.discord.shared.lookup": (
            "finds facts by typed words",
            "lookup.fact_words_of",
            "Fact.text",
            "Fact.subject",
        ),
        "bot.frontends.discord.features.fact.history": ("finds revisions by typed words", "Fact.text"),
        "bot.frontends.discord.features.queue.panel": (
            "shown in a menu through the function",
            "Fact.subject",
            "Shown.text",
        ),
        "bot.frontends.discord.features.fact.revisions": ("shown in autocomplete through the function", "Shown.text"),
        "bot.frontends.discord.features.fact.group": ("finds facts by typed words", "lookup.fact_words_of"),
        "bot.frontends.discord.features.fact.shared_version": ("finds facts by typed words", "lookup.fact_words_of"),
    }
)
"""Front ends and commands that read the text of facts: the reason, and what they read. They may read nothing else."""

WORKING = MappingProxyType(
    {
        "bot.desk.cards.spoilers": "the one function",
        "bot.desk.cards.card": "fills a card with what the function allows",
        "bot.desk.asking.labels": "uses the labels that the function returns",
        "bot.desk.cards.choice_names": "uses the words that the function returns",
        "bot.desk.asking.guarded_engine": "logs text that the engine couldn't read for the host, only at DEBUG",
        "bot.desk.editing.review_rules": "checks whether a fact's event is over",
        "bot.desk.asking.service": "turns parts and choices of an answer into cards and labels",
        "bot.desk.privacy.traces": "passes the reason of a change through the function",
        "bot.desk.editing.drafts.draft": "turns typed text into a fact, and a fact into the draft of the edit form",
        "bot.desk.editing.drafts.source_lines": "reads typed sources",
        "bot.desk.moderation.suggestions": "turns a suggestion into a draft",
        "bot.desk.editing.drafts.date_moves": "updates announced dates with the value",
        "bot.desk.state.catalogue": "orders facts and finds related ones",
        "bot.desk.asking.autocomplete": "finds phrasings; the function decides which may be suggested",
        "bot.desk.editing.editor": "adds phrasings and counterexamples",
        "bot.desk.editing.freshness": "finds when a date passes",
        "bot.desk.editing.merge": "merges two facts",
        "bot.desk.packs.import_plan": "updates announced dates with the value",
        "bot.desk.editing.productions": "reports problems with a production's names, which are no spoilers",
        "bot.desk.editing.preview": "compares answers; each change names the facts that its words come from",
    }
)
"""Modules of the desk that process the text of facts, and why that doesn't show it to anybody."""

Found = tuple[str, int, int, str]


class Watch(Plugin):
    """Records every place that reads or calls what is watched, as seen by mypy's type checker."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.found: set[Found] = set()

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return partial(self._attribute, fullname) if fullname in WATCHED else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        return partial(self._call, fullname) if fullname in WATCHED else None

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        return partial(self._call, fullname) if fullname in WATCHED else None

    def _attribute(self, fullname: str, context: AttributeContext) -> Type:
        self._note(fullname, context)
        return context.default_attr_type

    def _call(self, fullname: str, context: MethodContext | FunctionContext) -> Type:
        self._note(fullname, context)
        return context.default_return_type

    def _note(self, fullname: str, context: AttributeContext | MethodContext | FunctionContext) -> None:
        path = str(getattr(context.api, "path", ""))
        self.found.add((path, context.context.line, context.context.column, fullname))


_SKIPPED = ("discord", "simcord", "pydantic", "rapidfuzz", "typer", "rich", "prompt_toolkit", "aiohttp", "orjson")


@pytest.fixture(scope="session")
def reads() -> dict[str, set[str]]:
    """Return what each module reads of facts, such as ``Fact.text``. Counting the items doesn't count as reading."""
    options = Options()
    options.incremental, options.cache_dir = False, os.devnull
    options.ignore_missing_imports = options.check_untyped_defs = True
    skip: dict[str, object] = {"follow_imports": "skip"}
    options.per_module_options = {name: skip for each in _SKIPPED for name in (each, f"{each}.*")}
    watch = Watch(options)
    sources = create_source_list([str(ROOT / "bot")], options)
    try:
        build.build(sources, options, extra_plugins=[watch])
    except CompileError as fault:
        pytest.fail("\n".join(fault.messages))
    found: dict[str, set[str]] = {}
    for path, line, column, name in watch.found:
        module = ".".join(Path(path).resolve().relative_to(ROOT).with_suffix("").parts)
        if module.startswith(LOOKED_AT) and (line, column, name.rpartition(".")[2]) in _written(path):
            found.setdefault(module, set()).add(".".join(name.split(".")[-2:]))
    return found


@cache
def _written(path: str) -> frozenset[tuple[int, int, str]]:
    """Return the names written in a file with their positions, without those that are only counted.

    mypy also visits attributes that aren't in the code, to check whether a fact fits a protocol.
    """
    tree = ast.parse(Path(path).read_text("utf-8"))
    names = {(each.lineno, each.col_offset, _name(each)) for each in ast.walk(tree) if isinstance(each, _NAMES)}
    counted = {(each.lineno, each.col_offset, each.attr) for each in _of_len(tree)}
    return frozenset(names - counted)


_NAMES = ast.Attribute | ast.Name


def _name(node: ast.Attribute | ast.Name) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id


def _of_len(tree: ast.AST) -> Iterator[ast.Attribute]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "len":
            yield from (each for each in call.args if isinstance(each, ast.Attribute))


def test_only_listed_modules_read_the_text_of_facts(reads: dict[str, set[str]]) -> None:
    past = {module: names - set(SHOWING.get(module, ())) for module, names in reads.items() if module not in WORKING}
    past = {module: names for module, names in past.items() if names}
    assert past == {}, "show what a Teller of bot.desk.cards.spoilers returns, or add the place and a reason to SHOWING"


def test_only_the_desk_works_on_facts() -> None:
    assert {module for module in WORKING if not module.startswith("bot.desk.")} == set()


def test_the_lists_have_no_needless_entries(reads: dict[str, set[str]]) -> None:
    assert set(WORKING) - set(reads) == set()
    needless = {module: set(names) - reads.get(module, set()) for module, (_, *names) in SHOWING.items()}
    assert {module: names for module, names in needless.items() if names} == {}


def test_everything_watched_is_found(reads: dict[str, set[str]]) -> None:
    """A name that nothing reads was renamed, or the test doesn't watch it correctly."""
    seen = {name for names in reads.values() for name in names}
    assert {".".join(each.split(".")[-2:]) for each in WATCHED} - seen == set()


def test_whole_facts_are_only_written_to_files() -> None:
    """``model_dump`` returns a whole fact."""
    dumping = set()
    for folder in ("frontends", "commands"):
        for path in (ROOT / "bot" / folder).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            names = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)}
            if any(name.startswith("model_dump") for name in names):
                dumping.add(path.relative_to(ROOT).as_posix())
    assert dumping == {
        "bot/commands/context_file.py",  # the saved conversation: ids, and words of questions
        "bot/commands/facts.py",  # --json, the host's export as lines
        "bot/frontends/discord/features/fact/saved_drafts.py",  # a stored draft
        "bot/frontends/discord/features/production.py",  # a stored draft of a production
    }
