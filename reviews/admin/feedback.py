"""The inbox of what readers say: read it, sort it. Nobody writes or changes the words."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.pages import DOOR, PagesAdmin, get_only, get_or_post
from articles.windows import live_of
from record import clock
from record.errors import Refusal, status_of
from reviews.actions import sort_feedback
from reviews.actions.sort_feedback import CHOICES, LONGEST_NOTE
from reviews.models import Feedback, FeedbackKind, FeedbackState
from reviews.models.feedback import KEPT

LONGEST_SHOWN = 100


class StateFilter(admin.SimpleListFilter):
    """What waits, unless something else is asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*FeedbackState.choices, ("all", gettext_lazy("All"))]

    def choices(self, changelist: Any) -> Any:
        """Without Django's own "All": what waits comes first."""
        now = self.value() or FeedbackState.NEW
        for state, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: state})
            yield {"selected": now == state, "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        state = self.value() or FeedbackState.NEW
        return queryset if state == "all" else queryset.filter(state=state)


class SortForm(forms.Form):
    """What becomes of it."""

    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, max_length=20)
    state = forms.ChoiceField(
        label=gettext_lazy("What becomes of it"),
        choices=[(state.value, state.label) for state in CHOICES],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Note, for the record"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("It stays for good: say it without the reader’s words."),
    )


@admin.register(Feedback)
class FeedbackAdmin(PagesAdmin):
    """What readers say, the newest first."""

    list_display = ["received", "article", "kind", "state", "words"]
    list_filter = (StateFilter, "kind")
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Feedback]:
        rows = Feedback.objects.filter(received_at__gt=clock.now() - KEPT)
        return rows.select_related("edition__article", "sorted_by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="reviews_feedback_changelist"),
            path("<int:pk>/change/", view(self.sort_view), name="reviews_feedback_change"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("received"))
    def received(self, feedback: Feedback) -> str:
        return date_format(timezone.localtime(feedback.received_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("page"))
    def article(self, feedback: Feedback) -> str:
        return str(feedback.edition)

    @admin.display(description=gettext_lazy("comment"))
    def words(self, feedback: Feedback) -> str:
        words = feedback.comment
        return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"

    @get_only
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The inbox. A list and nothing else: what is done is done on each one's page."""
        return super().changelist_view(request, extra_context)

    @get_or_post
    def sort_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One reader's words, and what becomes of them."""
        self.asked(request, "view")
        feedback: Feedback = self.find(request, pk)
        if request.method != "POST":
            return self._sort_page(request, feedback, SortForm(initial={"seen": feedback.state}))
        by = self.asked(request, "change", feedback)
        form = SortForm(request.POST)
        if not form.is_valid():
            return self._sort_page(request, feedback, form, status=400)
        try:
            sort_feedback(feedback=feedback, by=by, door=DOOR, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self._sort_page(request, self.find(request, pk), form, status=status_of(refusal))
        self.message_user(request, _("Sorted."), messages.SUCCESS)
        return redirect("admin:reviews_feedback_changelist")

    def _sort_page(
        self, request: HttpRequest, feedback: Feedback, form: SortForm, *, status: int = 200
    ) -> HttpResponse:
        article = feedback.edition.article
        live = live_of(article, clock.now())
        counts = Feedback.objects.filter(edition__article=article).aggregate(
            helpful=Count("pk", filter=Q(kind=FeedbackKind.HELPFUL)),
            not_helpful=Count("pk", filter=Q(kind=FeedbackKind.NOT_HELPFUL)),
        )
        context = {
            "thing": feedback,
            "form": form,
            "live": live,
            "drafts": article.drafts.all(),
            "counts": counts,
            "until": feedback.received_at + KEPT - timedelta(days=1),
        }
        template = "admin/reviews/feedback_sort.html"
        return self.page(request, template, context, title=_("What a reader says"), status=status)
