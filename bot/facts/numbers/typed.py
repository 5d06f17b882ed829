"""Read typed numbers with a unit in six languages, and put such numbers into words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.facts.models import Bound, NumberValue
from bot.facts.numbers.durations import duration
from bot.facts.numbers.names import CODES, CURRENCIES, SCALES, SIGNS, SURE, UNITS, plain
from bot.facts.numbers.readings import NUMBER, VULGAR, Convention, amount, plain_digits, says_thousands
from bot.messages import N_, _, ngettext, pgettext, translated

REMEDY = N_("type a number and its unit, like 163 minutes, 2h 43m, $290-291 million or about 8.5 million litres")


class UnclearNumber(ValueError):
    """A typed number that can't be stored as it is."""


class AmbiguousNumber(UnclearNumber):
    """A typed number that can be read in several ways."""


_ABOUT = (
    r"about|around|roughly|approximately|approx\.?|circa|ca\.?|c\.|nearly|almost|some|etwa|ungefähr|rund|fast|knapp|"
    r"unos|unas|casi|alrededor de|aproximadamente|environ|presque|à peu près|cerca de|por volta de|quase|quasi|~|≈"
)
_BOUNDS: dict[Bound, str] = {
    "over": r"over|more than|above|über|mehr als|más de|mas de|plus de|mais de|più di|oltre|>",
    "at least": r"at least|min\.?|minimum|mindestens|al menos|por lo menos|au moins|pelo menos|almeno|≥|>=",
    "under": r"under|less than|fewer than|below|unter|weniger als|menos de|moins de|meno di|<",
    "at most": r"at most|up to|max\.?|maximum|höchstens|bis zu|como máximo|hasta|au plus|jusqu'à|no máximo|até|"
    r"al massimo|fino a|≤|<=",
}
_OR_MORE = r"or more|and more|oder mehr|o más|ou plus|ou mais|o più"
_OR_LESS = r"or less|or fewer|oder weniger|o menos|ou moins|ou menos|o meno"
_BEFORE = re.compile(
    rf"(?:(?P<about>{_ABOUT})|"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _BOUNDS.items())
    + r")(?:\s+|(?<=[~≈<>≥≤=.])(?=\S)|(?=\d))",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"\s*(?:(?P<more>\+|(?:{_OR_MORE})\b)|(?:{_OR_LESS})\b)", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|from|entre|zwischen|von|de|da|dal|tra|fra)\s+", re.IGNORECASE)
_MONEY = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_SIGN = re.compile(rf"(?P<sign>{_MONEY})\s*|(?P<code>{'|'.join(sorted(CODES))})\s+(?=[\d-])")
_NUMBER = re.compile(NUMBER)
_SCALE = re.compile(r"(?P<space>\s*)(?P<one>[^\W\d_]+)(?P<dot>\.)?(?:\s+(?P<two>[^\W\d_]+))?(?!\d)")
_LINK = r"\s*(?:-|\b(?:to|bis zu|bis|a|à|al|au|até|ao|(?P<both>and|y|et|e|und))\b)\s*"
_HIGH = rf"(?=(?:(?:{_MONEY})\s*)?-?[\d{VULGAR}])"
_TO = re.compile(rf"{_LINK}{_HIGH}", re.IGNORECASE)
_UNIT_TO = re.compile(rf"\s*(?P<unit>%|[^\W\d_]+\.?|{_MONEY}){_LINK}{_HIGH}", re.IGNORECASE)
_OF = re.compile(r"(?:of|de|di)\s+|d'", re.IGNORECASE)
_HOURS_BESIDE = re.compile(r"(\bminutes) \(\d+ h(?: \d+ min)?\)")
_HALF = re.compile(r"\b(?:and|y|et|e|und) (?:a )?(?:half|media|demie?|mezz[oa]|meia|meio|halbe?)\b", re.IGNORECASE)
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|ère|ere|e|è|ème|eme|ª|º(?!\s*[CF]\b))(?![^\W_])", re.IGNORECASE)
_SIZE_WORDS = re.compile(r"(?:tall|high|deep|long|wide|above|below|hoch|tief|lang|breit)\b", re.IGNORECASE)


