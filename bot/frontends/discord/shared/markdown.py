"""Prepare text for Discord, so that stored or typed text never becomes markup, a mention or a link."""

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
"""An invisible character that separates a bar at the end of a text from the cover's own bars."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_URL_UNSAFE = {ord(sign): f"%{ord(sign):02X}" for sign in "()<>[]\"'`|\\*"}


def tidied(text: str, limit: int) -> str:
    """Return a text without control and bidirectional characters, cut to ``limit``."""
    if text.isprintable():  # most texts are printable, so no character has to be checked
        return clipped(text.strip(), limit)
    kept = "".join(sign for sign in text if sign == "\n" or not _unprintable(sign))
    return clipped(re.sub(r"\n{3,}", "\n\n", kept).strip(), limit)


def label_line(text: str, limit: int) -> str:
    """Return a text on one line, for labels, titles and options. Discord doesn't render markdown there."""
    return short_line(tidied(text, 10 * limit), limit)


def escaped(text: str, limit: int) -> str:
    """Escape a text, so that nothing in it is markup, a mention, a timestamp or a link. Cut it to ``limit``."""
    return clipped_markup(_escape(tidied(text, limit)), limit)


def escaped_line(text: str, limit: int) -> str:
    """Escape a text and put it on one line."""
    return clipped_markup(_escape(label_line(text, limit)), limit)


def covered_line(text: str, limit: int) -> str:
    """Cover a text (``||spoiler||``) on one line, in at most ``limit`` characters.

    Nothing in it can end the cover early: its own bars are escaped, and none is next to the cover's bars.
    """
    inner = escaped_line(text, limit - 2 * len(_COVER) - 1) or "…"
    return f"{_COVER}{inner}{_JOINER if inner.endswith('|') else ''}{_COVER}"


def shown_line(shown: Shown, limit: int) -> str:
    """Return what may be shown, on one line: escaped, and covered if necessary."""
    return covered_line(shown.text, limit) if shown.covered else escaped_line(shown.text, limit)


def shown_text(shown: Shown, limit: int) -> str:
    """Return what may be shown, like ``shown_line``. Line breaks stay if nothing is covered; otherwise they could end a
    cover."""
    return covered_line(shown.text, limit) if shown.covered else escaped(shown.text, limit)


def link(title: str, url: str | None, limit: int) -> str:
    """Build a masked link, or return the escaped title if the URL is missing, unusable or too long for ``limit``."""
    address = safe_url(url)
    room = limit - len(address) - len("[]()")
    if not address or room < 20:
        return escaped_line(title, limit)
    return f"[{escaped_line(title, min(room, 160))}]({address})"


def safe_url(url: str | None) -> str:
    """Return an http(s) URL in which nothing can end a masked link early, or empty text if it isn't one."""
    if url is None or not _ADDRESS.fullmatch(url):
        return ""
    if not url.isprintable() and any(_unprintable(sign) for sign in url):
        return ""
    return url.translate(_URL_UNSAFE)


def timestamp(day: date, style: str) -> str:
    """Format a day as a Discord timestamp. Style ``D`` shows the date, ``R`` the time until or since."""
    return f"<t:{timestamp_of(day)}:{style}>"


def clipped_markup(text: str, limit: int) -> str:
    """Cut escaped text without leaving a lone backslash or an open cover, which would reveal its content."""
    if len(text) <= limit:
        return text
    cut = _cut(text, limit - 1)
    if not _is_open(cut):
        return f"{cut}…"
    cut = _cut(text, limit - 1 - len(_COVER))
    return f"{cut}…{_COVER}" if _is_open(cut) else f"{cut}…"


def _cut(text: str, length: int) -> str:
    """Cut escaped text without leaving half of an escape sequence or of a cover's bars."""
    cut = text[: max(length, 0)]
    trailing = len(cut) - len(cut.rstrip("\\"))
    halved = trailing % 2 or (cut.endswith("|") and any(len(bars) % 2 for bars in _bars(cut)[-1:]))
    return (cut[:-1] if halved else cut).rstrip()


def _is_open(markup: str) -> bool:
    """Return whether a cover starts in escaped text and doesn't end in it."""
    return sum(len(bars) // 2 for bars in _bars(markup)) % 2 == 1


def _bars(markup: str) -> list[str]:
    """Find the bars in escaped text that aren't escaped themselves, so belong to covers."""
    return [found[1] for found in _BARS.finditer(markup) if found[1]]


def _escape(text: str) -> str:
    marked = _MARKUP.sub(r"\\\1", text)
    marked = _SCHEME.sub(r"\\:", marked)
    return _LINE_START.sub(_line_start, marked)


def _line_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    # A number at the start of a line would start a list; escape its dot.
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _unprintable(sign: str) -> bool:
    return sign in _BIDI or unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn")
