"""Provide a pseudo-language that wraps every translated message in ⟦⟧, so that untranslatable text stands out."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.messages import DOMAIN, LOCALES

_MESSAGE = re.compile("⟦[^⟦⟧]*⟧")
_WORD = re.compile("[A-Za-z]{2,}")


class Pseudo(gettext.NullTranslations):
    """Wraps each message. Separators without letters, such as those in lists, stay unchanged."""

    def gettext(self, message: str) -> str:
        return _wrapped(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _wrapped(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return _wrapped(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        return _wrapped(msgid1 if n == 1 else msgid2)


def _wrapped(message: str) -> str:
    return f"⟦{message}⟧" if any(map(str.isalpha, message)) else message


def compile_pseudo(folder: Path, language: str) -> None:
    """Write the pseudo-language as the compiled catalogue of a language, from the template."""
    with (LOCALES / f"{DOMAIN}.pot").open("rb") as template:
        messages = read_po(template)
    catalogue = Catalog(language)
    for message in messages:
        if message.id:
            wrapped = _wrapped(message.id) if isinstance(message.id, str) else tuple(map(_wrapped, message.id))
            catalogue.add(message.id, wrapped, context=message.context)
    target = folder / language / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / f"{DOMAIN}.mo").open("wb") as compiled:
        write_mo(compiled, catalogue)


def untranslated(text: str, data: Iterable[str] = ()) -> list[str]:
    """Return the words of a text that no message contains, apart from data such as titles and links."""
    before = ""
    while before != text:
        before, text = text, _MESSAGE.sub(" ", text)
    for each in sorted(data, key=len, reverse=True):
        text = text.replace(each, " ")
    return _WORD.findall(text)
