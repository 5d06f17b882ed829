"""Build the lexicon from its data files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from bot.answers.language.lexicon import Language, Lexicon, Stems, TopicWords
from bot.answers.language.normalization import clean, words
from bot.answers.language.synonyms import Synonyms
from bot.answers.language.word_counts import WORD_COUNTS, read_word_counts
from bot.facts.topics import load_topics

KINDS = ("when", "where", "who", "how_many", "how_much", "how_long", "why", "how", "which", "directions")

_Data = Mapping[str, Any]


def build_lexicon(folder: Path) -> Lexicon:
    """Read ``concepts.json``, ``topics.json`` and one file per language (``en.json`` is required).

    Raises:
        OSError, ValueError: a file is missing or is not what it should be.
    """
    topics = tuple(load_topics(folder))
    concepts = [
        *_read(folder / "concepts.json")["concepts"],
        *(topic.concept for topic in topics if topic.concept is not None),
        *_read_optional(folder / "countries.json", "concepts"),
    ]
    data = [_read(path) for path in sorted(folder.glob("??.json"))]
    languages, known = _languages(data, concepts)
    lists = {
        "known": known,
        "given_names": _read_optional(folder / "names.json", "given"),
        "months": [month for language in languages.values() for month in _months(language)],
        **{name: _listed(data, name) for name in ("joining", "chat", "services")},
    }
    return Lexicon(
        languages=languages,
        topics={topic.answers["id"]: _topic_words(topic.answers) for topic in topics},
        synonyms=Synonyms.of(_read_synonyms(folder), {code: each.stem.of for code, each in languages.items()}),
        kind_of={_name(concept): concept["kind"] for concept in concepts if concept.get("kind")},
        weight_of={_name(concept): float(concept.get("weight", 1.0)) for concept in concepts},
        ordinary=read_word_counts(folder / WORD_COUNTS),
        lists=lists,
        short_forms=_short_forms(data),
    )


def _languages(data: Sequence[_Data], concepts: Iterable[_Data]) -> tuple[dict[str, Language], frozenset[str]]:
    """Return the languages, and the words that no title is recognized by."""
    languages = {each["language"]: _language(each) for each in data}
    _add_concepts(concepts, languages, {each["language"]: each.get("concepts", {}) for each in data})
    known = [words for language in languages.values() for words in _collect_known(language)]
    _find_distinctive(languages)
    return languages, frozenset().union(*known)


def _read(path: Path) -> Any:
    return orjson.loads(path.read_bytes())


def _read_optional(path: Path, name: str) -> list[Any]:
    """Read a list of a file that may be missing."""
    return list(_read(path)[name]) if path.exists() else []


def _read_synonyms(folder: Path) -> list[_Data]:
    path = folder / "synonyms.jsonl"
    return [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def _name(concept: _Data) -> str:
    """Return the term of a concept."""
    return f"~{concept['id']}"


def _add_concepts(
    concepts: Iterable[_Data], languages: Mapping[str, Language], words_of: Mapping[str, Mapping[str, Any]]
) -> None:
    """Add the words of concepts, which are with the concept or in the file of a language."""
    for concept in concepts:
        name = _name(concept)
        for code, language in languages.items():
            for text in concept.get(code, words_of[code].get(concept["id"], ())):
                phrase = words(clean(text))
                language.exact.add(tuple(phrase), name)
                language.concepts.add(tuple(language.stem.of(word) for word in phrase), name)


def _collect_known(language: Language) -> tuple[frozenset[str], ...]:
    """Collect the words that a language knows, and return those that no title is recognized by."""
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
    return language.frame, language.light, language.exact.singles()


def _find_distinctive(languages: Mapping[str, Language]) -> None:
    """Find the function and question words that distinguish each other language from English."""
    english = languages["en"]
    plain = english.function | english.light | english.kinds.words() | english.exact.words() | english.common
    english.plain = english.function | english.kinds.words() | english.yesno
    for language in languages.values():
        short = {word for word in language.function if len(word) < 3}
        language.telling = ((language.function - short) | language.kinds.singles()) - plain


def _topic_words(topic: _Data) -> TopicWords:
    implies = {f"~{name}": credit for name, credit in topic["implies"].items()}
    return TopicWords(
        label=topic["label"]["en"],
        kinds=frozenset(topic["kinds"]),
        implies=implies,
        signals=frozenset(f"~{name}" for name in topic["signals"]),
        leading=frozenset(name for name, credit in implies.items() if credit >= 0.8),
    )


def _listed(languages: Iterable[_Data], name: str) -> frozenset[str]:
    """Return the words of one list in all languages."""
    return frozenset(word for data in languages for word in data.get(name, ()))


def _short_forms(languages: Iterable[_Data]) -> dict[str, str]:
    return {short: long for data in languages for short, long in data.get("short_forms", {}).items()}


def _months(language: Language) -> Iterator[str]:
    """Yield the words for months."""
    for first in language.exact.singles():
        found = language.exact.at([first], 0)
        if found and found[1].startswith("~month-"):
            yield first


def _language(data: _Data) -> Language:
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
