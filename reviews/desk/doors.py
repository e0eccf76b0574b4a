"""The desk's door: who comes in, and what happens to those who don't."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from articles.models import Organisation
from people.models import User
from people.typed import signed_out, typed_in
from record import clock


class DeskRequest(HttpRequest):
    """A request of somebody who works here."""

    user: User
    organisation: Organisation


Given = ParamSpec("Given")
DeskView = Callable[Concatenate[DeskRequest, Given], HttpResponseBase]


def desk_page(view: DeskView[Given]) -> Callable[Concatenate[HttpRequest, Given], HttpResponseBase]:
    """A page for people who may read reviews, never kept by a browser. Days and times are the organisation's."""

    @never_cache
    @sensitive_post_parameters("password")
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if not request.user.has_perm("reviews.view_review"):
            raise PermissionDenied(_("The reviewers’ desk is for people who work on this library."))
        clock.catch_up()
        desk_request: Any = request
        desk_request.organisation = Organisation.current()
        with timezone.override(desk_request.organisation.zone):
            return view(desk_request, *args, **kwargs)

    return page


def ask(request: DeskRequest, permission: str, thing: Model, refusal: str) -> None:
    """Refuse with 403 and a sentence unless this person has the permission on the thing."""
    if not request.user.has_perm(permission, thing):
        raise PermissionDenied(refusal)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in and back. What somebody typed before their session ended is shown to them, and so not lost."""
    if request.method == "POST" and typed_in(request):
        return signed_out(request)
    return redirect_to_login(request.get_full_path())
