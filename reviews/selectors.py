"""Questions about reviews that verbs and screens ask."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from articles.models import (
    Address,
    Authority,
    Draft,
    DraftSave,
    Edition,
    Organisation,
    Publication,
    Purpose,
    SafetyNotice,
    UseKind,
    Withdrawal,
)
from articles.windows import lacks, newest_opened
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER, REVIEWER
from record import clock
from record.chain import Event
from reviews.models import Attestation, Review, Reviewer, ReviewPurpose, ReviewState, Revocation, SignOff

# Fetched where many Reviews are asked for what stands in the place of their signatures.
STANDING_ATTESTATIONS: Final = Prefetch(
    "attestations", Attestation.objects.filter(revocation=None), to_attr="standing_attestations"
)


def counting_signatures(review: Review) -> list[SignOff]:
    """The signatures that count in a Review: its own, and those given in an earlier one of the same purpose on the
    same Edition. In a re-review only its own. None that was taken back.
    """
    rows = SignOff.objects.select_related("review").filter(edition=review.edition_id, revocation=None)
    rows = rows.filter(role__in=review.required_roles)
    if review.purpose == ReviewPurpose.REREVIEW:
        return list(rows.filter(review=review))
    return list(rows.filter(review__purpose=review.purpose))


def counting_in_list(review: Review) -> list[SignOff]:
    """The same of a Review out of the lists below, from what they fetched."""
    rows = (
        (row, Signed(row.role, row.review_id, row.review.purpose, hasattr(row, "revocation")))
        for row in review.edition.sign_offs.all()
    )
    return [row for row, signed in rows if signed.counts_in(review)]


class Signed(NamedTuple):
    """A signature on an Edition: its role, in which Review it was given, and whether it was taken back."""

    role: str
    review: int
    purpose: str
    taken_back: bool

    def counts_in(self, review: Review) -> bool:
        """Whether it counts in a Review of the same Edition, as `counting_signatures` says."""
        if self.role not in review.required_roles or self.taken_back:
            return False
        return self.review == review.pk if review.purpose == ReviewPurpose.REREVIEW else self.purpose == review.purpose


def signed_on(edition: Edition) -> list[Signed]:
    """Every signature on an Edition, also those that were taken back."""
    rows = SignOff.objects.filter(edition=edition).order_by()
    values = rows.values_list("role", "review", "review__purpose", "revocation")
    return [Signed(role, review, purpose, revocation is not None) for role, review, purpose, revocation in values]


def attestation_of(review: Review) -> Attestation | None:
    """What stands in a Review in the place of its signatures, if anything does: none that was taken back.

    A Review that waits has none: whoever attests it approves it, and whoever takes that back lets it wait again.
    """
    if review.state == ReviewState.WAITING:
        return None
    fetched: list[Attestation] | None = getattr(review, "standing_attestations", None)
    if fetched is None:
        return Attestation.objects.filter(review=review, revocation=None).first()
    return fetched[0] if fetched else None


def was_changed(attestation: Attestation) -> bool:
    """Whether the text was another by then than the one that was imported, as the Event tells that it was attested in.

    The import may have been repeated since, so that it can't be asked again.
    """
    event = Event.objects.filter(row=attestation.row_id, verb="attest").order_by("seq").first()
    return event is not None and event.told["facts"].get("changed_since_import") is True


def missing_roles(review: Review) -> list[str]:
    """The roles in which a signature is still wanted. None where an attestation stands in their place."""
    return [] if attestation_of(review) else unsigned_in(review, signed_on(review.edition))


def unsigned_in(review: Review, given: Iterable[Signed]) -> list[str]:
    """The required roles but for those in which one of these signatures counts."""
    return unsigned_roles(review, (row.role for row in given if row.counts_in(review)))


def unsigned_roles(review: Review, signed: Iterable[str]) -> list[str]:
    """The required roles but for those in which somebody has signed."""
    given = set(signed)
    return [role for role in review.required_roles if role not in given]


def signers() -> list[Reviewer]:
    """The profiles of everybody who may sign at all: not those whose credentials have expired.

    Read no further than who may be asked, and where they are told.
    """
    rows = Reviewer.objects.filter(person__is_active=True, person__groups__name=REVIEWER).select_related("person")
    profiles = list(rows.only("roles", "credentials_expire", "person__email", "person__is_active"))
    if not any(profile.credentials_expire for profile in profiles):
        return profiles
    today = Organisation.current().day_of(clock.now())
    return [profile for profile in profiles if not profile.has_expired(today)]


def possible_signers(review: Review, roles: Iterable[str]) -> list[User]:
    """Who could sign in one of these roles: active reviewers of such a role who didn't write the text."""
    wanted = set(roles)
    return [
        profile.person
        for profile in signers()
        if wanted & set(profile.roles) and profile.person_id not in review.edition.contributor_ids
    ]


