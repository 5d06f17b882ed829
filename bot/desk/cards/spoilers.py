"""Decide which of a fact's words a place may show: the one policy for spoilers.

Every outlet gets a fact's words from here: its sentence, and all that is made of its other fields. `shown` holds the
policy, `Spoilers` knows which policy and which spoiler level apply, and a `Teller` is what a view is handed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol

from bot.desk.access.server_settings import SpoilerPolicy
from bot.desk.cards.search_text import readable_line
from bot.desk.state.catalogue import Catalogue
from bot.facts.models import Fact, Spoiler
from bot.messages import _

_TITLE, _TOPIC = 36, 18
"""Characters of a title and a topic in a stand-in, which has to fit on a button with a number behind it."""

_NAMED = 80
"""Characters of a title and of a subject in the name of a fact."""

_LEVELS = tuple(Spoiler)


class Means(StrEnum):
    """What a place can do about a spoiler."""

    COVER = "cover"
    """Readers uncover it themselves: Discord's spoiler markup, a command in the terminal."""

    LABEL = "label"
    """Nothing can be covered: buttons, menus, autocompletion, thread and event titles, a line of plain text."""

    RAW = "raw"
    """Curators read or change the fact itself: edit forms and exports."""


class Outlet(Enum):
    """Where words are shown: what for, by which means, and whether one curator alone reads them."""

    ANSWER = ("an answer, also in a terminal", Means.COVER)
    LIST = ("a list of facts", Means.COVER)
    MORE = ("what the buttons under an answer lead to", Means.COVER)
    NOTICE = ("a direct message that the bot sends by itself", Means.COVER)
    LOG = ("the log channel", Means.COVER)
    DIGEST = ("the digest, on demand and weekly", Means.COVER)
    OWN_DATA = ("what is kept of a person, shown to them", Means.COVER, True)
    PANEL = ("a curator's panel: history, queue, stale list, merge, undo, import report", Means.COVER, True)
    PREVIEW = ("a fact as fans will see it, before it is saved", Means.COVER, True)
    PICK = ("a curator's choice of facts: autocompletion and menus", Means.LABEL, True)
    CHOICE = ("a choice when the bot asks back", Means.LABEL)
    QUESTION = ("an autocompleted question", Means.LABEL)
    SUGGESTION_FORM = ("the form in which a member corrects a fact", Means.LABEL)
    COMMAND_LINE = ("a line that a command prints", Means.LABEL)
    REFUSAL = ("a refusal or a note that names a fact", Means.LABEL)
    EDIT_FORM = ("the form in which a curator edits a fact", Means.RAW, True)
    EXPORT = ("a curator's file of facts", Means.RAW, True)

    def __init__(self, what: str, means: Means, private: bool = False) -> None:
        self.what = what
        self.means = means
        self.private = private


@dataclass(frozen=True, slots=True)
class Shown:
    """What a place may show. ``covered``: only where the reader has to uncover it; ``withheld``: it is a stand-in.

    ``spoiler`` is how much the words give away, also where they may be shown.
    """

    text: str
    spoiler: Spoiler
    covered: bool = False
    withheld: bool = False

    @property
    def plain(self) -> bool:
        """Tell whether these are the fact's own words, and anybody may read them."""
        return not (self.covered or self.withheld)


class Tellable(Protocol):
    """What words can be about: a fact, or a draft, whose fields hold what was typed."""

    @property
    def production(self) -> str:
        """The production's id, or any name of it."""
        ...

    @property
    def topic(self) -> str:
        """The topic's id."""
        ...

    @property
    def text(self) -> str:
        """The sentence."""
        ...

    @property
    def spoiler(self) -> str:
        """The spoiler level; what is none of the levels counts as the highest."""
        ...


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to tell of that is neither a fact nor a draft, such as a line of a file that could not be read."""

    spoiler: str
    text: str = ""
    production: str = ""
    topic: str = ""


def shown(
    thing: Tellable,
    outlet: Outlet,
    policy: SpoilerPolicy,
    words: str | None = None,
    *,
    level: Spoiler | None = None,
    title: str = "",
) -> Shown:
    """Return what an outlet may show of a fact under a policy.

    ``words`` is what is to be said, where that is not the fact's own sentence; it is taken to give away as much.
    ``level`` is the spoiler level where it is not the fact's own, ``title`` the production's title where it is known.
    """
    said = thing.text if words is None else words
    spoils = level_of(thing) if level is None else level
    if spoils is Spoiler.NONE or policy is SpoilerPolicy.SHOW or outlet.means is Means.RAW:
        return Shown(said, spoils)
    # A curator has to be able to read what they look after, also where the server leaves spoilers out.
    if outlet.means is Means.COVER and (policy is SpoilerPolicy.COVER or outlet.private):
        return Shown(said, spoils, covered=True)
    return Shown(_stand_in(title or thing.production, thing.topic), spoils, withheld=True)


def told_plainly(words: str) -> Shown:
    """Show words that say nothing of any fact: a person's own, a date, a name."""
    return Shown(words, Spoiler.NONE)


