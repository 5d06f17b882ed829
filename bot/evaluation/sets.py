"""Read the sets to measure: stores of facts, and the questions asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.data import data_folder, shipped_packs
from bot.facts.models import Fact, Production
from bot.facts.packs.reading import PackError, read_pack
from bot.messages import _, comma_list, ngettext

NOTHING = "NONE"
"""Stands for the gold ids of a question that no fact of the store answers."""


class EvaluationError(Exception):
    """A file of a set can't be used; the message says where, and what would be accepted."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the ids of the facts that answer it (none if the bot must not answer), and its kind."""

    text: str
    gold: tuple[str, ...]
    tag: str

    @property
    def answerable(self) -> bool:
        """Whether a fact of the store answers it."""
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
    """Stores whose figures are added up. Only the figures of a ``held`` set are ever shown."""

    name: str
    stores: tuple[MeasuredStore, ...]
    held: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A set that is missing, and why."""

    name: str
    why: str


def read_facts(paths: Iterable[Path]) -> tuple[tuple[Production, ...], tuple[Fact, ...]]:
    """Read the productions and facts of packs in any form.

    Raises:
        EvaluationError: a file can't be read, or contains an invalid record.
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
            count = len(reading.errors)
            wrong = ngettext(
                "{file}: {count} record can't be read: {problem}",
                "{file}: {count} records can't be read; the first: {problem}",
                count,
            )
            raise EvaluationError(wrong.format(file=path, count=count, problem=first))
        productions.extend(reading.productions)
        facts.extend(reading.facts)
    return tuple(productions), tuple(facts)


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read the questions of a file whose lines are: question, gold ids (``|`` between them, or NONE), tag.

    Raises:
        EvaluationError: the file can't be read, or a line has another form.
    """
    return tuple(_question(fields, path, number) for number, fields in _rows(path, 3))


def read_conversations(path: Path) -> tuple[tuple[Question, ...], ...]:
    """Read the conversations of a file whose lines are: conversation, turn (from 1), question, gold ids, tag.

    Raises:
        EvaluationError: as `read_questions`, or a turn is missing.
    """
    conversations: dict[str, list[Question]] = {}
    for number, (name, turn, *fields) in _rows(path, 5):
        turns = conversations.setdefault(name, [])
        if turn != str(len(turns) + 1):
            wrong = _("{file}, line {line}: turn {turn!r} of conversation {name!r} should be {expected}")
            raise EvaluationError(wrong.format(file=path, line=number, turn=turn, name=name, expected=len(turns) + 1))
        turns.append(_question(fields, path, number))
    return tuple(tuple(turns) for turns in conversations.values())


def read_store(folder: Path) -> MeasuredStore:
    """Read the store of a folder with facts.jsonl, questions.tsv and perhaps conversation.tsv.

    Instead of facts.jsonl, a file ``pack`` may name a shipped pack.
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
    """Read the set of a folder whose subfolders are stores."""
    stores = tuple(read_store(child) for child in sorted(folder.iterdir()) if child.is_dir())
    if not stores:
        wrong = _("{folder} contains no store; a store is a folder with facts.jsonl and questions.tsv")
        raise EvaluationError(wrong.format(folder=folder))
    return EvaluationSet(folder.name, stores, held=held)


def given_set(files: Sequence[Path]) -> EvaluationSet:
    """Read the set that the command line names.

    Either folders (each a store), or files: .tsv files are questions (three columns) or conversations (five), all
    others are packs. Without a pack, the questions are asked of the shipped packs.
    """
    folders = [path for path in files if path.is_dir()]
    if folders and len(folders) < len(files):
        raise EvaluationError(_("Give either folders (each with facts.jsonl and questions.tsv) or files, not both."))
    if folders:
        return EvaluationSet("given", tuple(read_store(folder) for folder in folders))
    return _set_of_files(files)


