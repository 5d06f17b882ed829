"""The check over a pack: what is wrong between facts that are each well formed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.facts.models import Fact, Production, Source
from bot.facts.packs.check import check_pack
from bot.facts.packs.reading import PackForm, read_pack, write_pack
from bot.facts.problems import Problem

TODAY = date(2026, 11, 22)


def fact(name: str, **fields: Any) -> Fact:
    given = {
        "production": "a",
        "topic": "crew",
        "text": f"A statement on {name * 3}.",
        "phrasings": (f"what about {name}",),
        "sources": (Source(title="Paper", url="https://paper.example/1"),),
        **fields,
    }
    return Fact.model_validate({"id": name, **given})


def check(
    *facts: Fact, productions: tuple[Production, ...] = (Production(id="a", title="A"),), **known: Any
) -> list[Problem]:
    reading = read_pack(write_pack(productions, facts, PackForm.LINES), "a.jsonl")
    return list(check_pack(reading, today=TODAY, **known))


def told(problems: list[Problem]) -> list[tuple[str, str, str, bool]]:
    return [(problem.where, problem.record, problem.field, problem.is_error) for problem in problems]


def test_a_sound_pack_has_no_problems() -> None:
    assert check(fact("one"), fact("two")) == []


def test_ids_are_given_once() -> None:
    problems = check(fact("one"), fact("one", text="Something else altogether.", phrasings=("why",)))
    assert told(problems) == [("line 3", "one", "id", True)]
    assert "line 2" in problems[0].wrong
    twice = check(productions=(Production(id="a", title="A"), Production(id="a", title="B")))
    assert told(twice) == [("line 2", "a", "id", True)]


def test_productions_and_merged_facts_exist() -> None:
    orphan = fact("one", production="b", state="merged", merged_into="gone")
    assert told(check(orphan)) == [("line 2", "one", "production", True), ("line 2", "one", "merged_into", True)]
    assert check(orphan, known_productions={"b": Production(id="b", title="B")}, known_facts={"gone"}) == []


def test_a_name_belongs_to_one_production() -> None:
    both = (Production(id="a", title="A", aliases=("The Film",)), Production(id="b", title="the film!"))
    assert told(check(productions=both)) == [("line 2", "b", "aliases", False)]


def test_a_name_of_a_production_that_the_store_holds_is_pointed_out() -> None:
    held = {"old": Production(id="old", title="The Film"), "a": Production(id="a", title="A", aliases=("The Film",))}
    own = Production(id="a", title="A", aliases=("the film", "other"))
    (problem,) = check(productions=(own,), known_productions=held)
    assert (problem.record, problem.wrong) == ("a", "is also a name of old")
    assert check(productions=(Production(id="old", title="The Film"),), known_productions=held) != []
    assert check(productions=(Production(id="c", title="C"),), known_productions=held) == []


@pytest.mark.parametrize("url", ["https://paper.example", "https://paper.example/", "http://www.paper.example//"])
def test_a_source_leads_to_the_page_that_says_it(url: str) -> None:
    (problem,) = check(fact("one", sources=(Source(title="Paper"),)))
    assert problem.sentence() == "link of source 1: is missing; add a link to the page that says it"
    (problem,) = check(fact("one", sources=(Source(title="Paper", url=url),)))
    assert problem.sentence() == f"link of source 1: “{url}” is a home page; link to the page that says it"
    for page in ("news", "?p=12", "#stunt", "index.html"):
        assert check(fact("one", sources=(Source(title="Paper", url=f"https://paper.example/{page}"),))) == []


def test_bare_facts_are_pointed_out() -> None:
    problems = check(fact("one", sources=(), phrasings=()))
    assert told(problems) == [("line 2", "one", "sources", False), ("line 2", "one", "phrasings", False)]


def test_a_phrasing_asks_for_one_fact() -> None:
    problems = check(fact("one", phrasings=("Who is it?", "who is it")), fact("two", phrasings=("who is it",)))
    assert told(problems) == [("line 2", "one", "phrasings[1]", False), ("line 3", "two", "phrasings[0]", False)]
    assert problems[1].wrong == "is also a phrasing of one"


def test_a_counterexample_stands_once_and_is_no_phrasing_of_its_fact() -> None:
    problems = check(
        fact("one", phrasings=("Who is it?",), counterexamples=("when is it", "WHEN is it?", "who is it", "?!", "?!")),
        fact("two", phrasings=("when is it",), counterexamples=("what about one",)),
    )
    assert told(problems) == [
        ("line 2", "one", "counterexamples[1]", False),
        ("line 2", "one", "counterexamples[2]", False),
        ("line 2", "one", "counterexamples[4]", False),
    ]
    assert [problem.wrong for problem in problems[:2]] == ["is listed twice", "is also a phrasing of this fact"]
    assert problems[1].remedy.startswith("keep it as a phrasing if this fact answers it")


def test_texts_that_say_the_same() -> None:
    text = "The stunt was filmed in Norway over five days in 2020."
    problems = check(
        fact("one", text=text), fact("two", text=text + "!"), fact("three", text=text.replace("2020", "2021"))
    )
    assert told(problems) == [("line 3", "two", "text", False)]


def test_many_equal_facts_are_one_warning() -> None:
    said = {"text": "The stunt was filmed in Norway.", "phrasings": ("where was it",)}
    many = [fact(f"n{each}", **said) for each in range(2001)]
    problems = check(*many)
    assert [(problem.record, problem.field) for problem in problems] == [("n1", "phrasings[0]"), ("n1", "text")]
    assert problems[1].wrong == "says nearly the same as n0, n2, n3, n4 and 1,996 more"
    assert problems[1].remedy == "keep one of the 2,001"


def test_a_name_of_many_productions_is_one_warning() -> None:
    many = tuple(Production(id=f"p{each}", title="The Film") for each in range(900))
    (problem,) = check(productions=many)
    assert problem.wrong == "is also a name of p0, p2, p3, p4 and 895 more"


def test_dates_that_look_like_slips() -> None:
    problems = check(
        fact("one", value={"kind": "date", "edtf": "1202-07-12"}),
        fact("two", value={"kind": "date", "edtf": "2203"}),
        fact(
            "three",
            checked_on="2027-01-01",
            sources=(Source(title="Paper", date="2027-01", url="https://paper.example/1"),),
        ),
        fact(
            "four",
            announced_dates=({"date": "2026-05", "announced": "2025-03"}, {"date": "2026-06", "announced": "2024"}),
        ),
    )
    assert told(problems) == [
        ("line 2", "one", "value.edtf", False),
        ("line 3", "two", "value.edtf", False),
        ("line 4", "three", "sources[0].date", False),
        ("line 4", "three", "checked_on", False),
        ("line 5", "four", "announced_dates[1].announced", False),
    ]


def test_each_end_of_a_range_may_be_a_slip() -> None:
    problems = check(
        fact("one", value={"kind": "date", "edtf": "1026-11/2027-01"}),
        fact("two", value={"kind": "date", "edtf": "2026-11/2207-01"}),
        fact("three", value={"kind": "date", "edtf": "2026-11-21/.."}),
        fact("four", value={"kind": "date", "edtf": "/2027-01-03"}),
    )
    assert told(problems) == [("line 2", "one", "value.edtf", False), ("line 3", "two", "value.edtf", False)]


def test_problems_of_reading_come_along() -> None:
    reading = read_pack(b'{"kind": "fact", "id": "one"}\n{"kind": "production"}', "a.jsonl")
    fields = [problem.field for problem in check_pack(reading, today=TODAY)]
    assert fields == ["production", "topic", "text", "id", "title"]
