"""Corrections in the states that tests begin with, reached by the real verbs."""

from typing import Any

from articles.models import Article, Draft, Publication, Purpose
from people.models import User
from reviews.actions import Submission, begin_correction, submit
from reviews.models import Review
from tests import factories as make

TYPO = "## What it is\n\nA treatmnt that works on genes.\n\n## How it works\n\n- **Adding**: a gene is added.\n"
MENDED = TYPO.replace("treatmnt", "treatment")


def with_typo(*, by: User | None = None, **values: Any) -> Publication:
    """A public page with a typo in it."""
    return make.published(make.signed(make.submitted(make.draft(by=by, body=TYPO, **values))))


def begun(page: Publication, *, by: User | None = None) -> Draft:
    """A correction of it, with nothing changed yet."""
    return begin_correction(article=page.article, by=by or page.article.owner, door="admin")


def corrected(page: Publication, *, by: User | None = None, **values: Any) -> Draft:
    """A correction of it, with the typo mended where nothing else is said."""
    return make.saved(begun(page, by=by), by=by, **(values or {"body": MENDED}))


def hand_in(draft: Draft, *, note: str = "A typo.") -> Submission:
    draft = Draft.objects.get(pk=draft.pk)
    return submit(draft=draft, seen=draft.saves, change_note=note, by=draft.article.owner, door="admin")


def in_review(page: Publication, **values: Any) -> Review:
    """The correction, handed in."""
    submission = hand_in(corrected(page, **values))
    assert submission.review, submission.findings
    return submission.review


def correction_public(page: Publication, **values: Any) -> Publication:
    """The corrected page, as readers see it."""
    return make.published(make.signed(in_review(page, **values)))


def main_of(article: Article) -> Draft:
    """The article's own text."""
    return article.drafts.get(purpose=Purpose.MAIN)
