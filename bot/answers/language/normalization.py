"""Normalize and tokenize text: remove markup and hidden characters, lower the case, strip accents, cut into words."""

from __future__ import annotations

import re
import unicodedata

from bot.facts.folding import without_accents

MAX_CHARACTERS = 1200
"""Maximum number of characters read of a question. People's questions are far shorter."""

MAX_WORDS = 60
"""Maximum number of words read of a question, so that every question takes bounded time."""

_MENTION = re.compile(r"<(?:@[!&]?|#|a?:\w{1,64}:|t:|id:)[^>\s]{0,64}>|<:\w{1,64}:\d{1,20}>")
_AMERICA = re.compile(r"\bUS\b|\bU\.S\.(?:A\.)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_BREAKS = re.compile(r"[\n\r\t\x00]")
_ELIDED = re.compile(
    r"\b(c|d|j|l|m|n|s|t|qu|jusqu|lorsqu|puisqu|quelqu|quoiqu|un|all|dall|dell|nell|sull|coll|dov|cos|com|quand|quant"
    r"|anch|quell|quest|tutt|senz|qualcun|nessun)'(?=[^\W\d_]{2})"
)
_CHAT = {
    "any1": "anyone", "some1": "someone", "every1": "everyone", "no1": "no one", "b4": "before", "2day": "today",
    "2nite": "tonight", "2moro": "tomorrow", "gr8": "great", "m8": "mate", "w8": "wait",
}  # fmt: skip
_CHATTED = re.compile(r"\b(?:" + "|".join(_CHAT) + r")\b")
_MONEY = re.compile(r"\$+(?!\d)")
_YEAR_OLD = re.compile(
    r"\b(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen)"
    r"[\s-]?(?:years?|yrs?|y)[\s/-]?(?:olds?|o)\b"
)
_PLUS = re.compile(r"(?<=\w)\+(?!\w)")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_STARRED = re.compile(r"\b[a-z](?:\*[a-z]){2,}\b")
_MARKUP = re.compile(r"[*_~`|>#\\]+")
_DOTTED = re.compile(r"\b(?:[a-z][.:]\s?){1,6}[a-z]\b[.]?(?![a-z])")
_POSSESSIVE = re.compile(r"\s?'\s?s\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_WORD = re.compile(r"\d+(?:\.\d+)?(?:st|nd|rd|th)\b|\d+k\b|\d+(?:\.\d+)?|[^\W\d_]+")
_QUOTES = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'", "\u00b4": "'", "&": " and ", "+": " and "}
)


def clean(text: str) -> str:
    """Return lower-case text without mentions, links, markdown, accents, or invisible and control characters.

    Decimal digits of every script become 0 to 9, so no other digits remain.
    """
    text = _visible(text[: 4 * MAX_CHARACTERS])[:MAX_CHARACTERS]
    text = _LINK.sub(" ", _MENTION.sub(" ", text))
    text = folded(_AMERICA.sub(" usa ", text) if text.upper() != text else text)
    text = _CHATTED.sub(lambda found: _CHAT[found.group()], text)
    text = _YEAR_OLD.sub(" yearold ", _MONEY.sub(" dollars ", text))
    text = _STARRED.sub(lambda found: found.group().replace("*", ""), text)
    text = _MARKUP.sub(" ", _PLUS.sub(" plus", text).translate(_QUOTES))
    return " ".join(text.split())


def folded(text: str) -> str:
    """Casefold text and strip the accents of Latin letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", without_accents(text.casefold(), compatible=False))


def _visible(text: str) -> str:
    """Compose the text, replace line breaks by blanks, and drop invisible characters."""
    if text.isascii():
        return _CONTROL.sub(" ", text)
    text = _BREAKS.sub(" ", unicodedata.normalize("NFKC", text)[: 2 * MAX_CHARACTERS])
    return "".join(map(_shown, text))


def _shown(char: str) -> str:
    """Return a visible character, a digit of any script as 0 to 9, or nothing for an invisible character."""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return "" if category in ("Cf", "Cc", "Cs", "Co") else char


def words(cleaned: str) -> list[str]:
    """Tokenize cleaned text into letters, whole numbers and ordinals. Initials are joined (``m:i`` is ``mi``)."""
    text = _DOTTED.sub(lambda found: re.sub(r"[.:\s]", "", found.group()) + " ", cleaned)
    if "'" in text:
        text = _ELIDED.sub(r"\1 ", text)
    text = _THOUSANDS.sub("", _POSSESSIVE.sub("s", text).replace("'", ""))
    return _WORD.findall(text)[:MAX_WORDS]
