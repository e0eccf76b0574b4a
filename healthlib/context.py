"""What every page may say of the library as a whole. Read only when a template asks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from articles.models import Organisation, PolicyPage


def library(request: HttpRequest) -> dict[str, Any]:
    """Whose library this is, where, its policy pages, and whether it is a demo."""
    return {
        "demo": settings.DEMO,
        "public_origin": settings.PUBLIC_ORIGIN,
        "organisation": SimpleLazyObject(Organisation.current),
        "policy_pages": SimpleLazyObject(lambda: list(PolicyPage.objects.all())),
    }
