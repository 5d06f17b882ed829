"""Draw pages with a headless Chromium, over its DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
_START = 30.0
"""Seconds that it may take to start."""


class NoBrowser(Exception):
    """There is nothing to draw with."""


class Chromium:
    """One tab of a running Chromium."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)

    async def draw(self, page: str, scale: float) -> bytes:
        """Return the element ``#picture`` of a page as PNG, ``scale`` device pixels to one of the page's."""
        [frame] = [(await self._call("Page.getFrameTree"))["frameTree"]["frame"]["id"]]
        await self._call("Page.setDocumentContent", frameId=frame, html=page)
        await self._evaluate("document.fonts.ready.then(() => 1)")
        box = await self._evaluate(
            "(() => { const box = document.getElementById('picture').getBoundingClientRect();"
            " return {x: box.x, y: box.y, width: box.width, height: Math.ceil(box.height)} })()"
        )
        shot = await self._call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip={**box, "scale": scale}
        )
        return base64.b64decode(shot["data"])

    async def _evaluate(self, expression: str) -> Any:
        answer = await self._call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return answer["result"].get("value")

    async def _call(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while True:
            answer: dict[str, Any] = await self._socket.receive_json()
            if answer.get("id") == number:
                break
        if "error" in answer:
            raise RuntimeError(f"Chromium refused {method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result


@asynccontextmanager
async def chromium() -> AsyncIterator[Chromium]:
    """A Chromium with a profile of its own, ended at the end.

    Raises:
        NoBrowser: none is installed, or it does not start.
    """
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise NoBrowser("Chromium is needed to draw pictures. Install it (Debian and Ubuntu: apt install chromium).")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program,
            *_FLAGS,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port = await _port(Path(profile) / "DevToolsActivePort", process)
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                    tabs = await answer.json()
                address = next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Chromium(socket)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _port(told: Path, process: asyncio.subprocess.Process) -> int:
    """Return the port that it listens on, which it writes into its profile."""
    async with asyncio.timeout(_START):
        while process.returncode is None:
            if lines := _lines(told):
                return int(lines[0])
            await asyncio.sleep(0.05)
    raise NoBrowser("Chromium ended as soon as it was started.")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split() if path.exists() else []
