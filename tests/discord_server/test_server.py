"""The loopback Discord against plain discord.py, so that what the bot's own tests rest on is itself known to hold."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from bot.frontends.discord.connection.endpoints import discord_at
from tests.discord_server.gateway import Op
from tests.discord_server.interactions import Asked, Exchange, Refusal
from tests.discord_server.journal import Journal
from tests.discord_server.payloads import Payload
from tests.discord_server.rules import (
    COMPONENTS_V2,
    wrong_with_choices,
    wrong_with_commands,
    wrong_with_message,
    wrong_with_modal,
)
from tests.discord_server.server import UNHURRIED, DiscordServer


class Form(ui.Modal, title="Say more"):
    """A form of one field, answered with what was typed."""

    said: ui.Label[Form] = ui.Label(text="What?", component=ui.TextInput(custom_id="said"))

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        """Say it back."""
        assert isinstance(self.said.component, ui.TextInput)
        await interaction.response.send_message(f"typed {self.said.component.value}")


class Choice(ui.View):
    """A button that turns its message, and a select that follows up on it."""

    @ui.button(label="More")
    async def more(self, interaction: discord.Interaction, _: ui.Button[Choice]) -> None:
        """Turn the message."""
        await interaction.response.edit_message(content="more", view=None)

    @ui.select(options=[discord.SelectOption(label="One", value="1"), discord.SelectOption(label="Two", value="2")])
    async def which(self, interaction: discord.Interaction, select: ui.Select[Choice]) -> None:
        """Say which after thinking."""
        await interaction.response.defer(thinking=True)
        await interaction.edit_original_response(content=f"picked {select.values[0]}")
        await interaction.followup.send("and that is that")


class Plain(discord.Client):
    """A client that says back what it is told, and has a command of each kind."""

    def __init__(self, intents: discord.Intents) -> None:
        super().__init__(intents=intents)
        self.tree = app_commands.CommandTree(self)
        self.heard: Journal[discord.Message] = Journal("a message to the client")

        @self.tree.command(description="Say it back")
        async def echo(interaction: discord.Interaction, text: str) -> None:
            await interaction.response.send_message(f"echo {text}", view=Choice(), ephemeral=True)

        @echo.autocomplete("text")
        async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed}{end}", value=end) for end in "ab"]

        @self.tree.command(description="Ask back")
        async def form(interaction: discord.Interaction) -> None:
            await interaction.response.send_modal(Form())

    async def setup_hook(self) -> None:
        """Publish the commands."""
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Do not wait: this Discord does not mind."""

    async def on_message(self, message: discord.Message) -> None:
        """Say it back."""
        self.heard.add(message)
        if message.author != self.user and message.content:
            await message.reply(f"heard {message.content}", mention_author=False)


async def no_more_heartbeats() -> None:
    """Wait for the threads that beat: one that wakes after its loop has closed fails, in whichever test runs then."""
    for thread in threading.enumerate():
        if thread.name.startswith("keep-alive-handler"):
            await asyncio.to_thread(thread.join, 60)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """A loopback Discord that wants a heartbeat often."""
    async with DiscordServer(beat=0.2) as server:
        yield server


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Plain]:
    """A plain client, connected."""
    with discord_at(server.api_url, server.state.gateway_url):
        client = Plain(discord.Intents(guilds=True, guild_messages=True, dm_messages=True))
        running = asyncio.create_task(client.start(server.state.token))
        await server.gateway.session()
        yield client
        await client.close()
        await running
        await no_more_heartbeats()


async def test_a_command_an_autocompletion_a_button_and_a_select(server: DiscordServer, client: Plain) -> None:
    assert await server.complete("echo", "text", text="x") == ["xa", "xb"]
    shown = await (await server.slash("echo", text="hello")).message()
    assert shown["content"] == "echo hello"
    picked = await server.pick(shown, "2")
    assert (await picked.message())["content"] == "picked 2"
    follow_up = await picked.shown.first(lambda message: message["content"] == "and that is that")
    assert follow_up["id"] != shown["id"]
    turned = await (await server.press(shown, "More")).message()
    assert (turned["id"], turned["content"], turned["components"]) == (shown["id"], "more", [])
    assert [request for request in server.requests if request.status >= 400] == []
    assert client.application_id == int(server.state.application_id)


@pytest.mark.usefixtures("client")
async def test_many_interactions_are_sent_before_any_is_answered(server: DiscordServer) -> None:
    server.state.patience = UNHURRIED
    shown = await (await server.slash("echo", text="first")).message()
    uses = [server.slash("echo", text=str(number)) for number in range(50)]
    exchanges = await server.burst([*uses, server.type_into("echo", "text", text="x"), server.press(shown, "More")])
    assert len(exchanges) == 52
    assert [each.seconds for each in exchanges].count(None) > 0
    for number, exchange in enumerate(exchanges[:50]):
        assert (await exchange.message())["content"] == f"echo {number}"
    assert (await exchanges[50].response())["data"]["choices"][0]["value"] == "a"
    assert (await exchanges[51].message())["content"] == "more"
    assert all(0 < each.seconds < 3 for each in exchanges if each.seconds is not None)
    assert None not in [each.seconds for each in exchanges]


