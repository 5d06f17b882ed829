from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.editing.drafts.source_lines import read_sources, sources_text
from bot.desk.editing.drafts.values import read_day
from bot.facts.models import Source


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("https://reel.example/a", Source(title="reel.example", url="https://reel.example/a")),
        ("https://www.reel.example/a", Source(title="reel.example", url="https://www.reel.example/a")),
        ("<https://reel.example/a>", Source(title="reel.example", url="https://reel.example/a")),
        ("HTTPS://reel.example/a", Source(title="reel.example", url="https://reel.example/a")),
        ("https://reel.example/a A walk on set", Source(title="A walk on set", url="https://reel.example/a")),
        ("A walk on set | https://reel.example/a", Source(title="A walk on set", url="https://reel.example/a")),
        (
            "https://reel.example/a | A walk | on set | 12 July 2026",
            Source(title="A walk | on set", url="https://reel.example/a", date="2026-07-12"),
        ),
        ("The programme booklet", Source(title="The programme booklet")),
        ("The programme booklet | 2026-05", Source(title="The programme booklet", date="2026-05")),
        ("2026", Source(title="2026")),
        ("| 1984 |", Source(title="1984")),
        ("| 0  | Aa |", Source(title="0  | Aa")),
    ],
)
def test_reading_a_line(line: str, source: Source) -> None:
    assert read_sources(line, read_day) == ((source,), [])


def test_each_line_is_a_source_except_empty_ones() -> None:
    sources, problems = read_sources("https://a.example\n\n  https://b.example  \n", read_day)
    assert [source.url for source in sources] == ["https://a.example", "https://b.example"]
    assert problems == []


def test_an_invalid_date_is_reported_with_the_accepted_format() -> None:
    sources, problems = read_sources("https://a.example | A title | the day after", read_day)
    assert sources == ()
    assert problems[0].field == "sources"
    assert "the day after" in problems[0].value
    assert "link | title | date" in problems[0].remedy


def test_an_incomplete_link_is_reported() -> None:
    _, problems = read_sources("https:// | title | 2026", read_day)
    assert [problem.field for problem in problems] == ["sources"]


titles = st.from_regex(r"[A-Za-zé0-9'][A-Za-zé0-9' :,.-]{0,40}( \| [A-Za-z][a-z ]{0,10}[a-z])?", fullmatch=True)
sources = st.builds(
    Source,
    title=titles.filter(lambda title: title.strip()),
    url=st.none() | st.from_regex(r"https?://[a-z]{1,8}\.example/[a-z0-9|?=&%-]{0,20}", fullmatch=True),
    date=st.sampled_from([None, "2026", "2026-07", "2026-07-12", "2025-21", "2026?"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(sources, max_size=3).map(tuple))
def test_sources_text_reads_back_as_the_same_sources(shown: tuple[Source, ...]) -> None:
    assert read_sources(sources_text(shown, read_day), read_day) == (shown, [])