def parse_number(text: str) -> NumberValue:
    """Read a typed number with its unit.

    Raises:
        AmbiguousNumber: it can be read in several ways, such as ``2.500``; the message shows them all.
        UnclearNumber: it contradicts itself, or its unit contains a second number.
        ValueError: it isn't a number with a unit; the message says what would be accepted.
    """
    if len(text) > 700:
        raise ValueError(_with_remedy(_("{typed!r} is too long for a number"), f"{text[:40]}…"))
    return _Typed(text.strip()).value()


def is_surely_number(value: NumberValue) -> bool:
    """Return whether the unit rules out a date (minutes, dollars, per cent)."""
    return value.unit in SURE


@dataclass(frozen=True, slots=True)
class _Term:
    """One typed number, with the word for its power of ten and its currency code, if any."""

    typed: str
    scales: tuple[int, ...] = ()
    letter: str = ""
    currency: str = ""


class _Typed:
    """Reads one typed number from left to right."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.rest = _HOURS_BESIDE.sub(r"\1", plain_digits(typed))
        self.about = False
        self.bound: Bound | None = None

    def value(self) -> NumberValue:
        """Return the number."""
        self._take_prefixes()
        try:
            length = duration(self.rest)
        except ValueError as fault:
            raise UnclearNumber(str(fault)) from fault
        if length is not None:
            return self._made(Fraction(length[0]), None, length[1])
        between = self._take(_BETWEEN) is not None
        low = self._term()
        high = self._high(low, between)
        if high is None and (after := self._take(_AFTER)):
            self._bind("at least" if after["more"] else "at most")
        last = high or low
        unit = self._unit(low, last)
        found = list(dict.fromkeys(self._readings(low, high, last)))
        values = [self._made(*ends, unit) for ends in found]
        if not values:
            raise self._unreadable(low, high)
        if len(values) > 1:
            words = [number_words(value) for value in values]
            either = pgettext("choices", " or ").join(words)
            raise AmbiguousNumber(
                _("{typed!r} could be {readings}; type {readings}").format(typed=self.typed[:60], readings=either)
            )
        return values[0]

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        form = pattern.match(self.rest)
        if form is not None:
            self.rest = self.rest[form.end() :]
        return form

    def _take_prefixes(self) -> None:
        while form := self._take(_BEFORE):
            if form["about"]:
                self.about = True
            else:
                self._bind(next(name for name in _BOUNDS if form[name.replace(" ", "_")]))

    def _bind(self, bound: Bound) -> None:
        if self.bound not in (None, bound):
            raise UnclearNumber(
                _("{typed!r} says both {first} and {second}; keep one of them").format(
                    typed=self.typed[:60], first=self.bound, second=bound
                )
            )
        self.bound = bound

    def _term(self, money_before: bool = False) -> _Term:
        money = self._take(_SIGN)
        number = self._take(_NUMBER)
        if number is None:
            raise self._refused(_("{typed!r} isn't a number with a unit"))
        currency = "" if money is None else money["code"] or CURRENCIES[money["sign"]]
        scales, letter = self._scale(money_before or bool(currency))
        return _Term(number[0], scales, letter, currency)

    def _scale(self, money: bool) -> tuple[tuple[int, ...], str]:
        """Take the word for a power of ten. A letter after a space is a unit (``500 m``), except with money."""
        form = _SCALE.match(self.rest)
        if form is None:
            return (), ""
        one = plain(form["one"])
        both = f"{one} {plain(form['two'] or '')}"
        if both in SCALES:
            self.rest = self.rest[form.end() :]
            return SCALES[both], ""
        behind = self.rest[form.end("one") :]
        apart = bool(form["space"])
        if one not in SCALES or (len(one) == 1 and not money and _is_unit(one, behind, apart=apart)):
            return (), ""
        self.rest = self.rest[form.end("dot") if form["dot"] else form.end("one") :]
        return SCALES[one], one if len(one) == 1 else ""

    def _high(self, low: _Term, between: bool) -> _Term | None:
        """Take the upper end of a range, if there is one. ``and`` only counts after ``between``."""
        form = _TO.match(self.rest) or _UNIT_TO.match(self.rest)
        if form is None or (form["both"] and not between):
            return None
        self.rest = self.rest[form.end() :]
        high = self._term(money_before=bool(low.currency))  # "$5-10m"
        unit = form.groupdict().get("unit")
        if unit and _named(unit) != _named(self.rest.strip() or low.currency or high.currency):
            raise self._unclear(_("{typed!r} has two units"))
        return high

    def _unit(self, low: _Term, last: _Term) -> str:
        unit = self.rest.strip()
        currency = low.currency or last.currency
        if not unit and not currency:
            raise self._refused(_("{typed!r} has no unit"))
        if last.currency and low.currency not in ("", last.currency):
            raise self._unclear(_("{typed!r} has two currencies"))
        self._check_unit(unit)
        named = _named(unit)
        return f"{currency} {named}" if currency and unit and named != currency else named or currency

    def _check_unit(self, unit: str) -> None:
        """Refuse what follows a number and isn't a unit."""
        if _ORDINAL.match(self.rest):
            raise self._unclear(_("{typed!r} is a position, not an amount"))
        if unit and not re.match(rf"[^\W\d_]|%|°|{_MONEY}", unit):
            raise self._refused(_("{typed!r} isn't a number with a unit"))
        if _counts(unit) or _HALF.search(unit):
            raise self._unclear(_("{typed!r} contains a second number"))

    def _readings(self, low: _Term, high: _Term | None, last: _Term) -> Iterator[tuple[Fraction, Fraction | None]]:
        """Yield every pair of ends, under each convention and each meaning of the word for a power of ten."""
        for convention in self._conventions(low, high, last):
            first = amount(low.typed, convention)
            second = None if high is None else amount(high.typed, convention)
            if first is None or (high is not None and second is None):
                continue
            for at, scale in enumerate(last.scales or (1,)):
                own = low.scales[min(at, len(low.scales) - 1)] if low.scales else scale
                yield first * own, None if second is None else second * scale

    def _conventions(self, low: _Term, high: _Term | None, last: _Term) -> tuple[Convention, ...]:
        """Return both conventions, or only the point: 2,500 extras aren't two and a half."""
        written = [each.typed for each in (low, high) if each is not None and re.search("[.,]", each.typed)]
        shown = written and all(map(says_thousands, written)) and not last.scales
        return (Convention.POINT,) if shown else tuple(Convention)

    def _unreadable(self, low: _Term, high: _Term | None) -> ValueError:
        shown = low.typed if high is None else _("{first} or {last}").format(first=low.typed, last=high.typed)
        return UnclearNumber(_with_remedy(_("{typed!r} isn't written like a number"), shown))

    def _refused(self, wrong: str) -> ValueError:
        return ValueError(_with_remedy(wrong, self.typed[:60]))

    def _unclear(self, wrong: str) -> UnclearNumber:
        return UnclearNumber(_with_remedy(wrong, self.typed[:60]))

    def _made(self, low: Fraction, high: Fraction | None, unit: str) -> NumberValue:
        try:
            ends = float(low), None if high is None else float(high)
        except OverflowError as fault:
            raise UnclearNumber(_with_remedy(_("{typed!r} is too large"), self.typed[:40])) from fault
        if any(map(_rounded, (low, high))):
            raise UnclearNumber(
                _("{typed!r} has too many digits; round it to 15 and write about").format(typed=self.typed[:60])
            )
        if ends[1] is not None and ends[1] < ends[0]:
            raise UnclearNumber(
                _("{typed!r} ends lower than it starts; type the smaller number first").format(typed=self.typed)
            )
        if ends[1] is not None and self.bound is not None:
            raise UnclearNumber(
                _("{typed!r} is both a range and {bound!r}; keep one of them").format(
                    typed=self.typed[:60], bound=self.bound
                )
            )
        return NumberValue(amount=ends[0], upper=ends[1], unit=unit, approximate=self.about, bound=self.bound)


