"""Load the words of all languages from data: question words, concepts, topics, numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import snowballstemmer

from bot.answers.language.memoization import Memo
from bot.answers.language.normalization import clean, words
from bot.answers.language.synonyms import Synonyms
from bot.answers.language.word_counts import WORD_COUNTS, read_word_counts
from bot.facts.topics import load_topics

Phrase = tuple[str, ...]

KINDS = ("when", "where", "who", "how_many", "how_much", "how_long", "why", "how", "which", "directions")


ORDINARY = 2500
"""Minimum count of a word in English subtitles (pyspellchecker) for it to be ordinary English."""
EVERYDAY = 40_000
"""Minimum count of an everyday word, which has a lower weight."""
UNMISTAKABLE = 100_000
"""Minimum count of a word that is English even if another language has it too."""
INFLECTED = 50
"""Minimum count of an inflected form for it to be a known word and not a misspelling."""


class Phrases:
    """Maps phrases to meanings, and finds the longest phrase at a position."""

    def __init__(self) -> None:
        self._meanings: dict[Phrase, str] = {}
        self._longest: dict[str, int] = {}

    def add(self, phrase: Phrase, meaning: str) -> None:
        """Add a phrase with its meaning, unless it has one already."""
        if phrase:
            self._meanings.setdefault(phrase, meaning)
            self._longest[phrase[0]] = max(len(phrase), self._longest.get(phrase[0], 0))

    def __contains__(self, first: str) -> bool:
        return first in self._longest

    def at(self, sequence: list[str], start: int) -> tuple[int, str] | None:
        """Return the length and meaning of the longest phrase that starts at ``start``."""
        for length in range(self._longest.get(sequence[start], 0), 0, -1):
            phrase = tuple(sequence[start : start + length])
            meaning = self._meanings.get(phrase)
            if meaning is not None:
                return len(phrase), meaning
        return None

    def singles(self) -> frozenset[str]:
        """Return the phrases of a single word."""
        return frozenset(phrase[0] for phrase in self._meanings if len(phrase) == 1)

    def __iter__(self) -> Iterator[Phrase]:
        """Iterate over all phrases."""
        return iter(self._meanings)

    def words(self) -> frozenset[str]:
        """Return every word of every phrase."""
        return frozenset(word for phrase in self._meanings for word in phrase)


@dataclass(slots=True)
class Language:
    """The structural words of one language (function words, question words, numbers), as opposed to content words."""

    code: str
    stem: Stems
    function: frozenset[str]
    light: frozenset[str]
    movie: frozenset[str]
    show: frozenset[str]
    season: frozenset[str]
    episode: frozenset[str]
    part: frozenset[str]
    numbers: Mapping[str, int]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    next: frozenset[str]
    new: frozenset[str]
    first: frozenset[str]
    last: frozenset[str]
    negation: frozenset[str]
    yesno: frozenset[str]
    common: frozenset[str]
    kinds: Phrases = field(default_factory=Phrases)
    frames: Phrases = field(default_factory=Phrases)
    concepts: Phrases = field(default_factory=Phrases)
    exact: Phrases = field(default_factory=Phrases)
    telling: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    notes: dict[str, tuple[str | None, str | None]] = field(default_factory=dict)
    frame: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    known_stems: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    following: tuple[tuple[str, Phrase], ...] = ()


class Stems:
    """A Snowball stemmer. ``of`` caches its results, ``once`` doesn't."""

    def __init__(self, algorithm: str) -> None:
        self._stemmer = snowballstemmer.stemmer(algorithm)
        self._stemmer.maxCacheSize = 0  # PyStemmer's own cache would hold each word a second time
        self.of = Memo(self.once, 200_000).__getitem__

    def once(self, word: str) -> str:
        """Return the stem of one word."""
        if len(word) < 4 or not word.isalpha():
            return word
        return str(self._stemmer.stemWord(word))


@dataclass(frozen=True, slots=True)
class TopicWords:
    """What facts of a topic answer implicitly: concepts with a credit from 0 to 1, and kinds of answer."""

    label: str
    kinds: frozenset[str]
    implies: Mapping[str, float]
    signals: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()


def _topic_words(topic: Mapping[str, Any]) -> TopicWords:
    implies = {f"~{name}": credit for name, credit in topic["implies"].items()}
    return TopicWords(
        label=topic["label"]["en"],
        kinds=frozenset(topic["kinds"]),
        implies=implies,
        signals=frozenset(f"~{name}" for name in topic["signals"]),
        leading=frozenset(name for name, credit in implies.items() if credit >= 0.8),
    )


