"""`submit`: an editor hands a Draft in. Edition n is frozen and a Review opens on it."""

from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from articles.actions.editions import LONGEST_NOTE, contributors_of, former_editions, freeze_edition, refuse_redacted
from articles.actions.locking import current_draft, lock_article
from articles.actions.rebase_draft import behind
from articles.actions.words import words_said
from articles.checks import Finding, check_page
from articles.content import Frozen, freeze, text_of
from articles.details import DraftText
from articles.markdown import BadText
from articles.models import Article, Draft, Edition, Organisation, Purpose
from articles.windows import scheduled_of, seen_base, standing_of
from people.allowing import allow
from people.models import User
from record.canonical import canonical_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, Conflict, Refusal, WrongState
from reviews.corrections import check_correction
from reviews.models import PolicyVersion, Review, ReviewState
from reviews.notifications import notify_reviewers
from reviews.requirements import new_review
from reviews.selectors import missing_roles
from reviews.transitions import move

# The kind of the finding that a text lacks what was published meanwhile.
BEHIND: Final = "behind"


class NothingNew(WrongState):
    """Readers have this text already, and its review is over: what it needs is a re-review."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What came of submitting: an open Review, or none and the findings that block.

    Findings that only warn come with both.
    """

    review: Review | None
    findings: list[Finding] = field(default_factory=list)


@transaction.atomic
def submit(*, draft: Draft, seen: int, change_note: str, by: User, door: str) -> Submission:
    """Submit the Draft as the caller saw it after `seen` saves, with a note for readers on what changed.

    Raises `Conflict` where it was saved since, or a correction doesn't grow from the live Edition; `WrongState` where
    there is nothing new to review. A correction that is more than minor gets findings, and nothing is frozen.
    """
    article = lock_article(draft.article_id)
    allow(by, "reviews.submit_draft", draft)
    draft = current_draft(draft)
    draft.article = article
    if draft.saves != seen:
        raise Conflict(_("The article was saved again since you looked at it. Look at it once more, then submit."))
    note = " ".join(words_said(change_note, most=LONGEST_NOTE).split())
    if not note:
        raise BadInput(_("Say in a sentence what changed. Readers will see it."))
    policy = PolicyVersion.current()
    former = former_editions(article)
    text, frozen = _rendered(draft, article)
    findings = check_page(text, frozen.page, article=article, blocking=frozenset(policy.rules.blocking))
    if draft.purpose == Purpose.CORRECTION:
        findings = [*check_correction(draft, text, frozen.page, policy.rules.corrections), *findings]
    newer = behind(draft, now_in_verb()) if former and draft.purpose == Purpose.MAIN else None
    if newer:
        findings = [_lacks(newer), *findings]
    if any(finding.blocks for finding in findings):
        return Submission(None, findings)
    known = None
    if frozen.digest in former.values():
        refuse_redacted(article, text, frozen)
        known = _known_edition(draft, text, frozen, newer)
    superseded = _close_open_review(draft, known) if former else []
    edition = known or _freeze(draft, text, frozen, former=former, note=note, by=by, door=door)
    review = new_review(article, edition, draft.purpose, ages_quickly=text.details.ages_quickly, policy=policy, by=by)
    missing = missing_roles(review) if known else review.required_roles
    if not missing:
        move(review, ReviewState.APPROVED, now_in_verb())
    record_event(
        "submit",
        actor=by,
        door=door,
        article=article.uuid,
        row=review,
        touched=superseded,
        why=note,
        review=review.pk,
        edition=edition.pk,
        digest=edition.digest,
        required=review.required_roles,
        policy=policy.number,
    )
    notify_reviewers(review, missing)
    return Submission(review, findings)


def _rendered(draft: Draft, article: Article) -> tuple[DraftText, Frozen]:
    """The text as it would be signed. What can't be rendered at all is refused, with the renderer's own sentence."""
    try:
        text = text_of(draft)
        return text, freeze(text, article, Organisation.current())
    except BadText as bad:
        raise BadInput(str(bad)) from bad
    except ValidationError as error:
        raise BadInput(_("This text was saved under older rules. Save it again, then submit.")) from error


def _lacks(newer: Edition) -> Finding:
    """That a text grew from something else than what readers saw last: signed as it is, it can't be published."""
    advice = _("Whatever is signed now can’t be published before that is brought in.")
    return Finding(BEHIND, _("Text"), f"{_published_since(newer)} {advice}")


