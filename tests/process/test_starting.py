"""Check what a start sends to Discord, and what the next start doesn't send again."""

from __future__ import annotations

from tests.discord_server.gateway import PRIVILEGED
from tests.discord_server.server import DiscordServer
from tests.process.running import Start


async def test_commands_are_published_once_however_often_the_bot_starts(discord: DiscordServer, start: Start) -> None:
    discord.limit_rate("GET /users/@me")
    discord.fail("PUT /applications", 403)
    first = await start(LOG_LEVEL="DEBUG")
    assert not (await discord.gateway.session()).intents & PRIVILEGED
    assert discord.state.publications == 0
    ended = await first.stop()
    assert ended.code == 0
    assert "discord" in ended.err
    assert discord.state.token not in ended.out + ended.err
    assert [request.status for request in discord.requests if request.path == "/users/@me"] == [429, 200]

    discord.fail("PUT /applications", 500)
    assert (await (await start()).stop()).code == 0
    assert discord.state.publications == 1
    names = {command["name"] for command in discord.state.commands}
    assert {"ask", "release", "stunts", "locations", "facts", "productions", "help", "about", "fact"} <= names

    ended = await (await start()).stop()
    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert [request.status for request in discord.requests if request.method == "PUT"] == [403, 500, 200]
