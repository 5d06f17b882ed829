"""Decide who may do what: a table of actions with the role that each needs, and the scope it writes to."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from bot.desk.access.actors import Actor
from bot.desk.access.server_settings import ServerSettings
from bot.desk.errors import NotAllowed
from bot.facts.models import SHARED
from bot.messages import N_, _, translated


class Role(StrEnum):
    """A person's role in one server, lowest first."""

    MEMBER = "member"
    CURATOR = "curator"
    MODERATOR = "moderator"
    HOST = "host"

    @property
    def rank(self) -> int:
        """Return the rank of the role, from 0 for a member to 3 for the host."""
        return list(Role).index(self)


class Deed(StrEnum):
    """Every action that needs a permission check."""

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


MIN_ROLE = MappingProxyType(
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
"""The lowest role that may do each action."""

WORDS = MappingProxyType(
    {
        Deed.ASK: N_("ask questions"),
        Deed.SUGGEST: N_("suggest facts"),
        Deed.OWN_DATA: N_("see and delete their own data"),
        Deed.FACT_SHOW: N_("see facts"),
        Deed.FACT_HISTORY: N_("see a fact's history"),
        Deed.FACT_ADD: N_("add facts"),
        Deed.FACT_EDIT: N_("edit facts"),
        Deed.FACT_CONFIRM: N_("confirm that facts are still true"),
        Deed.FACT_RETIRE: N_("retire facts"),
        Deed.FACT_RESTORE: N_("restore facts"),
        Deed.FACT_MERGE: N_("merge facts"),
        Deed.FACT_WITHDRAW: N_("go back to the shared version of a fact"),
        Deed.PRODUCTION_EDIT: N_("add or edit productions"),
        Deed.UNDO: N_("undo their own changes"),
        Deed.QUEUE_SEE: N_("see the queue"),
        Deed.QUEUE_ANSWER: N_("answer from the queue"),
        Deed.QUEUE_DISMISS: N_("dismiss questions"),
        Deed.SUGGESTION_DECIDE: N_("decide on suggestions"),
        Deed.SUGGESTER_MUTE: N_("mute members' suggestions"),
        Deed.STALE_SEE: N_("see which facts are due for a check"),
        Deed.DIGEST_SEE: N_("see the digest"),
        Deed.WHY: N_("see why the bot answered as it did"),
        Deed.PACK_EXPORT: N_("export packs"),
        Deed.PACK_IMPORT: N_("import packs"),
        Deed.SETTINGS: N_("change this server's settings"),
        Deed.SHARED_EDIT: N_("change facts that every server shares"),
        Deed.BACKUP: N_("back up the store"),
    }
)
"""Each action as it follows "may" in a sentence. Translate a value with `translated` to show it."""

_FACT_EDITS = frozenset(
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
    """Return the actor's current role, by the settings of the server where they are."""
    if actor.is_host:
        return Role.HOST
    if actor.server is None:
        return Role.MEMBER
    if actor.manages_server or actor.roles.intersection(settings.moderator_roles):
        return Role.MODERATOR
    return Role.CURATOR if actor.roles.intersection(settings.curator_roles) else Role.MEMBER


def allowed(actor: Actor, deed: Deed, settings: ServerSettings) -> bool:
    """Return whether the actor may perform an action."""
    return role_of(actor, settings).rank >= MIN_ROLE[deed].rank


def require(actor: Actor, deed: Deed, settings: ServerSettings) -> None:
    """Raise an error unless the actor may perform an action.

    Raises:
        NotAllowed: the actor's role is too low; the message says who may.
    """
    if not allowed(actor, deed, settings):
        raise NotAllowed(_refusal(actor, deed, settings))


def scope_for(actor: Actor, deed: Deed) -> str:
    """Return the scope that the actor writes to: the shared one for the host's edits of facts, else the server's.

    Outside a server (in a direct message or on the command line) it is the shared scope, where `require` only allows
    the host to write.
    """
    if actor.is_host and deed in _FACT_EDITS:
        return SHARED
    return actor.scope


def _refusal(actor: Actor, deed: Deed, settings: ServerSettings) -> str:
    least, words = MIN_ROLE[deed], translated(WORDS[deed])
    if least is Role.HOST:
        return _("Only the host of this bot may {do}.").format(do=words)
    if actor.server is None:
        return _("Only the host may {do} in a direct message. Try it in a server that you moderate.").format(do=words)
    if least is Role.CURATOR:
        return _("Only members with Manage Server, or with a moderator or curator role, may {do}.").format(do=words)
    if settings.moderator_roles:
        return _("Only members with Manage Server or a moderator role may {do}.").format(do=words)
    return _("Only members with Manage Server may {do}.").format(do=words)
