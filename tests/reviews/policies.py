"""Review policies for tests."""

from typing import Any

from django.db import transaction

from record.canonical import canonical_text, digest_of, utc_text
from record.chain import record_event
from record.clock import now_in_verb
from reviews.models import PolicyVersion
from reviews.policy import PolicyDocument
from tests import factories


@transaction.atomic
def policy(**document: Any) -> PolicyVersion:
    """A newer version of the policy, which says this. On record like one that somebody changed."""
    number = PolicyVersion.current().number + 1
    text = canonical_text(PolicyDocument.model_validate(document).model_dump(mode="json"))
    by = factories.administrator()
    version = PolicyVersion.objects.create(number=number, document=text, since=now_in_verb(), by=by)
    record_event(
        "change_policy",
        actor=by,
        door="shell",
        number=number,
        since=utc_text(version.since),
        document_digest=digest_of(text),
    )
    return version
