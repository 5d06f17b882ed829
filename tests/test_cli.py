"""Test the command line: its output, its streams and its exit codes."""

from __future__ import annotations

import io
import json
import logging
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.commands.exits import Exit
from bot.data import data_folder
from bot.messages import speaking
from bot.settings import Settings
from tests.desk.breaking import BREAKING, BreakingEngine
from tests.pseudo import Pseudo, untranslated

PACK: dict[str, Any] = {
    "format": "callsheet-pack",
    "version": 1,
    "id": "harbour",
    "title": "Harbour Lights",
    "productions": [
        {"id": "harbour-lights", "title": "Harbour Lights", "aliases": ["harbor lights"]},
        {"id": "quiet-engines", "title": "Quiet Engines"},
    ],
    "facts": [
        {
            "id": "harbour-release",
            "production": "harbour-lights",
            "topic": "release",
            "subject": "release date",
            "text": "Harbour Lights opens in cinemas on 3 May 2030.",
            "value": {"kind": "date", "edtf": "2030-05-03"},
            "phrasings": ["when does harbour lights come out"],
            "sources": [{"title": "Studio", "url": "https://example.org/harbour", "date": "2026-01"}],
        },
        {
            "id": "quiet-director",
            "production": "quiet-engines",
            "topic": "crew",
            "subject": "director",
            "text": "Ana Brandt directed Quiet Engines.",
            "value": {"kind": "person", "name": "Ana Brandt", "role": "director"},
            "phrasings": ["who directed quiet engines"],
            "sources": [{"title": "Trade paper"}],
        },
    ],
}


@dataclass(frozen=True)
class Ended:
    """The result of a command line."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Callsheet = Callable[..., Ended]


@pytest.fixture
def callsheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callsheet]:
    """Run command lines in this process, in an empty folder. Restore logging afterwards."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        captured = capsys.readouterr()
        code = ended.value.code
        return Ended(int(code) if code is not None else 0, captured.out, captured.err)

    yield run
    root.handlers[:] = before
    root.setLevel(level)


@pytest.fixture
def harbour(callsheet: Callsheet, tmp_path: Path) -> Callsheet:
    """Run command lines on a store that contains only `PACK`."""
    (tmp_path / "harbour.json").write_text(json.dumps(PACK), encoding="utf-8")
    assert callsheet("facts", "import", "harbour.json").code == Exit.DONE
    return callsheet


# -- ask


def test_ask_prints_the_answer_and_its_source_to_stdout(harbour: Callsheet) -> None:
    ended = harbour("ask", "When does Harbour Lights come out?")
    assert ended.code == Exit.DONE
    assert "opens in cinemas on 3 May 2030" in ended.out
    assert "https://example.org/harbour" in ended.out
    assert "\x1b" not in ended.out
    assert ended.err == ""


def test_ask_json_has_the_fields_that_other_tools_rely_on(harbour: Callsheet) -> None:
    (found,) = harbour("ask", "--json", "who directed quiet engines").objects
    assert found["question"] == "who directed quiet engines"
    assert found["outcome"] == "answer"
    assert found["facts"][0] == "quiet-director"
    assert 0 <= found["score"] <= 1
    assert found["text"].startswith("Ana Brandt directed")
    assert found["near"] == []
    assert set(found) == {"question", "outcome", "facts", "near", "score", "text"}


def test_ask_explain_prints_an_explanation(harbour: Callsheet) -> None:
    (found,) = harbour("ask", "--json", "--explain", "who directed quiet engines").objects
    assert found["explanation"]["verdict"]
    assert "Verdict" in harbour("ask", "--explain", "who directed quiet engines").out


def test_ask_explains_a_counterexample(harbour: Callsheet, tmp_path: Path) -> None:
    question = "when does harbour lights come out on disc"
    record = {
        "id": "harbour-release",
        "production": "harbour-lights",
        "topic": "release",
        "counterexamples": [question],
    }
    more = tmp_path / "more.jsonl"
    more.write_text(json.dumps(record | {"fact": "Harbour Lights opens on 3 May 2030."}) + "\n", encoding="utf-8")
    harbour("facts", "import", str(more))
    (found,) = harbour("ask", "--json", "--explain", question).objects
    assert found["outcome"] == "unknown"
    assert "similar to a counterexample" in found["explanation"]["verdict"]
    assert found["explanation"]["candidates"][0]["contributions"]["similar counterexample"] == 1
    assert "similar counterexample 1.00" in harbour("ask", "--explain", question).out


