"""A Discord on the loopback: REST and gateway over real sockets, and people who write, click and type."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Iterable
from typing import Self

from aiohttp import web

from tests.discord_server import payloads
from tests.discord_server.gateway import Gateway
from tests.discord_server.interactions import FIRST_RESPONSE, Asked, Exchange
from tests.discord_server.payloads import Payload, Person
from tests.discord_server.rest import CUT, Fault, Request, Rest
from tests.discord_server.rules import LABEL, parts
from tests.discord_server.state import Place, State

_STRING_OPTION, _SUBCOMMAND = 3, 1
_BUTTON, _SELECT = 2, 3
_GUILD_MESSAGES, _DIRECT_MESSAGES = 1 << 9, 1 << 12


BACKLOG = 4096
"""Connections that may wait to be accepted: a bot that answers a burst opens as many at once."""

UNHURRIED = 60.0
"""Seconds that no machine takes for a response, however busy it is."""


class DiscordServer:
    """One server; ``async with`` starts it on a free port and ends it.

    Discord takes the first response to an interaction for three seconds. Tests that are not about those three seconds
    pass `UNHURRIED` as ``patience``, so that a busy machine fails none of them.
    """

    def __init__(
        self,
        token: str = "MTE.test-token-of-nobody.loopback",
        *,
        beat: float = 41.25,
        patience: float = FIRST_RESPONSE,
    ) -> None:
        self.state = State(token, patience)
        self.gateway = Gateway(token, self._greeting, beat=beat)
        self.rest = Rest(self.state, self.gateway.handle)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.rest.application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, backlog=BACKLOG).start()
        port = self._runner.addresses[0][1]
        self.api_url = f"http://127.0.0.1:{port}/api"
        self.state.gateway_url = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.rest.close()
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def settings(self) -> dict[str, str]:
        """What a bot has to be told to come here."""
        return {
            "DISCORD_TOKEN": self.state.token,
            "DISCORD_API_URL": self.api_url,
            "DISCORD_GATEWAY_URL": self.state.gateway_url,
        }

    def _greeting(self, session_id: str) -> list[tuple[str, Payload]]:
        state = self.state
        guilds = [place.guild_id for place in state.places]
        ready = payloads.ready(session_id, state.me, state.application_id, guilds, state.gateway_url)
        return [("READY", ready), *(("GUILD_CREATE", state.guild_payload(place)) for place in state.places)]

    # -- what is sent, and what goes wrong

    @property
    def requests(self) -> list[Request]:
        """Every request so far."""
        return list(self.rest.journal)

    @property
    def messages(self) -> list[Payload]:
        """Every message that the bot sent or edited, as it sent it."""
        return [request.message for request in self.requests if request.message is not None]

    def limit_rate(self, matching: str, *, seconds: float = 0.05, times: int = 1) -> None:
        """Answer 429 to the next requests whose "METHOD path" matches."""
        body = {"message": "You are being rate limited.", "retry_after": seconds, "global": False}
        headers = {"Retry-After": "1", "X-RateLimit-Scope": "user", "Via": "1.1 google"}
        self.rest.faults.append(Fault(429, re.compile(matching), times, body, headers))

    def block(self, matching: str) -> None:
        """Answer the next request that matches as what stands before Discord does: a page, and no Via header."""
        self.rest.faults.append(Fault(429, re.compile(matching), 1, "<html>\n<body>Access denied</body>\n</html>"))

    def fail(self, matching: str, status: int = 500, *, times: int = 1) -> None:
        """Answer the next requests that match with an error of the server."""
        self.rest.faults.append(Fault(status, re.compile(matching), times, {"message": "broken", "code": 0}))

    def lose(self, matching: str, status: int = 503, *, times: int = 1) -> None:
        """Carry out the next requests that match, and answer each with an error all the same."""
        self.rest.faults.append(Fault(status, re.compile(matching), times, {"message": "broken", "code": 0}, lost=True))

    def cut(self, matching: str, *, times: int = 1, lost: bool = False) -> None:
        """Cut the wire of the next requests that match, before or (``lost``) after they are carried out."""
        self.rest.faults.append(Fault(CUT, re.compile(matching), times, lost=lost))

    def refuse_token(self) -> None:
        """Know no token from now on."""
        body = {"message": "401: Unauthorized", "code": 0}
        self.rest.faults.append(Fault(401, re.compile(""), 1_000_000, body))

    def hang(self, matching: str) -> None:
        """Leave the next request that matches without an answer."""
        self.rest.faults.append(Fault(0, re.compile(matching)))

    # -- what people do

    async def slash(
        self, name: str, *, by: Person | None = None, dm: bool = False, at: Place | None = None, **options: str
    ) -> Exchange:
        """Use a slash command, in the first server unless ``at`` names another.

        ``name`` may be that of a subcommand, as in "fact show".
        """
        return await self._command(Asked.COMMAND, name, by, dm, options, at=at)

    async def complete(
        self, name: str, focused: str, *, by: Person | None = None, dm: bool = False, **options: str
    ) -> list[str]:
        """Type into an option of a slash command; returns the names of what is offered."""
        response = await (await self.type_into(name, focused, by=by, dm=dm, **options)).response()
        return [str(choice["name"]) for choice in response["data"]["choices"]]

    async def type_into(
        self, name: str, focused: str, *, by: Person | None = None, dm: bool = False, **options: str
    ) -> Exchange:
        """Type into an option of a slash command, and do not wait for what is offered."""
        return await self._command(Asked.AUTOCOMPLETE, name, by, dm, options, focused)

    async def burst(self, uses: Iterable[Awaitable[Exchange]]) -> list[Exchange]:
        """Send many interactions, one right after the other, without waiting for any answer.

        ``uses`` are calls of ``slash``, ``type_into``, ``press``, ``pick`` or ``submit`` that nobody awaited yet:
        ``await server.burst([server.slash("ask", question=each) for each in questions])``. Returns an exchange for
        each, in their order. Each can be awaited later (``response``, ``message``); ``seconds`` says how long its
        first response took.
        """
        return [await each for each in uses]

    async def press(self, message: Payload, label: str, *, by: Person | None = None) -> Exchange:
        """Press the button of a message that has this label."""
        buttons = {each.get("label"): each for each in parts(message["components"]) if each["type"] == _BUTTON}
        assert label in buttons, f"no button {label!r}, only {list(buttons)}"
        data = {"custom_id": buttons[label]["custom_id"], "component_type": _BUTTON}
        return await self._interact(Asked.COMPONENT, data, by, dm=self._is_dm(message), source=message)

    async def pick(self, message: Payload, value: str, *, by: Person | None = None) -> Exchange:
        """Pick a value from the select of a message that offers it."""
        selects = [each for each in parts(message["components"]) if each["type"] == _SELECT]
        select = next(each for each in selects if value in [option["value"] for option in each["options"]])
        data = {"custom_id": select["custom_id"], "component_type": _SELECT, "values": [value]}
        return await self._interact(Asked.COMPONENT, data, by, dm=self._is_dm(message), source=message)

    async def submit(self, opened: Exchange, *, by: Person | None = None, **typed: str) -> Exchange:
        """Send the form that answered an interaction, with what it was prefilled with where nothing is typed."""
        form = (await opened.response())["data"]
        filled = [
            {"type": LABEL, "id": number, "component": _filled(label["component"], typed)}
            for number, label in enumerate(form["components"], 1)
        ]
        data = {"custom_id": form["custom_id"], "components": filled}
        dm = opened.where["type"] == payloads.DM_CHANNEL
        return await self._interact(Asked.MODAL, data, by, dm=dm, source=opened.source)

    async def mention(self, text: str, *, by: Person | None = None) -> Payload:
        """Write in the server's channel with a mention of the bot; returns the bot's reply to that."""
        me = self.state.me
        return await self._reply_to(await self.say(f"<@{me.id}> {text}", by=by, mentions=[me]))

    async def direct(self, text: str, *, by: Person | None = None) -> Payload:
        """Write to the bot directly; returns its reply to that."""
        return await self._reply_to(await self.say(text, by=by, dm=True))

    async def say(
        self, text: str, *, by: Person | None = None, dm: bool = False, mentions: list[Person] | None = None
    ) -> Payload:
        """Write a message; returns it. Without the intent to read everything, the bot sees what concerns it alone."""
        author, state, named = by or self.state.fan, self.state, mentions or []
        channel = author.dm if dm else str(state.channel["id"])
        mentioned = [payloads.user(each) | {"member": payloads.member(each)} for each in named]
        made = payloads.message(state.new_id(), channel, author, text, mentions=mentioned)
        state.keep(made)
        seen = made if dm or state.me in named else made | {"content": "", "components": [], "embeds": []}
        if not dm:
            seen |= {"guild_id": state.guild_id, "member": payloads.member(author)}
        session = await self.gateway.session()
        if session.intents & (_DIRECT_MESSAGES if dm else _GUILD_MESSAGES):
            await self.gateway.dispatch("MESSAGE_CREATE", seen)
        return made

    async def _reply_to(self, message: Payload) -> Payload:
        def replies(request: Request) -> bool:
            sent = request.message or {}
            reference = sent.get("message_reference") or {}
            return str(reference.get("message_id")) == message["id"] and request.status == 200

        return (await self.rest.journal.first(replies)).data

    async def _command(
        self,
        kind: Asked,
        name: str,
        by: Person | None,
        dm: bool,
        typed: dict[str, str],
        focused: str = "",
        at: Place | None = None,
    ) -> Exchange:
        first, _, second = name.partition(" ")
        command = self.state.command(first)
        options: list[Payload] = [
            {"name": each, "type": _STRING_OPTION, "value": value} | ({"focused": True} if each == focused else {})
            for each, value in typed.items()
        ]
        if second:
            options = [{"name": second, "type": _SUBCOMMAND, "options": options}]
        data = {"id": command["id"], "name": first, "type": 1, "options": options}
        return await self._interact(kind, data, by, dm=dm, at=at)

    async def _interact(
        self,
        kind: Asked,
        data: Payload,
        by: Person | None,
        *,
        dm: bool,
        source: Payload | None = None,
        at: Place | None = None,
    ) -> Exchange:
        state, person = self.state, by or self.state.fan
        place = at or state.places[0]
        where = payloads.dm_channel(person) if dm else place.channel
        exchange = state.open_exchange(kind, where, source)
        sent = payloads.interaction(kind, exchange.id, exchange.token, state.application_id, data)
        sent |= {"channel": where, "channel_id": where["id"], "app_permissions": str(payloads.MEMBER_PERMISSIONS)}
        if source is not None:
            sent["message"] = source
        if dm:
            sent |= {"user": payloads.user(person), "context": 1}
            sent["authorizing_integration_owners"] = {"0": "0"}
        else:
            sent |= {"member": payloads.interacting_member(person), "context": 0, "guild_id": place.guild_id}
            sent["guild"] = {"id": place.guild_id, "locale": "en-US", "features": []}
            sent["guild_locale"] = "en-US"
            sent["authorizing_integration_owners"] = {"0": place.guild_id}
        await self.gateway.dispatch("INTERACTION_CREATE", sent)
        return exchange

    def _is_dm(self, message: Payload) -> bool:
        return str(message["channel_id"]) != str(self.state.channel["id"])


def _filled(component: Payload, typed: dict[str, str]) -> Payload:
    """One field of a form as it is sent."""
    name, kind = component["custom_id"], component["type"]
    sent: Payload = {"type": kind, "custom_id": name, "id": component.get("id", 0)}
    if kind == _SELECT:
        chosen = [option["value"] for option in component["options"] if option.get("default")]
        return sent | {"values": [typed[name]] if name in typed else chosen}
    return sent | {"value": typed.get(name, component.get("value") or "")}
