"""Define productions, facts, typed values, sources and revisions as validated, frozen models."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from bot.facts import limits
from bot.facts.dates.edtf import parse_edtf
from bot.facts.entered import STORED, a_country, a_link, at_most, words
from bot.messages import _

SHARED = "shared"
"""The scope of facts that every server sees. A server's own scope is ``server:<Discord id>``."""

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
SCOPE = r"^(?:shared|server:\d{1,20})$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=limits.ID)]
Scope = Annotated[str, StringConstraints(pattern=SCOPE)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]

_Stripped = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[_Stripped, words(limits.NAME)]
Title = Annotated[_Stripped, words(limits.TITLE)]
Unit = Annotated[_Stripped, words(limits.UNIT)]
SourceTitle = Annotated[_Stripped, words(limits.SOURCE_TITLE)]
Phrasing = Annotated[_Stripped, words(limits.PHRASING)]
Text = Annotated[_Stripped, words(limits.TEXT, tidied=False)]
Subject = Annotated[str, StringConstraints(strip_whitespace=True), words(limits.SUBJECT, optional=True)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True), words(limits.REASON, optional=True)]
"""Text that people enter: visible, without control characters, within its limit."""


def server_scope(server: int | str) -> str:
    """Return the scope of one Discord server's own facts."""
    return f"server:{server}"


def checked_edtf(value: str) -> str:
    """Return an EDTF string unchanged. Raise ``ValueError`` with what would be accepted if it isn't one."""
    parse_edtf(value)
    return value


def checked_single_edtf(value: str) -> str:
    """Return an EDTF string unchanged. Raise ``ValueError`` if it isn't one, or is a range."""
    if parse_edtf(value).is_range:
        raise ValueError(_("{date!r} is a range; write a single date").format(date=value))
    return value


M = TypeVar("M", bound="Model")


class Model(BaseModel):
    """A frozen model that refuses unknown fields: what is read from a store can't be changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def stored(cls, document: object) -> Self:
        """Validate a document from a store, without the limits on input: they may have been wider once."""
        return cls.model_validate(document, context=STORED)


class Status(StrEnum):
    """How certain a fact is."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    RUMOUR = "rumour"
    DENIED = "denied"


