"""The history of a draft: how its Versions read, and an old one brought back as a new save."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from reversion.models import Version

from articles.actions.drafts import restore_version
from articles.admin.history import HistoryAdmin, Kept, find_version, kept_version
from articles.admin.pages import get_or_post
from articles.comparing import compare, readable
from articles.models import Draft
from record.errors import BadInput, Refusal, status_of


class DraftHistoryAdmin(HistoryAdmin):
    """The pages of a draft's history. Old texts are read as they were kept, whatever today's rules say of them."""

    def readable_version(self, version: Version) -> dict[str, str]:
        return readable(version.field_dict)

    def history_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        restore = path("<int:pk>/history/<int:number>/restore/", view(self.restore_view), name="articles_draft_restore")
        return [*super().history_urls(), restore]

    def history_context(self, request: HttpRequest, thing: Any) -> dict[str, Any]:
        """With the Editions that were frozen from a Version, and whether this person may bring one back."""
        editions = thing.article.editions.filter(purpose=thing.purpose).order_by("number")
        frozen: dict[int, list[int]] = {}
        for number, save_number in editions.values_list("number", "save_number"):
            frozen.setdefault(save_number, []).append(number)
        context = super().history_context(request, thing)
        context["names"]["restore"] = "admin:articles_draft_restore"
        return {
            **context,
            "frozen": frozen,
            "current": thing.saves,
            "may_restore": self.has_change_permission(request, thing),
        }

    @get_or_post
    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Ask, showing what would change; then copy the old text into the draft as a new save."""
        by = self.asked(request, "change")
        draft: Draft = self.find(request, pk)
        kept = kept_version(draft, number)
        if request.method != "POST":
            return self._restore_page(request, draft, kept)
        seen = request.POST.get("seen", "")
        try:
            saved = self._restore(draft, kept, int(seen) if seen.isdecimal() and len(seen) < 10 else 0, by)
        except Refusal as refusal:
            return self._restore_page(request, self.find(request, pk), kept, status_of(refusal), str(refusal))
        if saved.saves == draft.saves:
            self.message_user(request, _("The text is the same already. Nothing had to be saved."), messages.INFO)
        else:
            told = {"old": number, "number": saved.saves}
            sentence = _("The text of version %(old)d is back, as version %(number)d.") % told
            self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:articles_draft_change", draft.pk)

    def _restore(self, draft: Draft, kept: Kept, seen: int, by: Any) -> Draft:
        try:
            return restore_version(draft=draft, version=kept.version, seen=seen, by=by)
        except ValueError as error:
            raise BadInput(
                _("Version %(number)d was saved under older rules. Copy from it what you need.")
                % {"number": kept.number}
            ) from error

    def _restore_page(
        self, request: HttpRequest, draft: Draft, kept: Kept, status: int = 200, refusal: str = ""
    ) -> HttpResponse:
        context = {**self.history_context(request, draft), "kept": kept, "draft": draft, "refusal": refusal}
        now = readable({"title": draft.title, "lead": draft.lead, "body": draft.body, "details": draft.details})
        try:
            context["changes"] = compare(now, self.read_version(kept))
        except BadInput as unreadable:
            context["refusal"], status = str(unreadable), 409
        title = _("Bring version %(number)d back?") % {"number": kept.number}
        return self.page(request, "admin/articles/draft_restore.html", context, title=title, status=status)

    def kept_if_any(self, draft: Draft, number: str) -> Kept | None:
        """The Version of that number, if there is one that can be read."""
        if not (number.isdecimal() and len(number) < 10):
            return None
        version = find_version(draft, int(number))
        return Kept.of(version) if version else None