def _set_of_files(files: Sequence[Path]) -> EvaluationSet:
    tables = [path for path in files if path.suffix == ".tsv"]
    if not tables:
        raise EvaluationError(
            _("There are no questions; name a .tsv file (question, ids or NONE, tag, separated by tabs).")
        )
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
    """Return the folder of a checkout's sets and recorded figures."""
    return data_folder().parent / "evaluation"


def standard_sets(*, short: bool = False) -> list[EvaluationSet | Skipped]:
    """Read the sets of the checkout, and those beside it if they exist.

    A ``short`` evaluation leaves out the two splits, except for their questions on shipped packs.
    """
    own, beside = evaluation_folder(), data_folder().parent.parent / "shared" / "eval"
    found: list[EvaluationSet | Skipped] = []
    splits = {name: own / name for name in ("work", "held")}
    for name, folder in splits.items():
        if not folder.is_dir():
            found.append(
                Skipped(name, _("{file} doesn't exist; it comes with a checkout, not with a wheel").format(file=folder))
            )
        elif not short:
            found.append(read_set(folder, held=name == "held"))
    found.append(_on_shipped_packs(splits.values()))
    found.append(_shipped("mission-impossible", beside / "mission-impossible.tsv"))
    found.append(_beside("real-fans", beside / "real-fans"))
    return found


def _on_shipped_packs(splits: Iterable[Path]) -> EvaluationSet | Skipped:
    """Read the questions of both splits on shipped packs; some are held out, so none is shown."""
    folders = sorted(child.parent for split in splits for child in split.glob("*/pack"))
    stores = tuple(read_store(folder) for folder in folders)
    return (
        EvaluationSet("shipped", stores, held=True)
        if stores
        else Skipped("shipped", _("no set asks about a shipped pack"))
    )


def _shipped(name: str, table: Path) -> EvaluationSet | Skipped:
    if not table.exists():
        return Skipped(name, _missing(table))
    packs = shipped_packs()
    if not packs:
        return Skipped(name, _("there is no shipped pack yet"))
    productions, facts = read_facts(packs)
    # The gold ids are those of the research notes; a pack with another id for a fact counts as not answering.
    return EvaluationSet(name, (MeasuredStore(name, productions, facts, read_questions(table)),))


def _beside(name: str, folder: Path) -> EvaluationSet | Skipped:
    return EvaluationSet(name, (read_store(folder),)) if folder.is_dir() else Skipped(name, _missing(folder))


def _missing(path: Path) -> str:
    return _("{file} doesn't exist").format(file=path)


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
        known = comma_list(tuple(packs)) or _("none")
        wrong = _("{file}: there is no shipped pack {name!r}; there are: {known}")
        raise EvaluationError(wrong.format(file=named, name=name, known=known))
    return packs[name]


def _checked(store: MeasuredStore) -> MeasuredStore:
    known = {fact.id for fact in store.facts}
    asked = [*store.questions, *(turn for turns in store.conversations for turn in turns)]
    missing = sorted({gold for question in asked for gold in question.gold} - known)
    if missing:
        wrong = _("{name}: the questions name facts that the store doesn't contain: {facts}")
        raise EvaluationError(wrong.format(name=store.name, facts=comma_list(missing[:5])))
    return store


def _question(fields: Sequence[str], path: Path, number: int) -> Question:
    text, gold, tag = (field.strip() for field in fields)
    if not (text and gold and tag):
        wrong = _("{file}, line {line}: a question, ids (or {none}) and a tag are needed")
        raise EvaluationError(wrong.format(file=path, line=number, none=NOTHING))
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
            wrong = _("{file}, line {line}: found {count} columns separated by tabs, expected {expected}")
            raise EvaluationError(wrong.format(file=path, line=number, count=len(fields), expected=columns))
    return rows


def _columns(path: Path) -> int:
    try:
        with path.open(encoding="utf-8") as lines:
            return len(lines.readline().split("\t"))
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error