def test_a_batch_prints_one_line_per_input_line(harbour: Callsheet, tmp_path: Path) -> None:
    lines = [
        "when does harbour lights come out",
        "",
        "   ",
        "🎬🎬🎬",
        "null \0 byte and \x1b[31mred\x1b[0m",
        "\u202egnp.exe \u200b\u200b zero width",
        "**bold** <@123456789012345678> @everyone `code`",
        "x" * 6000,
        "y" * 200_000,
        "who directed quiet engines",
    ]
    file = tmp_path / "questions.txt"
    file.write_bytes(b"\n".join(line.encode() for line in lines) + b"\nbroken \xff\xfe bytes")
    ended = harbour("ask", "--json", "--batch", str(file))
    found = ended.objects
    assert ended.code == Exit.DONE
    assert len(found) == len(lines) + 1
    assert [each["question"] for each in found[:8]] == lines[:8]
    assert {each["outcome"] for each in found[1:8]} == {"unknown"}
    assert [found[0]["facts"], found[9]["facts"]] == [["harbour-release"], ["quiet-director"]]
    assert all(each["facts"] == [] for each in found if each["outcome"] == "unknown")
    assert not set(ended.out) & set("\x1b\0\u202e\u200f\x9b")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_an_endless_device_cannot_be_a_batch(harbour: Callsheet) -> None:
    ended = harbour("ask", "--json", "--batch", "/dev/zero")
    assert ended.code == 2
    assert "/dev/zero is a device" in ended.err
    assert harbour("ask", "--json", "--batch", "/dev/null").code == 0


def test_a_batch_can_come_from_stdin(harbour: Callsheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"who directed quiet engines\r\n\r\n")))
    assert [each["outcome"] for each in harbour("ask", "--json", "--batch", "-").objects] == ["answer", "unknown"]


def test_every_answer_of_a_batch_stands_under_its_question(harbour: Callsheet, tmp_path: Path) -> None:
    questions = ["who directed quiet engines", "when does harbour lights come out"]
    (tmp_path / "two.txt").write_text("\n".join(questions), encoding="utf-8")
    lines = harbour("ask", "--batch", "two.txt").out.splitlines()
    assert lines[:2] == [f"> {questions[0]}", "Ana Brandt directed Quiet Engines."]
    assert [line for line in lines if line.startswith(">")] == [f"> {question}" for question in questions]
    assert not harbour("ask", questions[0]).out.startswith(">")


def test_lines_of_a_batch_are_independent(harbour: Callsheet, tmp_path: Path) -> None:
    question = "when does it come out"
    (tmp_path / "alone.txt").write_text(question, encoding="utf-8")
    (tmp_path / "after.txt").write_text(f"who directed quiet engines\n{question}", encoding="utf-8")
    alone = harbour("ask", "--json", "--batch", "alone.txt").objects
    assert harbour("ask", "--json", "--batch", "after.txt").objects[1] == alone[0]