@pytest.mark.usefixtures("client")
async def test_a_message_with_a_nonce_is_made_once(server: DiscordServer) -> None:
    headers = {"Authorization": f"Bot {server.state.token}"}
    address = f"{server.api_url}/v10/channels/{server.state.channel['id']}/messages"
    told = [{"content": "x", "nonce": nonce, "enforce_nonce": enforced} for nonce, enforced in NONCES]
    async with aiohttp.ClientSession(headers=headers) as session:
        ids = []
        for each in told:
            async with session.post(address, json=each) as response:
                ids.append((await response.json())["id"])
    assert len(set(ids)) == 4
    assert ids[0] == ids[1]
    assert len(server.state.shown_in(str(server.state.channel["id"]))) == 4


NONCES = [("1", True), ("1", True), ("2", True), ("1", False), ("1", False)]


@pytest.mark.usefixtures("client")
async def test_a_request_may_be_carried_out_and_its_answer_lost(server: DiscordServer) -> None:
    server.lose(r"POST /channels/\d+/messages", 500)
    assert (await server.direct("once"))["content"] == "heard once"
    sent = [each for each in server.state.shown_in(server.state.fan.dm) if each["author"]["bot"]]
    assert len(sent) == 1
    assert [request.status for request in server.requests if request.method == "POST"] == [500, 200]
    server.cut("POST /users/@me/channels")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {server.state.token}"}) as session:
        with pytest.raises(aiohttp.ClientError):
            await session.post(f"{server.api_url}/v10/users/@me/channels", json={"recipient_id": "5"})


@pytest.mark.usefixtures("client")
async def test_a_form_comes_back_filled(server: DiscordServer) -> None:
    sent = await server.submit(await server.slash("form", dm=True), said="plenty")
    assert (await sent.message())["content"] == "typed plenty"


async def test_without_the_intent_the_client_reads_only_what_concerns_it(server: DiscordServer, client: Plain) -> None:
    await server.say("among ourselves")
    assert (await client.heard.first()).content == ""
    assert (await server.mention("you"))["content"].endswith("you")
    assert (await server.direct("psst"))["content"] == "heard psst"
    assert [bool(message.guild) for message in client.heard] == [True, True, False]


async def test_heartbeats_are_wanted_and_answered(server: DiscordServer, client: Plain) -> None:
    beats = 0
    for position in itertools.count():
        beats += (await server.gateway.journal.first(after=position))["op"] == Op.HEARTBEAT
        if beats == 3:
            break
    await server.gateway.beat()
    assert client.latency < 10


@pytest.mark.parametrize("how", ["drop", "close", "reconnect", "invalid, resumable"])
async def test_a_session_resumes_with_what_was_missed(server: DiscordServer, client: Plain, how: str) -> None:
    gateway = server.gateway
    session = await gateway.session()
    ways: dict[str, Callable[[], Awaitable[None]]] = {
        "drop": gateway.drop,
        "close": lambda: gateway.drop(4000),
        "reconnect": gateway.ask_to_reconnect,
        "invalid, resumable": lambda: gateway.invalidate(resumable=True),
    }
    await ways[how]()
    await server.say("meanwhile", dm=True)
    assert await gateway.session(after=1) is session
    await server.say("after", dm=True)
    await client.heard.first(lambda message: message.content == "after")
    assert [message.content for message in client.heard if message.author.id == int(server.state.fan.id)] == [
        "meanwhile",
        "after",
    ]
    assert len(gateway.sessions) == 1


@pytest.mark.usefixtures("client")
async def test_an_invalid_session_begins_anew(server: DiscordServer) -> None:
    first = await server.gateway.session()
    await server.gateway.invalidate(resumable=False)
    assert await server.gateway.session(after=1) is not first
    assert (await server.direct("again"))["content"] == "heard again"


@pytest.mark.usefixtures("client")
async def test_a_rate_limit_is_waited_out_and_a_block_is_not(server: DiscordServer) -> None:
    server.limit_rate("POST /channels")
    assert await server.direct("slowly")
    assert [request.status for request in server.requests if request.method == "POST"] == [429, 200]
    server.block("POST /channels")
    await server.say("blocked", dm=True)
    await server.rest.journal.first(lambda request: request.status == 429, after=len(server.requests) - 1)
    assert (await server.direct("free again"))["content"] == "heard free again"


@pytest.mark.parametrize(
    ("token", "intents", "expected"),
    [
        ("another", discord.Intents(guilds=True), discord.LoginFailure),
        (None, discord.Intents(guilds=True, message_content=True), discord.PrivilegedIntentsRequired),
    ],
)
async def test_who_may_not_come_in_is_told_why(
    server: DiscordServer, token: str | None, intents: discord.Intents, expected: type[Exception]
) -> None:
    with discord_at(server.api_url, server.state.gateway_url):
        client = Plain(intents)
        with pytest.raises(expected):
            await client.start(token or server.state.token)
        await client.close()


