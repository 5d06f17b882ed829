"""Read what is measured: stores of facts, and the questions asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.data import data_folder, shipped_packs
from bot.facts.models import Fact, Production
from bot.facts.packs.reading import PackError, read_pack

NOTHING = "NONE"
"""Stands for the gold ids of a question that the store holds no answer to."""


class EvaluationError(Exception):
    """A file can't be used for an evaluation. The message names the line and what would be accepted."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the ids of the facts that answer it (none if the bot must not answer), and its kind."""

    text: str
    gold: tuple[str, ...]
    tag: str

    @property
    def answerable(self) -> bool:
        """Return whether the store holds what is asked for."""
        return bool(self.gold)


@dataclass(frozen=True, slots=True)
class MeasuredStore:
    """A store, its single questions, and conversations whose turns build on each other."""

    name: str
    productions: tuple[Production, ...]
    facts: tuple[Fact, ...]
    questions: tuple[Question, ...]
    conversations: tuple[tuple[Question, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Stores whose figures are added up. A ``held`` set only ever shows its figures."""

    name: str
    stores: tuple[MeasuredStore, ...]
    held: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A set that is missing, and the reason."""

    name: str
    why: str


def read_facts(paths: Iterable[Path]) -> tuple[tuple[Production, ...], tuple[Fact, ...]]:
    """Return the productions and facts of packs in any form.

    Raises:
        EvaluationError: a file cannot be read, or holds a record that is not taken.
    """
    productions: list[Production] = []
    facts: list[Fact] = []
    for path in paths:
        try:
            reading = read_pack(path.read_bytes(), path.name)
        except (OSError, PackError) as error:
            raise EvaluationError(f"{path}: {error}") from error
        if reading.errors:
            first = reading.errors[0]
            raise EvaluationError(f"{path}: {len(reading.errors)} records cannot be taken; the first: {first}")
        productions.extend(reading.productions)
        facts.extend(reading.facts)
    return tuple(productions), tuple(facts)


def read_questions(path: Path) -> tuple[Question, ...]:
    """Return the questions of a file whose lines are: question, gold ids (``|`` between them, or NONE), tag.

    Raises:
        EvaluationError: the file cannot be read or a line has another form.
    """
    return tuple(_question(fields, path, number) for number, fields in _rows(path, 3))


def read_conversations(path: Path) -> tuple[tuple[Question, ...], ...]:
    """Return the conversations of a file whose lines are: conversation, turn (from 1), question, gold ids, tag.

    Raises:
        EvaluationError: as :func:`read_questions`, or turns do not follow one another.
    """
    conversations: dict[str, list[Question]] = {}
    for number, (name, turn, *fields) in _rows(path, 5):
        turns = conversations.setdefault(name, [])
        if turn != str(len(turns) + 1):
            raise EvaluationError(
                f"{path}, line {number}: turn {turn!r} of conversation {name!r} should be {len(turns) + 1}"
            )
        turns.append(_question(fields, path, number))
    return tuple(tuple(turns) for turns in conversations.values())


def read_store(folder: Path) -> MeasuredStore:
    """Return the store of a folder that holds facts.jsonl, questions.tsv and perhaps conversation.tsv.

    Instead of facts.jsonl there may be a file ``pack`` that names a pack that ships.
    """
    productions, facts = read_facts([_facts_of(folder)])
    talk = folder / "conversation.tsv"
    return _checked(
        MeasuredStore(
            name=folder.name,
            productions=productions,
            facts=facts,
            questions=read_questions(folder / "questions.tsv"),
            conversations=read_conversations(talk) if talk.exists() else (),
        )
    )


def read_set(folder: Path, *, held: bool = False) -> EvaluationSet:
    """Return the set of a folder. Its subfolders are stores."""
    stores = tuple(read_store(child) for child in sorted(folder.iterdir()) if child.is_dir())
    if not stores:
        raise EvaluationError(f"{folder} holds no store; a store is a folder with facts.jsonl and questions.tsv")
    return EvaluationSet(folder.name, stores, held=held)


def given_set(files: Sequence[Path]) -> EvaluationSet:
    """Return the set that the command line names.

    It names either folders (each a store) or files. Files ending in .tsv are questions (three columns) or conversations
    (five columns), all others are packs. Without a pack, the questions are asked of the shipped packs.
    """
    folders = [path for path in files if path.is_dir()]
    if folders and len(folders) < len(files):
        raise EvaluationError("give either folders (facts.jsonl and questions.tsv in each) or files, not both")
    if folders:
        return EvaluationSet("given", tuple(read_store(folder) for folder in folders))
    return _set_of_files(files)


def _set_of_files(files: Sequence[Path]) -> EvaluationSet:
    tables = [path for path in files if path.suffix == ".tsv"]
    if not tables:
        raise EvaluationError("no questions given: name a .tsv file (question, gold ids or NONE, tag; tabs between)")
    productions, facts = read_facts([path for path in files if path not in tables] or shipped_packs())
    questions: list[Question] = []
    conversations: list[tuple[Question, ...]] = []
    for table in tables:
        if _columns(table) == 5:
            conversations.extend(read_conversations(table))
        else:
            questions.extend(read_questions(table))
    name = tables[0].stem
    store = MeasuredStore(name, productions, facts, tuple(questions), tuple(conversations))
    return EvaluationSet(name, (_checked(store),))


def evaluation_folder() -> Path:
    """Return the folder with a checkout's sets and recorded figures."""
    return data_folder().parent / "evaluation"


def standard_sets(*, short: bool = False) -> list[EvaluationSet | Skipped]:
    """Read the sets of the repository, and those beside it if they exist.

    A ``short`` evaluation leaves out the two splits, except their questions on the shipped pack.
    """
    own, beside = evaluation_folder(), data_folder().parent.parent / "shared" / "eval"
    found: list[EvaluationSet | Skipped] = []
    splits = {name: own / name for name in ("work", "held")}
    for name, folder in splits.items():
        if not folder.is_dir():
            found.append(Skipped(name, f"{folder} is not there; it comes with a checkout, not with a wheel"))
        elif not short:
            found.append(read_set(folder, held=name == "held"))
    found.append(_on_shipped_packs(splits.values()))
    found.append(_shipped("mission-impossible", beside / "mission-impossible.tsv"))
    found.append(_beside("real-fans", beside / "real-fans"))
    return found


def _on_shipped_packs(splits: Iterable[Path]) -> EvaluationSet | Skipped:
    """Read the questions of both splits on the shipped packs. None is shown, because some are held."""
    folders = sorted(child.parent for split in splits for child in split.glob("*/pack"))
    stores = tuple(read_store(folder) for folder in folders)
    return (
        EvaluationSet("shipped", stores, held=True) if stores else Skipped("shipped", "no set asks about such a pack")
    )


def _shipped(name: str, table: Path) -> EvaluationSet | Skipped:
    if not table.exists():
        return Skipped(name, f"{table} is not there")
    packs = shipped_packs()
    if not packs:
        return Skipped(name, "no pack ships yet")
    productions, facts = read_facts(packs)
    # The gold ids are those of the research notes. A fact with another id counts as a wrong answer.
    return EvaluationSet(name, (MeasuredStore(name, productions, facts, read_questions(table)),))


def _beside(name: str, folder: Path) -> EvaluationSet | Skipped:
    return EvaluationSet(name, (read_store(folder),)) if folder.is_dir() else Skipped(name, f"{folder} is not there")


def _facts_of(folder: Path) -> Path:
    named = folder / "pack"
    if not named.exists():
        return folder / "facts.jsonl"
    try:
        name = named.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{named}: {error}") from error
    packs = {path.stem: path for path in shipped_packs()}
    if name not in packs:
        raise EvaluationError(f"{named}: no pack {name!r} ships; there are: {', '.join(packs) or 'none'}")
    return packs[name]


def _checked(store: MeasuredStore) -> MeasuredStore:
    known = {fact.id for fact in store.facts}
    asked = [*store.questions, *(turn for turns in store.conversations for turn in turns)]
    missing = sorted({gold for question in asked for gold in question.gold} - known)
    if missing:
        raise EvaluationError(f"{store.name}: the questions name facts that the store does not hold: {missing[:5]}")
    return store


def _question(fields: Sequence[str], path: Path, number: int) -> Question:
    text, gold, tag = (field.strip() for field in fields)
    if not (text and gold and tag):
        raise EvaluationError(f"{path}, line {number}: question, gold ids (or {NOTHING}) and tag must not be empty")
    ids = () if gold == NOTHING else tuple(dict.fromkeys(gold.split("|")))
    return Question(text, ids, tag)


def _rows(path: Path, columns: int) -> list[tuple[int, list[str]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error
    rows = [(number, line.split("\t")) for number, line in enumerate(lines, 1) if line.strip()]
    for number, fields in rows:
        if len(fields) != columns:
            raise EvaluationError(f"{path}, line {number}: {len(fields)} columns between tabs, {columns} are expected")
    return rows


def _columns(path: Path) -> int:
    try:
        with path.open(encoding="utf-8") as lines:
            return len(lines.readline().split("\t"))
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error
