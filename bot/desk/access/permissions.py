"""Who may do what: one table of deeds, and the scope in which each is done."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from bot.desk.access.actors import Actor
from bot.desk.access.server_settings import ServerSettings
from bot.desk.errors import NotAllowed
from bot.facts.models import SHARED


class Role(StrEnum):
    """What a person is to the desk, in one server, least first."""

    MEMBER = "member"
    CURATOR = "curator"
    MODERATOR = "moderator"
    HOST = "host"

    @property
    def rank(self) -> int:
        """0 for a member to 3 for the host."""
        return list(Role).index(self)


class Deed(StrEnum):
    """Everything that a person can do at the desk."""

    ASK = "ask"
    SUGGEST = "suggest"
    OWN_DATA = "own-data"
    FACT_SHOW = "fact.show"
    FACT_HISTORY = "fact.history"
    FACT_ADD = "fact.add"
    FACT_EDIT = "fact.edit"
    FACT_CONFIRM = "fact.confirm"
    FACT_RETIRE = "fact.retire"
    FACT_RESTORE = "fact.restore"
    FACT_MERGE = "fact.merge"
    FACT_WITHDRAW = "fact.withdraw"
    PRODUCTION_EDIT = "production.edit"
    UNDO = "undo"
    QUEUE_SEE = "queue.see"
    QUEUE_ANSWER = "queue.answer"
    QUEUE_DISMISS = "queue.dismiss"
    SUGGESTION_DECIDE = "suggestion.decide"
    SUGGESTER_MUTE = "suggester.mute"
    STALE_SEE = "stale.see"
    DIGEST_SEE = "digest.see"
    WHY = "why"
    PACK_EXPORT = "pack.export"
    PACK_IMPORT = "pack.import"
    SETTINGS = "settings"
    SHARED_EDIT = "shared.edit"
    BACKUP = "backup"


LEAST = MappingProxyType(
    {
        Deed.ASK: Role.MEMBER,
        Deed.SUGGEST: Role.MEMBER,
        Deed.OWN_DATA: Role.MEMBER,
        Deed.FACT_SHOW: Role.MEMBER,
        Deed.FACT_HISTORY: Role.CURATOR,
        Deed.FACT_ADD: Role.CURATOR,
        Deed.FACT_EDIT: Role.CURATOR,
        Deed.FACT_CONFIRM: Role.CURATOR,
        Deed.FACT_RETIRE: Role.MODERATOR,
        Deed.FACT_RESTORE: Role.MODERATOR,
        Deed.FACT_MERGE: Role.MODERATOR,
        Deed.FACT_WITHDRAW: Role.MODERATOR,
        Deed.PRODUCTION_EDIT: Role.MODERATOR,
        Deed.UNDO: Role.CURATOR,
        Deed.QUEUE_SEE: Role.CURATOR,
        Deed.QUEUE_ANSWER: Role.CURATOR,
        Deed.QUEUE_DISMISS: Role.MODERATOR,
        Deed.SUGGESTION_DECIDE: Role.MODERATOR,
        Deed.SUGGESTER_MUTE: Role.MODERATOR,
        Deed.STALE_SEE: Role.CURATOR,
        Deed.DIGEST_SEE: Role.CURATOR,
        Deed.WHY: Role.CURATOR,
        Deed.PACK_EXPORT: Role.MODERATOR,
        Deed.PACK_IMPORT: Role.MODERATOR,
        Deed.SETTINGS: Role.MODERATOR,
        Deed.SHARED_EDIT: Role.HOST,
        Deed.BACKUP: Role.HOST,
    }
)
"""The least role that may do a deed."""

WORDS = MappingProxyType(
    {
        Deed.ASK: "ask questions",
        Deed.SUGGEST: "suggest facts",
        Deed.OWN_DATA: "see and remove their own data",
        Deed.FACT_SHOW: "see facts",
        Deed.FACT_HISTORY: "see a fact's history",
        Deed.FACT_ADD: "add facts",
        Deed.FACT_EDIT: "edit facts",
        Deed.FACT_CONFIRM: "confirm that a fact still holds",
        Deed.FACT_RETIRE: "retire facts",
        Deed.FACT_RESTORE: "restore facts",
        Deed.FACT_MERGE: "merge facts",
        Deed.FACT_WITHDRAW: "go back to the shared version of a fact",
        Deed.PRODUCTION_EDIT: "add or edit productions",
        Deed.UNDO: "undo their own changes",
        Deed.QUEUE_SEE: "see the queue",
        Deed.QUEUE_ANSWER: "answer from the queue",
        Deed.QUEUE_DISMISS: "dismiss questions",
        Deed.SUGGESTION_DECIDE: "decide on suggestions",
        Deed.SUGGESTER_MUTE: "mute members' suggestions",
        Deed.STALE_SEE: "see what is due for a check",
        Deed.DIGEST_SEE: "see the digest",
        Deed.WHY: "see why the bot answered as it did",
        Deed.PACK_EXPORT: "export packs",
        Deed.PACK_IMPORT: "import packs",
        Deed.SETTINGS: "change this server's settings",
        Deed.SHARED_EDIT: "change facts that every server shares",
        Deed.BACKUP: "back up the store",
    }
)
"""What a deed is called in a sentence that begins with who may."""

_FACTS = frozenset(
    {
        Deed.FACT_ADD,
        Deed.FACT_EDIT,
        Deed.FACT_CONFIRM,
        Deed.FACT_RETIRE,
        Deed.FACT_RESTORE,
        Deed.FACT_MERGE,
        Deed.PRODUCTION_EDIT,
        Deed.UNDO,
        Deed.PACK_IMPORT,
    }
)


def role_of(actor: Actor, settings: ServerSettings) -> Role:
    """What the actor is at this moment, by the settings of the server in which they act."""
    if actor.is_host:
        return Role.HOST
    if actor.server is None:
        return Role.MEMBER
    if actor.manages_server or actor.roles.intersection(settings.moderator_roles):
        return Role.MODERATOR
    return Role.CURATOR if actor.roles.intersection(settings.curator_roles) else Role.MEMBER


def allowed(actor: Actor, deed: Deed, settings: ServerSettings) -> bool:
    """Whether `require` would let the actor pass."""
    return role_of(actor, settings).rank >= LEAST[deed].rank


def require(actor: Actor, deed: Deed, settings: ServerSettings) -> None:
    """Let the actor pass, or raise.

    Raises:
        NotAllowed: the actor's role does not reach; the message says who may.
    """
    if not allowed(actor, deed, settings):
        raise NotAllowed(_refusal(actor, deed, settings))


def scope_for(actor: Actor, deed: Deed) -> str:
    """The one scope that a deed may write: the host's edits of facts are shared, all else is the server's own.

    A deed done in a direct message or at the command line concerns the shared scope, which `require` leaves to
    the host.
    """
    if actor.is_host and deed in _FACTS:
        return SHARED
    return actor.scope


def _refusal(actor: Actor, deed: Deed, settings: ServerSettings) -> str:
    least, words = LEAST[deed], WORDS[deed]
    if least is Role.HOST:
        return f"Only the host of this bot may {words}."
    if actor.server is None:
        return f"Only the host may {words} in a direct message. In a server, its moderators may: do it there."
    who = "members with Manage Server"
    if settings.moderator_roles or least is Role.CURATOR:
        who += ", or with a role that /settings names as moderators"
    if least is Role.CURATOR:
        who += " or curators"
    return f"Only {who}, may {words}." if "," in who else f"Only {who} may {words}."
