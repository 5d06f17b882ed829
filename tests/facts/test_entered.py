from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.facts import limits
from bot.facts.entered import STORED, a_country, a_link, at_most, words

NAME: TypeAdapter[str] = TypeAdapter(Annotated[str, words(10)])
TEXT: TypeAdapter[str] = TypeAdapter(Annotated[str, words(10, tidied=False)])
OPTIONAL: TypeAdapter[str] = TypeAdapter(Annotated[str, words(10, optional=True)])
LIST: TypeAdapter[list[int]] = TypeAdapter(Annotated[list[int], at_most(3)])
COUNTRY: TypeAdapter[str] = TypeAdapter(Annotated[str, a_country])
LINK: TypeAdapter[str] = TypeAdapter(Annotated[str, a_link])


@pytest.mark.parametrize("adapter", [NAME, TEXT, OPTIONAL])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 11, r"has 11 characters \(the limit is 10\); shorten it"),
        ("\u200b\u2060", "contains only invisible characters; write something"),
        (" ", "contains only invisible characters"),
        ("a\x07b", "contains a control character"),
        ("a\x9bb", "contains a control character"),
    ],
)
def test_a_text_is_visible_within_its_limit_and_without_control(
    adapter: TypeAdapter[str], text: str, said: str
) -> None:
    with pytest.raises(ValidationError, match=said):
        adapter.validate_python(text)
    assert adapter.validate_python(text, context=STORED) == text


def test_a_text_may_have_as_many_characters_as_its_limit() -> None:
    assert NAME.validate_python("x" * 10) == "x" * 10


def test_only_an_optional_text_may_be_empty() -> None:
    assert OPTIONAL.validate_python("") == ""
    with pytest.raises(ValidationError, match="invisible"):
        NAME.validate_python("")
    with pytest.raises(ValidationError, match="or leave it empty"):
        OPTIONAL.validate_python("\u200b")


def test_invisible_characters_are_stripped_before_a_tidied_text_is_counted() -> None:
    assert NAME.validate_python("\u200b" + "x" * 10) == "x" * 10
    assert TEXT.validate_python("a\u200bb") == "a\u200bb"


def test_a_list_over_its_limit_says_how_many_to_remove() -> None:
    assert LIST.validate_python([1, 2, 3]) == [1, 2, 3]
    with pytest.raises(ValidationError, match=r"there are 5 \(the limit is 3\); remove 2"):
        LIST.validate_python([1, 2, 3, 4, 5])
    with pytest.raises(ValidationError, match="the limit is 3") as caught:
        LIST.validate_python(["wrong"] * 5)
    assert caught.value.error_count() == 1
    assert LIST.validate_python([1, 2, 3, 4], context=STORED) == [1, 2, 3, 4]


def test_a_country_is_a_known_code() -> None:
    assert COUNTRY.validate_python("NO") == "NO"
    for wrong, said in (("UK", "write GB"), ("no", "write NO"), ("ZZ", "two letters of ISO 3166"), ("", "isn't")):
        with pytest.raises(ValidationError, match=said):
            COUNTRY.validate_python(wrong)


def test_a_stored_country_may_be_a_code_that_no_longer_exists() -> None:
    assert COUNTRY.validate_python("ZZ", context=STORED) == "ZZ"
    with pytest.raises(ValidationError):
        COUNTRY.validate_python("Norway", context=STORED)


@pytest.mark.parametrize(
    "link", ["https://a.example", "http://a.example/b?c=d#e", "https://a.example?b", "https://é.example/ü"]
)
def test_a_link_is_a_web_address(link: str) -> None:
    assert LINK.validate_python(link) == link


@pytest.mark.parametrize(
    "link",
    ["", "a.example", "ftp://a.example", "https://", "https:///a", "https://a b", "https://a.example/\u200b",
     "https://a.example/\x9b", "https://\u2800/a", "https://a.example\n"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(link: str) -> None:
    with pytest.raises(ValidationError, match="isn't a web address"):
        LINK.validate_python(link)
    assert LINK.validate_python(link, context=STORED) == link


def test_a_link_may_have_as_many_characters_as_its_limit() -> None:
    start = "https://a.example/"
    assert LINK.validate_python(start.ljust(limits.URL, "x"))
    with pytest.raises(ValidationError, match=r"1,001 characters \(the limit is 1,000\)"):
        LINK.validate_python(start.ljust(limits.URL + 1, "x"))
