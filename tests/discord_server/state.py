"""What this Discord holds: one application, one server or more, a few people, messages and interactions."""

from __future__ import annotations

from dataclasses import dataclass

from tests.discord_server.interactions import FIRST_RESPONSE, Asked, Exchange, Refusal
from tests.discord_server.payloads import (
    MANAGE_SERVER,
    MEMBER_PERMISSIONS,
    Payload,
    Person,
    Snowflakes,
    application,
    dm_channel,
    guild,
    message,
    text_channel,
    user,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A server with its one channel."""

    guild_id: str
    name: str
    channel: Payload


class State:
    """Everything that outlives a connection."""

    def __init__(self, token: str, patience: float = FIRST_RESPONSE) -> None:
        self.token = token
        self.patience = patience
        self.gateway_url = ""
        self.new_id = Snowflakes()
        self._people: dict[str, Person] = {}
        self.application_id = self.new_id()
        self.me = Person(self.application_id, "callsheet-under-test", self.new_id(), bot=True)
        self.owner = self.person("owner", permissions=(1 << 53) - 1)
        self.new_people()
        self.places: list[Place] = []
        first = self.place("A server")
        self.guild_id, self.channel = first.guild_id, first.channel
        self.commands: list[Payload] = []
        self.publications = 0
        self._messages: dict[str, Payload] = {}
        self._exchanges: dict[str, Exchange] = {}
        self._nonces: dict[tuple[str, str], str] = {}

    def new_people(self) -> None:
        """Another fan and another moderator than before."""
        self.fan = self.person("fan")
        self.moderator = self.person("moderator", permissions=MEMBER_PERMISSIONS | MANAGE_SERVER)

    def person(self, name: str, permissions: int = MEMBER_PERMISSIONS) -> Person:
        """A further person."""
        made = Person(self.new_id(), name, self.new_id(), permissions=permissions)
        self._people[made.id] = made
        return made

    def place(self, name: str) -> Place:
        """A further server; a session that begins later knows it."""
        guild_id = self.new_id()
        made = Place(guild_id, name, text_channel(self.new_id(), guild_id, "general"))
        self.places.append(made)
        return made

    # -- payloads

    def me_payload(self) -> Payload:
        """The bot's own user."""
        return user(self.me) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0}

    def application_payload(self) -> Payload:
        """The bot's application."""
        return application(self.application_id, self.me.name, self.owner)

    def guild_payload(self, place: Place | None = None) -> Payload:
        """A server; the first one unless ``place`` is given."""
        place = place or self.places[0]
        return guild(place.guild_id, place.name, self.owner, [place.channel], self.me)

    def dm_with(self, person_id: str) -> Payload:
        """The direct messages with a person."""
        if person_id not in self._people:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        return dm_channel(self._people[person_id])

    def user_payload(self, person_id: str) -> Payload:
        """A person, for whoever asks after them by id."""
        if person_id not in self._people:
            raise Refusal(404, 10013, "Unknown User")
        return user(self._people[person_id])

    def shown_in(self, channel_id: str) -> list[Payload]:
        """The messages of a channel as its readers see them, oldest first."""
        return [each for each in self._messages.values() if str(each["channel_id"]) == channel_id]

    # -- commands

    def publish(self, commands: list[Payload]) -> list[Payload]:
        """Take the application's commands in place of those before; one that stays keeps its id."""
        known = {(command["type"], command["name"]): command["id"] for command in self.commands}
        self.commands = [
            {"description": "", "type": 1}
            | command
            | {
                "id": known.get((command.get("type", 1), command["name"])) or self.new_id(),
                "application_id": self.application_id,
                "version": self.new_id(),
            }
            for command in commands
        ]
        self.publications += 1
        return self.commands

    def command(self, name: str, kind: int = 1) -> Payload:
        """A published command; nobody can use one that is not."""
        found = next((each for each in self.commands if each["name"] == name and each["type"] == kind), None)
        assert found is not None, f"there is no command {name!r}, only {[each['name'] for each in self.commands]}"
        return found

    # -- messages

    def message_of_bot(self, channel_id: str, data: Payload) -> Payload:
        """Keep a message that the bot sends; one whose nonce is to be enforced is made once in a channel."""
        nonce = str(data["nonce"]) if data.get("enforce_nonce") and data.get("nonce") else None
        if nonce is not None and (channel_id, nonce) in self._nonces:
            return self._messages[self._nonces[channel_id, nonce]]
        made = message(
            self.new_id(),
            channel_id,
            self.me,
            data.get("content") or "",
            components=data.get("components") or [],
            embeds=data.get("embeds") or [],
            flags=int(data.get("flags") or 0),
        )
        if reference := data.get("message_reference"):
            made |= {"message_reference": reference, "type": 19}
        if nonce is not None:
            self._nonces[channel_id, nonce] = made["id"]
        return self.keep(made)

    def keep(self, made: Payload) -> Payload:
        """Keep a message."""
        self._messages[made["id"]] = made
        return made

    def message(self, message_id: str) -> Payload:
        """A message that is there."""
        if message_id not in self._messages:
            raise Refusal(404, 10008, "Unknown Message")
        return self._messages[message_id]

    def edit(self, message_id: str, data: Payload) -> Payload:
        """Change a message."""
        changes = {key: data[key] for key in ("content", "components", "embeds", "flags") if data.get(key) is not None}
        return self.keep(self.message(message_id) | changes)

    def delete(self, message_id: str) -> None:
        """Remove a message."""
        self.message(message_id)
        del self._messages[message_id]

    # -- interactions

    def open_exchange(self, kind: Asked, where: Payload, source: Payload | None = None) -> Exchange:
        """Begin an interaction; its time runs from now."""
        exchange = Exchange(
            self.new_id(), f"interaction-token-{self.new_id()}", kind, where, source, patience=self.patience
        )
        self._exchanges[exchange.token] = exchange
        return exchange

    def exchange(self, token: str, interaction_id: str | None = None) -> Exchange:
        """The interaction of a token. Raises ``Refusal`` where there is none."""
        found = self._exchanges.get(token)
        if found is None or interaction_id not in (None, found.id):
            raise Refusal(404, 10062, "Unknown interaction")
        return found
