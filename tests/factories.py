"""Things in the states that tests begin with. Every state is reached by the real verbs."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from articles.actions.articles import create_article
from articles.actions.drafts import save_draft
from articles.actions.import_article import import_article
from articles.actions.site import delete_site_thing, keep_site_change
from articles.content import read_text, text_of
from articles.details import DraftText
from articles.importing import read_article
from articles.models import Article, Draft, GlossaryTerm, PolicyPage, Publication, SafetyNotice, Section
from articles.versions import versions_of
from people.actions import add_person, give_roles
from people.models import User
from people.roles import ADMINISTRATOR, EDITOR, PUBLISHER, REVIEWER, roles_of
from record import clock
from reviews.actions import (
    attest,
    confirm_safety_notice,
    keep_reviewer,
    propose_safety_notice,
    publish,
    recall,
    request_changes,
    sign_off,
    submit,
)
from reviews.models import Method, Review, Reviewer
from reviews.proof import Proof

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""Where a clock stands first that a test moves."""
PASSWORD = "correct horse battery"
LEAD = "Gene therapy treats illness by changing genes."
BODY = "## What it is\n\nA treatment that works on genes.\n\n## How it works\n\n- **Adding**: a gene is added.\n"
_numbers = count(1)


def person(*roles: str, name: str = "", **fields: Any) -> User:
    """Somebody in these roles, who signs in with `PASSWORD`; an editor where none is named."""
    number = next(_numbers)
    return add_person(
        username=fields.pop("username", f"person{number}"),
        password=PASSWORD,
        name=name or f"Person {number}",
        email=fields.pop("email", f"person{number}@example.org"),
        roles=roles or [EDITOR],
        door="sample",
    )


def reviewer(*signs_as: str, name: str = "Dr. Sample Reviewer", credentials: str = "MD") -> User:
    """A reviewer with a profile, who signs as `medical` where nothing else is named."""
    somebody = person(REVIEWER, name=name)
    profile(somebody, *signs_as, name=name, credentials=credentials)
    return somebody


def profile(somebody: User, *signs_as: str, name: str, credentials: str = "MD") -> Reviewer:
    """Their profile of a reviewer, as an administrator keeps it."""
    return keep_reviewer(
        person=somebody, printed_name=name, credentials=credentials, roles=list(signs_as) or ["medical"],
        credentials_expire=None, conflicts="", specialties="", is_public=False,
        by=administrator(), door="sample",
    )  # fmt: skip


def administrator() -> User:
    """An administrator who is there already, or else the first."""
    there = User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).order_by("pk").first()
    return there or person(ADMINISTRATOR)


def into_roles(somebody: User, *roles: str) -> User:
    """The same person, in these roles as well."""
    give_roles(person=somebody, roles=[*roles_of(somebody), *roles], by=administrator(), door="admin")
    return User.objects.get(pk=somebody.pk)


def text(**values: Any) -> DraftText:
    """A text with which nothing is wrong. `details` are added to it, the other values take the place of its own."""
    details = {"references": [{"title": "National Institutes of Health", "url": "https://www.nih.gov/"}]}
    details.update(values.pop("details", {}))
    return read_text({"title": "Gene therapy", "lead": LEAD, "body": BODY, **values, "details": details})


def term(slug: str = "vector", explanation: str = "", *, by: User | None = None) -> GlossaryTerm:
    """A word of the glossary; explained anew where it is there."""
    found = GlossaryTerm.objects.filter(slug=slug).first() or GlossaryTerm(slug=slug, word=slug.capitalize())
    found.explanation = explanation or "A harmless virus that carries a gene."
    keep_site_change(thing=found, by=by or person(PUBLISHER), door="admin")
    return found


def draft(*, by: User | None = None, slug: str = "", section: str = "treatments-procedures", **values: Any) -> Draft:
    """A new article, saved once."""
    return create_article(
        text=text(**values),
        slug=slug or f"article-{next(_numbers)}",
        section=Section.objects.get(slug=section),
        by=by or person(EDITOR),
        door="admin",
    )


def imported(
    *, by: User | None = None, slug: str = "", title: str = "Asthma", body: str = BODY, claimed: date | None = None
) -> Draft:
    """The Draft of an article that came from a file, which may claim a day of review."""
    slug = slug or f"imported-{next(_numbers)}"
    claim = f"last_reviewed: {claimed}\n" if claimed else ""
    front = f"---\ntitle: {title}\nslug: {slug}\nsection: symptoms\nsummary: In short.\n{claim}---\n\n"
    file = read_article((front + body).encode())
    return import_article(file=file, section=None, by=by or person(EDITOR), door="import").draft


