"""The review policy: every version to read, and a form that makes the next."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles.admin.confirming import ConfirmingAdmin, Proposal, whole
from articles.admin.pages import DOOR, get_only, get_or_post
from articles.comparing import compare
from reviews.actions import change_policy
from reviews.admin.policy_form import PolicyForm, readable_policy
from reviews.models import PolicyVersion


@admin.register(PolicyVersion)
class PolicyAdmin(ConfirmingAdmin):
    """Versions never change. A new one is in force for Reviews that open from then on."""

    list_display = ["__str__", "since", "by"]
    form_template = "admin/reviews/policy_form.html"
    confirm_template = "admin/reviews/policy_confirm.html"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="reviews_policyversion_changelist"),
            path("add/", view(self.begin_view), name="reviews_policyversion_add"),
            path("<int:pk>/change/", view(self.read_view), name="reviews_policyversion_change"),
        ]

    @get_or_post
    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """The policy in force, to be changed into the next."""
        by = self.asked(request, "add")
        current = PolicyVersion.current()
        form = PolicyForm(request.POST if request.method == "POST" else None, document=current.rules)
        proposal = Proposal(
            form=form,
            old=readable_policy(current.rules),
            new=lambda: readable_policy(form.document),
            keep=lambda seen: change_policy(document=form.document, seen=whole(seen), by=by, door=DOOR),
            seen=current.number,
            back=reverse("admin:reviews_policyversion_changelist"),
            done=_("The new policy is in force for texts that are submitted from now on."),
        )
        return self.confirming(request, proposal, _("Change the review policy"))

    @get_only
    def read_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One version, and how it differs from the one before."""
        self.asked(request, "view")
        version: PolicyVersion = self.find(request, pk)
        before = PolicyVersion.objects.filter(number=version.number - 1).first()
        now = readable_policy(version.rules)
        context = {
            "thing": version,
            "fields": now,
            "changes": compare(readable_policy(before.rules), now) if before else [],
        }
        return self.page(request, "admin/reviews/policy_read.html", context, title=str(version))
