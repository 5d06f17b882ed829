"""Read typed sources, one per line: ``link | title | date``. A link alone is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from pydantic import ValidationError

from bot.facts.models import Source
from bot.facts.problems import Problem, explain, shortened
from bot.messages import N_, _, translated

FIELD = "sources"
_BETWEEN = " | "
_REMEDY = N_("write one source per line: link | title | date; a link or a title is enough")

ReadDate = Callable[[str], str | None]
"""Returns a typed date in EDTF, or None if it isn't a date."""


def sources_text(sources: Iterable[Source], read_date: ReadDate) -> str:
    """Return the shortest text from which `read_sources` reads these sources."""
    return "\n".join(_line(source, read_date) for source in sources)


def read_sources(text: str, read_date: ReadDate) -> tuple[tuple[Source, ...], list[Problem]]:
    """Return the typed sources, and the problems with lines that aren't valid."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        link, title, published = _parts(line, read_date)
        edtf = read_date(published) if published else None
        if published and edtf is None:
            problems.append(Problem(_("is not a date"), translated(_REMEDY), FIELD, shortened(published)))
            continue
        try:
            sources.append(Source(title=title or _host(link), url=link or None, date=edtf))
        except ValidationError as fault:
            problems.extend(
                Problem(each.wrong, each.remedy or translated(_REMEDY), FIELD, each.value or shortened(line))
                for each in explain(fault)
            )
    return tuple(sources), problems


def _line(source: Source, read_date: ReadDate) -> str:
    named = (source.url or "", source.title, source.date or "")
    bare = source.url is not None and source.title == _host(source.url)
    short = _BETWEEN.join(part for part in (named[0], "" if bare else named[1], named[2]) if part)
    if read_sources(short, read_date)[0] == (source,):
        return short
    return _BETWEEN.join(named).strip()


def _parts(line: str, read_date: ReadDate) -> tuple[str, str, str]:
    """Split a line into link, title and date, each empty if it wasn't given."""
    parts = [part.strip() for part in f" {line} ".split(_BETWEEN)]
    if len(parts) > 2 and (not parts[0] or _is_link(parts[0])):
        title = f" {line} ".split(_BETWEEN, 1)[1].rsplit(_BETWEEN, 1)[0]  # keep spaces inside the title
        return _unwrapped(parts[0]), title.strip(), parts[-1]
    return _loose_parts(parts, read_date)


def _loose_parts(parts: list[str], read_date: ReadDate) -> tuple[str, str, str]:
    """Return link, title and date from parts in any order, some of which may be missing."""
    link = next((part for part in parts if _is_link(part)), "")
    rest = [part for part in parts if part and part is not link]
    if link and " " in link:
        link, _space, title = link.partition(" ")
        rest.insert(0, title.strip())
    dated = len(rest) > (0 if link else 1) and read_date(rest[-1])
    published = rest.pop() if dated else ""
    return _unwrapped(link), _BETWEEN.join(rest), published


def _is_link(part: str) -> bool:
    return part.lower().startswith(("http://", "https://", "<http://", "<https://"))


def _unwrapped(link: str) -> str:
    """Return a link without the angle brackets that suppress Discord's preview, and with a lower-case scheme."""
    bare = link[1:-1] if link.startswith("<") and link.endswith(">") else link
    scheme, separator, rest = bare.partition("://")
    return f"{scheme.lower()}{separator}{rest}"


def _host(link: str) -> str:
    try:
        return (urlsplit(link).hostname or link).removeprefix("www.")
    except ValueError:  # a broken IPv6 address; the model of a source checks it
        return link
