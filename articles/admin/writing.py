"""The writing page: an article is begun, written, previewed, and deleted before it was ever submitted.

Knows nothing of reviews: the room above subclasses `WritingAdmin`, adds state and verbs to its side, and registers it.
"""

from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.errors import RevertError

from articles.actions.articles import delete_article
from articles.actions.drafts import SaveConflict, text_of_version
from articles.actions.rebase_draft import behind
from articles.admin.confirming import posted_again, whole
from articles.admin.moving import has_readers, has_to_be_confirmed, told_after, told_before
from articles.admin.pages import DOOR, get_only, get_or_post
from articles.admin.rebasing import RebasingAdmin
from articles.admin.saving import address_stands, begin, save
from articles.admin.writing_forms import WritingForms
from articles.comparing import Change, compare, readable
from articles.content import render, text_of
from articles.details import DraftText
from articles.markdown import BadText
from articles.merging import Merged, merge
from articles.models import Draft, DraftSave, Organisation, Purpose
from articles.shown import ShownFragment, shown_page, with_headings
from people.models import User
from people.typed import shown_back
from record import clock
from record.errors import BadInput, Gone, Refusal, status_of


class WritingAdmin(RebasingAdmin):
    """The list of articles, and the page on which one is written. A correction is written here too, and not listed."""

    change_template = "admin/articles/draft_change.html"
    list_display = ["title", "section", "last_saved"]
    list_select_related = ("article__section",)
    search_fields = ("title", "article__addresses__slug")
    search_help_text = gettext_lazy("title or address")
    sortable_by = ("title", "last_saved")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        return Draft.objects.all()

    def open_fields(self, draft: Draft) -> frozenset[str] | None:
        """The fields of the page in which this draft may be changed; None stands for all. The room above decides."""
        return None

    @admin.display(description=gettext_lazy("section"))
    def section(self, draft: Draft) -> str:
        return draft.article.section.name

    @admin.display(description=gettext_lazy("last saved"), ordering="updated_at")
    def last_saved(self, draft: Draft) -> str:
        return str(draft.updated_words)  # type: ignore[attr-defined]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DraftList

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="articles_draft_changelist"),
            path("add/", view(self.begin_view), name="articles_draft_add"),
            path("<int:pk>/change/", view(self.write_view), name="articles_draft_change"),
            path("<int:pk>/preview/", view(self.preview_view), name="articles_draft_preview"),
            path("<int:pk>/delete/", view(self.delete_draft_view), name="articles_draft_delete"),
            *self.rebase_urls(),
            *self.history_urls(),
        ]

    @get_or_post
    def begin_view(self, request: HttpRequest) -> HttpResponse:
        """A new article: its first save."""
        by = self.asked(request, "add")
        if request.method != "POST":
            return self._writing(request, None, WritingForms())
        forms = WritingForms(request.POST)
        text = forms.read()
        draft = begin(forms, text, by) if text else None
        if draft is None:
            return self._writing(request, None, forms, status=400)
        self.message_user(request, _("The article is begun. Readers see nothing of it yet."), messages.SUCCESS)
        return redirect("admin:articles_draft_change", draft.pk)

    @get_or_post
    def write_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The article as it stands; or, for those who may not write, the same to read."""
        if request.method == "POST":
            return self._save(request, pk)
        self.asked(request, "view")
        draft = self.find(request, pk)
        may_write = self.has_change_permission(request, draft)
        return self._writing(request, draft, self._forms(draft) if may_write else None)

    def _save(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = self.asked(request, "change")
        draft = self.get_queryset(request).filter(pk=pk).first()
        if draft is None:
            return self._gone(request)
        try:
            return self._save_over(request, draft, by)
        except (Gone, ObjectDoesNotExist):
            # Somebody deletes it in this very moment.
            if self.get_queryset(request).filter(pk=pk).exists():
                raise
            return self._gone(request)

    def _save_over(self, request: HttpRequest, draft: Draft, by: User) -> HttpResponse:
        forms = self._forms(draft, request.POST)
        text = forms.read()
        again = "again" in request.POST
        asks = text is not None and "confirmed" not in request.POST and has_to_be_confirmed(draft, forms)
        if again or (asks and not address_stands(draft, forms)):
            return self._writing(request, draft, forms, status=200 if again else 400)
        if asks:
            return self._confirm(request, draft, forms)
        try:
            saved = save(draft, forms, text, by) if text else None
        except SaveConflict as conflict:
            return self._conflict(request, conflict, forms, text)
        if saved is None:
            return self._writing(request, draft, forms, status=400)
        nothing = saved.saves == draft.saves and not forms.moved
        self.message_user(request, told_after(draft, saved, forms), messages.INFO if nothing else messages.SUCCESS)
        return redirect("admin:articles_draft_change", draft.pk)

    def _confirm(self, request: HttpRequest, draft: Draft, forms: WritingForms) -> HttpResponse:
        """What readers would see at once, before it is done. All that was typed comes along."""
        context = {
            "draft": draft,
            "action": reverse("admin:articles_draft_change", args=[draft.pk]),
            "told": list(told_before(draft, forms)),
            "posted": posted_again(request),
        }
        title = _("Move “%(title)s”?") % {"title": draft.title}
        return self.page(request, "admin/articles/draft_move.html", context, title=title)

    def _gone(self, request: HttpRequest) -> HttpResponse:
        """Somebody deleted the article while it was being written: the text is kept, and can begin it anew.

        A correction that is over begins nothing: what was typed is shown, to copy.
        """
        if "seen" not in request.POST:
            raise Http404
        if "slug" not in request.POST:  # greyed out in a correction, and so not sent
            return shown_back(
                request,
                heading=_("This correction is over"),
                reason=_("It was published or discarded while you were writing, so nothing of yours was saved."),
                status=409,
                path=reverse("admin:articles_draft_changelist"),
                way=_("Begin another correction from the list of articles"),
            )
        self.asked(request, "add")
        forms = WritingForms(request.POST)
        forms.read()
        return self._writing(request, None, forms, status=409, deleted=True)

    def _forms(self, draft: Draft, data: QueryDict | None = None) -> WritingForms:
        return WritingForms(data, draft=draft, only=self.open_fields(draft))

    def _conflict(
        self, request: HttpRequest, conflict: SaveConflict, typed: WritingForms, text: DraftText | None
    ) -> HttpResponse:
        """Somebody saved first: both texts brought together where they don't clash, else side by side.

        To save again, with their number, is a choice.
        """
        theirs, seen = conflict.theirs, request.POST.get("seen", "")
        mine = readable(text.stored()) if text else {}
        changes = compare(readable_draft(theirs), mine)
        if not changes:
            self.message_user(request, _saved_already(theirs, request.user), messages.INFO)
            return redirect("admin:articles_draft_change", theirs.pk)
        before = self._begun_from(theirs, seen)
        since = compare(before, readable_draft(theirs)) if before else []
        merged = self._merged(theirs, text, seen) if text else None
        together = merged.text if merged and not merged.conflicts and not typed.moved else None
        if together and readable(together.stored()) == readable_draft(theirs):
            self.message_user(request, _("What you changed stands in their text already."), messages.INFO)
            return redirect("admin:articles_draft_change", theirs.pk)
        if together:
            forms = self._forms(with_text(theirs, together))
            changes = compare(readable_draft(theirs), readable(together.stored()))
        else:
            data = request.POST.copy()
            data["seen"] = str(theirs.saves)
            forms = self._forms(theirs, data)
            forms.read()
        told = {
            "sentence": str(conflict),
            "last": last_save(theirs),
            "together": together is not None,
            "changes": changes,
            "clashes": merged.conflicts if merged else [],
            "since": since,
            # Their change of what this person left alone would be undone unseen.
            "theirs_alone": _labels(since) - _labels(compare(before, mine))
            if before and together is None
            else frozenset(),
        }
        return self._writing(request, theirs, forms, status=409, conflict=told)

    def _merged(self, theirs: Draft, mine: DraftText, seen: str) -> Merged | None:
        """Both texts made one, where the Version that this person began from can be read."""
        kept = self.kept_if_any(theirs, seen)
        try:
            return merge(text_of_version(kept.version), mine, text_of(theirs)) if kept else None
        except (RevertError, ValueError, KeyError):
            return None

    def _begun_from(self, theirs: Draft, seen: str) -> dict[str, str] | None:
        """The Version that this person began from, as people read it; nothing where it isn't known any more."""
        kept = self.kept_if_any(theirs, seen)
        try:
            return self.read_version(kept) if kept else None
        except BadInput:
            return None

    def _writing(
        self, request: HttpRequest, draft: Draft | None, forms: WritingForms | None, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        name = "admin:articles_draft"
        fragments, sentence = preview_of(draft) if draft and forms is None else ([], "")
        context = {
            "draft": draft,
            "forms": forms,
            "fragments": fragments,
            "refusal": sentence,
            "last": last_save(draft) if draft else None,
            "has_readers": draft is not None and has_readers(draft.article),
            "action": reverse(f"{name}_change", args=[draft.pk]) if draft else reverse(f"{name}_add"),
            **(self.side(request, draft) if draft else {}),
            **more,
        }
        title = title_of(draft) if draft else _("New article")
        return self.page(request, self.change_template, context, title=title, status=status)

    def side(self, request: HttpRequest, draft: Draft) -> dict[str, Any]:
        """What stands beside the text. The room above adds to it."""
        never_submitted = not draft.article.editions.exists()
        may_write = self.has_change_permission(request, draft)
        return {
            "can_delete": never_submitted and self.has_delete_permission(request, draft),
            "behind": behind(draft, clock.now()) if may_write else None,
        }

    @get_only
    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole page as readers would see it. For those who work here; kept by no browser and no search engine."""
        self.asked(request, "view")
        draft = self.find(request, pk)
        fragments, sentence = preview_of(draft)
        context = {
            "draft": draft,
            "fragments": fragments,
            "parts": with_headings(fragments),
            "refusal": sentence,
        }
        response = self.page(
            request,
            "admin/articles/draft_preview.html",
            context,
            title=draft.title,
            status=409 if sentence else 200,
        )
        response["X-Robots-Tag"] = "noindex"
        return response

    @get_or_post
    def delete_draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete an article that was never submitted, after asking."""
        by = self.asked(request, "delete")
        if request.method != "POST":
            return self._delete_page(request, self.find(request, pk))
        draft = self.get_queryset(request).filter(pk=pk).first()
        if draft is None:
            return self._deleted_already(request)
        try:
            delete_article(draft=draft, seen=whole(request.POST.get("seen", "")), by=by, door=DOOR)
        except Gone:
            return self._deleted_already(request)
        except Refusal as refusal:
            return self._delete_page(request, draft, status_of(refusal), str(refusal))
        self.message_user(request, _("“%(title)s” is deleted.") % {"title": draft.title}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_draft_changelist"))

    def _deleted_already(self, request: HttpRequest) -> HttpResponse:
        """It was sent twice, or by two."""
        self.message_user(request, _("This article is deleted."), messages.INFO)
        return HttpResponseRedirect(reverse("admin:articles_draft_changelist"))

    def _delete_page(self, request: HttpRequest, draft: Draft, status: int = 200, refusal: str = "") -> HttpResponse:
        context = {
            "draft": draft,
            "refusal": refusal,
            "submitted": draft.article.editions.exists(),
            "last": last_save(draft),
        }
        title = _("Delete “%(title)s”?") % {"title": draft.title}
        return self.page(request, "admin/articles/draft_delete.html", context, title=title, status=status)


class DraftList(ChangeList):
    """The list: each article once, with moments written as the organisation writes them."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Draft]:
        self.root_queryset = self.root_queryset.filter(purpose=Purpose.MAIN)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        organisation = Organisation.current()
        for draft in self.result_list:
            draft.updated_words = organisation.written_at(draft.updated_at)


def preview_of(draft: Draft) -> tuple[list[ShownFragment], str]:
    """The draft as readers would see it; or nothing, and why it can't be shown."""
    try:
        return shown_page(render(text_of(draft), Organisation.current())), ""
    except BadText as bad:
        return [], str(bad)
    except ValueError:
        return [], _(
            "This text was saved under older rules and can’t be shown. Open it for writing, and save it again."
        )


def title_of(draft: Draft) -> str:
    """What its page is called: an article has one text of its own, and a correction at times."""
    if draft.purpose == Purpose.CORRECTION:
        return _("Correct “%(title)s”") % {"title": draft.title}
    return draft.title


def with_text(draft: Draft, text: DraftText) -> Draft:
    """The draft as it would be with that text. Not saved."""
    changed = copy(draft)
    changed.title, changed.lead, changed.body = text.title, text.lead, text.body
    changed.details = text.details.stored()
    return changed


def readable_draft(draft: Draft) -> dict[str, str]:
    """A draft, field by field."""
    return readable({"title": draft.title, "lead": draft.lead, "body": draft.body, "details": draft.details})


def last_save(draft: Draft) -> DraftSave | None:
    """Who saved it last."""
    saves = DraftSave.objects.filter(article_uuid=draft.article.uuid, purpose=draft.purpose)
    return saves.select_related("by").order_by("-number").first()


def _saved_already(draft: Draft, person: Any) -> str:
    """What is said of a text that stands there as it was sent: perhaps it was sent twice."""
    last = last_save(draft)
    if last and last.by == person:
        return _("It is saved already: version %(number)d.") % {"number": draft.saves}
    return _("Somebody has just saved exactly this text.")


def _labels(changes: list[Change]) -> frozenset[str]:
    return frozenset(str(change.label) for change in changes)