def level_of(*things: Tellable) -> Spoiler:
    """Return the highest spoiler level of some facts or drafts."""
    return max((_level(thing.spoiler) for thing in things), key=_LEVELS.index)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, as far as a policy may depend on it: in which scope, and ``own``, where the server's does not count.

    Direct messages have a policy of their own, and so has a terminal whose user asked to see everything.
    """

    scope: str
    own: SpoilerPolicy | None = None


class Spoilers:
    """Which policy and which spoiler level apply, for any reader of any fact; ``policy_in`` gives that of a scope."""

    def __init__(self, catalogue: Catalogue, policy_in: Callable[[str], SpoilerPolicy]) -> None:
        self._catalogue = catalogue
        self._policy_in = policy_in

    def at(self, outlet: Outlet, reader: Reader) -> Teller:
        """Return what gives an outlet the words that it may show to a reader."""
        return Teller(outlet, reader, self)

    def policy(self, reader: Reader) -> SpoilerPolicy:
        """Return the policy for a reader: their own, else the server's. Direct messages cover spoilers."""
        return reader.own or self._policy_in(reader.scope)

    def level(self, thing: Tellable, also: Iterable[Tellable], scope: str) -> Spoiler:
        """Return how much words on a fact give away.

        They count as a spoiler as soon as the fact is one now: an earlier revision may say the same, from a time
        when nobody had marked it. ``also`` are further facts that the words were made of.
        """
        now = self._catalogue.version(thing.id, scope) if isinstance(thing, Fact) else None
        return level_of(thing, *also, *((now,) if now is not None else ()))

    def title(self, production: str, scope: str) -> str:
        """Return the title of a production by its id, or what was typed where that is no id."""
        found = self._catalogue.find_production(production, scope)
        return found.title if found is not None else production

    def name(self, fact_id: str, scope: str) -> str:
        """Name a fact in plain text, as `plain_name` does; return the id where the scope knows no such fact."""
        fact = self._catalogue.version(fact_id, scope)
        return fact_id if fact is None else plain_name(fact, self._catalogue, scope)


@dataclass(frozen=True, slots=True)
class Teller:
    """Gives one outlet the words on any fact that its reader may see there."""

    outlet: Outlet
    reader: Reader
    _spoilers: Spoilers

    def __call__(self, thing: Tellable, words: str | None = None, *also: Tellable) -> Shown:
        """Return the words on a fact (its own sentence without ``words``), which ``also`` went into."""
        scope = self.reader.scope
        # A preview is of what will hold, whatever holds now.
        previewed = self.outlet is Outlet.PREVIEW
        level = level_of(thing, *also) if previewed else self._spoilers.level(thing, also, scope)
        policy = self._spoilers.policy(self.reader)
        title = self._spoilers.title(thing.production, scope)
        return shown(thing, self.outlet, policy, words, level=level, title=title)

    def name(self, fact_id: str) -> str:
        """Name a fact in plain text, as `plain_name` does; return the id where the scope knows no such fact."""
        return self._spoilers.name(fact_id, self.reader.scope)

    def title(self, production: str) -> str:
        """Return the title of a production by its id; the id where there is no such production."""
        return self._spoilers.title(production, self.reader.scope)

    def about(self, thing: Tellable, *also: Tellable) -> Say:
        """Return what does the same for many words on one fact."""
        return Say(self, thing, also)


@dataclass(frozen=True, slots=True)
class Say:
    """Gives an outlet words on one fact (None: its sentence), as far as its reader may see them.

    Words may mention other facts and productions by their ids: `name` and `title` give what to write instead.
    """

    _tell: Teller
    _thing: Tellable
    _also: tuple[Tellable, ...] = ()

    def __call__(self, words: str | None) -> Shown:
        """Return the words, as `Teller` does."""
        return self._tell(self._thing, words, *self._also)

    def name(self, fact_id: str) -> str:
        """Name a fact by its id, as `Teller.name` does."""
        return self._tell.name(fact_id)

    def title(self, production: str) -> str:
        """Return the title of a production by its id; the id where there is no such production."""
        return self._tell.title(production)


def plain_name(fact: Fact, catalogue: Catalogue, scope: str, *also: Fact) -> str:
    """Name a fact in a plain sentence, by its film or show and its subject (its topic where it has none), in quotes.

    Nobody can uncover anything in a plain sentence, so a spoiler is named by its film and topic alone, whatever the
    server shows. ``also`` are facts that count, too, such as earlier versions that were spoilers.
    """
    # Refusals reach people in every server, so they don't depend on its policy.
    spoilers = Spoilers(catalogue, lambda _scope: SpoilerPolicy.COVER)
    title = readable_line(spoilers.title(fact.production, scope), _NAMED)
    about = readable_line(fact.subject, _NAMED) or readable_line(fact.topic.replace("-", " "), _NAMED)
    named = spoilers.at(Outlet.REFUSAL, Reader(scope))(fact, f"{title} · {about}", *also)
    return named.text if named.withheld else _("“{name}”").format(name=named.text)


def _level(spoiler: str) -> Spoiler:
    return Spoiler(spoiler) if spoiler in _LEVELS else Spoiler.MAJOR


def _stand_in(title: str, topic: str) -> str:
    about = readable_line(title, _TITLE) or _("a film or show")
    kind = readable_line(topic.replace("-", " "), _TOPIC)
    if not kind:
        return _("a spoiler about {title}").format(title=about)
    return _("a spoiler about {title} ({topic})").format(title=about, topic=kind)


def ways_of_asking(fact: Fact) -> dict[str, tuple[str, ...]]:
    """Return a fact's phrasings and counterexamples by their kind, leaving out counterexamples where it has none."""
    asked = {"phrasing": fact.phrasings}
    return asked | {"counterexample": fact.counterexamples} if fact.counterexamples else asked
