"""Check that messages are translatable: each is marked, the template is current, and placeholders have names."""

from __future__ import annotations

import ast
import gettext
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from bot.messages import (
    LOCALES,
    N_,
    _,
    all_of,
    comma_list,
    ngettext,
    npgettext,
    one_of,
    pgettext,
    speaking,
    translated,
    translations,
)

BOT = Path(__file__).parents[1] / "bot"


class Marked(gettext.NullTranslations):
    """A language that puts each message in brackets."""

    def gettext(self, message: str) -> str:
        return f"<{message}>"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"<{msgid1 if n == 1 else msgid2}>"

    def pgettext(self, context: str, message: str) -> str:
        return f"<{context}: {message}>"

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return f"<{context}: {msgid1 if n == 1 else msgid2}>"


def extracted() -> Catalog:
    catalog = Catalog()
    keywords = DEFAULT_KEYWORDS | {"locale_str": None}
    for _file, _line, message, _comments, context in extract_from_dir(BOT, keywords=keywords):
        catalog.add(message, context=context)
    return catalog


def _keys(catalog: Catalog) -> set[tuple[object, str | None]]:
    return {(message.id, message.context) for message in catalog if message.id}


def _texts(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def test_the_template_for_translators_is_current() -> None:
    """If this fails, run ``make messages``."""
    with (LOCALES / "callsheet.pot").open("rb") as file:
        assert _keys(read_po(file)) == _keys(extracted())


def test_placeholders_have_names_so_that_translations_can_reorder_them() -> None:
    for message in extracted():
        for text in _texts(message):
            names = [name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None]
            assert all(name.isidentifier() for name in names), text


def test_english_needs_no_catalogue() -> None:
    assert _("Nothing.") == "Nothing."
    assert [ngettext("{count} fact", "{count} facts", count).format(count=count) for count in (0, 1, 2)] == [
        "0 facts",
        "1 fact",
        "2 facts",
    ]
    assert translations("en").gettext("Nothing.") == translations("xx").gettext("Nothing.") == "Nothing."


def test_a_language_is_used_until_its_block_ends() -> None:
    later = N_("Later.")
    with speaking(Marked()):
        assert _("Now.") == "<Now.>"
        assert translated(later) == "<Later.>"
        assert translated("") == ""
        assert pgettext("button", "Open") == "<button: Open>"
        assert ngettext("a fact", "facts", 2) == "<facts>"
        assert npgettext("button", "one", "many", 1) == "<button: one>"
    assert _("Now.") == "Now."


def test_lists_are_joined_as_in_a_sentence() -> None:
    names = ["Quiet Comet", "Salt {Harbour}", "Tide"]
    assert [all_of(names[:count]) for count in range(4)] == [
        "",
        "Quiet Comet",
        "Quiet Comet and Salt {Harbour}",
        "Quiet Comet, Salt {Harbour} and Tide",
    ]
    assert one_of(names) == "Quiet Comet, Salt {Harbour} or Tide"
    assert comma_list(names) == "Quiet Comet, Salt {Harbour}, Tide"
    with speaking(Marked()):
        assert one_of(["a", "b"]) == "<list: a or b>"


async def test_each_task_has_its_own_language() -> None:
    import asyncio

    started = asyncio.Event()

    async def translate_later() -> str:
        with speaking(Marked()):
            started.set()
            await asyncio.sleep(0)
            return _("Mine.")

    task = asyncio.create_task(translate_later())
    await started.wait()
    assert _("Mine.") == "Mine."
    assert await task == "<Mine.>"


@pytest.mark.parametrize("wrong", ["de", "../de", ""])
def test_a_language_without_a_catalogue_is_english(wrong: str) -> None:
    assert translations(wrong).gettext("Nothing.") == "Nothing."


def _bound_in(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function's own scope, without nested functions and comprehensions."""
    for child in ast.iter_child_nodes(function):
        yield child
        inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp)
        if not isinstance(child, (*inner, ast.GeneratorExp)):
            yield from _bound_in(child)


def test_no_function_rebinds_the_translation_function() -> None:
    """``data, _ = read()`` makes ``_`` a local name, so ``_("...")`` in the same function fails when it runs."""
    for path in sorted(BOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                names = [each for each in _bound_in(function) if isinstance(each, ast.Name) and each.id == "_"]
                kinds = {type(each.ctx) for each in names}
                assert kinds != {ast.Load, ast.Store}, f"{path.relative_to(BOT)}:{function.lineno} {function.name}"
