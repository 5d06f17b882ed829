"""Decide who may do what: the permissions, the role that each needs, and the scope that people write to."""

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


class Permission(StrEnum):
    """An action that only some roles may perform."""

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
        Permission.ASK: Role.MEMBER,
        Permission.SUGGEST: Role.MEMBER,
        Permission.OWN_DATA: Role.MEMBER,
        Permission.FACT_SHOW: Role.MEMBER,
        Permission.FACT_HISTORY: Role.CURATOR,
        Permission.FACT_ADD: Role.CURATOR,
        Permission.FACT_EDIT: Role.CURATOR,
        Permission.FACT_CONFIRM: Role.CURATOR,
        Permission.FACT_RETIRE: Role.MODERATOR,
        Permission.FACT_RESTORE: Role.MODERATOR,
        Permission.FACT_MERGE: Role.MODERATOR,
        Permission.FACT_WITHDRAW: Role.MODERATOR,
        Permission.PRODUCTION_EDIT: Role.MODERATOR,
        Permission.UNDO: Role.CURATOR,
        Permission.QUEUE_SEE: Role.CURATOR,
        Permission.QUEUE_ANSWER: Role.CURATOR,
        Permission.QUEUE_DISMISS: Role.MODERATOR,
        Permission.SUGGESTION_DECIDE: Role.MODERATOR,
        Permission.SUGGESTER_MUTE: Role.MODERATOR,
        Permission.STALE_SEE: Role.CURATOR,
        Permission.DIGEST_SEE: Role.CURATOR,
        Permission.WHY: Role.CURATOR,
        Permission.PACK_EXPORT: Role.MODERATOR,
        Permission.PACK_IMPORT: Role.MODERATOR,
        Permission.SETTINGS: Role.MODERATOR,
        Permission.SHARED_EDIT: Role.HOST,
        Permission.BACKUP: Role.HOST,
    }
)
"""The lowest role that has each permission."""

WORDS = MappingProxyType(
    {
        Permission.ASK: N_("ask questions"),
        Permission.SUGGEST: N_("suggest facts"),
        Permission.OWN_DATA: N_("see and delete their own data"),
        Permission.FACT_SHOW: N_("see facts"),
        Permission.FACT_HISTORY: N_("see a fact's history"),
        Permission.FACT_ADD: N_("add facts"),
        Permission.FACT_EDIT: N_("edit facts"),
        Permission.FACT_CONFIRM: N_("confirm that facts are still true"),
        Permission.FACT_RETIRE: N_("retire facts"),
        Permission.FACT_RESTORE: N_("restore facts"),
        Permission.FACT_MERGE: N_("merge facts"),
        Permission.FACT_WITHDRAW: N_("go back to the shared version of a fact"),
        Permission.PRODUCTION_EDIT: N_("add or edit productions"),
        Permission.UNDO: N_("undo their own changes"),
        Permission.QUEUE_SEE: N_("see the queue"),
        Permission.QUEUE_ANSWER: N_("answer from the queue"),
        Permission.QUEUE_DISMISS: N_("dismiss questions"),
        Permission.SUGGESTION_DECIDE: N_("decide on suggestions"),
        Permission.SUGGESTER_MUTE: N_("mute members' suggestions"),
        Permission.STALE_SEE: N_("see which facts are due for a check"),
        Permission.DIGEST_SEE: N_("see the digest"),
        Permission.WHY: N_("see why the bot answered as it did"),
        Permission.PACK_EXPORT: N_("export packs"),
        Permission.PACK_IMPORT: N_("import packs"),
        Permission.SETTINGS: N_("change this server's settings"),
        Permission.SHARED_EDIT: N_("change facts that every server shares"),
        Permission.BACKUP: N_("back up the store"),
    }
)
"""Each permission as it follows "may" in a sentence. Translate a value with `translated` to show it."""

_FACT_EDITS = frozenset(
    {
        Permission.FACT_ADD,
        Permission.FACT_EDIT,
        Permission.FACT_CONFIRM,
        Permission.FACT_RETIRE,
        Permission.FACT_RESTORE,
        Permission.FACT_MERGE,
        Permission.PRODUCTION_EDIT,
        Permission.UNDO,
        Permission.PACK_IMPORT,
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


def allowed(actor: Actor, permission: Permission, settings: ServerSettings) -> bool:
    """Return whether the actor has a permission."""
    return role_of(actor, settings).rank >= MIN_ROLE[permission].rank


def require(actor: Actor, permission: Permission, settings: ServerSettings) -> None:
    """Raise an error unless the actor has a permission.

    Raises:
        NotAllowed: the actor's role is too low; the message says who may.
    """
    if not allowed(actor, permission, settings):
        raise NotAllowed(_refusal(actor, permission, settings))


def scope_for(actor: Actor, permission: Permission) -> str:
    """Return the scope that the actor writes to: the shared one for the host's edits of facts, else the server's.

    Outside a server (in a direct message or on the command line) it is the shared scope, where `require` only allows
    the host to write.
    """
    if actor.is_host and permission in _FACT_EDITS:
        return SHARED
    return actor.scope


def _refusal(actor: Actor, permission: Permission, settings: ServerSettings) -> str:
    least, words = MIN_ROLE[permission], translated(WORDS[permission])
    if least is Role.HOST:
        return _("Only the host of this bot may {do}.").format(do=words)
    if actor.server is None:
        return _("Only the host may {do} in a direct message. Try it in a server that you moderate.").format(do=words)
    if least is Role.CURATOR:
        return _("Only members with Manage Server, or with a moderator or curator role, may {do}.").format(do=words)
    if settings.moderator_roles:
        return _("Only members with Manage Server or a moderator role may {do}.").format(do=words)
    return _("Only members with Manage Server may {do}.").format(do=words)
