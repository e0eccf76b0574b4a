"""Files to import: made-up articles of about 900 words, with nothing wrong in them."""

import random
from pathlib import Path

WORDS = [
    "sample",
    "body",
    "gene",
    "blood",
    "heart",
    "lung",
    "help",
    "care",
    "people",
    "doctor",
    "often",
    "rest",
    "water",
    "sleep",
    "plan",
    "test",
    "cell",
    "nerve",
    "skin",
    "bone",
]


def write_files(folder: Path, number: int) -> None:
    """So many Markdown files with front matter, the same in every run."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(1)
    for place in range(number):
        (folder / f"sample-{place}.md").write_text(_article(place, chance), encoding="utf-8")


def sample_body() -> str:
    """The text of one such article."""
    return _article(0, random.Random(1)).partition("---\n\n")[2]


def _article(place: int, chance: random.Random) -> str:
    parts = "\n\n".join(
        f"## What about {chance.choice(WORDS)} {part}?\n\n{_sentences(chance, 8)}\n\n- **{chance.choice(WORDS)}**: "
        f"{_sentences(chance, 1)}\n- **{chance.choice(WORDS)}**: {_sentences(chance, 1)}"
        for part in range(7)
    )
    return (
        f"---\ntitle: Sample article {place}\nslug: sample-article-{place}\nsummary: {_sentences(chance, 2)}\n"
        f"synonyms:\n- sample synonym {place}\nreferences:\n- title: National Institutes of Health\n"
        f"  url: https://www.nih.gov/\n---\n\n{parts}\n"
    )


def _sentences(chance: random.Random, number: int) -> str:
    return " ".join(" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(number))
