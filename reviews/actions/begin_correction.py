"""`begin_correction`: a typo in what readers see is put right, beside a new text that may be in the making."""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.actions.drafts import first_save, saves_of
from articles.actions.locking import lock_article
from articles.content import text_from
from articles.models import Article, Draft, Purpose, Way
from articles.windows import live_of
from people.allowing import allow
from people.models import User
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, WrongState
from reviews.authority import last_signed
from reviews.corrections import refuse_without_ground


@transaction.atomic
def begin_correction(*, article: Article, by: User, door: str) -> Draft:
    """A Draft of the very text that readers see now, for a minor correction. Its saves count on from the last ones.

    Raises `WrongState` where nothing is live, the text that was reviewed whole is gone or its review doesn't stand any
    more, or a correction is open already.
    """
    article = lock_article(article.pk)
    allow(by, "reviews.begin_correction", article)
    live = live_of(article, now := now_in_verb())
    if live is None:
        raise WrongState(_("Readers see no page of this article, so there is nothing to correct."))
    refuse_without_ground(last_signed(article.pk, now))
    if article.drafts.filter(purpose=Purpose.CORRECTION).exists():
        raise WrongState(_("A correction of this page is open already."))
    edition = live.edition
    try:
        text = text_from(edition)
    except ValueError as error:
        raise BadInput(_("This text was frozen under older rules. Submit it as a new text instead.")) from error
    draft = Draft(article=article, purpose=Purpose.CORRECTION, base=edition)
    number = saves_of(article.uuid, Purpose.CORRECTION) + 1
    first_save(draft, text=text, by=by, way=Way.RESTORED, number=number)
    record_event(
        "begin_correction",
        actor=by,
        door=door,
        article=article.uuid,
        save=draft.saves,
        edition=edition.pk,
        digest=edition.digest,
    )
    return draft
