"""Words that show nothing are none."""

import pytest

from articles.actions.words import words_said
from record.seen import says_something


@pytest.mark.parametrize("words", ["", " \n", "\u200b", "\u2060\u00ad", "\u3164", "\u2800", "\uffa0 .", "…"])
def test_what_shows_nothing_says_nothing(words: str) -> None:
    assert not says_something(words)
    assert words_said(words, most=100) == ""


@pytest.mark.parametrize("words", ["a", "7", "é", "字", "หา", "م", "👍", "<", "\u200bx"])
def test_what_can_be_seen_says_something(words: str) -> None:
    assert says_something(words)
    assert words_said(words, most=100) == words
