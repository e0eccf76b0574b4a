"""Withdrawing from the writing page. The steps themselves are shared with the desk."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles.admin.pages import DOOR, ask, get_or_post
from articles.admin.writing import WritingAdmin
from articles.models import Draft
from record.errors import status_of
from reviews.withdrawing import Asking, ask_to_withdraw, too_late


class WithdrawingAdmin(WritingAdmin):
    """The writing page with the verb withdraw."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = path("<int:pk>/withdraw/", view(self.withdraw_view), name="articles_draft_withdraw")
        return [own, *super().get_urls()]

    @get_or_post
    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the page away from readers: the words first, then what readers will find, then the deed."""
        by = ask(request, "reviews.withdraw_article")
        draft: Draft = self.find(request, pk)
        sent = request.POST if request.method == "POST" else None
        asking = ask_to_withdraw(draft.article, sent, by=by, door=DOOR)
        if answer := too_late(request, asking, reverse("desk:life", args=[draft.article_id])):
            return answer
        if asking.deed is None:
            return self._withdraw_page(request, draft, asking)
        self.message_user(request, asking.done, messages.SUCCESS)
        return redirect("admin:articles_draft_change", draft.pk)

    def _withdraw_page(self, request: HttpRequest, draft: Draft, asking: Asking) -> HttpResponse:
        status = status_of(asking.refusal) if asking.refusal else 400 if asking.is_incomplete else 200
        context: dict[str, Any] = {"draft": draft, "asking": asking, "form": asking.form, "refusal": asking.refusal}
        called = _("Cancel what is scheduled of “%(title)s”")
        if asking.takes or not asking.form:
            called = _("Withdraw “%(title)s”")
        title = called % {"title": draft.title}
        return self.page(request, "admin/reviews/draft_withdraw.html", context, title=title, status=status)
