"""Withdrawing from the desk. The steps themselves are shared with the admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from record.errors import status_of
from reviews.desk.doors import DeskRequest, ask, desk_page
from reviews.desk.life import find_article
from reviews.desk.views import DOOR
from reviews.withdrawing import ask_to_withdraw, too_late


@desk_page
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the page away from readers: the words first, then what readers will find, then the deed."""
    article = find_article(pk)
    ask(request, "reviews.withdraw_article", article, _("Only publishers and administrators can withdraw a page."))
    sent = request.POST if request.method == "POST" else None
    asking = ask_to_withdraw(article, sent, by=request.user, door=DOOR)
    if asking.deed is not None:
        messages.success(request, asking.done)
        return redirect("desk:life", pk)
    if answer := too_late(request, asking, reverse("desk:life", args=[pk])):
        return answer
    status = status_of(asking.refusal) if asking.refusal else 400 if asking.is_incomplete else 200
    context: dict[str, Any] = {
        "organisation": request.organisation,
        "article": article,
        "title": shown.edition.title if (shown := asking.last or asking.scheduled) else article.slug,
        "asking": asking,
        "form": asking.form,
        "refusal": asking.refusal,
    }
    return render(request, "reviews/withdraw.html", context, status=status)
