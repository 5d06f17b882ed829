"""Every command and option, as a user would type them: what is run in the installation, and what must come of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.commands.exits import Exit

QUESTION = "when does harbour lights come out"
SHIPPED = "where was the motorcycle cliff jump of mission impossible 7 filmed"


@dataclass(frozen=True, slots=True)
class Step:
    """One command line: its exit code, what stdout and stderr must show (patterns), and how often it is run."""

    arguments: tuple[str, ...]
    out: str = ""
    err: str = ""
    code: Exit = Exit.DONE
    stdin: str = ""
    times: int = 1


def _step(line: str, out: str = "", err: str = "", **more: object) -> Step:
    """A step from words with spaces between; ``_`` stands for a space within one."""
    return Step(tuple(word.replace("_", " ") for word in line.split()), out, err, **more)  # type: ignore[arg-type]


ASKED = QUESTION.replace(" ", "_")

SCENARIOS: dict[str, tuple[Step, ...]] = {
    "help and version": (_step("--version", r"^callsheet \d+\.\d+"),),
    "asking the packs that ship, where nothing is yet": (
        _step(f"ask {SHIPPED.replace(' ', '_')}", "Helsetkopen", times=2),
        _step("doctor", "the first start creates it", times=2),
    ),
    "asking": (
        _step("facts import harbour.json", "2 facts added", "sources|^$"),
        _step(f"ask {ASKED}", r"3 May 2030[\s\S]*https://example\.org/harbour"),
        _step(f"ask --json {ASKED}", r'"outcome": "answer", "facts": \["harbour-release"'),
        _step(f"ask --json --explain {ASKED}", '"verdict": '),
        _step(f"ask --explain --spoilers {ASKED}", "Verdict"),
        _step(f"ask --no-explain --no-spoilers {ASKED}", "3 May 2030"),
        _step("ask --json --batch questions.txt", r"^\{.*\}\n\{.*\}\n$"),
        _step("ask --batch -", "3 May 2030", stdin=f"{QUESTION}\nwho directed quiet engines\n"),
        _step("ask --production quiet-engines --json who_directed_it", '"quiet-director"'),
        _step("ask --context talk.json --json who_directed_quiet_engines", '"quiet-director"'),
        _step("ask --context talk.json --json who_directed_it", '"quiet-director"', times=2),
        _step("ask", err="QUESTION or --batch", code=Exit.USAGE),
    ),
    "facts in and out": (
        _step("facts check harbour.json lines.jsonl", "harbour.json: 2 productions, 2 facts, 0 problems", times=2),
        _step("facts check wrong.json", "1 problem", "certain", code=Exit.REFUSED, times=2),
        _step("facts import wrong.json", err="not imported", code=Exit.REFUSED),
        _step("facts import --dry-run harbour.json", "2 facts would be added", times=2),
        _step("facts import --no-dry-run harbour.json", "2 facts added"),
        _step("facts import harbour.json", "0 facts added, 0 changed", times=2),
        _step("facts import lines.jsonl", "1 fact added"),
        _step("facts import lines.jsonl", "0 facts added"),
        _step("facts import rows.csv", "1 fact added"),
        _step("facts import rows.csv", "0 facts added"),
        _step("facts list", "harbour-lights  release  harbour-release"),
        _step("facts list --spoilers", "harbour-lights  release  harbour-release"),
        _step("facts list --no-spoilers", "harbour-lights  release  harbour-release"),
        _step("facts list --json --production harbour-lights --topic release --scope shared", '"harbour-release"'),
        _step("facts history harbour-release", "^1  20"),
        _step("facts history --spoilers harbour-release", "^1  20"),
        _step("facts history --no-spoilers harbour-release", "^1  20"),
        _step("facts history harbour-release --json --scope shared", '^{"revision": 1'),
        _step("facts history nobody", err="no fact", code=Exit.REFUSED),
        _step("facts export", '"callsheet-pack"', times=2),
        _step("facts export --form json", '"callsheet-pack"'),
        _step("facts export --form jsonl --production quiet-engines --scope shared", "quiet-director"),
        _step("facts export --form csv", "harbour-release"),
        _step("facts export out.csv", times=2),
        _step("facts import out.csv", "0 facts added, 0 changed"),
        _step("facts export out.jsonl"),
        _step("facts import out.jsonl", "0 facts added, 0 changed"),
        _step("facts export out.json"),
        _step("facts import out.json", "0 facts added, 0 changed"),
    ),
    "backups": (
        _step("backup", err="nothing to back up", code=Exit.STORE),
        _step("restore --latest", err="no backup", code=Exit.REFUSED),
        _step("facts import harbour.json", "2 facts added"),
        _step("backup", r"store-\d{8}T\d{6}Z(-2)?\.json", times=2),
        _step("restore --no-latest", "store-"),
        _step("restore --latest", "Restored .* kept as", times=2),
        _step("doctor", "2 facts in", times=2),
        _step("facts list", "harbour-release"),
    ),
    "talking": (
        _step("chat", r"> when does[\s\S]*12 July 2023", stdin="when does mission impossible 7 come out\n", times=2),
        _step("chat --spoilers --production mission_impossible_7", "12 July 2023", stdin="when does it come out\n"),
        _step("chat --no-spoilers", "12 July 2023", stdin="when does mission impossible 7 come out\n"),
        _step(
            "start",
            r"^DISCORD_TOKEN isn't set[\s\S]*12 July 2023",
            stdin="when does mission impossible 7 come out\n",
            times=2,
        ),
        _step("run", err="DISCORD_TOKEN isn't set", code=Exit.TOKEN, times=2),
        _step("backup", "store-[\\s\\S]*store.activity-"),
    ),
    "measuring": (
        _step("eval", err=r"callsheet eval QUESTIONS\.tsv", code=Exit.REFUSED),
        _step("eval --short", err=r"callsheet eval QUESTIONS\.tsv", code=Exit.REFUSED),
        _step("eval --record", err=r"callsheet eval QUESTIONS\.tsv", code=Exit.REFUSED),
        _step(
            "eval --no-record --no-short --misses 3 questions.tsv harbour.json", r"questions, clean +2 +100\.0", times=2
        ),
        _step("eval absent.tsv", err="absent.tsv", code=Exit.REFUSED),
    ),
}

_SOURCE = {"title": "Studio", "url": "https://example.org/harbour", "date": "2026-01"}
_RELEASE = {
    "id": "harbour-release",
    "production": "harbour-lights",
    "topic": "release",
    "subject": "release date",
    "text": "Harbour Lights opens in cinemas on 3 May 2030.",
    "value": {"kind": "date", "edtf": "2030-05-03"},
    "phrasings": [QUESTION],
    "sources": [_SOURCE],
}
_DIRECTOR = {
    "id": "quiet-director",
    "production": "quiet-engines",
    "topic": "crew",
    "subject": "director",
    "text": "Ana Brandt directed Quiet Engines.",
    "value": {"kind": "person", "name": "Ana Brandt", "role": "director"},
    "phrasings": ["who directed quiet engines"],
    "sources": [_SOURCE],
}
_PACK = {
    "format": "callsheet-pack",
    "version": 1,
    "id": "harbour",
    "title": "Harbour Lights",
    "productions": [
        {"id": "harbour-lights", "title": "Harbour Lights", "aliases": ["harbor lights"]},
        {"id": "quiet-engines", "title": "Quiet Engines"},
    ],
    "facts": [_RELEASE, _DIRECTOR],
}
_LINE = {
    "id": "quiet-length",
    "production": "quiet-engines",
    "topic": "runtime",
    "fact": "Quiet Engines runs 99 minutes.",
    "phrasings": ["how long is quiet engines"],
    "sources": [_SOURCE],
}
_TITLE = {"kind": "production", "id": "quiet-engines", "title": "Quiet Engines"}
_ROWS = (
    "kind,id,production,topic,text,phrasings,source_title,source_url\n"
    "fact,harbour-place,harbour-lights,location,Harbour Lights was filmed in Whitby.,where was harbour lights filmed,"
    "Studio,https://example.org/harbour\n"
)
"""A moderator's rows on a production that the store holds."""


def write_files(folder: Path) -> None:
    """Write the files that steps name."""
    files = {
        "harbour.json": json.dumps(_PACK),
        "wrong.json": json.dumps(_PACK | {"facts": [_RELEASE | {"status": "certain"}]}),
        "lines.jsonl": "".join(json.dumps(each) + "\n" for each in (_TITLE, _LINE)),
        "rows.csv": _ROWS,
        "questions.txt": f"{QUESTION}\nwho directed quiet engines\n",
        "questions.tsv": f"{QUESTION}\tharbour-release\tplain\nwho directed quiet engines\tquiet-director\tplain\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
