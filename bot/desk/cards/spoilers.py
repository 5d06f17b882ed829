"""Decide which of a fact's words an outlet may show: the one policy for spoilers.

Every outlet gets a fact's words from here: its sentence, and all text made from its other fields. `shown` implements
the policy, `Spoilers` knows which policy and level apply, and views get a `Teller`.
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

_MAX_TITLE, _MAX_TOPIC = 36, 18
"""Maximum length of a title and a topic in a stand-in, which must fit on a button with a number."""

_MAX_NAME = 80
"""Maximum length of a title or a subject in the name of a fact."""

_LEVELS = tuple(Spoiler)


class Means(StrEnum):
    """How an outlet can treat a spoiler."""

    COVER = "cover"
    """Cover it, so that readers can uncover it: Discord's spoiler markup, a command in the terminal."""

    LABEL = "label"
    """Nothing can be covered: buttons, menus, autocomplete, titles of threads and events, a line of plain text."""

    RAW = "raw"
    """Show it, because curators read or change the fact itself: edit forms and exports."""


class Outlet(Enum):
    """Where words are shown: a description, the means, and whether only one curator or person reads them."""

    ANSWER = ("an answer, also in a terminal", Means.COVER)
    LIST = ("a list of facts", Means.COVER)
    MORE = ("the pages behind the buttons under an answer", Means.COVER)
    NOTICE = ("a direct message that the bot sends by itself", Means.COVER)
    LOG = ("the log channel", Means.COVER)
    DIGEST = ("the digest, on demand and weekly", Means.COVER)
    OWN_DATA = ("what is stored about a person, shown to them", Means.COVER, True)
    PANEL = ("a curator's panel: history, queue, stale list, merge, undo, import report", Means.COVER, True)
    PREVIEW = ("a fact as fans will see it, before it is saved", Means.COVER, True)
    PICK = ("a curator's choice of facts: autocomplete and menus", Means.LABEL, True)
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
    """What an outlet may show. ``covered``: it must be covered until the reader uncovers it. ``withheld``: it is a
    stand-in.

    ``spoiler`` is the spoiler level of the words, even if they may be shown.
    """

    text: str
    spoiler: Spoiler
    covered: bool = False
    withheld: bool = False

    @property
    def unrestricted(self) -> bool:
        """Return whether these are the fact's own words, which anyone may read."""
        return not (self.covered or self.withheld)


class Tellable(Protocol):
    """Something that words can be about: a fact, or a draft, whose fields contain what was typed."""

    @property
    def production(self) -> str:
        """The production's id or any of its names."""
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
        """The spoiler level; any other text counts as the highest level."""
        ...


@dataclass(frozen=True, slots=True)
class OtherContent:
    """Content that is neither a fact nor a draft, such as a line of a file that couldn't be read."""

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

    ``words`` are what to show instead of the fact's own sentence; they count as the same spoiler. ``level`` is the
    spoiler level, by default the fact's own. ``title`` is the production's title, if known.
    """
    said = thing.text if words is None else words
    spoils = level_of(thing) if level is None else level
    if spoils is Spoiler.NONE or policy is SpoilerPolicy.SHOW or outlet.means is Means.RAW:
        return Shown(said, spoils)
    # Curators must be able to read the facts they maintain, even if the server hides spoilers.
    if outlet.means is Means.COVER and (policy is SpoilerPolicy.COVER or outlet.private):
        return Shown(said, spoils, covered=True)
    return Shown(_stand_in(title or thing.production, thing.topic), spoils, withheld=True)


def no_spoiler(words: str) -> Shown:
    """Return words that contain nothing of any fact, such as a date or what a person typed, to be shown as they are."""
    return Shown(words, Spoiler.NONE)


def level_of(*things: Tellable) -> Spoiler:
    """Return the highest spoiler level of some facts or drafts."""
    return max((_level(thing.spoiler) for thing in things), key=_LEVELS.index)


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader: the scope they read in, and their ``own`` policy, which replaces the server's.

    Direct messages have their own policy, and so does a terminal whose user chose to see everything.
    """

    scope: str
    own: SpoilerPolicy | None = None