def _listed(languages: Iterable[Mapping[str, Any]], name: str) -> frozenset[str]:
    """Return the words of one list in all languages."""
    return frozenset(word for data in languages for word in data.get(name, ()))


def _short_forms(languages: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {short: long for data in languages for short, long in data.get("short_forms", {}).items()}


def _months(language: Language) -> Iterator[str]:
    """Yield the words for months."""
    for first in language.exact.singles():
        found = language.exact.at([first], 0)
        if found and found[1].startswith("~month-"):
            yield first


class Lexicon:
    """All languages, concepts and topics, loaded from a folder of data files."""

    def __init__(
        self,
        languages: Iterable[Mapping[str, Any]],
        concepts: Iterable[Mapping[str, Any]],
        topics: Iterable[Mapping[str, Any]],
        ordinary: Mapping[str, int] | None = None,
        synonyms: Iterable[Mapping[str, Any]] = (),
        given_names: Iterable[str] = (),
    ) -> None:
        languages = list(languages)
        self.ordinary = ordinary or {}
        self.given_names = frozenset(given_names)
        self.languages = {data["language"]: _language(data) for data in languages}
        self._words_of = {data["language"]: data.get("concepts", {}) for data in languages}
        self.english = self.languages["en"]
        self.kind_of: dict[str, str] = {}
        self.weight_of: dict[str, float] = {}
        self.known: set[str] = set()
        self.synonyms = Synonyms(synonyms, {code: language.stem.of for code, language in self.languages.items()})
        for concept in concepts:
            self._add_concept(concept)
        for language in self.languages.values():
            self._collect_known(language)
        self.topics = {topic["id"]: _topic_words(topic) for topic in topics}
        self._find_distinctive()
        self.everyday = frozenset().union(*(language.common for language in self.languages.values()))
        self.months = frozenset().union(*(_months(language) for language in self.languages.values()))
        self.foreign_concept = Memo(self._foreign_concept, 50_000).__getitem__
        self.evidence = Memo(self._evidence, 50_000).__getitem__
        self.short_forms = _short_forms(languages)
        self.joining = _listed(languages, "joining")
        self.chat = _listed(languages, "chat")
        self.services = _listed(languages, "services")
        self.light_stems = frozenset(self.english.stem.of(word) for word in self.english.light) | {"movie"}

    @classmethod
    def load(cls, folder: Path) -> Lexicon:
        """Read ``concepts.json``, ``topics.json`` and one file per language (``en.json`` is required).

        Raises:
            OSError, ValueError: a file is missing or is not what it should be.
        """
        concepts = orjson.loads((folder / "concepts.json").read_bytes())["concepts"]
        topics = tuple(load_topics(folder))
        concepts += [topic.concept for topic in topics if topic.concept is not None]
        languages = [orjson.loads(path.read_bytes()) for path in sorted(folder.glob("??.json"))]
        countries = folder / "countries.json"
        if countries.exists():
            concepts += orjson.loads(countries.read_bytes())["concepts"]
        alike = folder / "synonyms.jsonl"
        synonyms = [orjson.loads(line) for line in alike.read_bytes().splitlines()] if alike.exists() else []
        ordinary = read_word_counts(folder / WORD_COUNTS)
        names = folder / "names.json"
        given = orjson.loads(names.read_bytes())["given"] if names.exists() else ()
        return cls(languages, concepts, [topic.answers for topic in topics], ordinary, synonyms, given)

    def knows(self, word: str, language: Language) -> bool:
        """Return whether a word, in any form, is in the lexicon of English or of the question's language."""
        if word in self.english.words or word in language.words or word in self.given_names:
            return True
        if self.ordinary.get(word, 0) > INFLECTED and self.english.stem.of(word) in self.english.known_stems:
            return True
        return language is not self.english and language.stem.of(word) in language.known_stems

    def kinds_wanted(self, kinds: Iterable[str], terms: Iterable[str]) -> frozenset[str]:
        """Return the kinds of answer that a question asks for, or else those that its concepts suggest."""
        said = frozenset(kinds)
        if more := said - {"which"}:
            return more
        hinted = frozenset(self.kind_of[term] for term in terms if term in self.kind_of)
        return hinted or said

    def _add_concept(self, concept: Mapping[str, Any]) -> None:
        name = f"~{concept['id']}"
        if concept.get("kind"):
            self.kind_of[name] = concept["kind"]
        self.weight_of[name] = float(concept.get("weight", 1.0))
        for code, language in self.languages.items():
            for text in concept.get(code, self._words_of[code].get(concept["id"], ())):
                phrase = words(clean(text))
                language.exact.add(tuple(phrase), name)
                language.concepts.add(tuple(language.stem.of(word) for word in phrase), name)

    def weigh_word(self, word: str, stem: str) -> float:
        """Return the weight of a word that is no concept. Rare words weigh more than everyday ones."""
        if len(word) < 3:
            return 0.06
        if word in self.everyday or stem in self.everyday:
            return 0.45
        if len(word) == 3 and self.ordinary and word not in self.ordinary:
            return 0.5
        return 0.8 if self.ordinary.get(word, 0) > EVERYDAY else 1.0

    def _foreign_concept(self, word: str) -> str | None:
        """Return the concept of a word that only another language than English knows."""
        if len(word) < 5 or self.ordinary.get(word, 0) > INFLECTED:
            return None
        for language in self.languages.values():
            if language is not self.english:
                found = language.exact.at([word], 0) or language.concepts.at([language.stem.once(word)], 0)
                if found is not None and found[0] == 1:
                    return found[1]
        return None

    def _evidence(self, word: str) -> tuple[bool, tuple[tuple[str, bool, bool], ...]]:
        """Return whether English knows a word, and which other languages do.

        Each of those is given with its code, whether it has the word in exactly this form, and whether the word is
        distinctive.
        """
        english = self._has(self.english, word) or word in self.english.common
        english = english or self.ordinary.get(word, 0) > UNMISTAKABLE
        others = tuple(
            (language.code, word in language.words, word in language.telling)
            for language in self.languages.values()
            if language is not self.english and self._has(language, word)
        )
        return english, others

    def _has(self, language: Language, word: str) -> bool:
        return word in language.words or language.stem.once(word) in language.known_stems

    def is_ordinary(self, word: str) -> bool:
        """Return whether a word is ordinary English, so that it is probably no misspelling."""
        return self.ordinary.get(word, 0) > ORDINARY

    def _find_distinctive(self) -> None:
        """Find the function and question words that distinguish each other language from English."""
        english = self.english
        plain = english.function | english.light | english.kinds.words() | english.exact.words() | english.common
        english.plain = english.function | english.kinds.words() | english.yesno
        for language in self.languages.values():
            short = {word for word in language.function if len(word) < 3}
            language.telling = ((language.function - short) | language.kinds.singles()) - plain

    def _collect_known(self, language: Language) -> None:
        language.asking = language.kinds.words()
        groups = (language.function, language.asking, language.season, language.episode, language.part)
        language.frame = frozenset().union(*groups, language.next, language.new, language.last, language.first)
        concepts = language.exact.words()
        language.words = (
            language.frame.union(language.light, language.numbers, language.ordinals, language.first)
            | language.negation
            | language.yesno
            | language.frames.words()
            | concepts
        )
        language.known_stems = frozenset(language.stem.of(word) for word in concepts | language.light)
        self.known.update(language.frame, language.light, language.exact.singles())


def _language(data: Mapping[str, Any]) -> Language:
    def group(name: str) -> frozenset[str]:
        return frozenset(word for text in data.get(name, ()) for word in words(clean(text)))

    language = Language(
        code=data["language"],
        stem=Stems(data["stemmer"]),
        numbers=data["numbers"],
        ordinals=data["ordinals"],
        decades=data.get("decades", {}),
        function=group("function"),
        light=group("light"),
        movie=group("movie"),
        show=group("show"),
        season=group("season"),
        episode=group("episode"),
        part=group("part"),
        next=group("next"),
        new=group("new"),
        first=group("first"),
        last=group("last"),
        negation=group("negation"),
        yesno=group("yesno"),
        common=group("common"),
    )
    for word in language.show:
        language.notes[word] = (None, "show")
    for word in language.movie:
        language.notes[word] = (None, "movie")
    for recency, group_of in (
        ("first", language.first),
        ("last", language.last),
        ("new", language.next | language.new),
    ):
        language.notes.update(dict.fromkeys(group_of, (recency, None)))
    language.notes.update(dict.fromkeys(data.get("again", ()), ("new", None)))
    language.following = tuple(
        (first, tuple(text.split())) for firsts, text in data.get("following", ()) for first in firsts.split()
    )
    for kind in KINDS:
        for text in data["kinds"].get(kind, ()):
            language.kinds.add(tuple(words(clean(text))), kind)
    for text in data["frames"]:
        language.frames.add(tuple(words(clean(text))), "frame")
    return language
