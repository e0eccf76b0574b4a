"""Where an article stands, in one word, for lists and for filters. Asked in the query that lists the drafts."""

from datetime import datetime

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Subquery, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from articles.models import Draft, Publication, Purpose, SafetyNotice, Withdrawal
from reviews.models import Review, ReviewState


class Standing(TextChoices):
    """What an editor would say of an article."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    CHANGES = "changes", _("Changes asked for")
    SIGNED = "signed", _("Ready to publish")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ENDED = "ended", _("Ended")


WAITS_FOR_A_PERSON = frozenset({Standing.CHANGES, Standing.SIGNED, Standing.IN_REVIEW})


def with_standing(drafts: QuerySet[Draft], at: datetime) -> QuerySet[Draft]:
    """Drafts with `standing`, with `is_live` for those that readers see something of, and `correction`, the key of an
    open one. A correction that isn't in review is a draft, whatever readers see.

    Of what is live: `live_title` and `live_save`, what readers know it by and which save of the draft it froze, none
    where that was a correction's; `live_closes`, and `live_overdue`, `live_noindex`, `live_gone`, when its review
    becomes overdue and what follows. `is_gone` where that has taken the page away. Of what is withdrawn `is_replaced`,
    whether it leads to another article, and `is_warned`, whether a safety notice stands over it, past which nobody is
    led.

    Of what is scheduled: `scheduled_for`, `scheduled_number` and `scheduled_overdue`; `cancelled_because` where the
    newest Publication was scheduled and won't open.
    """
    of_draft = {"article": OuterRef("article")}
    live = Publication.objects.live(at).filter(**of_draft)
    scheduled = Publication.objects.scheduled(at).filter(**of_draft)
    last = Publication.objects.filter(**of_draft).order_by("-pk")
    newest = Review.objects.filter(**of_draft, purpose=OuterRef("purpose")).order_by("-pk").values("state")[:1]
    correction = Draft.objects.filter(article=OuterRef("article"), purpose=Purpose.CORRECTION).values("pk")[:1]
    return drafts.annotate(
        correction=Subquery(correction),
        review_state=Subquery(newest),
        is_live=Exists(live),
        live_title=Subquery(live.values("edition__title")[:1]),
        live_save=Subquery(live.filter(edition__purpose=OuterRef("purpose")).values("edition__save_number")[:1]),
        live_closes=Subquery(live.values("closes")[:1]),
        live_overdue=Subquery(live.values("overdue_at")[:1]),
        live_noindex=Subquery(live.values("noindex_at")[:1]),
        live_gone=Subquery(live.values("gone_at")[:1]),
        is_gone=Exists(Publication.objects.gone(at).filter(**of_draft)),
        is_withdrawn=Exists(Withdrawal.objects.standing(at).filter(**of_draft)),
        is_replaced=Exists(Withdrawal.objects.standing(at).filter(**of_draft, replacement__isnull=False)),
        is_warned=Exists(SafetyNotice.objects.shown(at).filter(pages__article=OuterRef("article"))),
        has_opened=Exists(Publication.objects.opened(at).filter(**of_draft)),
        scheduled_for=Subquery(scheduled.values("opens")[:1]),
        scheduled_number=Subquery(scheduled.values("edition__number")[:1]),
        scheduled_overdue=Subquery(scheduled.values("overdue_at")[:1]),
        cancelled_because=Subquery(last.values("cancellation__reason")[:1]),
        standing=Case(
            When(review_state=ReviewState.WAITING, then=Value(Standing.IN_REVIEW.value)),
            When(review_state=ReviewState.APPROVED, then=Value(Standing.SIGNED.value)),
            When(review_state=ReviewState.CHANGES, then=Value(Standing.CHANGES.value)),
            When(purpose=Purpose.CORRECTION, then=Value(Standing.DRAFT.value)),
            When(scheduled_for__isnull=False, then=Value(Standing.SCHEDULED.value)),
            When(is_withdrawn=True, then=Value(Standing.WITHDRAWN.value)),
            When(is_live=True, then=Value(Standing.PUBLIC.value)),
            When(has_opened=True, then=Value(Standing.ENDED.value)),
            default=Value(Standing.DRAFT.value),
            output_field=CharField(),
        ),
    )
