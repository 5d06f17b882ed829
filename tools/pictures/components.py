"""Render Discord's components as HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tools.pictures.markup import html
from tools.pictures.seen import Component, Names

_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link"}
_ENTITIES = {5: "people", 6: "roles", 7: "people", 8: "channels"}


def drawn(component: Component, names: Names) -> str:
    """One component and all in it.

    Raises:
        KeyError: there is no drawing for its kind yet.
    """
    return _DRAWINGS[int(component["type"])](component, names)


def _all(components: list[Component], names: Names) -> str:
    return "".join(drawn(each, names) for each in components)


def _row(component: Component, names: Names) -> str:
    return f"<div class=row>{_all(component['components'], names)}</div>"


def _text(component: Component, names: Names) -> str:
    return f"<div class=text>{html(component['content'], names)}</div>"


def _container(component: Component, names: Names) -> str:
    colour = component.get("accent_color")
    bar = f" style='--accent:#{colour:06x}'" if colour is not None else ""
    inner = _all(component["components"], names)
    if component.get("spoiler"):
        return f"<div class='container covered'{bar}><div class=under>{inner}</div><b>SPOILER</b></div>"
    return f"<div class=container{bar}>{inner}</div>"


def _section(component: Component, names: Names) -> str:
    return (
        f"<div class=section><div>{_all(component['components'], names)}</div>"
        f"{drawn(component['accessory'], names)}</div>"
    )


def _separator(component: Component, _: Names) -> str:
    return "<hr>" if component.get("divider", True) else "<div class=gap></div>"


def _button(component: Component, _: Names) -> str:
    style = _STYLES.get(component.get("style", 2), "secondary")
    disabled = " disabled" if component.get("disabled") else ""
    arrow = " <span class=out>↗</span>" if style == "link" else ""
    return (
        f"<span class='button {style}{disabled}'>{_emoji(component)}{escape(component.get('label', ''))}{arrow}</span>"
    )


def _emoji(component: Component) -> str:
    emoji = component.get("emoji") or {}
    return f"<span class=emoji>{escape(emoji['name'])}</span> " if emoji.get("name") else ""


def _select(component: Component, _: Names) -> str:
    chosen = [option["label"] for option in component.get("options", []) if option.get("default")]
    return _menu(chosen, component.get("placeholder", "Make a selection"))


def _entities(component: Component, names: Names) -> str:
    known = {"roles": names.roles, "people": names.people, "channels": names.channels}
    chosen = [
        _named(str(each["id"]), known[_ENTITIES[component["type"]]]) for each in component.get("default_values") or []
    ]
    return _menu(chosen, component.get("placeholder", "Make a selection"))


def _named(key: str, names: object) -> str:
    return str(names.get(key, key)) if isinstance(names, dict) else key


def _menu(chosen: list[str], placeholder: str) -> str:
    said = "".join(f"<span class=chosen>{escape(each)}</span>" for each in chosen)
    return (
        f"<div class=menu>{said or f'<span class=faint>{escape(placeholder)}</span>'}<span class=arrow>⌄</span></div>"
    )


def _label(component: Component, names: Names) -> str:
    inner = component["component"]
    star = "<span class=star> *</span>" if inner.get("required", True) else ""
    about = f"<p>{escape(component['description'])}</p>" if component.get("description") else ""
    return f"<div class=label><b>{escape(component['label'])}{star}</b>{about}{drawn(inner, names)}</div>"


def _input(component: Component, _: Names) -> str:
    lines = "long" if component.get("style") == 2 else "short"
    value = component.get("value") or ""
    said = escape(value) if value else f"<span class=faint>{escape(component.get('placeholder') or '')}</span>"
    return f"<div class='input {lines}'>{said}</div>"


def _upload(_: Component, __: Names) -> str:
    return "<div class='input short'><span class=faint>Choose a file</span></div>"


def _file(component: Component, _: Names) -> str:
    name = str(component["file"]["url"]).removeprefix("attachment://")
    return f"<div class=file>📄 <a>{escape(name)}</a></div>"


_DRAWINGS: dict[int, Callable[[Component, Names], str]] = {
    1: _row,
    2: _button,
    3: _select,
    4: _input,
    5: _entities,
    6: _entities,
    7: _entities,
    8: _entities,
    9: _section,
    10: _text,
    13: _file,
    14: _separator,
    17: _container,
    18: _label,
    19: _upload,
}
