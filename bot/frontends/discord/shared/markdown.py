"""Prepare text for Discord, so that stored or typed words never become markup, mentions or links of their own."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.desk.cards.relative_dates import timestamp_of
from bot.desk.cards.spoilers import Shown
from bot.plain import clipped, short_line

_MARKUP = re.compile(r"([\\*_~`|\[\]<>@])")
_LINE_START = re.compile(r"^(\s*)(#|-|\+|\d+(?=\.))", re.MULTILINE)
_ADDRESS = re.compile(r"https?://[^\s/]\S*")
_SCHEME = re.compile(r":(?=//)")
_COVER = "||"
_BARS = re.compile(r"\\.|(\|+)", re.DOTALL)
_JOINER = "\u2060"
"""Nothing to see, and yet it keeps a bar at the end of a text apart from the cover's own."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_URL_UNSAFE = {ord(sign): f"%{ord(sign):02X}" for sign in "()<>[]\"'`|\\*"}


def plain(text: str, limit: int) -> str:
    """Tidy a text to at most ``limit`` characters, without control or direction-changing characters."""
    if text.isprintable():  # of the many that are, no character has to be looked at
        return clipped(text.strip(), limit)
    kept = "".join(sign for sign in text if sign == "\n" or not _unprintable(sign))
    return clipped(re.sub(r"\n{3,}", "\n\n", kept).strip(), limit)


def label_line(text: str, limit: int) -> str:
    """Tidy a text to one line: for labels, titles and options, which Discord does not render as markdown."""
    return short_line(plain(text, 10 * limit), limit)


def escaped(text: str, limit: int) -> str:
    """Escape a text to at most ``limit`` characters in which nothing is markup, a mention, a timestamp or a link."""
    return clipped_markup(_escape(plain(text, limit)), limit)


def escaped_line(text: str, limit: int) -> str:
    """Escape a text, and put it on one line."""
    return clipped_markup(_escape(label_line(text, limit)), limit)


def covered_line(text: str, limit: int) -> str:
    """Cover a text on one line until its reader taps it, in at most ``limit`` characters.

    Nothing in it can end the cover early: its own bars are escaped, and none stands next to the cover's.
    """
    inner = escaped_line(text, limit - 2 * len(_COVER) - 1) or "…"
    return f"{_COVER}{inner}{_JOINER if inner.endswith('|') else ''}{_COVER}"


def said_line(shown: Shown, limit: int) -> str:
    """Return what a place may show, on one line: escaped, and covered where it has to be."""
    return covered_line(shown.text, limit) if shown.covered else escaped_line(shown.text, limit)


def said(shown: Shown, limit: int) -> str:
    """Do as ``said_line``, but keep line breaks where nothing is covered: small print and lists would end a cover."""
    return covered_line(shown.text, limit) if shown.covered else escaped(shown.text, limit)


def link(title: str, url: str | None, limit: int) -> str:
    """Make a masked link, or the escaped title where the address is missing, unusable or too long for ``limit``."""
    address = safe_url(url)
    room = limit - len(address) - len("[]()")
    if not address or room < 20:
        return escaped_line(title, limit)
    return f"[{escaped_line(title, min(room, 160))}]({address})"


def safe_url(url: str | None) -> str:
    """Return an http(s) address that cannot end a masked link early; empty where it is none."""
    if url is None or not _ADDRESS.fullmatch(url):
        return ""
    if not url.isprintable() and any(_unprintable(sign) for sign in url):
        return ""
    return url.translate(_URL_UNSAFE)


def timestamp(day: date, style: str) -> str:
    """Write a day as a Discord timestamp: style ``D`` shows the date, ``R`` how long until or since."""
    return f"<t:{timestamp_of(day)}:{style}>"


def clipped_markup(text: str, limit: int) -> str:
    """Cut escaped text so that no backslash is left alone at the cut, and no cover open, which would show it."""
    if len(text) <= limit:
        return text
    cut = _cut(text, limit - 1)
    if not _is_open(cut):
        return f"{cut}…"
    cut = _cut(text, limit - 1 - len(_COVER))
    return f"{cut}…{_COVER}" if _is_open(cut) else f"{cut}…"


def _cut(text: str, length: int) -> str:
    """Cut escaped text without leaving half of an escape or of a cover's bars at its end."""
    cut = text[: max(length, 0)]
    trailing = len(cut) - len(cut.rstrip("\\"))
    halved = trailing % 2 or (cut.endswith("|") and any(len(bars) % 2 for bars in _bars(cut)[-1:]))
    return (cut[:-1] if halved else cut).rstrip()


def _is_open(markup: str) -> bool:
    """Tell whether a cover begins in escaped text and doesn't end in it."""
    return sum(len(bars) // 2 for bars in _bars(markup)) % 2 == 1


def _bars(markup: str) -> list[str]:
    """Find the bars of escaped text that are not escaped themselves: those of covers."""
    return [found[1] for found in _BARS.finditer(markup) if found[1]]


def _escape(text: str) -> str:
    marked = _MARKUP.sub(r"\\\1", text)
    marked = _SCHEME.sub(r"\\:", marked)
    return _LINE_START.sub(_line_start, marked)


def _line_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    # A number that starts a line would begin a list; its dot is what has to be escaped.
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _unprintable(sign: str) -> bool:
    return sign in _BIDI or unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn")
