"""The one page of this room that is open to strangers: the invitation."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from people.actions import accept_invitation
from people.forms import AcceptForm
from people.invitations import invitation_of, why_useless
from record.errors import Refusal


@never_cache
@sensitive_post_parameters("password", "password_again")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="accept_invitation")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is for and ask for a username and a password; say plainly when it is of no use any more."""
    invited = invitation_of(token)
    useless = why_useless(invited)
    if invited is None or useless:
        return render(request, "people/invitation_useless.html", {"why": useless}, status=410 if invited else 404)
    form = AcceptForm(request.POST or None, invitation=invited)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(
                token=token, username=form.cleaned_data["username"], password=form.cleaned_data["password"]
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Welcome. Sign in with the username and password that you have just chosen."))
            return redirect("account_login")
    roles = [group.name for group in invited.roles.all()]
    return render(
        request,
        "people/invitation_accept.html",
        {"invitation": invited, "form": form, "roles": roles},
        status=400 if form.errors else 200,
    )
