"""Bringing into a draft what was published while it was being written: what comes, what clashes, then the save."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from articles.actions.drafts import SaveConflict
from articles.actions.rebase_draft import behind, rebase_draft
from articles.admin.draft_history import DraftHistoryAdmin
from articles.admin.pages import DOOR, get_or_post
from articles.choosing import Choice, choices_of, chosen_text
from articles.comparing import compare, readable
from articles.content import BadFields, render, text_from, text_of
from articles.details import DraftText
from articles.markdown import BadText
from articles.merging import merge
from articles.models import Draft, Edition, Organisation
from people.models import User
from record import clock
from record.errors import BadInput, Refusal, status_of


class RebasingAdmin(DraftHistoryAdmin):
    """The page on which a draft catches up with its readers' page."""

    def rebase_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [path("<int:pk>/rebase/", view(self.rebase_view), name="articles_draft_rebase")]

    @get_or_post
    def rebase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the merged text's changes, and both wordings wherever they clash; then save what was chosen."""
        by = self.asked(request, "change")
        draft: Draft = self.find(request, pk)
        onto = behind(draft, clock.now())
        if request.method != "POST":
            return self._rebase_page(request, draft, onto)
        if onto is None or request.POST.get("onto") != str(onto.pk) or request.POST.get("seen") != str(draft.saves):
            changed = _("The draft, or what readers see, has changed since you looked. Look again.")
            return self._rebase_page(request, draft, onto, 409, changed)
        try:
            saved = self._rebase(request, draft, onto, by)
        except SaveConflict as conflict:
            return self._rebase_page(request, conflict.theirs, onto, 409, str(conflict))
        except Refusal as refusal:
            draft = self.find(request, pk)
            return self._rebase_page(request, draft, behind(draft, clock.now()), status_of(refusal), str(refusal))
        if onto.is_redacted:
            sentence = _(
                "The draft grows from the redacted text now. Submit version %(number)d, and it can be published."
            )
        else:
            sentence = _("Brought in. The text is version %(number)d; submit it, and it is reviewed as what it now is.")
        self.message_user(request, sentence % {"number": saved.saves}, messages.SUCCESS)
        return redirect("admin:articles_draft_change", draft.pk)

    def _rebase(self, request: HttpRequest, draft: Draft, onto: Edition, by: User) -> Draft:
        base, ours, theirs = sides_of(draft, onto)
        choices = choices_of(merge(base, ours, theirs))
        if any(request.POST.get(f"choice_{choice.number}", "ours") not in ("ours", "theirs") for choice in choices):
            raise BadInput(_("Choose one of the two wordings wherever they clash."))
        taken = {choice.number for choice in choices if _takes_theirs(request, choice)}
        try:
            text = chosen_text(base, ours, theirs, take_theirs=taken)
            render(text, Organisation.current())
        except (BadFields, BadText) as bad:
            raise BadInput(_("The two can’t stand together as chosen: %(why)s") % {"why": bad}) from bad
        return rebase_draft(draft=draft, text=text, seen=draft.saves, onto=onto, by=by, door=DOOR)

    def _rebase_page(
        self, request: HttpRequest, draft: Draft, onto: Edition | None, status: int = 200, refusal: str = ""
    ) -> HttpResponse:
        context: dict[str, Any] = {"draft": draft, "onto": onto, "refusal": refusal}
        if onto is None:
            status = 409
        else:
            try:
                context |= _merge_shown(request, draft, onto)
            except Refusal as refused:
                context["refusal"], context["onto"], status = str(refused), None, 409
        title = _("Bring in what was published meanwhile")
        return self.page(request, "admin/articles/draft_rebase.html", context, title=title, status=status)


def sides_of(draft: Draft, onto: Edition) -> tuple[DraftText, DraftText, DraftText]:
    """What the draft grew from, the draft, and what readers see. Where the first was destroyed, all is to be chosen;
    where the last was, there is nothing to bring in, and the draft stays as it is.

    Raises `BadInput` where one can't be read any more.
    """
    try:
        ours = text_of(draft)
        if onto.is_redacted:
            return ours, ours, ours
        readable_base = draft.base if draft.base and not draft.base.is_redacted else None
        base = text_from(readable_base) if readable_base else DraftText(title=ours.title)
        return base, ours, text_from(onto)
    except ValueError as error:
        raise BadInput(
            _("One of the texts was kept under older rules and can’t be brought together. Copy what you need by hand.")
        ) from error


def _merge_shown(request: HttpRequest, draft: Draft, onto: Edition) -> dict[str, Any]:
    base, ours, theirs = sides_of(draft, onto)
    merged = merge(base, ours, theirs)
    choices = choices_of(merged)
    return {
        "changes": compare(readable(ours.stored()), readable(merged.text.stored())),
        "choices": [(choice, request.method == "POST" and _takes_theirs(request, choice)) for choice in choices],
    }


def _takes_theirs(request: HttpRequest, choice: Choice) -> bool:
    return request.POST.get(f"choice_{choice.number}") == "theirs"
