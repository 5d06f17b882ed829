"""The REST side: routes in Discord's shapes, a record of every request, and faults on demand."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_server.interactions import MAKES_A_MESSAGE, Answered, Exchange, Refusal
from tests.discord_server.journal import Journal
from tests.discord_server.payloads import Payload
from tests.discord_server.rules import EPHEMERAL, wrong_with_choices, wrong_with_commands, wrong_with_message
from tests.discord_server.rules import wrong_with_modal as wrong_with_form
from tests.discord_server.state import State

VERSION = "/api/v10"

BODY: web.RequestKey[Any] = web.RequestKey("body", object)
"""What came with a request, parsed."""

CODE: web.RequestKey[int] = web.RequestKey("code", int)
"""The code of the error that a request was refused with."""

CUT = 599
"""A status that never arrives: the wire is cut instead."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came, and the status that it got.

    ``path`` begins behind the version; ``attached`` is how many bytes of files came with it; ``at`` is when it was
    answered, on the monotonic clock. ``code`` is Discord's code of the error, where it was refused.
    """

    method: str
    path: str
    body: Payload | list[Payload]
    status: int
    attached: int = 0
    code: int = 0
    at: float = field(default_factory=time.monotonic)

    @property
    def data(self) -> Payload:
        """The body of a request that has an object there."""
        assert isinstance(self.body, dict)
        return self.body

    @property
    def message(self) -> Payload | None:
        """The message that this request sends or edits, if it does."""
        if self.method not in ("POST", "PATCH"):
            return None
        if self.path.endswith("/callback"):
            sends = self.data.get("type") in (Answered.MESSAGE, Answered.UPDATE)
            return self.data["data"] if sends else None
        return self.data if re.match(r"/(channels/\d+/messages|webhooks/)", self.path) else None


@dataclass
class Fault:
    """What requests get in place of an answer, ``times`` times; status 0 is no answer at all, a text body a page.

    With ``lost`` the request is carried out first, and only the word on that is lost.
    """

    status: int
    matching: re.Pattern[str]
    times: int = 1
    body: Payload | str = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False


class Rest:
    """The HTTP application."""

    def __init__(self, state: State, gateway: Callable[[web.Request], Awaitable[web.WebSocketResponse]]) -> None:
        self.journal: Journal[Request] = Journal("a request")
        self.faults: list[Fault] = []
        self._state = state
        self._closing = asyncio.Event()
        self.application = web.Application(middlewares=[self._receive])
        on, any_id, token = self.application.router, r"\d+", "{token}"
        on.add_get("/gateway", gateway)
        on.add_get(f"{VERSION}/users/@me", self._me)
        on.add_post(f"{VERSION}/users/@me/channels", self._open_dm)
        on.add_get(f"{VERSION}/users/{{person:{any_id}}}", self._user)
        on.add_get(f"{VERSION}/oauth2/applications/@me", self._application)
        on.add_get(f"{VERSION}/applications/@me", self._application)
        on.add_get(f"{VERSION}/gateway/bot", self._gateway)
        commands = f"{VERSION}/applications/{{application:{any_id}}}/commands"
        on.add_get(commands, self._commands)
        on.add_put(commands, self._publish)
        messages = f"{VERSION}/channels/{{channel:{any_id}}}/messages"
        on.add_post(messages, self._send)
        on.add_get(f"{messages}/{{message:{any_id}}}", self._fetch)
        on.add_patch(f"{messages}/{{message:{any_id}}}", self._edit)
        on.add_post(f"{VERSION}/channels/{{channel:{any_id}}}/typing", self._typing)
        on.add_post(f"{VERSION}/interactions/{{interaction:{any_id}}}/{token}/callback", self._callback)
        webhook = f"{VERSION}/webhooks/{{application:{any_id}}}/{token}"
        on.add_post(webhook, self._follow_up)
        on.add_get(f"{webhook}/messages/{{message}}", self._fetch_shown)
        on.add_patch(f"{webhook}/messages/{{message}}", self._edit_shown)
        on.add_delete(f"{webhook}/messages/{{message}}", self._delete_shown)

    def close(self) -> None:
        """Let go of requests that get no answer."""
        self._closing.set()

    # -- around every request

    @web.middleware
    async def _receive(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not request.path.startswith(VERSION):
            return await handler(request)
        body = await _body(request)
        request[BODY] = body
        path = request.path.removeprefix(VERSION)
        fault = self._fault(f"{request.method} {path}")
        if fault is None or fault.lost:
            response = await self._answer(request, path, handler)
        if fault is not None:
            response = await self._fail(fault, request)
        attached, code = await _attached(request), request.get(CODE, 0)
        self.journal.add(Request(request.method, path, body, response.status, attached, code))
        return response

    async def _answer(
        self, request: web.Request, path: str, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        by_token_in_path = path.startswith(("/webhooks/", "/interactions/"))
        if not by_token_in_path and request.headers.get("Authorization") != f"Bot {self._state.token}":
            return reply({"message": "401: Unauthorized", "code": 0}, 401)
        try:
            response = await handler(request)
        except Refusal as refusal:
            request[CODE] = int(refusal.body["code"])
            return reply(refusal.body, refusal.status)
        except web.HTTPException as missing:
            return reply({"message": f"{missing.status}: {missing.reason}", "code": 0}, missing.status)
        response.headers.update({"X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "49"})
        response.headers.update({"X-RateLimit-Reset-After": "1.0", "X-RateLimit-Bucket": "generous"})
        return response

    def _fault(self, line: str) -> Fault | None:
        for fault in self.faults:
            if fault.matching.search(line):
                fault.times -= 1
                if fault.times <= 0:
                    self.faults.remove(fault)
                return fault
        return None

    async def _fail(self, fault: Fault, request: web.Request) -> web.Response:
        if fault.status == CUT and request.transport is not None:
            request.transport.abort()
        if fault.status == 0:
            await self._closing.wait()
        if isinstance(fault.body, str):
            return web.Response(text=fault.body, status=fault.status, content_type="text/html")
        return reply(fault.body, fault.status or 504, fault.headers)

    # -- who the bot is

    async def _me(self, _: web.Request) -> web.Response:
        return reply(self._state.me_payload())

    async def _user(self, request: web.Request) -> web.Response:
        return reply(self._state.user_payload(request.match_info["person"]))

    async def _application(self, _: web.Request) -> web.Response:
        return reply(self._state.application_payload())

    async def _gateway(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return reply({"url": self._state.gateway_url, "shards": 1, "session_start_limit": limit})

    # -- commands

    async def _commands(self, _: web.Request) -> web.Response:
        return reply(self._state.commands)

    async def _publish(self, request: web.Request) -> web.Response:
        _refuse(wrong_with_commands(request[BODY]))
        return reply(self._state.publish(request[BODY]))

    # -- channels

    async def _open_dm(self, request: web.Request) -> web.Response:
        return reply(self._state.dm_with(str(request[BODY]["recipient_id"])))

    async def _send(self, request: web.Request) -> web.Response:
        _refuse(wrong_with_message(request[BODY]))
        return reply(self._state.message_of_bot(request.match_info["channel"], request[BODY]))

    async def _fetch(self, request: web.Request) -> web.Response:
        return reply(self._state.message(request.match_info["message"]))

    async def _edit(self, request: web.Request) -> web.Response:
        return reply(self._edited(request.match_info["message"], request[BODY]))

    async def _typing(self, _: web.Request) -> web.Response:
        return web.Response(status=204)

    def _edited(self, message_id: str, data: Payload) -> Payload:
        held = self._state.message(message_id)
        _refuse(wrong_with_message(held | data, held["flags"]))
        return self._state.edit(message_id, data)

    # -- interactions

    async def _callback(self, request: web.Request) -> web.Response:
        exchange = self._state.exchange(request.match_info["token"], request.match_info["interaction"])
        kind, data = Answered(request[BODY]["type"]), request[BODY].get("data") or {}
        match kind:
            case Answered.MESSAGE | Answered.UPDATE:
                _refuse(wrong_with_message(data))
            case Answered.CHOICES:
                _refuse(wrong_with_choices(data))
            case Answered.MODAL:
                _refuse(wrong_with_form(data))
        exchange.answer(request[BODY])
        self._show_first(exchange, kind, data)
        exchange.done()
        return reply(_callback_response(exchange, kind)) if request.query.get("with_response") else _nothing()

    def _show_first(self, exchange: Exchange, kind: Answered, data: Payload) -> None:
        if kind in MAKES_A_MESSAGE:
            exchange.original = self._state.message_of_bot(str(exchange.where["id"]), data)
        elif exchange.source is not None and kind is Answered.UPDATE:
            exchange.original = self._state.edit(exchange.source["id"], data)
        elif exchange.source is not None and kind is Answered.DEFERRED_UPDATE:
            exchange.original = exchange.source
            return
        if exchange.original is not None:
            exchange.shown.add(exchange.original)

    async def _follow_up(self, request: web.Request) -> web.Response:
        exchange = self._state.exchange(request.match_info["token"])
        if exchange.first is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        _refuse(wrong_with_message(request[BODY]))
        message = self._state.message_of_bot(str(exchange.where["id"]), request[BODY])
        exchange.shown.add(message)
        return reply(message)

    async def _fetch_shown(self, request: web.Request) -> web.Response:
        return reply(self._state.message(self._shown_id(request)))

    async def _edit_shown(self, request: web.Request) -> web.Response:
        message = self._edited(self._shown_id(request), request[BODY])
        self._state.exchange(request.match_info["token"]).shown.add(message)
        return reply(message)

    async def _delete_shown(self, request: web.Request) -> web.Response:
        self._state.delete(self._shown_id(request))
        return _nothing()

    def _shown_id(self, request: web.Request) -> str:
        exchange = self._state.exchange(request.match_info["token"])
        if request.match_info["message"] != "@original":
            return request.match_info["message"]
        if exchange.original is None:
            raise Refusal(404, 10008, "Unknown Message")
        return str(exchange.original["id"])


def reply(body: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """A response in JSON. discord.py takes it for JSON only where the content type names no charset."""
    return web.Response(body=json.dumps(body).encode(), status=status, content_type="application/json", headers=headers)


def _nothing() -> web.Response:
    return web.Response(status=204)


async def _body(request: web.Request) -> Payload | list[Payload]:
    """The JSON of a request; of one with files, the part that describes them."""
    if not request.can_read_body:
        return {}
    if request.content_type != "multipart/form-data":
        found: Payload | list[Payload] = await request.json()
        return found
    form = await request.post()
    described: Payload = json.loads(str(form["payload_json"]))
    return described


async def _attached(request: web.Request) -> int:
    if request.content_type != "multipart/form-data":
        return 0
    files = [part.file for part in (await request.post()).values() if isinstance(part, web.FileField)]
    return sum(each.seek(0, 2) for each in files)


def _refuse(wrong: list[str]) -> None:
    if wrong:
        raise Refusal(400, 50035, f"Invalid Form Body: {'; '.join(wrong)}")


def _callback_response(exchange: Exchange, kind: Answered) -> Payload:
    about: Payload = {"id": exchange.id, "type": int(exchange.kind)}
    found: Payload = {"interaction": about, "resource": {"type": int(kind)}}
    if exchange.original is not None:
        about["response_message_id"] = exchange.original["id"]
        about["response_message_loading"] = kind is Answered.DEFERRED_MESSAGE
        about["response_message_ephemeral"] = bool(exchange.original["flags"] & EPHEMERAL)
        if kind in (Answered.MESSAGE, Answered.UPDATE):
            found["resource"]["message"] = exchange.original
    return found
