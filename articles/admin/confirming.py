"""Changes that are shown before they are kept: a form, then old beside new, then the deed.

Nothing is saved until it is confirmed. The page that asks repeats in hidden fields what was sent, so that what is
confirmed is exactly what was shown, and is judged again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles.admin.history import HistoryAdmin
from articles.comparing import compare
from record.errors import Conflict, Refusal, status_of

# What a page of ours sends beside the fields themselves.
_OWN = frozenset({"csrfmiddlewaretoken", "confirmed", "again"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change on its way: the form, what stood before and would stand then, how to keep it, where to go after.

    `seen` is what tells what stood before from anything else; `keep` gets it as it was sent.
    """

    form: forms.Form | forms.ModelForm[Any]
    old: Mapping[str, str]
    new: Callable[[], Mapping[str, str]]
    keep: Callable[[str], object]
    seen: int | str
    back: str
    done: str
    context: dict[str, Any] = field(default_factory=dict)


class ConfirmingAdmin(HistoryAdmin):
    """Things whose change is shown, field by field, before it is kept."""

    form_template = "admin/articles/confirming_form.html"
    confirm_template = "admin/articles/confirming_confirm.html"

    def confirming(self, request: HttpRequest, proposal: Proposal, title: str) -> HttpResponse:
        """The form; what readers will see; the deed. Whatever is refused, what was typed stays."""
        if request.method != "POST" or "again" in request.POST:
            return self._form(request, proposal, title)
        if not proposal.form.is_valid():
            return self._form(request, proposal, title, status=400)
        changes = compare(proposal.old, proposal.new())
        if not changes:
            self.message_user(request, _("Nothing was changed, so nothing had to be saved."), messages.INFO)
            return redirect(proposal.back)
        if "confirmed" not in request.POST:
            context = {**self._context(request, proposal), "changes": changes, "posted": posted_again(request)}
            return self.page(request, self.confirm_template, context, title=title)
        try:
            proposal.keep(request.POST.get("seen", ""))
        except Refusal as refusal:
            return self._form(request, proposal, title, status=status_of(refusal), refusal=refusal)
        self.message_user(request, proposal.done, messages.SUCCESS)
        return redirect(proposal.back)

    def _form(
        self,
        request: HttpRequest,
        proposal: Proposal,
        title: str,
        *,
        status: int = 200,
        refusal: Refusal | None = None,
    ) -> HttpResponse:
        context = {**self._context(request, proposal), "refusal": str(refusal or "")}
        if isinstance(refusal, Conflict):
            # The page that asks compares with what stands now: to go on from here is a choice made knowingly.
            context["seen"] = proposal.seen
        return self.page(request, self.form_template, context, title=title, status=status)

    def _context(self, request: HttpRequest, proposal: Proposal) -> dict[str, Any]:
        return {
            **proposal.context,
            "form": proposal.form,
            "seen": request.POST.get("seen", proposal.seen),
            "back": proposal.back,
        }


def posted_again(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was sent, to be sent again."""
    return [(name, value) for name, values in request.POST.lists() if name not in _OWN for value in values]


def whole(text: str) -> int:
    """A number of Versions; what is none can't be one that anybody saw."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else -1
