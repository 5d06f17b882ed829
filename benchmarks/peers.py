"""Find the nearest stored question as others do: scans with rapidfuzz, tantivy, SQLite's full-text index."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import tantivy
from rapidfuzz import fuzz, process, utils

from bot.facts.models import Fact

_NOT_WORD = re.compile(r"\W+")


class Peer(Protocol):
    """Finds a fact by the stored phrasing that is most like a question."""

    name: str

    def find(self, question: str) -> str | None:
        """Return the id of the fact whose phrasing is nearest."""
        ...


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Every phrasing of every fact, preprocessed as rapidfuzz advises, with the id of its fact."""

    texts: list[str]
    owners: list[str]

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> Phrasings:
        """Return the phrasings of facts."""
        pairs = [(utils.default_process(phrasing), fact.id) for fact in facts for phrasing in fact.phrasings]
        return cls([text for text, _ in pairs], [owner for _, owner in pairs])


class Scan:
    """``process.extractOne`` over all phrasings."""

    def __init__(self, name: str, scorer: Callable[..., float], phrasings: Phrasings) -> None:
        self.name = name
        self._scorer = scorer
        self._phrasings = phrasings

    def find(self, question: str) -> str | None:
        found = process.extractOne(utils.default_process(question), self._phrasings.texts, scorer=self._scorer)
        return self._phrasings.owners[found[2]] if found else None


class Tantivy:
    """A tantivy index in memory, ranked by BM25; over stemmed words, or over letters in threes."""

    def __init__(self, phrasings: Phrasings, *, grams: bool) -> None:
        self.name = "tantivy 3-grams" if grams else "tantivy BM25"
        self._grams = grams
        self._owners = phrasings.owners
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("text", tokenizer_name="grams" if grams else "en_stem", index_option="freq")
        schema.add_unsigned_field("owner", stored=True)
        self._schema = schema.build()
        index = tantivy.Index(self._schema)
        tokenizer = tantivy.Tokenizer.ngram(min_gram=3, max_gram=3, prefix_only=False)
        self._analyzer = tantivy.TextAnalyzerBuilder(tokenizer).build()
        index.register_tokenizer("grams", self._analyzer)
        writer = index.writer(heap_size=200_000_000, num_threads=2)
        for number, text in enumerate(phrasings.texts):
            writer.add_document(tantivy.Document(text=text, owner=number))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._index = index
        self._searcher = index.searcher()

    def find(self, question: str) -> str | None:
        text = utils.default_process(question)
        if self._grams:
            terms = [
                (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "text", gram, "freq"))
                for gram in dict.fromkeys(self._analyzer.analyze(text))
            ]
            query = tantivy.Query.boolean_query(terms)
        else:
            query = self._index.parse_query(_NOT_WORD.sub(" ", text), ["text"])
        hits = self._searcher.search(query, 1, count=False).hits
        return self._owners[self._searcher.doc(hits[0][1])["owner"][0]] if hits else None


class Trigrams:
    """sqlite's FTS5 with its trigram tokenizer, ranked by BM25."""

    name = "sqlite FTS5 trigram"

    def __init__(self, phrasings: Phrasings) -> None:
        self._owners = phrasings.owners
        self._db = sqlite3.connect(":memory:")
        self._db.execute("create virtual table phrasings using fts5(text, tokenize='trigram', detail='none')")
        self._db.executemany("insert into phrasings(rowid, text) values (?, ?)", enumerate(phrasings.texts))

    def find(self, question: str) -> str | None:
        text = utils.default_process(question)
        grams = dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2))
        if not grams:
            return None
        query = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams)
        row = self._db.execute(
            "select rowid from phrasings where phrasings match ? order by rank limit 1", (query,)
        ).fetchone()
        return self._owners[row[0]] if row else None


def builders(facts: Sequence[Fact]) -> list[Callable[[], Peer]]:
    """Return the builders of the peers, the WRatio scan first, because all are compared with it.

    They are built one at a time, because they are large.
    """
    phrasings = Phrasings.of(facts)
    return [
        lambda: Scan("rapidfuzz WRatio", fuzz.WRatio, phrasings),
        lambda: Scan("rapidfuzz token_set", fuzz.token_set_ratio, phrasings),
        lambda: Tantivy(phrasings, grams=False),
        lambda: Tantivy(phrasings, grams=True),
        lambda: Trigrams(phrasings),
    ]
