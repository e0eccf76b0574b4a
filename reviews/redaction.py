"""What a redaction would destroy, what it would leave, and what stands in its way. Only reads; the verb does it."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles.copies import Copies, copies_of
from articles.models import Edition, Publication, redaction_of
from record.errors import BadInput, WrongState
from reviews.models import ChangeRequest, Notice, Review


@dataclass(frozen=True, slots=True)
class Plan:
    """One text, and everything that repeats it.

    `editions` share the text. `in_the_way` says, a sentence each, why it can't be redacted now. `notices` are mails
    that are kept and name it; `answers` are what reviewers wrote of it, for people to look at.
    """

    digest: str
    editions: list[Edition]
    copies: Copies
    notices: QuerySet[Notice]
    answers: list[ChangeRequest]
    in_the_way: list[str]


def plan_of(digest: str, at: datetime) -> Plan:
    """As things stand at that moment.

    Raises `BadInput` for a digest that no Edition has, `WrongState` for a text that was redacted before.
    """
    editions = list(
        Edition.objects.filter(content_row=digest).select_related("content_row", "article").order_by("number")
    )
    refuse_again(digest)
    if not editions:
        raise BadInput(_("No edition has this digest: it is 64 digits and letters from a to f."))
    copies = copies_of(editions)
    return Plan(
        digest=digest,
        editions=editions,
        copies=copies,
        notices=_notices(editions, copies),
        answers=list(
            ChangeRequest.objects.filter(review__edition__in=editions).select_related("review").order_by("at", "pk")
        ),
        in_the_way=[*_public(editions, at), *_in_review(editions), *_still_written(copies)],
    )


def refuse_again(digest: str) -> None:
    """Raises `WrongState` for a text that was redacted before, naming its Event."""
    if told := redaction_of(digest):
        raise WrongState(_("This text was redacted by event %(number)d.") % {"number": told.event})


def _public(editions: list[Edition], at: datetime) -> list[str]:
    """Readers see it, or would see it some day."""
    rows = Publication.objects.standing(at) | Publication.objects.scheduled(at)
    rows = rows.filter(edition__in=editions).select_related("edition").order_by("opens")
    live = _("Readers see this text now, as Edition %(number)d. Withdraw the page, or publish another text, first.")
    scheduled = _("Edition %(number)d with this text is to be published. Take that back first.")
    gone = _("Edition %(number)d with this text is gone, long overdue, and could come back. Withdraw the page first.")
    told = [(row, scheduled if row.opens > at else gone if row.is_gone(at) else live) for row in rows]
    return [sentence % {"number": row.edition.number} for row, sentence in told]


def _in_review(editions: list[Edition]) -> list[str]:
    rows = Review.objects.open().filter(edition__in=editions).select_related("edition")
    return [
        _("Edition %(number)d with this text is in review. Take it back first.") % {"number": row.edition.number}
        for row in rows
    ]


def _still_written(copies: Copies) -> list[str]:
    return [
        _("The draft “%(title)s” still holds exactly this text. Take out of it what has to go, and save it, first.")
        % {"title": draft.title}
        for draft in copies.same
    ]


def _notices(editions: list[Edition], copies: Copies) -> QuerySet[Notice]:
    """Mails about its Reviews; and all that name its title, where the article is called something else by now."""
    reviews = Review.objects.filter(edition__in=editions)
    named = [Q(text__contains=review.get_absolute_url()) for review in reviews]
    for title in {edition.title for edition in editions} & copies.own:
        named += [Q(subject__contains=title), Q(text__contains=title)]
    return Notice.objects.filter(reduce(or_, named)) if named else Notice.objects.none()