def signed_by_nobody(review: Review, roles: Iterable[str], among: Iterable[Reviewer]) -> list[str]:
    """Those of the roles in which no profile among these could sign: an administrator has to make one."""
    profiles = [profile for profile in among if profile.person_id not in review.edition.contributor_ids]
    possible = {role for profile in profiles for role in profile.roles}
    return [role for role in roles if role not in possible]


def authors_to_tell(review: Review) -> list[User]:
    """Who hears what has to change: whoever submitted and wrote, and has an account that is used."""
    rows = review.edition.contributor_rows.select_related("person")
    authors = {review.edition.submitted_by, *(row.person for row in rows)}
    return [person for person in authors if person.is_active and person.email]


def publishers() -> list[User]:
    """Who is told that something can be published: the publishers. Where no mail reaches one, the administrators."""
    people = User.objects.filter(is_active=True).exclude(email="")
    return list(people.filter(groups__name=PUBLISHER)) or list(people.filter(groups__name=ADMINISTRATOR))


def confirmers(notice: SafetyNotice) -> QuerySet[User]:
    """Everybody who can confirm a safety notice by their role: not who proposed it."""
    people = User.objects.filter(is_active=True, groups__name__in=[PUBLISHER, ADMINISTRATOR])
    return people.exclude(pk=notice.proposed_by_id).distinct()


def wrote_before(review: Review, person: User) -> bool:
    """Whether somebody wrote older, published text of this article. They may sign, and the desk says so."""
    return DraftSave.objects.filter(article_uuid=review.article.uuid, by=person).exists()


def links_to_nothing(edition: Edition) -> list[str]:
    """Slugs that the text leads to and readers can't open now. What was withdrawn, or is gone, leads to its notice."""
    uses = edition.uses.filter(kind__in=[UseKind.ARTICLE, UseKind.RELATED]).values_list("value", flat=True)
    slugs = sorted(set(uses))
    known = Address.objects.filter(language=edition.article.language, slug__in=slugs)
    standing = known.filter(article__in=Publication.objects.standing(clock.now()).values("article"))
    withdrawn = known.filter(article__in=Withdrawal.objects.standing(clock.now()).values("article"))
    reached = set(standing.values_list("slug", flat=True)) | set(withdrawn.values_list("slug", flat=True))
    return [slug for slug in slugs if slug not in reached]


def lacks_what_readers_saw(review: Review) -> bool:
    """Whether readers have seen another text since this one was begun: then it can't be published as it is."""
    now = clock.now()
    newest = newest_opened(review.article, now)
    return newest is not None and lacks(review.edition, newest.edition, now)


def over_unseen(review: Review) -> str:
    """Why nothing can come of an open re-review: another text had been scheduled and has opened. Else empty."""
    if review.purpose == ReviewPurpose.REREVIEW and review.is_open and lacks_what_readers_saw(review):
        return _("Readers have another text by now: this one isn’t reviewed again any more.")
    return ""


def waiting_reviews() -> QuerySet[Review]:
    """Open Reviews that want a signature, the longest waiting first."""
    return _for_lists(_of_use(Review.objects.filter(state=ReviewState.WAITING)))


