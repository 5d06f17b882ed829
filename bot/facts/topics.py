"""Define topics: one entry per topic in ``data/lexicon/topics.json`` says everything that the bot knows about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import orjson
from pydantic import Field, ValidationError

from bot.data import lexicon_folder
from bot.facts.models import Model, Slug
from bot.facts.problems import explain
from bot.facts.typed_values import ValueKind

RELEASE: Final = "release"
"""The topic whose dates say when a production comes out. Rules about releases refer to it."""

LOCATION: Final = "location"
"""The topic whose places say where a production was filmed."""

CHECK_DAYS: Final = 365
"""For how many days a check of a settled fact counts, unless its topic says otherwise."""

Credit = Annotated[float, Field(ge=0, le=1)]
Kind = Literal["when", "where", "who", "how_many", "how_much", "how_long", "why", "how", "which", "directions"]


class Topic(Model):
    """One topic: its names and words, what moderators fill in, when its facts come due, and what they answer.

    ``label`` names it in each language, as within a sentence. ``words`` are its own words in each language; a topic
    whose words are those of a concept names that concept in ``signals`` instead. ``value`` is the kind of value that
    moderators usually enter. ``check_days``: for how many days a check counts. ``done_at_release``: it is about what a
    film or show is made of, so nothing changes after the release. ``done_when_told``: it is about what happens before a
    release, so a fact in the past tense has happened. ``command``: the slash command that lists its facts, if any.
    ``suggested``: forms for suggestions start with it. ``kinds``, ``implies`` and ``signals`` are for the answers
    engine: which kinds of question its facts answer, how far (0 to 1) they explain a concept, and which concepts name
    the topic.
    """

    id: Slug
    label: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    value: ValueKind | None = None
    check_days: Annotated[int, Field(ge=1)] = CHECK_DAYS
    done_at_release: bool = False
    done_when_told: bool = False
    command: str = ""
    suggested: bool = False
    kinds: tuple[Kind, ...] = ()
    implies: Mapping[str, Credit] = Field(default_factory=dict)
    signals: tuple[str, ...] = ()

    def name(self, language: str = "en") -> str:
        """Return the topic's name in a language, else in English, else its id in words."""
        return self.label.get(language) or self.label.get("en") or self.id.replace("-", " ")

    @property
    def concept(self) -> Mapping[str, Any] | None:
        """Return the topic's own words as a concept of the lexicon, or None if it has none."""
        return {"id": f"topic-{self.id}", **self.words} if self.words else None

    @property
    def answers(self) -> Mapping[str, Any]:
        """Return what the answers engine needs: its own words name the topic and are explained by its facts."""
        own = {} if self.concept is None else {str(self.concept["id"]): 1.0}
        return {
            "id": self.id,
            "label": {"en": self.name()},
            "kinds": self.kinds,
            "implies": {**self.implies, **own},
            "signals": (*self.signals, *own),
        }


class Topics:
    """The topics in their order of display.

    Raises:
        ValueError: two have the same id, or `RELEASE` or `LOCATION` is missing.
    """

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._topics = tuple(topics)
        self._by_id = {topic.id: topic for topic in self._topics}
        if len(self._by_id) < len(self._topics):
            raise ValueError("two topics have the same id; give one of them another id")
        missing = {RELEASE, LOCATION} - self._by_id.keys()
        if missing:
            raise ValueError(f"the topics lack {', '.join(sorted(missing))}; add an entry for it")

    def __iter__(self) -> Iterator[Topic]:
        return iter(self._topics)

    def get(self, topic: str) -> Topic:
        """Return a topic. One that only facts use, such as a pack's own, has the defaults of every field."""
        return self._by_id.get(topic) or Topic(id=topic, label={})

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids in their order of display."""
        return tuple(self._by_id)

    @property
    def labels(self) -> Mapping[str, str]:
        """Return the English name of each topic by id."""
        return {topic.id: topic.name() for topic in self._topics}

    @property
    def suggested(self) -> str:
        """Return the id of the topic that forms for suggestions start with, or an empty text."""
        return next((topic.id for topic in self._topics if topic.suggested), "")

    def listed_by(self, command: str) -> str:
        """Return the id of the topic that a slash command lists.

        Raises:
            LookupError: no topic names this command.
        """
        for topic in self._topics:
            if topic.command == command:
                return topic.id
        raise LookupError(f"no topic in topics.json has the command {command!r}; add it to one")


def load_topics(folder: Path) -> Topics:
    """Read ``topics.json`` from a folder.

    Raises:
        OSError: the file can't be read.
        ValueError: it isn't what it should be; the message says which entry is wrong, and what to do.
    """
    entries = orjson.loads((folder / "topics.json").read_bytes())["topics"]
    return Topics(_topic(entry, number) for number, entry in enumerate(entries, 1))


def _topic(entry: object, number: int) -> Topic:
    try:
        return Topic.model_validate(entry)
    except ValidationError as fault:
        name = str(entry.get("id", "")) if isinstance(entry, dict) else ""
        problems = explain(fault, where=f"topics.json, topic {number}", record=name)
        raise ValueError("; ".join(map(str, problems))) from fault


@lru_cache(maxsize=1)
def shipped_topics() -> Topics:
    """Return the topics that ship with Callsheet; the file is read once."""
    return load_topics(lexicon_folder())
