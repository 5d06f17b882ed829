"""The installed bot on a Discord: it answers, lets facts be edited, and can be read beside while it runs."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.discord_server.payloads import Payload
from tests.discord_server.rules import parts
from tests.discord_server.server import UNHURRIED, DiscordServer
from tests.process.reading import labels, words
from tests.process.running import Ended, Process
from tests.runtime.installing import Installed

QUESTION = "where was the motorcycle cliff jump of mission impossible 7 filmed"
PLACE = "Helsetkopen"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to end a process with")


async def test_the_installed_bot_runs_on_discord_and_is_read_beside(installed: Installed, tmp_path: Path) -> None:
    async with DiscordServer(patience=UNHURRIED) as server:
        process = await Process.start(tmp_path, server.settings, installed=installed.python)
        try:
            await process.until(server.gateway.session())
            answer = await (await server.slash("ask", question=QUESTION)).message()
            assert PLACE in words(answer)
            await _edit(server, answer)
            for arguments in (("ask", QUESTION), ("facts", "list"), ("facts", "export"), ("backup",), ("doctor",)):
                ended = await _run(installed, tmp_path, *arguments)
                assert ended.code == 0, ended.err
                assert ended.out
        finally:
            stopped = await process.stop()
    assert stopped.code == 0
    assert "Traceback" not in stopped.err
    assert await asyncio.to_thread((tmp_path / "store.json").is_file)


async def _run(installed: Installed, folder: Path, *arguments: str) -> Ended:
    return await (await Process.start(folder, {}, *arguments, installed=installed.python)).ended(within=120)


async def _edit(server: DiscordServer, answer: Payload) -> None:
    """A moderator opens the form of the fact that was answered, changes it and saves it."""
    moderator = server.state.moderator
    related = next(each["custom_id"] for each in parts(answer["components"]) if each.get("label") == "Related")
    opened = await server.slash("fact edit", fact=related.split(":")[2], by=moderator)
    await opened.response()
    preview = await (await server.submit(opened, by=moderator, text=f"{PLACE}, as a moderator says.")).message()
    save = next(label for label in labels(preview) if label.startswith("Save"))
    await (await server.press(preview, save, by=moderator)).message()
    assert "as a moderator says" in words(await server.mention(QUESTION))
