"""Withdrawing step by step: the words, then what readers will find, then the deed. For the admin and the desk."""

from dataclasses import dataclass, replace
from datetime import datetime

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.actions.words import LONGEST_REASON
from articles.models import Address, Article, Publication, SafetyNotice
from articles.windows import live_of, newest_opened, scheduled_of
from people.models import User
from people.typed import shown_back, typed_in
from record import clock
from record.errors import Conflict, Refusal, WrongState, status_of
from reviews.actions import withdraw
from reviews.actions.withdraw import LONGEST_NOTICE, Withdrawn, is_to_take


class CancelForm(forms.Form):
    """Why what is scheduled never opens, where readers see no page that would go."""

    use_required_attribute = False

    last_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    scheduled_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the record"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Readers don’t see it. It stays on record for good."),
        error_messages={"required": gettext_lazy("Say why the page is withdrawn. The reason is kept on record.")},
    )


class WithdrawForm(CancelForm):
    """Why a page goes, what readers are told, and where they are led."""

    notice = forms.CharField(
        label=gettext_lazy("Notice, for readers"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_NOTICE,
        required=False,
        help_text=gettext_lazy("Stands at the page’s address from now on. Plain text; may stay empty."),
    )
    replacement = forms.CharField(
        label=gettext_lazy("Lead readers to another article"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "The last part of its address, as in /articles/…/. Readers are led there while it is live; "
            "when it isn’t, they find the notice. May stay empty."
        ),
    )
    history_stays = forms.BooleanField(
        label=gettext_lazy("Its history stays readable"),
        required=False,
        help_text=gettext_lazy(
            "Past editions and their images can then still be read, marked as withdrawn. Leave it out where the text "
            "could do harm."
        ),
    )

    def clean_replacement(self) -> Article | None:
        """The article that readers see at that address, current or former."""
        slug: str = self.cleaned_data["replacement"].strip().strip("/").removeprefix("articles/")
        if not slug:
            return None
        address = Address.objects.filter(language=settings.LANGUAGE_CODE, slug=slug).select_related("article").first()
        if address is None or not Publication.objects.live(clock.now()).filter(article=address.article_id).exists():
            raise forms.ValidationError(
                _("Readers see no article at “%(slug)s”. Name one that is live."), params={"slug": slug}
            )
        return address.article


@dataclass(frozen=True, slots=True)
class Asking:
    """How far somebody is with withdrawing a page: what templates/reviews/_withdraw_confirm.html shows.

    `takes`: there is something to withdraw; else only what is scheduled is cancelled. `warned`: a safety notice stands
    over it, past which nobody is led. `sure`: the words are there, and what will happen is shown before it does. `deed`
    is what came of it, once done.
    """

    last: Publication | None
    live: Publication | None
    scheduled: Publication | None
    takes: bool
    warned: bool
    form: CancelForm | None = None
    refusal: Refusal | None = None
    sure: bool = False
    deed: Withdrawn | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether readers see no page for its review, which is long overdue; it may have had no end."""
        return self.live is None and self.last is not None and self.last.ended_overdue(clock.now())

    @property
    def done(self) -> str:
        """What is said after the deed."""
        withdrawal = self.deed.withdrawal if self.deed else None
        if withdrawal is None:
            stays = _("The page stays withdrawn.") if self.last else _("Readers never saw a page of this article.")
            return f"{_('What was scheduled is cancelled.')} {stays}"
        said = _("Withdrawn. Readers find the notice in its place.")
        if withdrawal.replacement:
            said = _("Withdrawn. Readers are led to the article that took its place.")
            if self.warned:
                said = _("Withdrawn. Readers find the safety notice, and the way to the article that took its place.")
        if self.deed and self.deed.cancelled:
            said += " " + _("What was scheduled is cancelled.")
        return said

    @property
    def is_incomplete(self) -> bool:
        """Whether what was sent lacks something."""
        return self.form is not None and self.form.is_bound and not self.form.is_valid()


def can_be_withdrawn(article: Article, now: datetime) -> bool:
    """Whether readers see something of the article, or its past, that a withdrawal would take away."""
    return is_to_take(article, newest_opened(article, now), now)


def ask_to_withdraw(article: Article, sent: QueryDict | None, *, by: User, door: str) -> Asking:
    """One step of it; `sent` is what was posted, if anything was. Nothing happens before it is `confirmed`."""
    now = clock.now()
    last = newest_opened(article, now)
    seen = Asking(
        last,
        live_of(article, now),
        scheduled_of(article, now),
        takes=is_to_take(article, last, now),
        warned=SafetyNotice.objects.shown(now).filter(pages__article=article).exists(),
    )
    if not seen.takes and seen.scheduled is None:
        return replace(
            seen, refusal=WrongState(_("Readers see nothing of this article, so there is nothing to withdraw."))
        )
    form, stands = WithdrawForm if seen.takes else CancelForm, _standing(seen)
    if sent is None:
        return replace(seen, form=form(initial=stands))
    seen = replace(seen, form=form(_as_things_stand(sent, stands)))
    if seen.is_incomplete:
        return seen
    if any(sent.get(name, "0") != value for name, value in stands.items()):
        changed = Conflict(_("What readers see has changed since you looked. Look again, then withdraw."))
        return replace(seen, refusal=changed)
    if "confirmed" in sent:
        return _done(article, seen, by=by, door=door)
    return seen if "again" in sent else _foreseen(article, seen, by=by, door=door)


def too_late(request: HttpRequest, asking: Asking, life: str) -> HttpResponse | None:
    """The answer to whoever wrote why, while somebody else withdrew: the way to what stands by now, at the address
    `life`, and their words. Nothing where there is still something to withdraw.
    """
    if asking.refusal is None or asking.form is not None or not typed_in(request):
        return None
    return shown_back(
        request,
        heading=_("Somebody else was first"),
        reason=str(asking.refusal),
        status=status_of(asking.refusal),
        path=life,
        way=_("See the article’s public life"),
    )


def _done(article: Article, seen: Asking, *, by: User, door: str) -> Asking:
    given = seen.form.cleaned_data if seen.form else {}
    try:
        return replace(seen, deed=withdraw(article=article, by=by, door=door, **given))
    except Refusal as refusal:
        return replace(seen, refusal=refusal)


def _foreseen(article: Article, seen: Asking, *, by: User, door: str) -> Asking:
    """Done, and undone at once: what would be refused is told now, not once somebody has made sure."""
    with transaction.atomic():
        refusal = _done(article, seen, by=by, door=door).refusal
        transaction.set_rollback(True)
    return replace(seen, refusal=refusal, sure=refusal is None)


def _standing(seen: Asking) -> dict[str, str]:
    """What the form sends along: the ids of what readers see, or saw last, and of what is scheduled; 0 for none."""
    return {
        "last_seen": str(seen.last.pk if seen.last else 0),
        "scheduled_seen": str(seen.scheduled.pk if seen.scheduled else 0),
    }


def _as_things_stand(sent: QueryDict, stands: dict[str, str]) -> QueryDict:
    """What was typed, for what stands by now."""
    data = sent.copy()
    for name, value in stands.items():
        data[name] = value
    return data
