"""Generate questions of many kinds at random from a store's own words, repeatable by seed."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from random import Random

from bot.evaluation.slips import slipped
from tools.fuzz.material import Store

Kind = Callable[[Store, Random], str]

_SMALL_TALK = ("hi", "thanks", "what can you do", "lol", "ok", "???", "", " ", "no", "again", "and?", "or")
_FOLLOW_UPS = (
    "and {}?", "what about {}", "and the second one?", "the first one", "and part two", "and season {n}?", "in Poland?",
    "and where?", "when?", "who?", "how long?", "and in {n}", "the new one", "the original", "episode {n}", "no, {}",
    "the {n}th one", "and the next", "not {}", "part {n}", "and {n}", "nice", "which one", "in march {n}",
)  # fmt: skip
_FOREIGN = (
    "cuándo sale {}", "dónde se rodó {}", "cuántas temporadas tiene {}", "quand sort {}", "qui a réalisé {}",
    "combien dure {}", "wann kommt {} raus", "wo wurde {} gedreht", "wie lange geht {}", "quando sai {}",
    "onde foi filmado {}", "quando esce {}", "chi ha diretto {}", "когда выйдет {}", "{}はいつ公開", "متى يعرض {}",
    "{} 什么时候上映",
)  # fmt: skip
_SIGNS = (
    "\u200b", "\u200e", "\u200f", "\u202e", "\u2066", "\u0301", "\u0489", "\ufe0f", "🎬", "🏴\u200d☠️", "\x00",
    "\x1b[31m", "\n", "\t", "\u2028", "**", "__", "||", "`", "<@123>", "<:a:1>", "https://x.example/a", "#", "$$",
    "...", "'", "“", "&", "\ufdfa", "\ud800", "\U0010ffff", "ǅ", "ﬃ", "İ", "ẞ", "+", "-", "/", ":", ".", ",", "'s",
    "l'", "u.s.", "60s", "4k",
)  # fmt: skip
_JOINTS = (" and ", " or ", ", ", " & ", " plus ", "; ", " and also ", ", and ", " und ", " y ", " et ", "? ", " + ")
_ODD = (
    "",
    "-",
    "0",
    "0.5",
    "1.",
    ".5",
    "1e9",
    "-1",
    "00",
    "007",
    "9" * 30,
    "1/2",
    "3.5th",
    "2,5",
    "1,000,000",
    "12:30",
)


@cache
def numerals() -> tuple[str, ...]:
    """Return every numeral of Unicode: decimal digits, letters that are numbers, and all others (Nd, Nl, No)."""
    every = map(chr, range(sys.maxunicode + 1))
    return tuple(char for char in every if unicodedata.category(char) in ("Nd", "Nl", "No"))


def _phrasing(store: Store, random: Random) -> str:
    return random.choice(store.asked)


def _joined(store: Store, random: Random) -> str:
    first, *others = (_phrasing(store, random) for _ in range(random.choice((2, 2, 2, 3))))
    return first + "".join(random.choice(_JOINTS) + other for other in others)


def _numeral(store: Store, random: Random) -> str:
    """Return a phrasing with its numbers in other digits, or with numerals of any script put into it."""
    text = _phrasing(store, random)
    some = "".join(random.choice(numerals()) for _ in range(random.choice((1, 1, 2, 4))))
    number = random.choice((some, some, random.choice(_ODD), str(random.randrange(3000))))
    form = random.choice(
        ("{n}", "{n} tg", "season {n}", "part {n}", "{n}th", "{n} s", "s{n}e{n}", "episode {n}", "in {n}")
    )
    said = form.format(n=number)
    if any(char.isdecimal() for char in text) and random.random() < 0.5:
        return "".join(random.choice(numerals()) if char.isdecimal() else char for char in text)
    return random.choice((said, f"{text} {said}", f"{said} {text}", _put(text, said, random)))


def _slips(store: Store, random: Random) -> str:
    return slipped(random.choice((_phrasing, _joined))(store, random), seed=random.randrange(10**6))


def _cut(store: Store, random: Random) -> str:
    """Return a phrasing with words cut off, dropped, doubled or in another order."""
    words = _phrasing(store, random).split() or [""]
    match random.randrange(5):
        case 0:
            words = words[: random.randrange(len(words) + 1)]
        case 1:
            words = [word[: random.randrange(1, len(word) + 1)] for word in words]
        case 2:
            words = [word for word in words for _ in range(random.choice((1, 1, 2, 3)))]
        case 3:
            random.shuffle(words)
        case _:
            words = [word for word in words if random.random() < 0.7]
    return random.choice((" ", " ", "", "  ")).join(words)


def _signs(store: Store, random: Random) -> str:
    text = random.choice((_phrasing, _joined, _title))(store, random)
    for _ in range(random.randrange(1, 8)):
        text = _put(text, random.choice(_SIGNS), random)
    return random.choice((text, text.upper(), text.title()))


def _long(store: Store, random: Random) -> str:
    """Up to 6,000 characters: phrasings, one word, or signs, again and again."""
    length = random.choice((200, 1199, 1201, 3000, 6000))
    part = random.choice(
        (_joined, _title, _signs, lambda *_: random.choice(_SIGNS), lambda *_: random.choice(numerals()))
    )
    text = ""
    glue = random.choice((" ", " and ", ""))
    while len(text) < length:
        text += (part(store, random) or "x") + glue
    return text[:length]


def _foreign(store: Store, random: Random) -> str:
    return random.choice(_FOREIGN).format(random.choice(store.names))


def _title(store: Store, random: Random) -> str:
    """Return a production's name, and little else."""
    before = random.choice(
        ("", "", "the second ", "the new ", "original ", "is it in ", "not ", "who is in ", "season 2 of ")
    )
    behind = random.choice(
        ("", "", " 2", " part 2", " s2", " stunts", " release", " 1976", " remake", "?", " movie", "'s")
    )
    return before + random.choice(store.names) + behind


