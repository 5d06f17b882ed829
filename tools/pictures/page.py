"""Build an HTML page in Discord's dark style, with a template of our own."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tools.pictures.components import drawn
from tools.pictures.markup import inline
from tools.pictures.seen import Names, Person, Seen

CALLSHEET = Person("Callsheet", "#c2410c")
_STYLE = Path(__file__).with_name("style.css")


def page(seen: Seen, names: Names) -> str:
    """Return a whole page; what is to be drawn is its element ``#picture``."""
    return document(_form(seen, names) if seen.title else _conversation(seen, names))


def document(body: str) -> str:
    """Return a page around what is to be drawn."""
    style = _STYLE.read_text(encoding="utf-8")
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><div id=picture>{body}</div>"


def _form(seen: Seen, names: Names) -> str:
    fields = "".join(drawn(each, names) for each in seen.components)
    return (
        f"<div class=form><header>{_face(CALLSHEET)}<h2>{escape(seen.title)}</h2><span class=close>✕</span></header>"
        f"{fields}<footer><span class='button secondary'>Cancel</span><span class='button primary'>Submit</span>"
        "</footer></div>"
    )


def _conversation(seen: Seen, names: Names) -> str:
    before, above = "", ""
    if seen.by and seen.said:
        said = inline(seen.said, names)
        before = f"<div class=message>{_face(seen.by)}<div>{_who(seen.by)}<div class=text>{said}</div></div></div>"
        above = f"<div class=above>{_face(seen.by)}<b>@{escape(seen.by.name)}</b> {said}</div>"
    elif seen.by and seen.used:
        above = f"<div class=above>{_face(seen.by)}<b>{escape(seen.by.name)}</b> used {_command(seen.used)}</div>"
    content = f"<div class=text>{inline(seen.content, names)}</div>" if seen.content else ""
    body = "".join(drawn(each, names) for each in seen.components)
    below = "<div class=private>Only you can see this · <a>Dismiss message</a></div>" if seen.private else ""
    tag = "<span class=tag>APP</span>"
    return (
        f"{before}<div class='message{' own' if seen.private else ''}'>{above}{_face(CALLSHEET)}"
        f"<div>{_who(CALLSHEET, tag)}{content}{body}{below}</div></div>"
    )


def _command(used: str) -> str:
    """Return a command as one types it: its name, and its options as chips."""
    name, *options = used.split(" | ")
    chips = "".join(f"<span class=option>{escape(each)}</span>" for each in options)
    return f"<span class=mention>/{escape(name)}</span>{chips}"


def _face(person: Person) -> str:
    return f"<span class=face style='background:{person.colour}'>{escape(person.name[0].upper())}</span>"


def _who(person: Person, tag: str = "") -> str:
    return f"<div class=who><b>{escape(person.name)}</b>{tag}<time>12:00 PM</time></div>"