def _is_unit(letter: str, behind: str, *, apart: bool) -> bool:
    """Return whether a letter after a number is a unit: if it is ``apart``, or an ``m`` that can't mean money."""
    if re.match(_MONEY, behind) is not None or _named(behind.strip(" .")) in CODES:
        return False
    return apart or (letter == "m" and _metres(behind))


def _metres(behind: str) -> bool:
    """Return whether an ``m`` right behind a number is a unit by what follows: nothing, or how it was measured."""
    return not behind.strip(" .") or _SIZE_WORDS.match(behind.strip(" .")) is not None


def _rounded(end: Fraction | None) -> bool:
    """Return whether a whole number would be stored as a different one."""
    return end is not None and end.denominator == 1 and Fraction(Decimal(repr(float(end)))) != end


def _named(unit: str) -> str:
    """Return the unit as it is stored."""
    bare = _OF.sub("", unit, count=1) if _OF.match(unit) else unit
    if bare != unit and (_named(bare) != bare or bare in UNITS.values()):
        return _named(bare)
    known = UNITS.get(plain(unit)) or CURRENCIES.get(unit) or (unit.upper() if unit.upper() in CODES else None)
    return known or unit


def _counts(unit: str) -> bool:
    """Return whether a unit contains a number, in digits or words, other than the exponent of an area or volume."""
    first = re.match(r"[^\W\d_]{2,}", unit)
    if first is not None and plain(first[0]) in SCALES:
        return True  # "5 million thousand extras"
    return any(unicodedata.category(sign)[0] == "N" for sign in re.sub(r"(?<=[a-z])[²³]", "", unit))


