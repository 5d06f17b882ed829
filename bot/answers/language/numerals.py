"""Convert numbers of several words to digits: "one hundred and one" to 101, "twenty eight" to 28."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

HUNDRED = 100
_TEN, _TWENTY = 10, 20
_CENTURIES = (19, 20)


def in_digits(words: Sequence[str], numbers: Mapping[str, int]) -> list[str]:
    """Return the words with each number below a thousand of two or more words replaced by digits.

    ``numbers`` maps number words to their values. A number of one word stays, because titles and seasons are written
    so.
    """
    written: list[str] = []
    at = 0
    while at < len(words):
        value, end = _number(words, at, numbers) if words[at] in numbers else (0, at + 1)
        written.append(str(value) if end > at + 1 else words[at])
        at = max(end, at + 1)
    return written


def _number(words: Sequence[str], start: int, numbers: Mapping[str, int]) -> tuple[int, int]:
    """Return the value and the end (exclusive) of the number that starts at a word."""
    first = numbers[words[start]]
    if first in _CENTURIES and start + 1 < len(words) and _TEN <= numbers.get(words[start + 1], 0) < HUNDRED:
        value, end = _below_hundred(words, start + 1, numbers)
        return first * HUNDRED + value, end  # a year: "nineteen eighty four"
    hundred = start + 1 < len(words) and numbers.get(words[start + 1]) == HUNDRED
    if not 0 < first < _TEN or not hundred:
        return _below_hundred(words, start, numbers)
    rest = start + 3 if words[start + 2 : start + 3] == ["and"] else start + 2
    if rest < len(words) and 0 < numbers.get(words[rest], 0) < HUNDRED:
        value, end = _below_hundred(words, rest, numbers)
        return first * HUNDRED + value, end
    return first * HUNDRED, start + 2


def _below_hundred(words: Sequence[str], start: int, numbers: Mapping[str, int]) -> tuple[int, int]:
    first = numbers[words[start]]
    unit = numbers.get(words[start + 1], 0) if start + 1 < len(words) else 0
    if _TWENTY <= first < HUNDRED and 0 < unit < _TEN:
        return first + unit, start + 2
    return first, start + 1


def joined_digits(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words with adjacent single digits joined: "9 1 1" is "911"."""
    joined: list[str] = []
    open_run = False
    for word in words:
        single = len(word) == 1 and word.isdecimal()
        if single and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = single
    return tuple(joined)