@pytest.fixture
def directors(harbour: Callsheet, tmp_path: Path) -> Callsheet:
    """Add a director of each film to `harbour`."""
    record = {
        "id": "harbour-director",
        "production": "harbour-lights",
        "topic": "crew",
        "subject": "director",
        "fact": "Ole Lund directed Harbour Lights.",
        "phrasings": ["who directed harbour lights"],
    }
    (tmp_path / "more.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert harbour("facts", "import", "more.jsonl").code == Exit.DONE
    return harbour


def test_a_context_file_continues_the_conversation(directors: Callsheet, tmp_path: Path) -> None:
    """Each call reads what the last one wrote, so a follow-up is understood."""
    follow_up = "and harbour lights?"
    (alone,) = directors("ask", "--json", follow_up).objects
    assert alone["facts"] != ["harbour-director"]
    assert directors("ask", "--context", "talk.json", "who directed quiet engines").code == Exit.DONE
    (second,) = directors("ask", "--json", "--context", "talk.json", follow_up).objects
    assert (second["outcome"], second["facts"]) == ("answer", ["harbour-director"])
    (third,) = directors("ask", "--json", "--explain", "--context", "talk.json", "and quiet engines?").objects
    assert (third["outcome"], third["facts"]) == ("answer", ["quiet-director"])
    assert [path.name for path in tmp_path.iterdir() if "talk" in path.name] == ["talk.json"]


def test_the_lines_of_a_batch_with_a_context_are_one_conversation(directors: Callsheet, tmp_path: Path) -> None:
    turns = ["who directed quiet engines", "qwertz asdfgh", "", "and harbour lights?"]
    (tmp_path / "turns.txt").write_text("\n".join(turns) + "\n", encoding="utf-8")
    found = directors("ask", "--json", "--batch", "turns.txt", "--context", "talk.json").objects
    assert [each["facts"] for each in found] == [["quiet-director"], [], [], ["harbour-director"]]
    (after,) = directors("ask", "--json", "--context", "talk.json", "and quiet engines?").objects
    assert after["facts"] == ["quiet-director"]


@pytest.mark.parametrize(
    "content",
    [
        b"[1]",
        b"null",
        b'{"production": 7}',
        b'{"production": ""}',
        b'{"terms": ["~direct", 7]}',
        b'{"terms": "~direct"}',
        b'{"terms": [""]}',
        b'{"kinds": [null]}',
        b'{"production": "quiet-engines", "mood": "good"}',
        b'{"production": "quiet-eng',
        b"\xff\xfe{}",
        b"{" * 300_000,
    ],
)
def test_a_damaged_context_is_reported_and_stays_unchanged(harbour: Callsheet, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "talk.json").write_bytes(content)
    refused = harbour("ask", "--context", "talk.json", "who directed quiet engines")
    assert (refused.code, refused.out) == (Exit.REFUSED, "")
    assert refused.err.startswith("talk.json isn't a conversation that `ask --context` wrote (")
    assert refused.err.endswith("Remove it to start a new one.\n")
    assert (tmp_path / "talk.json").read_bytes() == content


def test_an_empty_context_starts_a_conversation_and_an_invalid_path_is_refused(
    directors: Callsheet, tmp_path: Path
) -> None:
    (tmp_path / "talk.json").touch()
    directors("ask", "--context", "talk.json", "who directed quiet engines")
    assert directors("ask", "--json", "--context", "talk.json", "and harbour lights?").objects[0]["facts"]
    for place, why in ((".", "isn't a file"), ("none/talk.json", "there is no folder none")):
        refused = directors("ask", "--context", place, "who directed quiet engines")
        assert (refused.code, refused.out) == (Exit.REFUSED, "")
        assert why in refused.err


def test_a_failed_question_does_not_stop_the_batch(
    harbour: Callsheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.opening.Engine", BreakingEngine)
    lines = ["who directed quiet engines", f"where is the {BREAKING}", "when does harbour lights come out"]
    (tmp_path / "questions.txt").write_text("\n".join(lines), encoding="utf-8")
    ended = harbour("ask", "--json", "--batch", "questions.txt")
    assert [each["outcome"] for each in ended.objects] == ["answer", "unknown", "answer"]
    failed = ended.objects[1]
    assert (failed["question"], failed["facts"], failed["near"], failed["score"]) == (lines[1], [], [], 0)
    reference = re.search(r"Reference: ([0-9a-f]{6})\.", failed["text"])
    assert reference is not None
    assert f"reference {reference[1]}" in ended.err
    assert "ValueError" in ended.err
    assert BREAKING not in ended.err
    assert ended.code == Exit.REFUSED
    assert ended.err.endswith("1 question could not be looked up because of an error. See above.\n")
    printed = harbour("ask", "--batch", "questions.txt")
    assert all(
        each in printed.out for each in ("Ana Brandt directed", "Sorry, something went wrong", "opens in cinemas")
    )


def test_ask_says_what_it_knows_instead(harbour: Callsheet) -> None:
    printed = harbour("ask", "what is the budget of quiet engines").out
    assert "I don't know that yet. About Quiet Engines, I have 1 fact on " in printed
    assert "(1)" not in printed


def test_ask_leaves_no_trace(harbour: Callsheet, tmp_path: Path) -> None:
    before = (tmp_path / "data" / "store.activity.json").read_bytes()
    assert "moderators" not in harbour("ask", "what is the budget of quiet engines").out
    assert (tmp_path / "data" / "store.activity.json").read_bytes() == before


def test_ask_accepts_any_name_of_a_production_and_refuses_unknown_ones(harbour: Callsheet) -> None:
    (found,) = harbour("ask", "--json", "--production", "harbor lights", "when does it come out").objects
    assert found["facts"][:1] == ["harbour-release"]
    refused = harbour("ask", "--production", "nothing-such", "when")
    assert refused.code == Exit.REFUSED
    assert "nothing-such" in refused.err


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "x", "--batch", "-"), ("nonsense",), ("ask", "--what")])
def test_a_wrong_command_line_has_its_own_exit_code(callsheet: Callsheet, arguments: tuple[str, ...]) -> None:
    ended = callsheet(*arguments)
    assert ended.code == Exit.USAGE
    assert ended.err
    assert ended.out == ""


