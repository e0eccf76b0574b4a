"""Review policies for tests."""

from typing import Any

from record.canonical import canonical_text
from record.clock import now_in_verb
from reviews.models import PolicyVersion
from reviews.policy import PolicyDocument


def policy(**document: Any) -> PolicyVersion:
    """A newer version of the policy, which says this."""
    number = PolicyVersion.current().number + 1
    text = canonical_text(PolicyDocument.model_validate(document).model_dump(mode="json"))
    return PolicyVersion.objects.create(number=number, document=text, since=now_in_verb())