def attested(review: Review | None = None, *, by: User | None = None, **values: Any) -> Review:
    """An imported text whose review of old somebody vouches for, ready to publish."""
    review = review or submitted(imported())
    word = {"name": "Dr. Old", "credentials": "MD", "reviewed_on": date(2024, 5, 6), "due": date(2025, 5, 6), **values}
    proof = Proof(by or person(ADMINISTRATOR), Method.PASSWORD)
    (done,) = attest(reviews=[review], proof=proof, door="desk", **word)
    assert done.attestation, done.refusal
    return Review.objects.get(pk=review.pk)


def proposed_notice(*articles: Article, by: User | None = None, text: str = "Recalled: stop using it.") -> SafetyNotice:
    """A safety notice that waits for a second person, with a week to stand."""
    return propose_safety_notice(
        text=text,
        articles=articles or [published().article],
        ends_at=clock.now() + timedelta(days=7),
        reason="The maker's letter.",
        by=by or person(PUBLISHER),
        door="desk",
    )


def shown_notice(*articles: Article, **values: Any) -> SafetyNotice:
    """A safety notice that readers see."""
    return confirm_safety_notice(notice=proposed_notice(*articles, **values), by=person(PUBLISHER), door="desk")


def saved(draft: Draft, *, by: User | None = None, **values: Any) -> Draft:
    """The Draft, saved again with these values (`body=…`, `details=…`) changed."""
    now = Draft.objects.get(pk=draft.pk)
    stored = text_of(now).stored()
    stored["details"] = {**stored["details"], **values.pop("details", {})}
    return save_draft(draft=now, text=read_text({**stored, **values}), seen=now.saves, by=by or now.article.owner)


def site_thing_deleted(thing: Section | PolicyPage | GlossaryTerm, *, by: User) -> None:
    """A policy page, term or section, deleted as it stands."""
    delete_site_thing(thing=thing, seen=versions_of(thing).count(), by=by, door="admin")


def submitted(
    draft_: Draft | None = None, *, by: User | None = None, note: str = "First edition.", **values: Any
) -> Review:
    """An open Review on the Draft, a new one where none is given. `.edition` is the frozen Edition."""
    draft_ = Draft.objects.get(pk=(draft_ or draft(by=by, **values)).pk)
    author = by or draft_.article.owner
    submission = submit(draft=draft_, seen=draft_.saves, change_note=note, by=author, door="admin")
    assert submission.review, submission.findings
    return submission.review


def signed(review: Review | None = None, *, by: User | None = None, **values: Any) -> Review:
    """A Review with all its signatures, ready to publish."""
    review = review or submitted(**values)
    for role in review.required_roles:
        signer = by or reviewer(role)
        sign_off(
            review=review, digest=review.edition.digest, role=role, proof=Proof(signer, Method.PASSWORD), door="desk"
        )
    return Review.objects.get(pk=review.pk)


def answered(
    review: Review | None = None, *, by: User | None = None, reasons: str = "Name the risks.", **values: Any
) -> Review:
    """A Review in which changes were asked for."""
    review = review or submitted(**values)
    request_changes(review=review, digest=review.edition.digest, reasons=reasons, by=by or reviewer(), door="desk")
    return Review.objects.get(pk=review.pk)


def recalled(review: Review | None = None, **values: Any) -> Review:
    """A Review that its editors took back."""
    review = review or submitted(**values)
    recall(review=review, by=review.opened_by, door="admin")
    return Review.objects.get(pk=review.pk)


def published(review: Review | None = None, *, by: User | None = None, **values: Any) -> Publication:
    """What readers see: written, submitted, signed and published, each by somebody else."""
    review = review or signed(**values)
    live = Publication.objects.filter(article=review.article, closes=None, cancelled_at=None).first()
    return publish(review=review, live_seen=live.pk if live else None, by=by or person(PUBLISHER), door="desk")


def republished(publication: Publication, **values: Any) -> Publication:
    """The same article, changed and published once more."""
    draft_ = saved(publication.article.drafts.get(purpose=publication.edition.purpose), **values)
    return published(signed(submitted(draft_, note="Brought up to date.")))
