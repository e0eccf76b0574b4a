"""How long text that was made to hold a process holds it."""

import contextlib
from collections.abc import Iterator
from functools import partial

from articles.markdown import BadText, render_body
from tests.articles.markdown_page import image_of
from tests.articles.test_markdown_hostile import HOSTILE
from tests.benchmarks.samples import sample_body
from tests.benchmarks.table import Row, seconds


def rows() -> Iterator[Row]:
    def render(text: str) -> None:
        with contextlib.suppress(BadText):
            render_body(text, image_of=image_of, references=3)

    slowest, name = max((seconds(partial(render, text)), name) for name, text in HOSTILE.items())
    plain = seconds(lambda: render(sample_body()))
    yield Row(
        f"rendering the slowest hostile text ({name.encode('unicode_escape').decode()})",
        slowest,
        "seconds",
        5,
        at_least=False,
        peer=f"an article of 900 words {plain * 1000:.1f} ms",
        ratio=slowest / plain,
    )
