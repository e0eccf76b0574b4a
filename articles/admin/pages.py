"""What the pages of this room's admin share: the frame around them, who may open them, and how a refusal is told."""

from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from articles.models import Organisation
from people.admin import person_of
from people.filtering import OfferedFilters
from people.models import User

DOOR = "admin"
get_or_post = method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
get_only = method_decorator(require_http_methods(["GET", "HEAD"]))
Answer = TypeVar("Answer", bound=HttpResponseBase)


def ask(request: HttpRequest, permission: str, thing: Any = None) -> User:
    """Who is signed in, if they have the permission on the thing; else 403."""
    person = person_of(request)
    if not person.has_perm(permission, thing):
        raise PermissionDenied
    return person


def in_local_time(response: Answer) -> Answer:
    """The page with its times as they are at the organisation."""
    with timezone.override(Organisation.current().zone):
        if isinstance(response, SimpleTemplateResponse):
            response.render()
    return response


class PagesAdmin(OfferedFilters):
    """An admin made of pages of its own: verbs do all writing, and nothing is changed by the admin itself.

    Permissions are asked of the predicates, with the thing.
    """

    actions = None
    view_on_site = False
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def page(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, title: str, status: int = 200
    ) -> TemplateResponse:
        """One of our pages inside the admin's frame."""
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "is_nav_sidebar_enabled": False,
            **context,
        }
        return in_local_time(TemplateResponse(request, template, frame, status=status))

    class Media:
        css = {"all": ["css/writing.css"]}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django's own list, with times as they are at the organisation."""
        title = capfirst(self.opts.verbose_name_plural)
        return in_local_time(super().changelist_view(request, {"title": title, **(extra_context or {})}))

    def find(self, request: HttpRequest, pk: int | str) -> Any:
        """The thing, or 404."""
        try:
            thing = self.get_queryset(request).filter(pk=int(pk)).first()
        except (ValueError, OverflowError):
            raise Http404 from None
        if thing is None:
            raise Http404
        return thing

    def _allows(self, request: HttpRequest, verb: str, thing: Any) -> bool:
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}", thing)

    def asked(self, request: HttpRequest, verb: str, thing: Any = None) -> User:
        """Who is signed in, if they may `view`, `add`, `change` or `delete` the thing; else 403."""
        return ask(request, f"{self.opts.app_label}.{verb}_{self.opts.model_name}", thing)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allows(request, "view", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._allows(request, "add", None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allows(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allows(request, "delete", obj)
