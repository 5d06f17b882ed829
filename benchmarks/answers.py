"""Measure time, recall and memory of questions at 1,000 to 100,000 facts, beside other tools in the same run.

Run ``python -m benchmarks answers [facts ...]``. Stores are invented (``synthetic.py``): 25 facts a production, five
phrasings a fact. A question is one fact's phrasing, shuffled, shortened or misspelt, with any of the
production's names; *recall* is how often the first fact shown is that fact. Peers compare all phrasings
(``benchmarks.comparison`` gives them all names, too). Times vary
between machines and with their load; the ratios are what counts.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks.comparison.peers import Peer, Trigrams, builders
from benchmarks.comparison.texts import Texts
from benchmarks.synthetic import Question, Store, make
from bot.answers.engine import Engine
from bot.answers.knowledge import Knowledge
from bot.data import lexicon_folder
from bot.facts.models import Fact

TODAY = date(2026, 11, 22)
SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 500
EDITS = 100
SCAN_SECONDS = 60.0
"""After so many seconds a peer is asked no further question; it has been asked a number of them by then."""

HOSTILE = (
    "when " * 2_000,
    "the of and is was " * 600,
    "release date " * 800,
    "a" * 10_000,
    "mountain mountains mountian mountainn muontain " * 40,
    " ".join(chr(97 + at % 26) + chr(97 + at // 26) + "zq" for at in range(600)),
)
"""Questions that would take long where the words read were not bounded."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one way of finding facts did: ``times`` in milliseconds a question, ascending; recall from 0 to 1."""

    name: str
    times: tuple[float, ...]
    recall: float

    @property
    def median(self) -> float:
        """Milliseconds."""
        return self.times[len(self.times) // 2]

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return self.times[min(len(self.times) - 1, len(self.times) * 99 // 100)]


def measure(name: str, find: Callable[[str], str | None], questions: Sequence[Question]) -> Figures:
    """Ask until the questions or the patience are at an end."""
    times: list[float] = []
    right = 0
    until = time.perf_counter() + SCAN_SECONDS
    for question in questions:
        start = time.perf_counter()
        found = find(question.text)
        now = time.perf_counter()
        times.append((now - start) * 1000)
        right += found == question.fact
        if now > until:
            break
    return Figures(name, tuple(sorted(times)), right / len(times))


@dataclass(frozen=True, slots=True)
class Ours:
    """The engine's figures, and in milliseconds what else the event loop may wait for."""

    figures: Figures
    load: float
    hostile: float
    edits: tuple[float, ...]


def ours(store: Store, questions: Sequence[Question]) -> Ours:
    """Load the engine, ask it, put facts into it."""
    engine = Engine(Knowledge.load(lexicon_folder()))
    start = time.perf_counter()
    engine.load(store.productions, store.facts)
    load = time.perf_counter() - start
    gc.collect()
    gc.freeze()  # as the application does once it has loaded

    def find(question: str) -> str | None:
        facts = engine.ask(question, today=TODAY).facts
        return facts[0].id if facts else None

    figures = measure("callsheet", find, questions)
    hostile = measure("hostile", find, [Question(text, "") for text in HOSTILE]).times[-1]
    return Ours(figures, load, hostile, _edits(engine, store))


def _edits(engine: Engine, store: Store) -> tuple[float, ...]:
    """Milliseconds from handing in an added or edited fact until a question is answered from it, ascending."""
    times = []
    for number in range(EDITS):
        old = store.facts[number * len(store.facts) // EDITS]
        changed = old.model_copy(update={"revision": 2, "text": f"Changed: {old.text}"})
        added = old.model_copy(update={"id": f"added-{number}", "phrasings": ()})
        for fact in (changed, _renamed(added, number)):
            question = fact.phrasings[0] if fact.phrasings else fact.subject
            start = time.perf_counter()
            engine.put_fact(fact)
            found = engine.ask(question, today=TODAY, production=fact.production).facts
            times.append((time.perf_counter() - start) * 1000)
            if fact not in found:
                print(f"        not found after it was put: {question!r}")
    return tuple(sorted(times))


def _renamed(fact: Fact, number: int) -> Fact:
    """Return a fact on something that no other fact speaks of."""
    thing = "qv" + "".join(chr(97 + int(digit)) for digit in f"{number:03}") + "x"
    return fact.model_copy(update={"subject": f"{thing} machine", "text": f"The {thing} machine.", "value": None})


def memory(size: int) -> float | None:
    """Bytes a fact that the loaded engine takes beside the facts themselves, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.memory", str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent)
    return float(done.stdout) if done.returncode == 0 else None


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print a table, then what it says beside what was set out to be reached."""
    measured: dict[int, tuple[Ours, list[Figures]]] = {}
    head = f"{'facts':>7} {'way':<20} {'median ms':>10} {'p99 ms':>9} {'recall':>7} {'asked':>6} {'x WRatio':>9}"
    print(head)
    for size in sizes:
        store = make(size)
        questions = store.questions(QUESTIONS)
        own = ours(store, questions)
        texts = Texts.phrasings(store.facts)
        builds: list[Callable[[], Peer]] = [*builders(texts), partial(Trigrams, texts)]
        others = [_asked(build(), questions) for build in builds]  # one at a time, because they are large
        measured[size] = own, others
        for figures in (own.figures, *others):
            print(_row(size, figures, others[0]))
        bytes_a_fact = memory(size)
        edit = own.edits
        print(f"{size:>7}   load {own.load:.1f} s; longest question {own.figures.times[-1]:.1f} ms, ", end="")
        print(f"longest hostile one {own.hostile:.1f} ms; a put fact is found after {edit[len(edit) // 2]:.1f} ms, ")
        told = "not known here" if bytes_a_fact is None else f"{bytes_a_fact / 1000:.1f} kB a fact"
        print(f"{size:>7}   at most {edit[-1]:.1f} ms; memory {told}", flush=True)
    _conclude(measured)


def _asked(peer: Peer, questions: Sequence[Question]) -> Figures:
    def find(question: str) -> str | None:
        found = peer.find(question)
        return found.fact if found else None

    return measure(peer.name, find, questions)


def _row(size: int, figures: Figures, scan: Figures) -> str:
    return (
        f"{size:>7} {figures.name:<20} {figures.median:>10.2f} {figures.p99:>9.2f} {figures.recall:>7.3f} "
        f"{len(figures.times):>6} {scan.median / figures.median:>9.1f}"
    )


def _conclude(measured: dict[int, tuple[Ours, list[Figures]]]) -> None:
    """What was set out to be reached, and whether it was."""
    aims: list[tuple[str, float, str, float]] = []
    if 10_000 in measured:
        own = measured[10_000][0]
        aims += [
            ("median at 10,000 facts, ms", own.figures.median, "at most", 1.0),
            ("p99 at 10,000 facts, ms", own.figures.p99, "at most", 3.0),
            ("longest wait at 10,000 facts, ms", max(own.figures.times[-1], own.hostile), "at most", 5.0),
        ]
    for less, more in pairwise(sorted(measured)):
        growth = measured[more][0].figures.median / measured[less][0].figures.median
        aims.append((f"median from {less:,} to {more:,} facts, times", growth, "at most", 2.5))
    for size, (own, others) in measured.items():
        aims.append((f"put fact found at {size:,}, p95 ms", own.edits[len(own.edits) * 95 // 100], "at most", 5.0))
        if size == 100_000:
            scan = others[0]
            aims += [
                ("faster than the WRatio scan at 100,000, times", scan.median / own.figures.median, "at least", 50.0),
                ("recall above the WRatio scan at 100,000", own.figures.recall - scan.recall, "at least", 0.0),
            ]
    for what, value, sense, bound in aims:
        met = value <= bound if sense == "at most" else value >= bound
        print(f"{'reached' if met else 'MISSED':<8} {what}: {value:.2f}, {sense} {bound:g}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