def _published_since(newer: Edition) -> str:
    if newer.is_redacted:
        return _("Edition %(number)d was published since this text was begun, and was redacted.") % {
            "number": newer.number
        }
    return _("Readers see Edition %(number)d, which was published since this text was begun.") % {
        "number": newer.number
    }


def _known_edition(draft: Draft, text: DraftText, frozen: Frozen, newer: Edition | None) -> Edition | None:
    """The last Edition, where it froze just this.

    Raises `WrongState` where readers have it already, `Conflict` where it lacks what readers saw meanwhile: nothing can
    be brought into what is frozen.
    """
    _refuse_nothing_new(draft.article, text, frozen)
    known = _last_if_same(draft, text, frozen)
    if known and newer:
        advice = _("Bring that in first: as it is, this text can’t be published.")
        raise Conflict(f"{_published_since(newer)} {advice}")
    return known


def _freeze(
    draft: Draft, text: DraftText, frozen: Frozen, *, former: dict[int, str], note: str, by: User, door: str
) -> Edition:
    """A new Edition, on record."""
    edition = freeze_edition(draft=draft, text=text, frozen=frozen, former=former, change_note=note, by=by)
    record_event(
        "freeze_edition",
        actor=by,
        door=door,
        article=draft.article.uuid,
        row=edition,
        digest=edition.digest,
        number=edition.number,
        redacted_row=edition.redacted_digest(),
    )
    return edition


def _refuse_nothing_new(article: Article, text: DraftText, frozen: Frozen) -> None:
    """A text that readers have already is nothing new while its review is in date.

    Once that is over, it is reviewed again.
    """
    now = now_in_verb()
    scheduled = scheduled_of(article, now)
    if scheduled and _same(scheduled.edition, text, frozen):
        raise WrongState(_("Exactly this text is signed and scheduled already. There is nothing to review."))
    standing = standing_of(article, now)
    if standing is None or not _same(standing.edition, text, frozen):
        return
    if now < standing.overdue_at:
        raise WrongState(
            _("Readers have exactly this text already, and its review is in date. There is nothing to review.")
        )
    raise NothingNew(
        _("The page has exactly this text already, and its review is overdue. Ask for a re-review of the page.")
    )


def foreseen(draft: Draft) -> tuple[Edition | None, Refusal | None]:
    """What would come of submitting the Draft as it stands, said before somebody tries: the Edition that is reviewed
    once more, with the note it has, since it froze just this text; or why nothing is. The verb decides again.
    """
    try:
        text, frozen = _rendered(draft, draft.article)
        newer = behind(draft, now_in_verb()) if draft.purpose == Purpose.MAIN else None
        known = _known_edition(draft, text, frozen, newer)
    except BadInput:  # the findings say it
        return None, None
    except Refusal as refusal:
        return None, refusal
    if known and Review.objects.open().filter(edition=known, purpose=draft.purpose).exists():
        return None, WrongState(_in_review_already())
    return known, None


def _in_review_already() -> str:
    return _("Exactly this text is in review already.")


def _last_if_same(draft: Draft, text: DraftText, frozen: Frozen) -> Edition | None:
    """The last Edition, where it froze just this: content, related articles, base and contributors."""
    last = Edition.objects.filter(article=draft.article, purpose=draft.purpose).order_by("-number").first()
    if last is None or not _same(last, text, frozen) or not _same_base(last, draft):
        return None
    return last if last.contributor_ids == contributors_of(draft, frozen) else None


def _same_base(last: Edition, draft: Draft) -> bool:
    """Whether both grew from the same text, apart from what was scheduled in between and never opened."""
    now = now_in_verb()
    return last.based_on_id == draft.base_id or seen_base(last.based_on, now) == seen_base(draft.base, now)


def _same(edition: Edition, text: DraftText, frozen: Frozen) -> bool:
    return edition.digest == frozen.digest and edition.related == canonical_text(text.details.related)


def _close_open_review(draft: Draft, edition: Edition | None) -> list[Review]:
    """A newer text takes the place of one that is waiting; the same text waits already."""
    waiting = (
        Review.objects.open()
        .select_for_update(no_key=True)
        .filter(article=draft.article, purpose=draft.purpose)
        .first()
    )
    if waiting is None:
        return []
    if edition is not None and waiting.edition_id == edition.pk:
        raise WrongState(_in_review_already())
    move(waiting, ReviewState.SUPERSEDED, now_in_verb())
    return [waiting]