class Spoilers:
    """Determines the policy for a reader and the spoiler level of words. ``policy_in`` returns a scope's policy."""

    def __init__(self, catalogue: Catalogue, policy_in: Callable[[str], SpoilerPolicy]) -> None:
        self._catalogue = catalogue
        self._policy_in = policy_in

    def at(self, outlet: Outlet, reader: Reader) -> Teller:
        """Return the `Teller` for an outlet and a reader."""
        return Teller(outlet, reader, self)

    def policy(self, reader: Reader) -> SpoilerPolicy:
        """Return the policy for a reader: their own, else the server's. Direct messages cover spoilers."""
        return reader.own or self._policy_in(reader.scope)

    def level(self, thing: Tellable, also: Iterable[Tellable], scope: str) -> Spoiler:
        """Return the spoiler level of words about a fact.

        They are at least as much of a spoiler as the fact's current version, because an older revision may not have
        been marked yet. ``also`` are more facts that the words quote.
        """
        now = self._catalogue.version(thing.id, scope) if isinstance(thing, Fact) else None
        return level_of(thing, *also, *((now,) if now is not None else ()))

    def title(self, production: str, scope: str) -> str:
        """Return the title of a production by its id; the text itself if it isn't an id."""
        found = self._catalogue.find_production(production, scope)
        return found.title if found is not None else production

    def name(self, fact_id: str, scope: str) -> str:
        """Return the name of a fact in plain text, like `plain_name`; its id if the scope has no such fact."""
        fact = self._catalogue.version(fact_id, scope)
        return fact_id if fact is None else plain_name(fact, self._catalogue, scope)


@dataclass(frozen=True, slots=True)
class Teller:
    """Returns what one outlet may show its reader of any fact."""

    outlet: Outlet
    reader: Reader
    _spoilers: Spoilers

    def __call__(self, thing: Tellable, words: str | None = None, *also: Tellable) -> Shown:
        """Return what to show of a fact: ``words``, or its own sentence. ``also`` are facts that ``words`` quote."""
        scope = self.reader.scope
        # A preview shows the new version, so the current one doesn't count.
        previewed = self.outlet is Outlet.PREVIEW
        level = level_of(thing, *also) if previewed else self._spoilers.level(thing, also, scope)
        policy = self._spoilers.policy(self.reader)
        title = self._spoilers.title(thing.production, scope)
        return shown(thing, self.outlet, policy, words, level=level, title=title)

    def name(self, fact_id: str) -> str:
        """Return the name of a fact in plain text, like `plain_name`; its id if the scope has no such fact."""
        return self._spoilers.name(fact_id, self.reader.scope)

    def title(self, production: str) -> str:
        """Return the title of a production by its id; the id if there is no such production."""
        return self._spoilers.title(production, self.reader.scope)

    def about(self, thing: Tellable, *also: Tellable) -> Say:
        """Return the same for several texts about one fact."""
        return Say(self, thing, also)


@dataclass(frozen=True, slots=True)
class Say:
    """Returns what one outlet may show its reader of texts about one fact; None stands for its sentence.

    If a text mentions other facts or productions by id, use `name` and `title` instead of the ids.
    """

    _tell: Teller
    _thing: Tellable
    _also: tuple[Tellable, ...] = ()

    def __call__(self, words: str | None) -> Shown:
        """Return what to show of a text, like `Teller`."""
        return self._tell(self._thing, words, *self._also)

    def name(self, fact_id: str) -> str:
        """Return the name of a fact by its id, like `Teller.name`."""
        return self._tell.name(fact_id)

    def title(self, production: str) -> str:
        """Return the title of a production by its id; the id if there is no such production."""
        return self._tell.title(production)


def plain_name(fact: Fact, catalogue: Catalogue, scope: str, *also: Fact) -> str:
    """Return the quoted name of a fact for a sentence: its film or show, and its subject or else its topic.

    Nothing can be covered in a sentence. So a spoiler is named by its film and topic alone, even if the server shows
    spoilers. ``also`` are more facts that count, such as earlier versions that were spoilers.
    """
    # Refusals reach people in every server, so they don't depend on its policy.
    spoilers = Spoilers(catalogue, lambda _scope: SpoilerPolicy.COVER)
    title = readable_line(spoilers.title(fact.production, scope), _MAX_NAME)
    about = readable_line(fact.subject, _MAX_NAME) or readable_line(fact.topic.replace("-", " "), _MAX_NAME)
    named = spoilers.at(Outlet.REFUSAL, Reader(scope))(fact, f"{title} · {about}", *also)
    return named.text if named.withheld else _("“{name}”").format(name=named.text)


def _level(spoiler: str) -> Spoiler:
    return Spoiler(spoiler) if spoiler in _LEVELS else Spoiler.MAJOR


def _stand_in(title: str, topic: str) -> str:
    about = readable_line(title, _MAX_TITLE) or _("a film or show")
    kind = readable_line(topic.replace("-", " "), _MAX_TOPIC)
    if not kind:
        return _("a spoiler about {title}").format(title=about)
    return _("a spoiler about {title} ({topic})").format(title=about, topic=kind)


def ways_of_asking(fact: Fact) -> dict[str, tuple[str, ...]]:
    """Return a fact's phrasings and, if it has any, its counterexamples, by kind."""
    asked = {"phrasing": fact.phrasings}
    return asked | {"counterexample": fact.counterexamples} if fact.counterexamples else asked
