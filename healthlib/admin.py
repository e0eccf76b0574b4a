"""The admin's site: Django's own, with one way in."""

from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from people.typed import signed_out, typed_in


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
        """Whoever wrote something while their session ended gets it shown back, to copy, before they sign in again."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.method == "POST" and not self.has_permission(request) and typed_in(request):
                return signed_out(request)
            return inner(request, *args, **kwargs)

        return answer

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever is here already is staff, so there is nothing to sign in to."""
        return redirect("admin:index")

    # Django's own answers with a template.
    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")