# -- facts


def test_an_empty_store_is_filled_from_the_shipped_packs(callsheet: Callsheet) -> None:
    assert len(callsheet("facts", "list", "--json").objects) >= 156


def test_a_store_created_by_an_import_contains_only_the_import(harbour: Callsheet) -> None:
    assert [each["id"] for each in harbour("facts", "list", "--json").objects] == ["harbour-release", "quiet-director"]


def test_a_repeated_import_changes_only_edited_facts(harbour: Callsheet, tmp_path: Path) -> None:
    assert "0 facts added, 0 changed;" in harbour("facts", "import", "harbour.json").out
    edited = json.loads(json.dumps(PACK))
    edited["facts"][0]["text"] = "Harbour Lights opens on 3 May 2030."
    (tmp_path / "edited.json").write_text(json.dumps(edited), encoding="utf-8")
    assert "1 would be changed" in harbour("facts", "import", "--dry-run", "edited.json").out
    assert len(harbour("facts", "history", "harbour-release", "--json").objects) == 1
    assert "0 facts added, 1 changed;" in harbour("facts", "import", "edited.json").out
    first, second = harbour("facts", "history", "harbour-release", "--json").objects
    assert [first["revision"], second["revision"]] == [1, 2]
    assert second["fact"]["text"] == "Harbour Lights opens on 3 May 2030."
    assert second["by"].startswith("cli:")
    assert harbour("facts", "history", "harbour-release").out.count("\n") == 4


def test_the_same_warning_for_many_facts_is_printed_once(harbour: Callsheet, tmp_path: Path) -> None:
    many = json.loads(json.dumps(PACK))
    bare = {"production": "quiet-engines", "topic": "crew", "sources": [{"title": "Trade paper"}]}
    many["facts"] += [{**bare, "id": f"grip-{number}", "text": f"Grip {number} worked on it."} for number in range(20)]
    (tmp_path / "many.json").write_text(json.dumps(many), encoding="utf-8")
    first, again = harbour("facts", "import", "many.json"), harbour("facts", "import", "many.json")
    assert "20 facts added" in first.out
    assert "0 facts added" in again.out
    for ended in (first, again):
        (warned,) = (line for line in ended.err.splitlines() if "phrasings: none given" in line)
        assert "grip-0" in warned
        assert "and 15 more" in warned
    (left,) = (line for line in again.err.splitlines() if ": unchanged: " in line)
    assert "harbour-release" in left
    assert "and 17 more" in left


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_an_export_imports_unchanged(
    harbour: Callsheet, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = harbour("facts", "list", "--json").out
    assert harbour("facts", "export", f"out.{form}").code == Exit.DONE
    monkeypatch.setenv("STORE_URL", f"tinydb:///{form}/store.json")
    assert harbour("facts", "import", f"out.{form}").code == Exit.DONE
    assert harbour("facts", "list", "--json").out == before


def test_a_file_with_problems_is_refused_and_every_problem_listed(harbour: Callsheet, tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(PACK))
    wrong["facts"][0]["status"] = "certain"
    wrong["facts"][1]["value"] = {"kind": "date", "edtf": "tomorrow"}
    (tmp_path / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    for command in ("check", "import"):
        ended = harbour("facts", command, "wrong.json")
        assert ended.code == Exit.REFUSED
        assert "certain" in ended.err
        assert "tomorrow" in ended.err
    assert harbour("facts", "history", "harbour-release", "--json").objects[-1]["revision"] == 1


def test_check_finds_no_problem_in_the_shipped_packs(callsheet: Callsheet) -> None:
    from bot.data import shipped_packs

    ended = callsheet("facts", "check", *map(str, shipped_packs()))
    assert ended.code == Exit.DONE
    assert "0 problems" in ended.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("facts", "import", "absent.json"), Exit.REFUSED),
        (("facts", "check", "absent.json"), Exit.REFUSED),
        (("facts", "history", "absent"), Exit.REFUSED),
        (("facts", "list", "--scope", "mine"), Exit.USAGE),
        (("facts", "export", "--form", "xml"), Exit.USAGE),
        (("restore", "--latest"), Exit.REFUSED),
        (("restore", "absent.json"), Exit.STORE),
        (("backup",), Exit.STORE),
        (("eval", "absent.tsv"), Exit.REFUSED),
        (("eval", "--record", "absent.tsv"), Exit.USAGE),
        (("run",), Exit.TOKEN),
    ],
)
def test_expected_errors_print_a_sentence_and_set_the_exit_code(
    callsheet: Callsheet, arguments: tuple[str, ...], code: Exit
) -> None:
    ended = callsheet(*arguments)
    assert ended.code == code
    assert ended.err
    assert "Traceback" not in ended.err
    assert ended.out == ""


