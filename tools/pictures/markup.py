"""Render Discord's markdown as HTML, as far as the bot uses it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from html import escape

from tools.pictures.seen import Names

_INLINE = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|```(?:\w*\n)?(?P<block>.+?)```"
    r"|`(?P<code>[^`]+)`"
    r"|\|\|(?P<spoiler>.+?)\|\|"
    r"|\*\*(?P<bold>(?:\\.|[^\\])+?)\*\*"
    r"|__(?P<underline>(?:\\.|[^\\])+?)__"
    r"|~~(?P<struck>(?:\\.|[^\\])+?)~~"
    r"|\*(?P<italic>(?:\\.|[^\\*])+?)\*"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\((?P<address><[^\s>]+>|(?:[^\s()]|\([^\s()]*\))+)\)"
    r"|<t:(?P<time>-?\d+)(?::(?P<form>[fDR]))?>"
    r"|<@!?(?P<person>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>|</(?P<command>[^:>]+):\d+>"
    r"|<(?P<quiet>https?://[^>\s]+)>|(?P<bare>https?://[^\s<>]+)",
    re.DOTALL,
)
_WRAPPED = {"bold": "b", "underline": "u", "struck": "s", "italic": "i"}
_UNITS = (("year", 31_557_600), ("month", 2_629_800), ("day", 86_400), ("hour", 3_600), ("minute", 60))


def html(text: str, names: Names) -> str:
    """Return a text of Discord as HTML: headings, small print, lists and quotes by line, the rest within the line."""
    lines = text.split("\n")
    return "".join(_joined(_line(line, names) for line in lines))


def _joined(lines: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Lines with breaks between, where they do not end by themselves; items of a list in one list."""
    before = ""
    for kind, line in lines:
        if before == "li" != kind:
            yield "</ul>"
        if kind == "li" != before:
            yield "<ul>"
        if kind == before == "text":
            yield "<br>"
        yield line
        before = kind
    if before == "li":
        yield "</ul>"


def _line(line: str, names: Names) -> tuple[str, str]:
    if found := re.match(r"(#{1,3}) (.*)", line):
        level = len(found[1])
        return "block", f"<h{level}>{inline(found[2], names)}</h{level}>"
    if line.startswith("-# "):
        return "block", f"<small>{inline(line[3:], names)}</small>"
    if found := re.match(r"(?:[-*]|\d+\.) (.*)", line):
        number = "" if line[0] in "-*" else f" class=numbered data-number='{line.split(' ')[0]}'"
        return "li", f"<li{number}>{inline(found[1], names)}</li>"
    if line.startswith("> "):
        return "block", f"<blockquote>{inline(line[2:], names)}</blockquote>"
    return "text", inline(line, names)


def inline(text: str, names: Names) -> str:
    """Return what stands within a line."""
    written, end = [], 0
    for found in _INLINE.finditer(text):
        written += [escape(text[end : found.start()]), _marked(found, names)]
        end = found.end()
    return "".join([*written, escape(text[end:])])


def _marked(found: re.Match[str], names: Names) -> str:
    kind = found.lastgroup or ""
    if kind in _WRAPPED:
        return f"<{_WRAPPED[kind]}>{inline(found[kind], names)}</{_WRAPPED[kind]}>"
    if kind == "spoiler":
        return f"<span class=spoiler><span>{inline(found[kind], names)}</span></span>"
    if kind == "address":
        return f"<a>{inline(found['label'], names)}</a>"
    if kind in ("time", "form"):
        return f"<span class=time>{_time(int(found['time']), found['form'] or 'f', names.now)}</span>"
    return _PLAIN[kind](found[kind], names)


_PLAIN: dict[str, Callable[[str, Names], str]] = {
    "escaped": lambda said, _: escape(said),
    "block": lambda said, _: f"<pre>{escape(said.strip())}</pre>",
    "code": lambda said, _: f"<code>{escape(said)}</code>",
    "quiet": lambda said, _: f"<a>{escape(said)}</a>",
    "bare": lambda said, _: f"<a>{escape(said)}</a>",
    "person": lambda said, names: _mention("@" + names.people.get(said, "somebody")),
    "role": lambda said, names: _mention("@" + names.roles.get(said, "role")),
    "channel": lambda said, names: _mention("# " + names.channels.get(said, "channel")),
    "command": lambda said, _: _mention("/" + said),
}


def _mention(said: str) -> str:
    return f"<span class=mention>{escape(said)}</span>"


def _time(seconds: int, form: str, now: float) -> str:
    """Return a timestamp as Discord writes it for a reader of English in Greenwich."""
    if form != "R":
        moment = datetime.fromtimestamp(seconds, UTC)
        day = f"{moment:%B} {moment.day}, {moment.year}"
        return day if form == "D" else f"{day} at {moment:%I:%M %p}"
    distance = abs(seconds - now)
    for unit, length in _UNITS:
        if distance >= length:
            count = round(distance / length)
            said = f"{'a' if unit != 'hour' else 'an'} {unit}" if count == 1 else f"{count} {unit}s"
            return f"in {said}" if seconds > now else f"{said} ago"
    return "just now" if seconds <= now else "in a few seconds"