def _mixed(store: Store, random: Random) -> str:
    """Return words of the facts in any order, between words that ask."""
    asking = (
        "when",
        "where",
        "who",
        "how",
        "which",
        "the",
        "of",
        "in",
        "and",
        "or",
        "not",
        "is",
        "you",
        "season",
        "first",
    )
    words = [
        random.choice((random.choice(store.words or ("x",)), random.choice(asking)))
        for _ in range(random.randrange(12))
    ]
    return " ".join(words)


def _any(_: Store, random: Random) -> str:
    """Any characters at all."""
    limit = random.choice((0x80, 0x250, 0x3000, sys.maxunicode + 1))
    return "".join(chr(random.randrange(limit)) for _ in range(random.randrange(40)))


def _follow_up(store: Store, random: Random) -> str:
    if random.random() < 0.2:
        return random.choice(_SMALL_TALK)
    number = random.choice((str(random.randrange(12)), str(random.randrange(1980, 2030)), random.choice(numerals())))
    about = random.choice((random.choice(store.names), random.choice(store.words or ("x",))))
    return random.choice(_FOLLOW_UPS).format(about, n=number)


KINDS: Mapping[str, Kind] = {
    "phrasing": _phrasing,
    "joined": _joined,
    "numeral": _numeral,
    "slips": _slips,
    "cut": _cut,
    "signs": _signs,
    "long": _long,
    "foreign": _foreign,
    "title": _title,
    "mixed": _mixed,
    "any": _any,
    "follow-up": _follow_up,
}
"""How each kind of question is made, by its name."""

SHARES: Mapping[str, int] = {"joined": 4, "numeral": 3, "phrasing": 2, "slips": 2, "follow-up": 2}
"""How often a kind is asked beside the others, which are asked once."""


def _put(text: str, sign: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + sign + text[at:]
