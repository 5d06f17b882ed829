"""No outlet goes past the one function for spoilers (`bot.desk.cards.spoilers`).

mypy tells where the desk, the front ends and the command line read what a fact says. Only the modules listed here may,
each for the reason beside it. Whoever adds an outlet shows words that a `Teller` gave, and adds nothing here.
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
"""What says something of a fact, and `Shown.text`, which may have to be covered."""

_EDITED = ("Draft.text", "Draft.subject", "Draft.value", "Draft.phrasings", "Draft.counterexamples", "Draft.sources")
_DRAWN = ("Card.text", "Card.subject", "Card.when", "Card.moved_from", "Card.place", "Card.value")
_LISTED = ("Card.sources", "Card.announced")

SHOWING = MappingProxyType(
    {
        "bot.frontends.discord.shared.markdown": ("covers words, or escapes them", "Shown.text"),
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
            "a card's text, told anew for a line that cannot be covered",
            "Card.text",
            "Shown.text",
        ),
        "bot.commands.facts": (
            "the host's own files, checked line by line; lines that the function gives",
            "Problem.sentence",
            "Revision.why",
            "Shown.text",
        ),
        "bot.frontends.discord.components.changes": (
            "each difference and reason is told by the function",
            "Difference.lines",
            "Revision.why",
            "Shown.text",
        ),
        "bot.frontends.discord.features.change_log.entry": (
            "the subject, told by the function; whether there is a reason, which changes.py tells",
            "Fact.subject",
            "Revision.why",
        ),
        "bot.frontends.discord.features.fact.draft_panel": (
            "each is told by the function; and whether there is a reason or a value",
            "Problem.sentence",
            "Altered.question",
            "Altered.words",
            "Revision.why",
            "Draft.value",
            "Draft.why",
        ),
        "bot.frontends.discord.shared.fact_names": ("told by the function", "Fact.subject"),
        "bot.frontends.discord.features.packs.report": ("told by the function", "Problem.sentence"),
        "bot.frontends.discord.features.queue.suggestions": ("told by the function", "Problem.sentence"),
        "bot.frontends.discord.features.fact.cog": ("told by the function", "spoilers.ways_of_asking"),
        "bot.frontends.discord.features.queue.flow": (
            "a suggestion's words for a menu, as the function gives them",
            "Shown.text",
        ),
        "bot.frontends.discord.features.suggest.cog": (
            "the member's form holds what the function gives, then what they typed",
            "Shown.text",
            "Draft.text",
            "Draft.sources",
        ),
        "bot.frontends.discord.features.suggest.form": ("the same form", "Draft.text", "Draft.sources"),
        "bot.frontends.discord.features.fact.form": ("the curators' edit form, which is raw", *_EDITED, "Draft.why"),
        "bot.frontends.discord.features.fact.saved_drafts": (
            "drafts on their shelf; told by the function",
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
        "bot.frontends.discord.features.queue.panel": ("told by the function for a menu", "Fact.subject", "Shown.text"),
        "bot.frontends.discord.features.fact.revisions": ("told by the function for a completion", "Shown.text"),
        "bot.frontends.discord.features.fact.group": ("finds facts by typed words", "lookup.fact_words_of"),
        "bot.frontends.discord.features.fact.shared_version": ("finds facts by typed words", "lookup.fact_words_of"),
    }
)
"""Front ends and commands that read what a fact says: why, and what they read. Nothing else may be read there."""

WORKING = MappingProxyType(
    {
        "bot.desk.cards.spoilers": "the one function",
        "bot.desk.cards.card": "a card is filled with what the function lets through",
        "bot.desk.asking.labels": "choices get the labels that the function gives",
        "bot.desk.cards.choice_names": "names for facts have the words that the function gives",
        "bot.desk.asking.guarded_engine": "what the engine could not read is logged for the host, at DEBUG alone",
        "bot.desk.editing.review_rules": "whether what a fact tells of is over",
        "bot.desk.asking.service": "parts and choices of an answer become cards and labels",
        "bot.desk.privacy.traces": "the reason of a change is told by the function; a trace has its words",
        "bot.desk.editing.drafts.draft": "what was typed becomes a fact, and a fact becomes the draft of the edit form",
        "bot.desk.editing.drafts.source_lines": "reads typed sources",
        "bot.desk.moderation.suggestions": "a suggestion becomes a draft",
        "bot.desk.editing.drafts.date_moves": "announced dates follow the value",
        "bot.desk.state.catalogue": "orders facts and finds related ones",
        "bot.desk.asking.autocomplete": "finds phrasings; the function says which may be offered",
        "bot.desk.editing.editor": "adds phrasings and counterexamples",
        "bot.desk.editing.freshness": "when a date passes",
        "bot.desk.editing.merge": "joins two facts",
        "bot.desk.packs.import_plan": "announced dates follow the value",
        "bot.desk.editing.productions": "what is wrong with the names of a production, which has no spoilers",
        "bot.desk.editing.preview": "compares answers; each altered one carries the facts that its words come from",
    }
)
"""Modules of the desk that work on what a fact says, and why that shows nothing by itself."""

Found = tuple[str, int, int, str]


class Watch(Plugin):
    """Notes every place that mypy finds to read, or to call, what is watched."""

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
    """What is read of facts by module, as ``Fact.text``; how many there are of something says nothing of it."""
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
    """The names that stand in a file with their places, but for what is only counted.

    mypy also looks at attributes that nobody wrote, to see whether a fact fits a protocol.
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


def test_only_these_places_read_what_a_fact_says(reads: dict[str, set[str]]) -> None:
    past = {module: names - set(SHOWING.get(module, ())) for module, names in reads.items() if module not in WORKING}
    past = {module: names for module, names in past.items() if names}
    assert past == {}, "show what a Teller of bot.desk.spoilers gives, or add the place and a reason to SHOWING"


def test_only_the_desk_works_on_facts() -> None:
    assert {module for module in WORKING if not module.startswith("bot.desk.")} == set()


def test_the_lists_hold_nothing_that_need_not_be_there(reads: dict[str, set[str]]) -> None:
    assert set(WORKING) - set(reads) == set()
    needless = {module: set(names) - reads.get(module, set()) for module, (_, *names) in SHOWING.items()}
    assert {module: names for module, names in needless.items() if names} == {}


def test_what_is_watched_is_found(reads: dict[str, set[str]]) -> None:
    """A name that is nowhere read was renamed, or is not watched as it should be."""
    seen = {name for names in reads.values() for name in names}
    assert {".".join(each.split(".")[-2:]) for each in WATCHED} - seen == set()


def test_facts_leave_as_a_whole_only_as_files() -> None:
    """``model_dump`` writes all of a fact."""
    dumping = set()
    for folder in ("frontends", "commands"):
        for path in (ROOT / "bot" / folder).rglob("*.py"):
            tree = ast.parse(path.read_text("utf-8"))
            names = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)}
            if any(name.startswith("model_dump") for name in names):
                dumping.add(path.relative_to(ROOT).as_posix())
    assert dumping == {
        "bot/commands/context_file.py",  # the conversation between two calls: ids and words of questions
        "bot/commands/facts.py",  # --json, the host's export line by line
        "bot/frontends/discord/features/fact/saved_drafts.py",  # a draft on its shelf in the store
        "bot/frontends/discord/features/production.py",  # a production on the same shelf
    }
