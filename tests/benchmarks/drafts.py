"""Saving a draft, beside django-reversion's own save of the same row."""

from collections.abc import Iterator
from itertools import count

import reversion
from django.db import transaction

from articles.actions.drafts import save_draft
from articles.models import Draft
from record.clock import now_in_verb
from tests import factories
from tests.benchmarks.table import Row, paired

TIMES = 60


def rows() -> Iterator[Row]:
    by = factories.person()
    first, second = factories.draft(by=by), factories.draft(by=by)
    numbers = count(1)
    body = "\n\n".join(f"## Part {part}\n\n" + "Some words of a sample part. " * 40 for part in range(6))

    def ours() -> None:
        draft = Draft.objects.get(pk=first.pk)
        text = factories.text(body=f"{body}\n\nSave {next(numbers)}")
        save_draft(draft=draft, text=text, seen=draft.saves, by=by)

    def peer() -> None:
        draft = Draft.objects.get(pk=second.pk)
        text = factories.text(body=f"{body}\n\nSave {next(numbers)}")
        with transaction.atomic(), reversion.create_revision():
            draft.body, draft.details = text.body, text.details.stored()
            draft.updated_at = now_in_verb()
            draft.save()
            reversion.set_user(by)

    mine, theirs = paired(ours, peer, TIMES)
    yield Row(
        "saving a draft, times reversion's own save",
        mine / theirs,
        "×",
        2,
        at_least=False,
        peer=f"reversion {theirs * 1000:.1f} ms, ours {mine * 1000:.1f} ms",
        ratio=mine / theirs,
    )