def approved_reviews() -> QuerySet[Review]:
    """Signed and ready to publish."""
    return _for_lists(_of_use(Review.objects.filter(state=ReviewState.APPROVED)))


def _of_use(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Without the re-reviews of texts that are over, since another had been scheduled and has opened: nothing can come
    of those, and the next that is asked for ends them.
    """
    newest = Publication.objects.opened(clock.now()).filter(article=OuterRef("article")).order_by("-opens")
    over = reviews.filter(purpose=ReviewPurpose.REREVIEW).exclude(edition=Subquery(newest.values("edition")[:1]))
    return reviews.exclude(pk__in=over.values("pk"))


def published_otherwise(article: Any, digest: Any) -> QuerySet[Publication]:
    """What of an article was published here, and so keeps this text of it from being attested.

    Not where that was this very text, on an attestation that was taken back since: it may have another word.
    """
    standing = Attestation.objects.filter(review=OuterRef("published_review__review"), revocation=None)
    return Publication.objects.filter(article=article, cancelled_at=None).exclude(
        ~Exists(standing), authority=Authority.ATTESTATION, edition__content_row=digest
    )


def attestable_reviews() -> QuerySet[Review]:
    """Imported texts that wait for their first review here, with nothing of their article public and no signature.

    By title. The claim of each one's source is `review.article.imported.last_reviewed`.
    """
    public = published_otherwise(OuterRef("article"), OuterRef("edition__content_row"))
    signed = SignOff.objects.filter(edition=OuterRef("edition"), revocation=None)
    return (
        Review.objects.filter(state=ReviewState.WAITING, purpose=ReviewPurpose.MAIN, article__imported__isnull=False)
        .exclude(Exists(public) | Exists(signed))
        .select_related("edition", "section", "article__imported")
        .prefetch_related("edition__contributor_rows")
        .order_by(Lower("edition__title"), "pk")
    )


def answered_reviews() -> QuerySet[Review]:
    """Those whose authors were asked for changes and have not submitted again: the newest Review of their article. Not
    of a re-review whose text is over by now, nor of a correction that was discarded.
    """
    same = Review.objects.filter(article=OuterRef("article"), purpose=OuterRef("purpose"))
    last = same.order_by("-pk").values("pk")[:1]
    corrected = Draft.objects.filter(article=OuterRef("article"), purpose=Purpose.CORRECTION)
    rows = _of_use(Review.objects.filter(state=ReviewState.CHANGES, pk=Subquery(last)))
    return _for_lists(rows.exclude(~Exists(corrected), purpose=ReviewPurpose.CORRECTION))


def lost_pages(at: datetime) -> QuerySet[Withdrawal]:
    """Pages that ended as what they rested on was taken back, and of whose article nothing is in review since, nor
    scheduled to bring them back: the newest first.
    """
    of_article = Q(sign_off__edition__article=OuterRef("article")) | Q(
        attestation__edition__article=OuterRef("article")
    )
    # Both are of one verb, at one moment.
    taken_back = Revocation.objects.filter(of_article, at=OuterRef("at"))
    in_review = Review.objects.filter(
        article=OuterRef("article"), state__in=[ReviewState.WAITING, ReviewState.APPROVED]
    )
    comes_back = Publication.objects.scheduled(at).filter(article=OuterRef("article"))
    rows = Withdrawal.objects.standing(at).filter(Exists(taken_back)).exclude(Exists(in_review) | Exists(comes_back))
    return rows.select_related("article__section", "publication__edition").order_by("-at", "pk")


def overdue_pages(at: datetime) -> QuerySet[Publication]:
    """Pages whose review is overdue, those that are gone for it too."""
    return Publication.objects.standing(at).filter(overdue_at__lte=at)


def _for_lists(reviews: QuerySet[Review]) -> QuerySet[Review]:
    return reviews.select_related("edition", "section", "opened_by", "article").prefetch_related(
        "edition__contributor_rows",
        STANDING_ATTESTATIONS,
        Prefetch("edition__sign_offs", SignOff.objects.select_related("review", "revocation")),
        "change_requests",
    )
