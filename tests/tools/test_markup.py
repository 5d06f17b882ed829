"""Discord's markdown as the pictures show it."""

from __future__ import annotations

import pytest

from tools.pictures.markup import html
from tools.pictures.seen import Names

NAMES = Names(1_795_348_800, people={"7": "mira"}, roles={"8": "keepers"}, channels={"9": "log"})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("### A title", "<h3>A title</h3>"),
        ("-# small **and bold**", "<small>small <b>and bold</b></small>"),
        ("one\ntwo", "one<br>two"),
        ("- one\n- two\nafter", "<ul><li>one</li><li>two</li></ul>after"),
        ("2. second", "<ul><li class=numbered data-number='2.'>second</li></ul>"),
        (r"\*not\* *but*", "*not* <i>but</i>"),
        ("`a*b*c`", "<code>a*b*c</code>"),
        ("||hidden||", "<span class=spoiler><span>hidden</span></span>"),
        ("[a \\] label](<https://example.org/a_(b)>)", "<a>a ] label</a>"),
        ("<@7>", "<span class=mention>@mira</span>"),
        ("<@&8>", "<span class=mention>@keepers</span>"),
        ("<#9>", "<span class=mention># log</span>"),
        ("<t:1689157800:D>", "<span class=time>July 12, 2023</span>"),
        ("<t:1689157800:R>", "<span class=time>3 years ago</span>"),
        ("<t:1795352400:R>", "<span class=time>in an hour</span>"),
        ("<script>alert(1)</script> & **<b>**", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; <b>&lt;b&gt;</b>"),
    ],
)
def test_markdown_becomes_html(written: str, shown: str) -> None:
    assert html(written, NAMES) == shown
