"""Read lines that a person types, or that come through a pipe."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory

MAX_LINE = 64 * 1024
"""Maximum number of bytes to read of a line. The rest of a longer line is skipped."""


class Lines(Protocol):
    """Supplies the lines of a conversation."""

    @property
    def typed(self) -> bool:
        """True if a person types the lines and so sees them. Otherwise, the conversation prints them."""
        ...

    async def next(self) -> str | None:
        """Return the next line without its line break, or None after the last."""
        ...


class PipedLines:
    """Reads lines from a file descriptor, in a separate thread.

    It reads the descriptor directly. A thread that waits in ``sys.stdin`` would hold its lock when the process exits.
    """

    typed = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._free_slots = threading.Semaphore(64)
        self._started = False

    async def next(self) -> str | None:
        """Return the next line, with bytes that aren't UTF-8 replaced by U+FFFD."""
        if not self._started:
            self._started = True
            loop = asyncio.get_running_loop()
            threading.Thread(target=self._read, args=(loop,), name="stdin", daemon=True).start()
        line = await self._queue.get()
        self._free_slots.release()
        return None if line is None else line.removesuffix(b"\r").decode("utf-8", "replace")

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        rest = b""
        while chunk := self._chunk():
            *lines, rest = (rest + chunk).split(b"\n")
            rest = rest[:MAX_LINE]
            for line in lines:
                self._put(loop, line[:MAX_LINE])
        if rest:
            self._put(loop, rest)
        self._put(loop, None)

    def _chunk(self) -> bytes:
        try:
            return os.read(self._descriptor, 64 * 1024)
        except OSError:
            return b""  # the terminal or pipe is gone, so no more lines come

    def _put(self, loop: asyncio.AbstractEventLoop, line: bytes | None) -> None:
        # Don't load a file of a million questions into memory. Wait until some lines have been used.
        self._free_slots.acquire()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._queue.put_nowait, line)


class TypedLines:
    """Prompts for lines, with line editing, history (up arrow) and completion (Tab)."""

    typed = True

    def __init__(self, complete: Callable[[str], Iterable[str]], history: History) -> None:
        self._session: PromptSession[str] = PromptSession(
            "> ",
            history=history,
            auto_suggest=AutoSuggestFromHistory(),
            completer=_Questions(complete),
            complete_while_typing=False,
        )

    async def next(self) -> str | None:
        """Return the next line. Ctrl-C clears a line. Ctrl-D, or Ctrl-C on an empty line, ends the input."""
        while True:
            try:
                return await self._session.prompt_async(handle_sigint=False)
            except EOFError:
                return None
            except KeyboardInterrupt:
                if not self._session.default_buffer.text:
                    return None


class _Questions(Completer):
    def __init__(self, complete: Callable[[str], Iterable[str]]) -> None:
        self._complete = complete

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """Yield completions of the text before the cursor."""
        typed = document.text_before_cursor
        for question in self._complete(typed):
            yield Completion(question, start_position=-len(typed))


def history_in(folder: Path | None) -> History:
    """Load the history from a file in ``folder`` that only its owner can read; without a folder, keep it in memory."""
    if folder is None:
        return InMemoryHistory()
    file = folder / "chat-history"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()  # chat works without a writable home
    return FileHistory(str(file))
