"""Run the program as a separate process: pipes, terminals, signals, and a Discord that can't be reached."""

from __future__ import annotations

import fcntl
import http.server
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pytest

from bot.commands.exits import Exit
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
QUESTION = "when does mission impossible 7 come out"


@pytest.fixture
def environment() -> dict[str, str]:
    """Return this process's environment without any of the bot's settings."""
    settings = {name.upper() for name in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in settings} | {"PYTHONPATH": str(ROOT)}


def _run(
    *arguments: str, cwd: Path, env: dict[str, str], stdin: str = "", timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


@contextmanager
def _conversation(cwd: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Start a conversation through pipes."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=cwd,
        env=env | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert "Ask me about" in process.stdout.readline()
        yield process


def test_without_a_token_the_bot_runs_in_the_terminal_and_says_so(tmp_path: Path, environment: dict[str, str]) -> None:
    ended = _run("start", cwd=tmp_path, env=environment, stdin=f"{QUESTION}\nwho plays the joker\n")
    assert ended.returncode == Exit.DONE
    first, _, conversation = ended.stdout.partition("\n")
    assert "DISCORD_TOKEN" in first
    assert "Developer Portal" in first
    assert f"> {QUESTION}" in conversation
    assert "12 July 2023" in conversation
    assert "\x1b" not in ended.stdout
    assert ended.stderr == ""


def test_piped_output_is_always_utf8(tmp_path: Path, environment: dict[str, str]) -> None:
    environment["PYTHONIOENCODING"] = "ascii"
    ended = _run("ask", "--json", "née 🎬", cwd=tmp_path, env=environment)
    assert ended.returncode == Exit.DONE
    assert "née 🎬" in ended.stdout


def test_a_closed_pipe_is_not_an_error(tmp_path: Path, environment: dict[str, str]) -> None:
    command = f"{sys.executable} -m bot facts list --json | head -n 1"
    ended = subprocess.run(
        command, shell=True, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.stdout.startswith("{")
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_a_conversation_cleanly(tmp_path: Path, environment: dict[str, str], ending: str) -> None:
    with _conversation(tmp_path, environment) as process:
        process.send_signal(getattr(signal, ending))
        _, errors = process.communicate(timeout=120)
    assert process.returncode == Exit.DONE
    assert errors == ""


_PROMPT = b"\x1b[?2004h"
"""Escape sequence that a prompt sends when it starts to read keys (bracketed paste)."""


class _Terminal:
    """A person at a terminal of 200 columns that runs the program."""

    def __init__(self, cwd: Path, env: dict[str, str]) -> None:
        self._unseen = b""
        self._controller, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        command = [sys.executable, "-m", "bot", "chat"]
        self.process = subprocess.Popen(command, cwd=cwd, env=env, stdin=terminal, stdout=terminal)
        os.close(terminal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._controller)

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._controller, keys)

    def see(self, wanted: bytes) -> bytes:
        """Read until some output appears, and return everything up to it. Fail if the output ends first."""
        shown, self._unseen = self._unseen, b""
        while wanted not in shown:
            ready, _, _ = select.select([self._controller], [], [], 300)
            assert ready, f"waited for {wanted!r}, saw {shown!r}"
            chunk = os.read(self._controller, 65536)
            if b"\x1b[6n" in chunk:
                self.type(b"\x1b[1;1R")  # the cursor's position, as a terminal must answer
            shown += chunk
        before, _, self._unseen = shown.partition(wanted)  # keep the rest for the next call
        return before + wanted


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
@pytest.mark.parametrize("colour", [True, False])
def test_a_terminal_has_line_editing_and_colours(tmp_path: Path, environment: dict[str, str], colour: bool) -> None:
    environment |= {"TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path / "state")}
    environment.pop("NO_COLOR", None)
    if not colour:
        environment["NO_COLOR"] = "1"
    with _Terminal(tmp_path, environment) as terminal:
        terminal.see(_PROMPT)
        # Ctrl-B moves back one character, Ctrl-E to the end. This spells "come" only with line editing.
        terminal.type(b"when does mission impossible 7 cme\x02\x02o\x05 out\r")
        shown = terminal.see(b"Source")
        assert b"12 July 2023" in shown
        assert (b"\x1b[32m" in shown) is colour
        terminal.see(_PROMPT)
        terminal.type(b"\x04")
        assert terminal.process.wait(timeout=120) == Exit.DONE
    history = (tmp_path / "state" / "callsheet" / "chat-history").read_text(encoding="utf-8")
    assert "when does mission impossible 7 come out" in history


class _Unauthorized(http.server.BaseHTTPRequestHandler):
    """A Discord that refuses every token."""

    def do_GET(self) -> None:
        body = b'{"message": "401: Unauthorized", "code": 0}'
        self.send_response(401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the library's name
        """Don't log."""


@pytest.fixture
def knows_no_token() -> Iterator[str]:
    """Serve a Discord that refuses every token, and return its address."""
    with http.server.HTTPServer(("127.0.0.1", 0), _Unauthorized) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_wrong_token_prints_one_sentence_without_the_token(
    tmp_path: Path, environment: dict[str, str], knows_no_token: str
) -> None:
    environment |= {"DISCORD_TOKEN": "hunter2hunter2", "DISCORD_API_URL": knows_no_token, "LOG_LEVEL": "ERROR"}
    ended = _run("run", cwd=tmp_path, env=environment)
    assert ended.returncode == Exit.TOKEN
    assert len(ended.stderr.splitlines()) == 1
    assert "DISCORD_TOKEN" in ended.stderr
    assert "hunter2" not in ended.stdout + ended.stderr


def test_an_unreachable_discord_prints_one_sentence(tmp_path: Path, environment: dict[str, str]) -> None:
    environment |= {"DISCORD_TOKEN": "some-token", "DISCORD_API_URL": "http://127.0.0.1:9", "LOG_LEVEL": "ERROR"}
    ended = _run("start", cwd=tmp_path, env=environment)
    assert ended.returncode == Exit.UNREACHABLE
    assert len(ended.stderr.splitlines()) == 1
    assert "http://127.0.0.1:9" in ended.stderr


def test_a_second_process_is_refused_and_names_the_first(tmp_path: Path, environment: dict[str, str]) -> None:
    with _conversation(tmp_path, environment) as first:
        second = _run("chat", cwd=tmp_path, env=environment, stdin="hello\n")
        assert second.returncode == Exit.STORE
        assert str(first.pid) in second.stderr
        backup = _run("backup", cwd=tmp_path, env=environment)
        assert backup.returncode == Exit.DONE
        first.communicate(timeout=120)
    assert first.returncode == Exit.DONE
