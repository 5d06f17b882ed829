"""The gateway: sessions that are identified, resumed, dropped and refused, over a real WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from aiohttp import WSMsgType, web

from tests.discord_server.journal import Journal
from tests.discord_server.payloads import Payload


class Op(IntEnum):
    """Opcodes of the gateway."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Close(IntEnum):
    """Codes with which the gateway closes."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    DISALLOWED_INTENTS = 4014


PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
"""Members, presences, message content: an application has to apply for these, and ours has not."""

_SYNC_FLUSH = b"\x00\x00\xff\xff"


@dataclass
class Session:
    """One identified session, with all that was sent in it, so that it can be resumed."""

    id: str
    intents: int
    sent: list[Payload] = field(default_factory=list)

    @property
    def sequence(self) -> int:
        """The number of the event sent last."""
        return len(self.sent)


class Connection:
    """One socket to a client, compressed where the client asked for that."""

    def __init__(self, socket: web.WebSocketResponse, request: web.Request) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._request = request
        # discord.py takes plain text as well, so any other compression than zlib is simply not done.
        self._deflate = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    async def send(self, op: Op, data: object = None, event: str | None = None, sequence: int | None = None) -> None:
        """Send one payload; a client that has gone gets nothing, and learns of it when it resumes."""
        text = json.dumps({"op": op, "d": data, "t": event, "s": sequence})
        with contextlib.suppress(ConnectionError):
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                assert packed.endswith(_SYNC_FLUSH)
                await self.socket.send_bytes(packed)

    async def send_event(self, number: int) -> None:
        """Send the session's event of this number, counted from 1."""
        assert self.session is not None
        payload = self.session.sent[number - 1]
        await self.send(Op.DISPATCH, payload["d"], payload["t"], number)

    def abort(self) -> None:
        """Cut the wire without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()


class Gateway:
    """Every connection to the gateway.

    ``greeting`` makes the events that a new session begins with; ``journal`` holds every payload that came in.
    With ``deaf`` set, what is sent to the gateway after a session began is not read any more.
    """

    def __init__(
        self, token: str, greeting: Callable[[str], list[tuple[str, Payload]]], *, beat: float = 41.25
    ) -> None:
        self.journal: Journal[Payload] = Journal("a payload to the gateway")
        self.sessions: dict[str, Session] = {}
        self.refuse_with: Close | None = None
        self.forgetful = False
        self.deaf = False
        self._token = token
        self._greeting = greeting
        self._beat = beat
        self._live: Connection | None = None
        self._sessions_started: Journal[Session] = Journal("a session")
        self._closing = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until it ends."""
        socket = web.WebSocketResponse(max_msg_size=4096)
        await socket.prepare(request)
        connection = Connection(socket, request)
        await connection.send(Op.HELLO, {"heartbeat_interval": int(self._beat * 1000), "_trace": []})
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    break
                payload = json.loads(message.data)
                self.journal.add(payload)
                await self._take(connection, payload)
                if self.deaf and connection.session is not None:
                    await self._closing.wait()
        finally:
            if self._live is connection:
                self._live = None
        return socket

    async def session(self, *, after: int = 0) -> Session:
        """The first session that began or was resumed, of those after the first ``after``; waits for it."""
        return await self._sessions_started.first(after=after)

    @property
    def sessions_started(self) -> int:
        """How often a session began or was resumed."""
        return len(self._sessions_started)

    @property
    def connected(self) -> bool:
        """Whether a client is connected with a session."""
        return self._live is not None

    async def dispatch(self, event: str, data: Payload) -> None:
        """Send an event to the newest session; while its connection is down it waits there to be resumed."""
        session = self._sessions_started[-1]
        session.sent.append({"t": event, "d": data})
        if self._live is not None and self._live.session is session:
            await self._live.send_event(session.sequence)

    async def drop(self, code: int | None = None) -> None:
        """End the connection: with a code, or by cutting the wire."""
        live = self._connection()
        self._live = None
        if code is None:
            live.abort()
        else:
            await live.socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Tell the client to connect again and resume, as Discord does before it restarts a node."""
        await self._connection().send(Op.RECONNECT)

    async def invalidate(self, *, resumable: bool) -> None:
        """Tell the client that its session is no longer valid."""
        live = self._connection()
        if not resumable and live.session is not None:
            del self.sessions[live.session.id]
        await live.send(Op.INVALID_SESSION, resumable)

    async def beat(self) -> None:
        """Ask for a heartbeat, and wait until it comes; a client whose loop is busy cannot give it."""
        position = len(self.journal)
        await self._connection().send(Op.HEARTBEAT)
        await self.journal.first(lambda payload: payload["op"] == Op.HEARTBEAT, after=position)

    async def close(self) -> None:
        """End every connection."""
        self._closing.set()
        if self._live is not None:
            self._live.abort()

    def _connection(self) -> Connection:
        assert self._live is not None, "no client is connected"
        return self._live

    async def _take(self, connection: Connection, payload: Payload) -> None:
        match payload["op"]:
            case Op.HEARTBEAT:
                await connection.send(Op.HEARTBEAT_ACK)
            case Op.IDENTIFY:
                await self._identify(connection, payload["d"])
            case Op.RESUME:
                await self._resume(connection, payload["d"])
            case Op.PRESENCE if connection.session is not None:
                pass
            case Op.PRESENCE:
                await connection.socket.close(code=Close.NOT_AUTHENTICATED)
            case _:
                await connection.socket.close(code=Close.UNKNOWN_OPCODE)

    async def _refused(self, connection: Connection, token: str) -> bool:
        code = self.refuse_with or (Close.AUTHENTICATION_FAILED if token != self._token else None)
        if code is not None:
            await connection.socket.close(code=code)
        return code is not None

    async def _identify(self, connection: Connection, data: Payload) -> None:
        if await self._refused(connection, data["token"]):
            return
        if data["intents"] & PRIVILEGED:
            await connection.socket.close(code=Close.DISALLOWED_INTENTS)
            return
        session = Session(secrets.token_hex(16), data["intents"])
        self.sessions[session.id] = session
        session.sent += [{"t": event, "d": body} for event, body in self._greeting(session.id)]
        connection.session, self._live = session, connection
        for number in range(1, session.sequence + 1):
            await connection.send_event(number)
        self._sessions_started.add(session)

    async def _resume(self, connection: Connection, data: Payload) -> None:
        session = self.sessions.get(data["session_id"])
        if await self._refused(connection, data["token"]):
            return
        if session is None or self.forgetful:
            await connection.send(Op.INVALID_SESSION, False)
            return
        connection.session, self._live = session, connection
        missed = range(data["seq"] + 1, session.sequence + 1)
        session.sent.append({"t": "RESUMED", "d": {"_trace": []}})
        for number in (*missed, session.sequence):
            await connection.send_event(number)
        self._sessions_started.add(session)
