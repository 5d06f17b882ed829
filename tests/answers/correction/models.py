"""A shelf with a few titles and a text, and the models that describe it."""

from __future__ import annotations

from bot.answers.correction.language_model import LanguageModel
from bot.answers.index.scope_index import Shelf
from bot.answers.parsing.parser import Reader
from bot.facts.models import Production
from tests.shipped import knowledge, lexicon

TITLES = ("Zanderbrook", "The Walking Tide", "Mire", "Brindle", "Brundle", "Salt Choir", "Alberta")


def shelf(*more: str) -> Shelf:
    """Return a shelf with titles and the text "lantern choir scene"."""
    held = Shelf(lexicon(), Reader(lexicon()))
    for title in (*TITLES, *more):
        held.put_production(Production(id=title.lower().replace(" ", "-"), title=title))
    held.usage.add(["lantern", "choir", "scene"], asked=True)
    return held


def model(*codes: str, of: Shelf | None = None) -> LanguageModel:
    """Return the language model of a shelf in some languages, English by default."""
    return LanguageModel([of or shelf()], [knowledge().words.of[code] for code in codes or ("en",)])
