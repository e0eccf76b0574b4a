"""`change_policy`: from now on articles need other signatures, or have them for another time."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.allowing import allow
from people.models import User
from record.canonical import canonical_text, digest_of, utc_text
from record.chain import record_event
from record.clock import now_in_verb
from record.errors import Conflict, WrongState
from reviews.models import PolicyVersion
from reviews.policy import PolicyDocument


@transaction.atomic
def change_policy(*, document: PolicyDocument, seen: int, by: User, door: str) -> PolicyVersion:
    """Put a new version of the policy in force. Open Reviews keep the one that stood when they opened.

    `seen` is the number of the version the caller changed. Raises `Conflict` where another is in force by now.
    """
    current = PolicyVersion.current()
    allow(by, "reviews.add_policyversion", current)
    text = canonical_text(document.model_dump(mode="json"))
    if current.number != seen:
        raise Conflict(_changed_meanwhile())
    if document == current.rules:
        raise WrongState(_("The policy is exactly this already."))
    try:
        with transaction.atomic():
            version = PolicyVersion.objects.create(number=seen + 1, document=text, since=now_in_verb(), by=by)
    except IntegrityError as error:
        raise Conflict(_changed_meanwhile()) from error
    record_event(
        "change_policy",
        actor=by,
        door=door,
        number=version.number,
        since=utc_text(version.since),
        document_digest=digest_of(text),
        # The first came with the library, and nothing else tells of it.
        replaced_since=utc_text(current.since),
        documents=[digest_of(current.document)],
    )
    return version


def _changed_meanwhile() -> str:
    return _("Somebody else changed the policy while you did. Yours was not saved yet.")
