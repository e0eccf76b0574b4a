"""An article that readers can reach changes its place: said before it is done, since no review stands between."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.admin.writing_forms import WritingForms
from articles.models import Article, Draft, Withdrawal
from articles.windows import live_of
from record import clock

# What readers see of an article's place. How much harm a mistake could do is for reviewers.
SEEN = ("slug", "section", "no_advertising")


def has_readers(article: Article) -> bool:
    """Whether readers find something at its address: the page, or the notice that stands in its place."""
    now = clock.now()
    return live_of(article, now) is not None or Withdrawal.objects.standing(now).filter(article=article).exists()


def has_to_be_confirmed(draft: Draft, forms: WritingForms) -> bool:
    """Whether readers would see at once what was changed. Where the text was saved since, that is told first."""
    given = forms.form.cleaned_data
    return forms.changed(*SEEN) and (given["seen"] or 0) == draft.saves and has_readers(draft.article)


def told_before(draft: Draft, forms: WritingForms) -> Iterator[str]:
    """What readers will see, in sentences."""
    given, article = forms.form.cleaned_data, draft.article
    if forms.changed("slug"):
        yield _("Readers find the page at /articles/%(new)s/. Whoever asks for /articles/%(old)s/ is led there.") % {
            "new": given["slug"].strip(),
            "old": article.slug,
        }
    if forms.changed("section"):
        yield _("It stands on the shelf “%(new)s”, and no longer on “%(old)s”.") % {
            "new": given["section"],
            "old": article.section,
        }
    if forms.changed("no_advertising"):
        yield (
            _("The page carries no advertising, whatever the library carries.")
            if given["no_advertising"]
            else _("The page may carry advertising, where the library carries any.")
        )


def told_after(before: Draft, saved: Draft, forms: WritingForms) -> str:
    """What became of a press of Save."""
    given = forms.form.cleaned_data
    told = []
    if forms.changed("slug"):
        told.append(_("Moved to /articles/%(slug)s/.") % {"slug": given["slug"].strip()})
    if forms.changed("section"):
        told.append(_("Moved to the section “%(section)s”.") % {"section": given["section"]})
    if forms.changed("risk", "no_advertising"):
        told.append(_("What you set for risk and advertising is kept."))
    if saved.saves > before.saves:
        told.append(_("Saved: version %(number)d.") % {"number": saved.saves})
    else:
        told.append(_("The text is as it was.") if told else _("The text is as it was. Nothing had to be saved."))
    return " ".join(told)
