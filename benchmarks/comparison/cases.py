"""Collect the questions that all ways are compared on: made-up stores, real films, long messages, the evaluation sets.

``evaluation/README.md`` describes the evaluation sets. Questions of a ``held`` set are counted and never shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from benchmarks.comparison.chatter import message
from benchmarks.one_show import SHOW, show
from benchmarks.synthetic import Store, make, reworded
from bot.data import data_folder
from bot.evaluation.sets import MeasuredStore, Question, Skipped, read_store, standard_sets
from bot.evaluation.slips import slipped
from bot.facts.folding import folded_name
from bot.facts.models import Fact, Production
from tools.fuzz.films import films

FACTS = 10_000
QUESTIONS = 300
SHORT, LONG = 300, 2_000
"""Characters of a long message; Discord takes 2,000."""

NEAR = (
    "who designed the costumes of {}",
    "is there a scene after the credits of {}",
    "how old do you have to be to watch {}",
    "who sings the title song of {}",
    "which cameras was {} shot with",
    "how many oscars did {} win",
    "what is the plot of {}",
    "who did the make-up in {}",
)
"""Questions about a production of a made-up store that none of its facts answers."""
FAR = (
    "how do i change my nickname on this server",
    "what time is it in tokyo",
    "can somebody recommend a good pizza place",
    "who won the match last night",
    "how many people live in portugal",
    "what is the capital of australia",
    "are you a bot or a person",
    "how do you boil an egg",
    "why is the sky blue",
    "when does the shop open tomorrow",
)
FILM_QUESTIONS = {
    "release date": ("when did {} come out", "{} release date", "what day was {} released"),
    "director": ("who directed {}", "{} director", "whose film is {}"),
    "writer": ("who wrote {}", "{} screenwriter", "name of the writer of {}"),
    "cast": ("who is in {}", "{} actors", "which actors are in {}"),
    "runtime": ("how long is {}", "{} running time", "how many minutes is {}"),
    "country": ("which country is {} from", "{} country", "where was {} made"),
}


@dataclass(frozen=True, slots=True)
class Cases:
    """Stores with questions whose figures are added up. Only sums of a ``held`` set may be shown."""

    name: str
    stores: tuple[MeasuredStore, ...]
    held: bool = False


def made_up(facts: int = FACTS, count: int = QUESTIONS) -> list[Cases]:
    """Return questions about a made-up store: reworded ones, ones that nothing answers, and both in long messages."""
    store = make(facts)
    answered = [Question(asked.text, (asked.fact,), "reworded") for asked in store.questions(count)]
    unanswered = _nothing_answers(store, count // 2)
    name = "made up"
    return [
        Cases(name, (_asked(name, store, [*answered, *unanswered]),)),
        *(
            Cases(f"{name}, {length:,} characters", (_asked(name, store, _messages(answered, count // 4, length)),))
            for length in (SHORT, LONG)
        ),
    ]


def _asked(name: str, store: Store, questions: Sequence[Question]) -> MeasuredStore:
    return MeasuredStore(name, store.productions, store.facts, tuple(questions))


def _nothing_answers(store: Store, count: int) -> list[Question]:
    """Return questions about what a store doesn't have: of its productions, about others, and about the world."""
    random = Random(4)
    known = {production.id for production in store.productions}
    strange = make(2_000, seed=99)
    of = {fact.id: fact.production for fact in strange.facts}
    strangers = [asked for asked in strange.questions(count * 2) if of[asked.fact] not in known]
    near = [random.choice(NEAR).format(random.choice(store.productions).title.lower()) for _ in range(count // 2)]
    texts = [*near, *(asked.text for asked in strangers[: count - len(near) - len(FAR)]), *FAR]
    return [Question(text, (), "nothing") for text in texts]


def _messages(asked: Sequence[Question], count: int, length: int) -> list[Question]:
    """Return long messages, half with a question and half without."""
    return [
        *(Question(message(it.text, length, seed), it.gold, "long") for seed, it in enumerate(asked[:count])),
        *(Question(message("", length, seed), (), "chatter") for seed in range(count, 2 * count)),
    ]


def one_large_show(facts: int = FACTS // 2, count: int = QUESTIONS) -> Cases:
    """Return questions about a show that has thousands of facts, a third misspelt, and about what it lacks."""
    random = Random(6)
    told, wordings = show(facts)
    owners: dict[str, list[str]] = defaultdict(list)
    for fact in told:
        for phrasing in fact.phrasings:
            owners[phrasing].append(fact.id)
    questions = []
    for number in range(count):
        wording = random.choice(wordings)
        text = wording if SHOW.title.lower() in wording else f"{wording} {SHOW.title.lower()}"
        questions.append(Question(slipped(text) if number % 3 == 2 else text, tuple(owners[wording]), "show"))
    lacking = (*NEAR, "who directed season 97 episode 3 of {}", "when did season 98 episode 1 of {} air")
    questions += [Question(text.format(SHOW.title.lower()), (), "nothing") for text in lacking]
    return Cases("one show", (MeasuredStore("one show", (SHOW,), tuple(told), tuple(questions)),))


def real_films(facts: int = FACTS, count: int = QUESTIONS, *, phrasings: bool = False) -> Cases:
    """Return questions about real films, half of them misspelt, and about films and things that the store lacks.

    The facts are bare, or have the ways of asking as ``phrasings``; then the questions are reworded. Facts of films of
    the same name answer equally.
    """
    productions, told = films(facts // 2)  # a film has five or six facts
    titles = {production.id: production.title for production in productions}
    kept = [_phrased(fact, titles[fact.production]) if phrasings else fact for fact in told[:facts]]
    stored = {fact.production for fact in kept}
    loaded = [production for production in productions if production.id in stored]
    others = [production for production in productions if production.id not in stored]
    name = "real films with phrasings" if phrasings else "real films"
    questions = [*_about(titles, kept, count, phrasings=phrasings), *_lacking(loaded, others, count // 2)]
    return Cases(name, (MeasuredStore(name, tuple(loaded), tuple(kept), tuple(questions)),))


def _phrased(fact: Fact, title: str) -> Fact:
    return fact.model_copy(update={"phrasings": tuple(way.format(title) for way in FILM_QUESTIONS[fact.subject])})


def _about(titles: Mapping[str, str], facts: Sequence[Fact], count: int, *, phrasings: bool) -> Iterator[Question]:
    random = Random(3)
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for fact in facts:
        alike[folded_name(titles[fact.production]), fact.subject].append(fact.id)
    for number in range(count):
        fact = random.choice(facts)
        title = titles[fact.production]
        way = random.choice(FILM_QUESTIONS[fact.subject])
        if phrasings:
            text = reworded(way.replace("{}", "{t}"), title, random)
        else:
            text = slipped(way.format(title.lower())) if number % 2 else way.format(title.lower())
        yield Question(text, tuple(alike[folded_name(title), fact.subject]), fact.subject)


def _lacking(productions: Sequence[Production], others: Sequence[Production], count: int) -> Iterator[Question]:
    random = Random(5)
    known = {folded_name(production.title) for production in productions}
    strangers = [production.title for production in others if folded_name(production.title) not in known]
    names = [production.title for production in productions]
    for number in range(count):
        if number % 2 and strangers:
            text = random.choice(random.choice(tuple(FILM_QUESTIONS.values()))).format(random.choice(strangers).lower())
        else:
            text = random.choice(NEAR).format(random.choice(names).lower())
        yield Question(text, (), "nothing")


def evaluation_sets() -> Iterator[Cases]:
    """Yield the sets of ``make eval``, and the shop's chatbot beside the checkout if it exists."""
    for found in standard_sets():
        if isinstance(found, Skipped):
            print(f"{found.name} is left out: {found.why}")
        else:
            yield Cases(found.name, found.stores, held=found.held)
    shop = data_folder().parent.parent / "shared" / "eval" / "live-chatbot"
    if shop.is_dir():
        yield Cases(shop.name, (read_store(shop),))
