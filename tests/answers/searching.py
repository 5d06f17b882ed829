"""Search the invented series without an engine, for the tests of what a search consists of."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answers.index.indexed_fact import FactIndexer, IndexedFact
from bot.answers.index.scopes import Scopes, View
from bot.answers.language.normalization import clean, words
from bot.answers.language.terms import Reading
from bot.answers.parsing.parser import Reader
from bot.answers.ranking.query import Query
from bot.answers.ranking.query_building import QueryBuilder
from bot.answers.ranking.retrieval import Search
from bot.answers.ranking.scoring import Candidate, Scorer
from bot.answers.ranking.title_context import Mention
from bot.facts.models import SHARED, Fact, Production
from tests.answers.series import FACTS, PRODUCTIONS
from tests.shipped import lexicon

LEXICON = lexicon()
READER = Reader(LEXICON)
INDEXER = FactIndexer(LEXICON, READER)
SEARCH = Search(LEXICON)
BUILDER = QueryBuilder(LEXICON)
SCORER = Scorer(LEXICON)


def scopes_of(productions: Iterable[Production], facts: Iterable[Fact]) -> Scopes:
    """Return an index of some facts."""
    scopes = Scopes(LEXICON, READER, INDEXER)
    for production in productions:
        scopes.put_names(production)
    for fact in facts:
        scopes.put_fact(fact)
    return scopes


def view_of(productions: Iterable[Production], facts: Iterable[Fact] = ()) -> View:
    """Return what everybody sees of some facts."""
    return scopes_of(productions, facts).view(SHARED)


SCOPES = scopes_of(PRODUCTIONS, FACTS)
SERIES = SCOPES.view(SHARED)


def read(question: str) -> Reading:
    """Return a question as it is parsed, without any correction."""
    return READER.read(READER.expanded(words(clean(question))))


def mention(question: str, production: str, view: View = SERIES) -> Mention:
    """Return how a question mentions a production."""
    match = SEARCH.named(read(question), view).get(production)
    return Mention(match, view.named((SHARED, production)) if match else None, view.groups(production))


def query(question: str, production: str, view: View = SERIES) -> Query:
    """Return what a question asks about a production."""
    return BUILDER.build(read(question), mention(question, production, view))


def indexed(fact_id: str) -> IndexedFact:
    """Return a fact of the series as it was indexed."""
    found = SCOPES.indexed(SHARED, fact_id)
    assert found is not None
    return found


def scored(fact: IndexedFact, asked: Query) -> Candidate:
    """Return a fact with its score."""
    return SCORER.score(fact, asked, SCORER.bound(asked).kind(fact))