class Spoiler(StrEnum):
    """How much of the story a fact gives away."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"


class State(StrEnum):
    """Whether a fact is used for answers.

    ``retired`` is kept but never used; ``merged`` answers through ``merged_into``; ``withdrawn`` is a
    server's version that was given up, so that the server sees the shared fact again.
    """

    LIVE = "live"
    RETIRED = "retired"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class DateValue(Model):
    """A date or range in EDTF (``2023-07-12``, ``2025-21``, ``2026?``, ``2024-03/2024-11``) and its region."""

    kind: Literal["date"] = "date"
    edtf: str
    region: Name | None = None

    _edtf = field_validator("edtf")(checked_edtf)


class PlaceValue(Model):
    """A place; coordinates in degrees (WGS 84), ``approximate`` if they aren't exact."""

    kind: Literal["place"] = "place"
    name: Name
    country: Annotated[str, a_country] | None = None
    latitude: Annotated[StrictFloat, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[StrictFloat, Field(ge=-180, le=180)] | None = None
    approximate: StrictBool = False

    @model_validator(mode="after")
    def _both_coordinates(self) -> PlaceValue:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError(_("has only one of latitude and longitude; give both, or neither"))
        return self


Bound = Literal["at least", "over", "at most", "under"]
"""How a number bounds one that isn't known exactly: ``over 500 extras``."""


class NumberValue(Model):
    """A number with its unit (``minutes``, ``USD``, ``jumps``); ``upper`` closes a range, ``bound`` leaves it open."""

    kind: Literal["number"] = "number"
    amount: StrictFloat
    upper: StrictFloat | None = None
    unit: Unit
    approximate: StrictBool = False
    bound: Bound | None = None

    @model_validator(mode="after")
    def _range(self) -> NumberValue:
        if self.upper is not None and self.bound is not None:
            raise ValueError(
                _("upper ({upper}) and bound ({bound!r}) can't both be set; remove one").format(
                    upper=self.upper, bound=self.bound
                )
            )
        if self.upper is not None and self.upper < self.amount:
            raise ValueError(
                _("upper ({upper}) is smaller than amount ({amount}); swap them").format(
                    upper=self.upper, amount=self.amount
                )
            )
        return self


class PersonValue(Model):
    """A person and their role in the production (a character or a job)."""

    kind: Literal["person"] = "person"
    name: Name
    role: Name | None = None


Value = Annotated[DateValue | PlaceValue | NumberValue | PersonValue, Field(discriminator="kind")]


class Source(Model):
    """Where a fact comes from; ``date`` is when the source was published, in EDTF."""

    title: SourceTitle
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$"), a_link] | None = None
    date: str | None = None

    @field_validator("date")
    @classmethod
    def _edtf(cls, value: str | None) -> str | None:
        return None if value is None else checked_single_edtf(value)


class AnnouncedDate(Model):
    """One announced date (EDTF) with when it was announced (EDTF), by whom and why, as far as known."""

    date: str
    announced: str | None = None
    by: Name | None = None
    why: Name | None = None

    _date = field_validator("date")(checked_edtf)

    @field_validator("announced")
    @classmethod
    def _edtf(cls, value: str | None) -> str | None:
        return None if value is None else checked_single_edtf(value)


class Production(Model):
    """A film or show, with every name that fans type for it."""

    id: Slug
    title: Title
    aliases: Annotated[tuple[Title, ...], at_most(limits.ALIASES)] = ()
    scope: Scope = SHARED


class Fact(Model):
    """One curated statement about one production, at one revision.

    ``id`` never changes; ``(scope, id)`` identifies a fact in a store. ``announced_dates`` runs oldest first, and its
    last entry is the current date. ``counterexamples`` are questions that sound like its ``phrasings`` but that it
    doesn't answer. ``revision`` counts from 1.
    """

    id: Slug
    production: Slug
    topic: Slug
    subject: Subject = ""
    text: Text
    value: Value | None = None
    status: Status = Status.CONFIRMED
    spoiler: Spoiler = Spoiler.NONE
    phrasings: Annotated[tuple[Phrasing, ...], at_most(limits.PHRASINGS)] = ()
    counterexamples: Annotated[tuple[Phrasing, ...], at_most(limits.COUNTEREXAMPLES)] = ()
    sources: Annotated[tuple[Source, ...], at_most(limits.SOURCES)] = ()
    announced_dates: Annotated[tuple[AnnouncedDate, ...], at_most(limits.ANNOUNCED_DATES)] = ()
    checked_on: date | None = None
    scope: Scope = SHARED
    state: State = State.LIVE
    merged_into: Slug | None = None
    revision: Annotated[StrictInt, Field(ge=1)] = 1

    @property
    def key(self) -> tuple[str, str]:
        """Return ``(scope, id)``, which identifies this fact in a store."""
        return (self.scope, self.id)

    @model_validator(mode="after")
    def _holds_together(self) -> Fact:
        if (self.state is State.MERGED) != (self.merged_into is not None):
            raise ValueError(_("merged_into and the state 'merged' need each other; set both, or neither"))
        if self.merged_into == self.id:
            raise ValueError(_("a fact can't be merged into itself; choose another one"))
        if self.state is State.WITHDRAWN and self.scope == SHARED:
            raise ValueError(_("only a server's version can be withdrawn; retire a shared fact instead"))
        if self.announced_dates and isinstance(self.value, DateValue):
            last = self.announced_dates[-1].date
            if last != self.value.edtf:
                raise ValueError(
                    _("the last announced date ({last}) isn't the current date ({current}); change one of them").format(
                        last=last, current=self.value.edtf
                    )
                )
        return self


class Action(StrEnum):
    """What a revision did to its fact."""

    ADD = "add"
    EDIT = "edit"
    CONFIRM = "confirm"
    RETIRE = "retire"
    RESTORE = "restore"
    MERGE = "merge"
    IMPORT = "import"
    UNDO = "undo"
    WITHDRAW = "withdraw"


class Revision(Model):
    """One version of a fact, never changed afterwards: its content, who made it, when and why.

    Revisions with the same ``change`` were committed together and are undone together. ``by`` is
    ``discord:<id>``, ``cli:<name>`` or ``pack:<id>``; ``at`` has a time zone.
    """

    change: str
    fact: Fact
    action: Action
    by: Line
    at: datetime
    why: Reason = ""

    @field_validator("at")
    @classmethod
    def _zone(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError(_("the time of a revision has no time zone; add one"))
        return value


def slug(text: str) -> str:
    """Make a slug from any text. It is empty if the text has no ASCII letter or digit."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[: limits.ID].strip("-")


def changed(model: type[M], told: Mapping[str, Any], kept: Collection[str]) -> M:
    """Validate a changed model. The fields in ``kept`` come unchanged from a store and may exceed the limits.

    Raises:
        ValidationError: a field that was entered is wrong.
    """
    try:
        made = model.model_validate(told)
    except ValidationError as fault:
        if not all(error["loc"] and error["loc"][0] in kept for error in fault.errors()):
            raise
        made = model.stored(told)
    return made.model_copy(update={name: told[name] for name in kept})
