"""Turn a lexicon into parts for a cache, and back, without reading a single phrase again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

import orjson

from bot.answers.language.lexicon import LISTS, Language, Lexicon, Stems, TopicWords
from bot.answers.language.phrases import Phrases
from bot.answers.language.synonyms import Synonyms
from bot.answers.language.word_counts import WordCounts

_SETS = [each.name for each in fields(Language) if each.type == "frozenset[str]"]
_PHRASES = [each.name for each in fields(Language) if each.type == "Phrases"]
_NUMBERS = [each.name for each in fields(Language) if each.type == "Mapping[str, int]"]


def lexicon_to_parts(lexicon: Lexicon) -> list[bytes]:
    """Return everything that ``lexicon_from_parts`` needs."""
    document = {
        "languages": [_language_document(language) for language in lexicon.languages.values()],
        "topics": {name: asdict(topic) for name, topic in lexicon.topics.items()},
        "synonyms": (
            lexicon.synonyms.strength,
            {code: _grouped(terms) for code, terms in lexicon.synonyms.terms.items()},
            lexicon.synonyms.longest,
        ),
        "kind_of": lexicon.kind_of,
        "weight_of": lexicon.weight_of,
        "lists": {name: sorted(getattr(lexicon, name)) for name in LISTS},
        "short_forms": lexicon.short_forms,
    }
    return [orjson.dumps(document, default=sorted), *lexicon.ordinary.to_parts()]


def lexicon_from_parts(parts: Sequence[bytes]) -> Lexicon:
    """Return the lexicon of these parts.

    Raises:
        ValueError, LookupError, TypeError: they aren't those of a lexicon.
    """
    document = orjson.loads(parts[0])
    same: dict[str, str] = {}  # most words are in several lists
    languages = [_language(each, same) for each in document["languages"]]
    return Lexicon(
        languages={language.code: language for language in languages},
        topics={name: _topic(topic) for name, topic in document["topics"].items()},
        synonyms=_synonyms(*document["synonyms"]),
        kind_of=document["kind_of"],
        weight_of=document["weight_of"],
        ordinary=WordCounts.from_parts(parts[1:]),
        lists={name: _shared(words, same) for name, words in document["lists"].items()},
        short_forms=document["short_forms"],
    )


def _language_document(language: Language) -> dict[str, Any]:
    return {
        "code": language.code,
        "stemmer": language.stem.algorithm,
        "sets": {name: getattr(language, name) for name in _SETS},
        "phrases": {name: (_grouped(phrases.meanings), phrases.longest) for name, phrases in _phrases(language)},
        "numbers": {name: getattr(language, name) for name in _NUMBERS},
        "notes": language.notes,
        "following": language.following,
    }


def _phrases(language: Language) -> Iterator[tuple[str, Phrases]]:
    for name in _PHRASES:
        yield name, getattr(language, name)


def _language(data: Mapping[str, Any], same: dict[str, str]) -> Language:
    sets: dict[str, Any] = {name: _shared(words, same) for name, words in data["sets"].items()}
    phrases: dict[str, Any] = {
        name: Phrases.of(_ungrouped(meanings), longest) for name, (meanings, longest) in data["phrases"].items()
    }
    return Language(
        code=data["code"],
        stem=Stems(data["stemmer"]),
        notes={word: (recency, shape) for word, (recency, shape) in data["notes"].items()},
        following=tuple((first, tuple(phrase)) for first, phrase in data["following"]),
        **data["numbers"],
        **sets,
        **phrases,
    )


def _synonyms(
    strength: Mapping[str, float], terms: Mapping[str, Mapping[str, list[str]]], longest: Mapping[str, dict[str, int]]
) -> Synonyms:
    return Synonyms(strength, {code: _ungrouped(each) for code, each in terms.items()}, longest)


def _grouped(meanings: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the phrases of each meaning, so that each meaning is one object when it is read again."""
    phrases: dict[str, list[str]] = {}
    for phrase, meaning in meanings.items():
        phrases.setdefault(meaning, []).append(phrase)
    return phrases


def _ungrouped(phrases: Mapping[str, list[str]]) -> dict[str, str]:
    """Return the meaning of each phrase."""
    meanings: dict[str, str] = {}
    for meaning, having in phrases.items():
        meanings.update(dict.fromkeys(having, meaning))
    return meanings


def _shared(words: Sequence[str], same: dict[str, str]) -> frozenset[str]:
    """Return a set of words, each the same object in every set."""
    return frozenset(map(same.setdefault, words, words))


def _topic(data: Mapping[str, Any]) -> TopicWords:
    kinds, signals, leading = (frozenset(data[name]) for name in ("kinds", "signals", "leading"))
    return TopicWords(data["label"], kinds, data["implies"], signals, leading)