_UNIT_WORDS: Mapping[str, Callable[[int], str]] = {
    "seconds": lambda count: ngettext("second", "seconds", count),
    "minutes": lambda count: ngettext("minute", "minutes", count),
    "hours": lambda count: ngettext("hour", "hours", count),
    "days": lambda count: ngettext("day", "days", count),
    "weeks": lambda count: ngettext("week", "weeks", count),
    "months": lambda count: ngettext("month", "months", count),
    "years": lambda count: ngettext("year", "years", count),
    "metres": lambda count: ngettext("metre", "metres", count),
    "kilometres": lambda count: ngettext("kilometre", "kilometres", count),
    "feet": lambda count: ngettext("foot", "feet", count),
}
_BOUND_WORDS: Mapping[Bound, str] = {
    "over": N_("over {number}"),
    "at least": N_("at least {number}"),
    "under": N_("under {number}"),
    "at most": N_("at most {number}"),
}


def number_words(value: NumberValue) -> str:
    """Put a number into words: ``163 minutes``, ``$290–291 million``, ``about 8.5 million litres``."""
    ends = [value.amount] if value.upper is None else [value.amount, value.upper]
    power, scaled = next(((power, scaled) for power, scaled in _POWERS if _short(ends, power)), (1, "{number}"))
    span = "–".join(_digits(end, power) for end in ends)
    sign = SIGNS.get(value.unit, "")
    words = translated(scaled).format(number=f"{sign}{span}")
    if not sign:
        words = _("{number} {unit}").format(number=words, unit=_unit_words(value.unit, ends))
    if value.approximate:
        words = _("about {number}").format(number=words)
    return translated(_BOUND_WORDS[value.bound]).format(number=words) if value.bound else words


def _unit_words(unit: str, ends: list[float]) -> str:
    known = _UNIT_WORDS.get(unit)
    if known is None:
        return unit
    only = ends[0]
    return known(int(abs(only)) if len(ends) == 1 and only.is_integer() and only >= 0 else 2)


_POWERS = ((10**9, N_("{number} billion")), (10**6, N_("{number} million")))


def _with_remedy(wrong: str, typed: str) -> str:
    return _("{problem}; {remedy}").format(problem=wrong.format(typed=typed), remedy=translated(REMEDY))


def _short(ends: list[float], power: int) -> bool:
    """Return whether the ends are exact as millions or billions with two decimals, and unambiguous."""
    return all(abs(end) >= power and _two_places(end, power) for end in ends)


def _two_places(end: float, power: int) -> bool:
    return (Fraction(Decimal(repr(end))) / power * 100).denominator == 1


def _digits(number: float, power: int) -> str:
    """Format a number. Three decimals get a fourth, since many readers would take 8.125 for 8,125."""
    exact = Decimal(repr(number)) / power
    if exact == exact.to_integral_value():
        return f"{exact:.0f}" if power > 1 or abs(exact) >= 10**15 else f"{int(exact):,}"
    words = f"{exact:f}"
    return f"{words}0" if len(words.partition(".")[2]) == 3 else words
