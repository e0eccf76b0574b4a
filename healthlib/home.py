"""What the first page of the admin says above its list: how to begin, and what waits."""

from collections.abc import Iterator
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Draft, Organisation
from articles.models.organisation import UNNAMED
from people.models import User
from people.notifications import mail_reaches_nobody
from people.roles import REVIEWER
from record import clock
from reviews.models import Feedback, FeedbackState
from reviews.selectors import answered_reviews, approved_reviews, overdue_pages, signers, waiting_reviews


class Step(NamedTuple):
    """Something to do, in a sentence, and where."""

    sentence: str
    url: str


def first_steps(person: User | AnonymousUser) -> Iterator[Step]:
    """What a new library still lacks, of what this person may do, in its order."""
    if person.has_perm("articles.change_organisation") and Organisation.current().name in ("", UNNAMED):
        says = _("Say whose library this is: name, phone, emergency line and time zone stand on every page.")
        yield Step(says, reverse("admin:articles_organisation_change", args=[1]))
    if person.has_perm("people.invite_person") and mail_reaches_nobody():
        says = _("Name a mail server (EMAIL_URL, where the library is started): before that invitations reach nobody.")
        yield Step(says, reverse("admin:people_invitation_changelist"))
    if person.has_perm("people.invite_person") and not signers():
        if User.objects.filter(is_active=True, groups__name=REVIEWER).exists():
            says = _(
                "Make a reviewer’s profile: name, credentials, the roles they sign in. Before that nobody can sign."
            )
            yield Step(says, reverse("admin:reviews_reviewer_add"))
        else:
            says = _("Invite a reviewer, and once they have joined make their profile: before that nobody can sign.")
            yield Step(says, reverse("admin:people_invitation_add"))
    if person.has_perm("articles.add_draft") and not Draft.objects.exists():
        says = _("Write the first article. Readers see nothing of it before it is signed and published.")
        yield Step(says, reverse("admin:articles_draft_add"))


def waiting(person: User | AnonymousUser) -> Iterator[Step]:
    """How much waits for somebody, of what this person may look at; nothing of what doesn't wait."""
    queue = reverse("desk:queue")
    if person.has_perm("reviews.view_review"):
        if count := waiting_reviews().count():
            says = ngettext("%(count)d edition waits for a signature", "%(count)d editions wait for a signature", count)
            yield Step(says % {"count": count}, f"{queue}#_waiting")
        if count := approved_reviews().count():
            says = ngettext("%(count)d edition is ready to publish", "%(count)d editions are ready to publish", count)
            yield Step(says % {"count": count}, f"{queue}#_ready")
        if count := answered_reviews().count():
            says = ngettext("%(count)d text was sent back to change", "%(count)d texts were sent back to change", count)
            yield Step(says % {"count": count}, f"{queue}#_asked")
    if person.has_perm("articles.view_draft") and (count := overdue_pages(clock.now()).count()):
        says = ngettext("The review of %(count)d page is overdue", "The reviews of %(count)d pages are overdue", count)
        yield Step(says % {"count": count}, f"{reverse('admin:articles_draft_changelist')}?state=overdue")
    new = Feedback.objects.filter(state=FeedbackState.NEW)
    if person.has_perm("reviews.view_feedback") and (count := new.count()):
        says = ngettext("%(count)d reader’s words are new", "The words of %(count)d readers are new", count)
        yield Step(says % {"count": count}, reverse("admin:reviews_feedback_changelist"))
