"""Find texts that say nearly the same, without comparing every text with every other one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from zlib import crc32

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

ALIKE = 95
"""Similarity (0 to 100) from which two texts count as duplicates."""

_RUN = 3
"""Maximum number of adjacent words that form a part of a text, besides single words and pairs."""

_PARTS = 6
"""Number of a text's rarest parts by which other texts are found."""

_PER_PART = 8
"""Number of texts with such a part that are compared: the last ones before this text."""

_BUCKETS = 1 << 20
"""Number of hash values for parts. More would take more memory than the counts are worth."""

MOST_COMPARISONS = _PARTS * _PER_PART
"""Maximum number of comparisons for one text, however many texts there are."""

_DIGITS = re.compile(r"\d+")

Likeness = Callable[[str, str], float]


def likeness(one: str, other: str) -> float:
    """Return the similarity of two texts (0 to 100), or 0 if it is below ``ALIKE``."""
    return fuzz.ratio(one, other, score_cutoff=ALIKE)


def alike_groups(texts: Sequence[str], compare: Likeness = likeness) -> list[list[int]]:
    """Return the groups of two or more texts that say nearly the same, as indexes in ascending order.

    Texts with different numbers never share a group: season 3 is not season 4. Equal texts are found without a
    comparison. A text is compared with at most ``MOST_COMPARISONS`` others, which share its rarest words or runs of
    words, so the time grows in proportion to the number of texts.
    """
    forms = [default_process(text) or text for text in texts]
    blocks: dict[Hashable, list[str]] = defaultdict(list)
    for form in dict.fromkeys(forms):
        blocks[tuple(_DIGITS.findall(form))].append(form)
    leader: dict[str, str] = {}
    for block in blocks.values():
        for one, other in _pairs(block, compare):
            leader[_first(leader, one)] = _first(leader, other)
    groups: dict[str, list[int]] = defaultdict(list)
    for index, form in enumerate(forms):
        groups[_first(leader, form)].append(index)
    return [group for group in groups.values() if len(group) > 1]


def _pairs(forms: Sequence[str], compare: Likeness) -> Iterator[tuple[str, str]]:
    """Yield similar pairs of distinct texts with the same numbers."""
    known = Counter(part for form in forms for part in _parts(form))
    recent: dict[int, deque[str]] = defaultdict(lambda: deque(maxlen=_PER_PART))
    for form in forms:
        shared = sorted((part for part in _parts(form) if known[part] > 1), key=lambda part: (known[part], part))
        for other in dict.fromkeys(each for part in shared[:_PARTS] for each in recent[part]):
            if compare(form, other):
                yield form, other
        for part in shared[:_PARTS]:
            recent[part].append(form)


def _parts(form: str) -> set[int]:
    """Return the words of a text and each run of up to ``_RUN`` of them, as hash values to save memory."""
    words = form.split()
    runs = (words[start : start + length] for length in range(1, _RUN + 1) for start in range(len(words) - length + 1))
    return {crc32(" ".join(run).encode("utf-8", "surrogatepass")) % _BUCKETS for run in runs}


def _first(leader: dict[str, str], form: str) -> str:
    """Return the representative of a text's group, and shorten the path to it (union-find)."""
    while (ahead := leader.get(form, form)) != form:
        leader[form] = form = leader.get(ahead, ahead)
    return form
