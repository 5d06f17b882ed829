"""Find the most similar stored text as others do: a dict, scans with rapidfuzz, tantivy, bm25s, SQLite's FTS5."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

import bm25s
import Stemmer
import tantivy
from rapidfuzz import fuzz, process

from benchmarks.comparison.texts import Texts

RERANKED = 50
"""How many of tantivy's hits ``token_sort_ratio`` puts in order."""

_NOT_WORD = re.compile(r"\W+")


class Found(NamedTuple):
    """The id of a fact, and how well it fits. Scores of different peers can't be compared."""

    fact: str
    score: float


class Peer(Protocol):
    """Finds the fact with the text that is most like a question."""

    name: str

    def find(self, question: str) -> Found | None:
        """Return the best fact; None if no text has anything in common with the question."""
        ...


class LookUp:
    """A dict of all texts: the least that any way of answering can take. Finds only what is typed exactly so."""

    name = "dict look-up"

    def __init__(self, texts: Texts) -> None:
        self._prepared = texts.prepared
        self._owners = dict(zip(texts.texts, texts.owners, strict=True))

    def find(self, question: str) -> Found | None:
        owner = self._owners.get(self._prepared(question))
        return None if owner is None else Found(owner, 1.0)


class Scan:
    """``process.extractOne`` over all texts."""

    def __init__(self, name: str, scorer: Callable[..., float], texts: Texts) -> None:
        self.name = name
        self._scorer = scorer
        self._texts = texts

    def find(self, question: str) -> Found | None:
        found = process.extractOne(self._texts.prepared(question), self._texts.texts, scorer=self._scorer)
        return Found(self._texts.owners[found[2]], found[1]) if found else None


class _Index:
    """A tantivy index of texts in memory."""

    def __init__(self, texts: Texts, tokenizer: str, analyzer: tantivy.TextAnalyzer | None = None) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", tokenizer_name=tokenizer, index_option="freq")
        schema.add_unsigned_field("owner", stored=True)
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema)
        if analyzer:
            self.index.register_tokenizer(tokenizer, analyzer)
        writer = self.index.writer(heap_size=200_000_000, num_threads=2)
        for number, text in enumerate(texts.texts):
            writer.add_document(tantivy.Document(text=text, owner=number))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self._searcher = self.index.searcher()

    def best(self, query: tantivy.Query, count: int) -> list[tuple[int, float]]:
        """Return the numbers of the best texts, with their scores."""
        hits = self._searcher.search(query, count, count=False).hits
        return [(self._searcher.doc(address)["owner"][0], score) for score, address in hits]

    def any_of(self, queries: Iterable[tantivy.Query]) -> tantivy.Query:
        """Return a query that one or more of some queries fulfil; their scores are added."""
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def term(self, term: str) -> tantivy.Query:
        """Return a query for a term, scored by BM25."""
        return tantivy.Query.term_query(self.schema, "text", term, "freq")


class Words:
    """tantivy, ranked by BM25 over stemmed words."""

    name = "tantivy BM25"

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._index = _Index(texts, "en_stem")

    def find(self, question: str) -> Found | None:
        query = self._index.index.parse_query(_NOT_WORD.sub(" ", self._texts.prepared(question)), ["text"])
        return _first(self._texts.owners, self._index.best(query, 1))


class Fuzzy:
    """tantivy's fuzzy queries: each word by BM25, or with the typos that Elasticsearch's ``AUTO`` allows.

    A fuzzy match always scores 1, as tantivy does it.
    """

    name = "tantivy fuzzy"

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._index = _Index(texts, "default")

    def find(self, question: str) -> Found | None:
        words = dict.fromkeys(_NOT_WORD.sub(" ", self._texts.prepared(question)).split())
        return _first(self._texts.owners, self._index.best(self._index.any_of(map(self._word, words)), 1))

    def _word(self, word: str) -> tantivy.Query:
        if len(word) < 3:
            return self._index.term(word)
        near = tantivy.Query.fuzzy_term_query(self._index.schema, "text", word, distance=1 if len(word) < 6 else 2)
        return tantivy.Query.disjunction_max_query([self._index.term(word), near])


class Grams:
    """tantivy over letters in threes, ranked by BM25; the best may be put in order by ``token_sort_ratio``."""

    def __init__(self, texts: Texts, *, reranked: int = 0) -> None:
        self.name = "3-grams + token_sort" if reranked else "tantivy 3-grams"
        self._texts = texts
        self._reranked = reranked
        tokenizer = tantivy.Tokenizer.ngram(min_gram=3, max_gram=3, prefix_only=False)
        self._analyzer = tantivy.TextAnalyzerBuilder(tokenizer).build()
        self._index = _Index(texts, "grams", self._analyzer)

    def find(self, question: str) -> Found | None:
        text = self._texts.prepared(question)
        hits = self._hits(text)
        if not self._reranked or not hits:
            return _first(self._texts.owners, hits)
        near = process.extractOne(text, [self._texts.texts[number] for number, _ in hits], scorer=fuzz.token_sort_ratio)
        return Found(self._texts.owners[hits[near[2]][0]], near[1]) if near else None

    def candidates(self, question: str) -> set[str]:
        """Return the facts that are put in order."""
        return {self._texts.owners[number] for number, _ in self._hits(self._texts.prepared(question))}

    def _hits(self, text: str) -> list[tuple[int, float]]:
        query = self._index.any_of(map(self._index.term, dict.fromkeys(self._analyzer.analyze(text))))
        return self._index.best(query, self._reranked or 1)


class SparseBM25:
    """bm25s: scores computed in advance in a sparse NumPy matrix; stemmed words without English stop words."""

    name = "bm25s"

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._stemmer = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._tokens(texts.texts, "tuple"), show_progress=False)

    def _tokens(self, texts: list[str], form: str) -> object:
        return bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stemmer, return_ids=form == "tuple", show_progress=False
        )

    def find(self, question: str) -> Found | None:
        words = self._tokens([self._texts.prepared(question)], "string")
        numbers, scores = self._bm25.retrieve(words, k=1, show_progress=False)
        return Found(self._texts.owners[numbers[0, 0]], float(scores[0, 0])) if scores[0, 0] > 0 else None


class Trigrams:
    """SQLite's FTS5 with its trigram tokenizer, ranked by BM25."""

    name = "sqlite FTS5 trigram"

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._db = sqlite3.connect(":memory:")
        self._db.execute("create virtual table texts using fts5(text, tokenize='trigram', detail='none')")
        self._db.executemany("insert into texts(rowid, text) values (?, ?)", enumerate(texts.texts))

    def find(self, question: str) -> Found | None:
        text = self._texts.prepared(question)
        grams = dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2))
        if not grams:
            return None
        query = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
        row = self._db.execute(
            "select rowid, rank from texts where texts match ? order by rank limit 1", (query,)
        ).fetchone()
        return Found(self._texts.owners[row[0]], -row[1]) if row else None


def _first(owners: list[str], hits: list[tuple[int, float]]) -> Found | None:
    return Found(owners[hits[0][0]], hits[0][1]) if hits else None


def builders(texts: Texts) -> list[Callable[[], Peer]]:
    """Return the builders of the peers, the WRatio scan first, without ``Trigrams``, which takes longer than a scan."""
    return [
        lambda: Scan("rapidfuzz WRatio", fuzz.WRatio, texts),
        lambda: Scan("rapidfuzz token_set", fuzz.token_set_ratio, texts),
        lambda: Words(texts),
        lambda: Fuzzy(texts),
        lambda: Grams(texts),
        lambda: Grams(texts, reranked=RERANKED),
        lambda: SparseBM25(texts),
    ]
