"""Draw a conversation in a real terminal."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tools.pictures.chromium import NoBrowser
from tools.pictures.page import document

_ROOT = Path(__file__).parents[2]
_LINES = (
    "when was mission impossible 7 supposed to come out?",
    "how long was he on the wing in mi8",
    "who plays the joker",
)
_WIDTH, _HEIGHT = 100, 44
_PROMPT_WAIT = 20.0
_DARK, _LIGHT = (16, 18, 22), (215, 218, 224)
_NORMAL = [
    (60, 64, 72),
    (240, 98, 98),
    (104, 190, 120),
    (226, 184, 90),
    (97, 160, 255),
    (196, 138, 240),
    (86, 194, 204),
]
_THEME = TerminalTheme(_DARK, _LIGHT, [*_NORMAL, _LIGHT])


async def screen() -> str:
    """Return a page with ``callsheet chat`` in a real terminal, after a few questions.

    Raises:
        NoBrowser: tmux, which is that terminal, is not installed.
    """
    if shutil.which("tmux") is None:
        raise NoBrowser(
            "tmux is needed for the picture of the terminal. Install it (Debian and Ubuntu: apt install tmux)."
        )
    with TemporaryDirectory() as folder:
        tmux = _Tmux(Path(folder))
        await tmux.start(f"{sys.executable} -m bot chat")
        try:
            for number, line in enumerate(_LINES, 1):
                await tmux.until_prompts(number)
                await tmux.type(line)
            await tmux.until_prompts(len(_LINES) + 1)
            shown = await tmux("capture-pane", "-e", "-p", "-t", "chat")
        finally:
            await tmux.end()
    return document(f"<div class=terminal>{_html(shown)}</div>")


class _Tmux:
    """A terminal of its own, on a socket of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def start(self, command: str) -> None:
        """Start a command in it, with an empty store."""
        size = ("-x", str(_WIDTH), "-y", str(_HEIGHT))
        await self("-f", "/dev/null", "new-session", "-d", "-s", "chat", *size, command)

    async def type(self, line: str) -> None:
        """Type a line and press Enter."""
        await self("send-keys", "-t", "chat", "-l", line)
        await self("send-keys", "-t", "chat", "Enter")

    async def until_prompts(self, count: int) -> None:
        """Wait until this many prompts are on the screen, the last of them empty."""
        async with asyncio.timeout(_PROMPT_WAIT):
            while True:
                shown = (await self("capture-pane", "-p", "-t", "chat")).rstrip().split("\n")
                if sum(line.startswith(">") for line in shown) == count and shown[-1].strip() == ">":
                    return
                await asyncio.sleep(0.1)

    async def end(self) -> None:
        """End the conversation and wait until it has written everything; the terminal ends with it."""
        await self.type("/quit")
        async with asyncio.timeout(_PROMPT_WAIT):
            code = 0
            while code == 0:
                await asyncio.sleep(0.1)
                code, *_ = await self._run("has-session", "-t", "chat")

    async def __call__(self, *arguments: str) -> str:
        code, out, fault = await self._run(*arguments)
        if code:
            raise RuntimeError(f"tmux {arguments[0]}: {fault.strip()}")
        return out

    async def _run(self, *arguments: str) -> tuple[int, str, str]:
        environment = os.environ | {
            "PYTHONPATH": str(_ROOT),
            "STORE_URL": f"tinydb:///{self._folder / 'store.json'}",
            "CHAT_HISTORY": "off",
            "DISCORD_TOKEN": "",
            "LANG": "C.UTF-8",
        }
        process = await asyncio.create_subprocess_exec(
            "tmux",
            "-S",
            str(self._folder / "tmux"),
            *arguments,
            cwd=self._folder,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, fault = await process.communicate()
        return await process.wait(), out.decode(), fault.decode()


def _html(shown: str) -> str:
    """Return what a terminal shows, with its colours."""
    console = Console(record=True, width=_WIDTH + 4, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(shown.rstrip()), soft_wrap=True)
    return console.export_html(theme=_THEME, inline_styles=True, code_format="{code}")
