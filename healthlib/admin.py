"""The admin's site: Django's own, with one way in."""

import re
from functools import wraps
from typing import Any, Final

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from people.typed import signed_out, typed_in
from record import clock

# One of several numbers, perhaps, and one that no column holds: a database answers such a question with an error, and
# one with a NUL in it.
_NO_NUMBER: Final = re.compile(r"(.*,)?\s*[+-]?[0-9]{19,}\s*(,.*)?", re.DOTALL)


class Site(AdminSite):
    """Signing in and changing a password happen at /accounts/, where attempts are throttled."""

    site_title = _("Health library")
    site_header = _("Health library")
    index_title = _("Editors’ room")
    # The list of articles needs the width.
    enable_nav_sidebar = False

    def get_urls(self) -> list[Any]:
        """With the two addresses that the editor asks while somebody types."""
        return [path("markdown/", include("articles.admin.markdown")), *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Whoever wrote something while their session ended gets it shown back, to copy, before they sign in again.

        A list that is asked for what can't be answers as Django does where a filter makes no sense: it says so.
        """
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and not self.has_permission(request) and typed_in(request):
                return signed_out(request)
            if request.method in ("GET", "HEAD") and _asks_what_cannot_be(request):
                return redirect(f"{request.path}?{ERROR_FLAG}=1")
            # Lists have enough to ask. From the other pages people act.
            match = request.resolver_match
            if self.has_permission(request) and not (match and str(match.url_name).endswith("_changelist")):
                clock.catch_up()
            return inner(request, *args, **kwargs)

        return answer

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """With how to begin, and what waits."""
        # This site is made before any model is there.
        from healthlib.home import first_steps, waiting  # noqa: PLC0415

        told = {"steps": list(first_steps(request.user)), "waiting": list(waiting(request.user))}
        return super().index(request, {**(extra_context or {}), **told})

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever is here already is staff, so there is nothing to sign in to."""
        return redirect("admin:index")

    # Django's own answers with a template.
    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")


def _asks_what_cannot_be(request: HttpRequest) -> bool:
    """Whether a list is asked for what no column holds. Words to search for are looked at elsewhere."""
    match = request.resolver_match
    return bool(match and match.url_name and match.url_name.endswith("_changelist")) and any(
        "\0" in value or _NO_NUMBER.fullmatch(value)
        for name, values in request.GET.lists()
        if name != SEARCH_VAR
        for value in values
    )