# -- settings and stores


def test_invalid_settings_have_their_own_exit_code(callsheet: Callsheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "loud")
    monkeypatch.setenv("BACKUP_KEEP", "none")
    ended = callsheet("ask", "anything")
    assert ended.code == Exit.SETTINGS
    assert len(ended.err.splitlines()) == 2


@pytest.mark.parametrize("url", ["postgresql://localhost/facts", "mysql://x/y", "tinydb://store.json", "store.json"])
def test_an_invalid_store_url_is_an_invalid_setting(
    callsheet: Callsheet, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("STORE_URL", url)
    ended = callsheet("ask", "anything")
    assert ended.code == Exit.SETTINGS
    assert "tinydb:///" in ended.err


def test_a_damaged_store_is_refused_and_stays_unchanged(harbour: Callsheet, tmp_path: Path) -> None:
    store = tmp_path / "data" / "store.json"
    damaged = store.read_bytes()[:-40]
    store.write_bytes(damaged)
    ended = harbour("ask", "when does harbour lights come out")
    assert ended.code == Exit.STORE
    assert "store.json" in ended.err
    assert store.read_bytes() == damaged
    assert harbour("doctor").code == Exit.STORE


def test_a_backup_can_be_restored(harbour: Callsheet, tmp_path: Path) -> None:
    assert len(harbour("backup").out.splitlines()) == 2
    (tmp_path / "empty.json").write_text(
        json.dumps({**PACK, "facts": [{**PACK["facts"][0], "text": "Changed."}]}),
        encoding="utf-8",
    )
    harbour("facts", "import", "empty.json")
    assert "Changed." in harbour("facts", "list").out
    assert len(harbour("restore").out.splitlines()) == 2
    assert "kept as" in harbour("restore", "--latest").out
    assert "Changed." not in harbour("facts", "list").out


# -- doctor and the rest


def test_doctor_finds_no_problem_in_a_good_installation(callsheet: Callsheet, tmp_path: Path) -> None:
    ended = callsheet("doctor")
    assert ended.code == Exit.DONE
    assert "WRONG" not in ended.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["places.bin", "index.json", "regions.json"])
