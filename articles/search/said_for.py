"""What a word may stand for, beside itself. An article's own synonyms come first: this is for what none would name."""

from typing import Final

from articles.search.said_in_english import SHORTHAND
from articles.search.said_in_english import WORDS as AT_HOME
from articles.search.said_in_spanish import WORDS as SPANISH

SAID_FOR: Final = {**SHORTHAND, **AT_HOME, **SPANISH}


def meanings_of(word: str) -> list[str]:
    """The word itself and the single words for which it may stand."""
    return [word, *(full for full in SAID_FOR.get(word, ()) if " " not in full)]
