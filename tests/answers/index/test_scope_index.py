"""What the facts of a production hold together, kept up to date as they come and go."""

from __future__ import annotations

from collections import Counter
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.index.indexed_fact import FactIndexer, IndexedFact
from bot.answers.index.scope_index import Group
from bot.answers.parsing.parser import Reader
from tests.answers.series import FACTS
from tests.shipped import lexicon

LEXICON = lexicon()
INDEXER = FactIndexer(LEXICON, Reader(LEXICON))
MADE = [INDEXER.index(fact, None) for fact in FACTS[:6]]
CHANGED = [INDEXER.index(fact.model_copy(update={"phrasings": ("what of the harpoon",)}), None) for fact in FACTS[:6]]


def counted(group: Group) -> dict[str, int]:
    """Return what ``held`` should be."""
    return dict(Counter(chain.from_iterable(chain(one.terms.core, one.terms.kin) for one in group.facts.values())))


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([*MADE, *CHANGED])), max_size=20))
def test_what_is_held_is_what_the_facts_that_are_left_hold(steps: list[tuple[bool, IndexedFact]]) -> None:
    group = Group()
    for puts, indexed in steps:
        if puts:
            group.put(indexed)
        else:
            group.pop(indexed.fact.id)
        assert group.held == counted(group)