async def test_an_unknown_address_is_none(server: DiscordServer) -> None:
    headers = {"Authorization": f"Bot {server.state.token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{server.api_url}/v10/users/1/friends") as response,
    ):
        assert response.status == 404
    assert [(request.path, request.status) for request in server.requests] == [("/users/1/friends", 404)]


def test_an_interaction_is_answered_once_and_in_time() -> None:
    exchange = Exchange("1", "token", Asked.COMMAND, {})
    exchange.answer({"type": 4})
    with pytest.raises(Refusal, match="already been acknowledged"):
        exchange.answer({"type": 4})
    late = Exchange("2", "token", Asked.COMMAND, {}, opened=exchange.opened - 3.1)
    with pytest.raises(Refusal, match="Unknown interaction"):
        late.answer({"type": 4})


TEXT_PART = {"type": 10, "content": "words"}
BUTTON_PART = {"type": 2, "style": 2, "label": "Press", "custom_id": "b:press"}
OPTION = {"label": "One", "value": "1"}


def _select(**changes: object) -> Payload:
    return {"type": 1, "components": [{"type": 3, "custom_id": "s:pick", "options": [OPTION]} | changes]}


@pytest.mark.parametrize(
    ("components", "wrong"),
    [
        ([TEXT_PART, {"type": 1, "components": [BUTTON_PART]}, _select()], ""),
        ([TEXT_PART] * 41, "41 components"),
        ([TEXT_PART | {"content": "x" * 2001}] * 2, "4000 characters of text"),
        ([TEXT_PART | {"content": ""}], "text of 0 characters"),
        ([{"type": 1, "components": [BUTTON_PART, BUTTON_PART]}], "stands twice"),
        ([{"type": 1, "components": [BUTTON_PART | {"label": "x" * 81}]}], "label of 81 characters"),
        ([{"type": 1, "components": [BUTTON_PART | {"custom_id": "x" * 101}]}], "custom id of 101 characters"),
        ([{"type": 1, "components": [BUTTON_PART | {"custom_id": str(n)} for n in range(6)]}], "a row of 6 parts"),
        ([_select(options=[OPTION | {"value": str(n)} for n in range(26)])], "a select of 26 parts"),
        ([_select(options=[OPTION | {"description": "x" * 101}])], "description of 101 characters"),
        ([{"type": 17, "components": []}], "an empty container"),
        ([{"type": 9, "components": [TEXT_PART]}], "no accessory"),
        ([], "an empty message"),
    ],
)
def test_messages_keep_to_the_limits(components: list[Payload], wrong: str) -> None:
    found = "; ".join(wrong_with_message({"flags": COMPONENTS_V2, "components": components}))
    assert wrong in found
    assert bool(found) == bool(wrong)


def test_components_of_the_second_version_stand_alone_and_say_so() -> None:
    assert wrong_with_message({"flags": COMPONENTS_V2, "components": [TEXT_PART], "content": "and more"})
    assert wrong_with_message({"components": [TEXT_PART]})
    assert not wrong_with_message({"components": [TEXT_PART]}, flags=COMPONENTS_V2)
    assert not wrong_with_message({"content": "x" * 2000})
    assert wrong_with_message({"content": "x" * 2001})


def test_choices_keep_to_the_limits() -> None:
    choices = [{"name": f"name {number}", "value": str(number)} for number in range(25)]
    assert not wrong_with_choices({"choices": choices})
    assert wrong_with_choices({"choices": [*choices, {"name": "one more", "value": "x"}]})
    assert wrong_with_choices({"choices": [choices[0], choices[0]]})
    assert wrong_with_choices({"choices": [{"name": "", "value": "x"}]})
    assert wrong_with_choices({"choices": [{"name": "x", "value": "x" * 101}]})


def test_forms_and_commands_keep_to_the_limits() -> None:
    field = {"type": 18, "label": "Field", "component": {"type": 4, "custom_id": "field"}}
    assert not wrong_with_modal({"title": "Form", "custom_id": "f:form", "components": [field]})
    assert wrong_with_modal({"title": "x" * 46, "custom_id": "f:form", "components": [field]})
    assert wrong_with_modal({"title": "Form", "custom_id": "f:form", "components": [field] * 6})
    command = {"name": "ask", "description": "Ask", "options": []}
    assert not wrong_with_commands([command])
    assert wrong_with_commands([command, command])
    assert wrong_with_commands([command | {"name": "Ask"}])
    assert wrong_with_commands([command | {"description": "x" * 101}])
    options = [{"name": "first", "description": "1"}, {"name": "second", "description": "2", "required": True}]
    assert wrong_with_commands([command | {"options": options}])