def test_damaged_places_are_named(
    callsheet: Callsheet, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    incomplete = Path(shutil.copytree(data_folder(), tmp_path / "incomplete", ignore=shutil.ignore_patterns(name)))
    monkeypatch.setattr("bot.data.data_folder", lambda: incomplete)
    checked = callsheet("doctor")
    assert checked.code == Exit.REFUSED
    assert f"{name} is missing or damaged; install Callsheet again" in checked.out
    asked = callsheet("ask", "when does mission impossible 7 come out")
    assert asked.code == Exit.REFUSED
    assert asked.err.strip().endswith(f"{name} is missing or damaged; install Callsheet again")


def test_doctor_reports_a_strange_token_without_showing_it(
    callsheet: Callsheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "hunter2")
    ended = callsheet("doctor")
    assert "doesn't look like" in ended.out
    assert "hunter2" not in ended.out + ended.err


def test_every_command_has_a_description(callsheet: Callsheet) -> None:
    top = callsheet("--help").out
    for name in ("start", "run", "chat", "ask", "facts", "backup", "restore", "doctor", "eval"):
        assert f"\n  {name} " in top
        assert callsheet(name, "--help").code == Exit.DONE
    assert callsheet("--version").out.startswith("callsheet ")


def test_the_exit_codes_are_documented() -> None:
    text = (Path(__file__).parents[1] / "docs" / "hosting.md").read_text(encoding="utf-8")
    assert [code.value for code in Exit if f"\n| {code.value} | " not in text] == []


# -- translation

WRONG_PACK: dict[str, Any] = {
    **PACK,
    "facts": [
        {**PACK["facts"][0], "topic": "", "phrasings": ["x", "x"], "colour": "red"},
        {**PACK["facts"][0], "id": "Bad Id", "value": {"kind": "date", "edtf": "someday"}, "status": "sure"},
        {**PACK["facts"][1], "production": "nowhere", "sources": [{"title": "T", "url": "ftp://x"}], "checked_on": 7},
        {**PACK["facts"][1], "value": {"kind": "place", "name": "Bergen", "country": "Norway", "latitude": 200}},
        {**PACK["facts"][1], "id": "long", "text": "x" * 9000, "value": {"kind": "number", "amount": "few"}},
    ],
}
DOUBTFUL_PACK: dict[str, Any] = {
    **PACK,
    "facts": [
        {**PACK["facts"][0], "phrasings": ["who directed quiet engines", "a", "a"], "sources": []},
        {**PACK["facts"][1], "subject": "", "sources": [{"title": "Paper", "date": "2999-01"}]},
    ],
}
FILES = {
    "wrong.json": json.dumps(WRONG_PACK),
    "doubtful.json": json.dumps(DOUBTFUL_PACK),
    "nonsense.json": "{",
    "picture.json": "\x89PNG",
    "wrong.csv": "id,production\n1,2,3\n",
    "wrong.jsonl": '{"kind": "fact"}\nnonsense\n[]\n',
    "context.json": "[1]",
    "questions.tsv": "when\n",
    "ids.tsv": "when\tnothing\tplain\n",
}
COMMANDS = (
    ("doctor",),
    ("backup",),
    ("restore",),
    ("restore", "--latest"),
    ("restore", "missing.json"),
    ("restore", "missing.json", "--latest"),
    ("run",),
    ("ask",),
    ("ask", "who directed quiet engines", "--explain"),
    ("ask", "who invented the bicycle"),
    ("ask", "--batch", "/dev/zero"),
    ("ask", "--context", "context.json", "when"),
    ("ask", "--context", "missing/context.json", "when"),
    ("ask", "--production", "nowhere", "when"),
    ("facts", "check", *(name for name in FILES if not name.startswith(("nonsense", "picture", "context")))),
    ("facts", "check", "harbour.json"),
    ("facts", "check", "nonsense.json"),
    ("facts", "check", "picture.json"),
    ("facts", "check", "."),
    ("facts", "import", "harbour.json"),
    ("facts", "import", "wrong.json"),
    ("facts", "import", "doubtful.json", "--dry-run"),
    ("facts", "import", "doubtful.json"),
    ("facts", "export", "--form", "pdf"),
    ("facts", "export", "--scope", "moon"),
    ("facts", "history", "nothing"),
    ("eval", "questions.tsv"),
    ("eval", "ids.tsv"),
    ("eval", "harbour.json"),
    ("eval", "--record", "ids.tsv"),
)
NAMES = (
    *("Harbour Lights opens in cinemas on 3 May 2030.", "Ana Brandt directed Quiet Engines.", "Harbour Lights"),
    *("Quiet Engines", "release", "crew", "Studio", "https://example.org/harbour"),
    *("harbour-release", "quiet-director", "harbour-lights", "quiet-engines", "nowhere", "someday", "Bad Id"),
    *("harbour.json", "who directed quiet engines", "Trade paper", "Python", "long", "NONE"),
    *FILES,
)
"""Names and facts, which are the same in every language."""


_DATA = re.compile(r"“[^”]*”|'[^']*'|(/[\w.-]+)+|[\w-]+\.\w+Z?\b|\d+ MiB")


def english(ended: Ended, folder: Path) -> list[str]:
    """Return the lines with words that are in no message, without quoted input, paths and names."""
    printed = re.sub(r"(?m)^  ⟦(terms|language|kind of answer)⟧ .*(\n    .*)*", "", ended.out + ended.err)
    lines = printed.replace(str(folder), "").splitlines()
    return [line for line in lines if untranslated(_DATA.sub(" ", line), NAMES)]


def test_what_commands_print_is_translatable(harbour: Callsheet, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="latin-1")
    with speaking(Pseudo()):
        printed = {" ".join(command): english(harbour(*command), tmp_path) for command in COMMANDS}
    assert {command: lines for command, lines in printed.items() if lines} == {}
