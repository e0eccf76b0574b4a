"""`redact`: one text is destroyed for good, with every copy of it. Its digest and the record stay."""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from articles import printing
from articles.actions.words import words_said
from articles.models import Article, Edition, EditionContent, Media, Redaction
from articles.search import forget_editions
from people.models import User
from people.roles import is_administrator
from record.canonical import canonical_text, digest_of, is_digest, utc_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import BadInput, NotAllowed, WrongState
from record.redaction import destroy
from reviews.models import Feedback
from reviews.quoting import repeats
from reviews.redaction import Plan, plan_of, refuse_again

LONGEST_REASON = 5_000


def redact(*, digest: str, by: User, second: User, reason: str, door: str) -> Redaction:
    """Destroy the text with this digest, on the word of two administrators who have both proved who they are.

    Every Edition that shares it loses it. Raises `WrongState` while readers see it or will see it, while it is in
    review, while a Draft holds exactly it, and where it was redacted before.
    """
    _two_administrators(by, second)
    finish_redacting(digest)
    return _redact(digest=digest, by=by, second=second, reason=reason, door=door)


@transaction.atomic
def _redact(*, digest: str, by: User, second: User, reason: str, door: str) -> Redaction:
    if not is_digest(digest):
        raise BadInput(_("No edition has this digest: it is 64 digits and letters from a to f."))
    # A content names its article, so there is one; but no order of locks should rest on that.
    sharing = Edition.objects.filter(content_row=digest)
    articles = list(Article.objects.locked().filter(pk__in=sharing.values("article")).order_by("pk"))
    by, second = _two_administrators(by, second)
    now = now_in_verb()
    plan = plan_of(digest, now)
    if plan.in_the_way:
        raise WrongState(" ".join(plan.in_the_way))
    reason = _reason(reason, plan)
    files = [media.name for media in plan.copies.media]
    # While the text can still be read: what search has of it is found by its words.
    forget_editions(plan.editions)
    versions, notices = _purge(plan)
    redaction = Redaction(digest=digest, at=now, by=by, second=second, reason=reason, media=canonical_text(files))
    event = record_event(
        "redact",
        actor=by,
        door=door,
        article=articles[0].uuid,
        why=reason,
        digest=digest,
        second={"id": second.pk, "username": second.get_username()},
        editions=[edition.pk for edition in plan.editions],
        media=files,
        redacted_at=utc_text(now),
        versions=versions,
        notices=notices,
        documents=[digest_of(redaction.document)],
    )
    redaction.event = event.seq
    redaction.save(force_insert=True)
    for model in (EditionContent, Edition):
        destroy(model, event=event)
    for edition in Edition.objects.filter(content_row=digest).select_related("article").order_by("pk"):
        # From here on the record binds the Edition as it stands without its words.
        record_event(
            "redact_edition",
            actor=by,
            door=door,
            article=edition.article.uuid,
            row=edition,
            digest=digest,
            redaction=event.seq,
        )
    # Files can't be brought back by a rollback, so they go last. Asked for again, `redact` removes what is left.
    transaction.on_commit(partial(_remove_files, digest, files))
    return redaction


def finish_redacting(digest: str) -> None:
    """Remove the files that a redaction which died after its commit left behind. Does nothing else."""
    redaction = Redaction.objects.filter(digest=digest).first()
    if redaction:
        _remove_files(digest, redaction.media_names)
    refuse_again(digest)


def _two_administrators(by: User, second: User) -> tuple[User, User]:
    """Both, as they stand now. Superusers pass every door, but not this one without the role."""
    if by.pk == second.pk:
        raise NotAllowed(_("A text is redacted by two people. The second has to be somebody else."))
    people = {person.pk: person for person in User.objects.filter(pk__in=[by.pk, second.pk])}
    for person in people.values():
        if not is_administrator(person):
            raise NotAllowed(
                _("%(name)s can't redact a text: that takes two active administrators.") % {"name": person.printed_name}
            )
    return people[by.pk], people[second.pk]


def _reason(reason: str, plan: Plan) -> str:
    reason = words_said(reason, most=LONGEST_REASON)
    if not reason:
        raise BadInput(_("Say why this text is destroyed. The reason is kept on record for good."))
    if repeats(reason, plan.copies.own):
        raise BadInput(_("The reason repeats words of the text. It stays on record for good: say it without them."))
    return reason


def _purge(plan: Plan) -> tuple[int, int]:
    """Destroy the copies: how many Versions and Notices there were."""
    copies = plan.copies
    for version in copies.versions:
        version.revision.delete()
    notices, _kinds = plan.notices.delete()
    # Readers quote what they read.
    Feedback.objects.filter(edition__in=plan.editions).update(comment="")
    Media.objects.filter(pk__in=[media.pk for media in copies.media]).delete()
    return len(copies.versions), notices


def _remove_files(digest: str, names: list[str]) -> None:
    """The text on paper, and its files, but for those that somebody has stored again since."""
    printing.forget(digest)
    again = set(Media.objects.filter(name__in=names).values_list("name", flat=True))
    for name in set(names) - again:
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
