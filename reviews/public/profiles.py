"""Reviewers as readers may know them: who they are, what they declare, which live pages they reviewed."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from articles.models import Publication
from articles.profiles import register_profiles
from articles.public.listings import Place, register_pages
from articles.public.pages import called, page_of, public_page
from articles.public.selectors import listed, live_articles
from record import clock
from record.canonical import canonical_text
from reviews.models import Reviewer, SignOff

PER_PAGE = 50


@public_page
def profiles(request: HttpRequest) -> HttpResponse:
    """All who agreed to be shown, by name."""
    rows = Reviewer.objects.filter(is_public=True).order_by(Lower("printed_name"), "pk")
    page = page_of(rows, request.GET.get("page", "1"), PER_PAGE)
    number = f"?page={page.number}" if page.number > 1 else ""
    context = {**called(f"/reviewers/{number}", _("Our reviewers")), "page": page}
    return render(request, "reviews/profile_list.html", context)


@public_page
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """One reviewer, who agreed to be shown."""
    reviewer = get_object_or_404(Reviewer, slug=slug, is_public=True)
    rows = reviewed_by(reviewer).order_by(Lower("edition__title"), "pk")
    page = page_of(rows, request.GET.get("page", "1"), PER_PAGE)
    articles = [listed(row) for row in page.object_list]
    number = f"?page={page.number}" if page.number > 1 else ""
    name = str(reviewer)
    description = _("%(name)s: credentials, declared interests and the pages reviewed.") % {"name": name}
    context = {
        **called(f"/reviewers/{reviewer.slug}/{number}", name, description),
        "reviewer": reviewer,
        "page": page,
        "articles": articles,
    }
    return render(request, "reviews/profile.html", context)


@register_pages
def pages(_at: datetime) -> list[Place]:
    """What sitemaps name of this room: the profiles, and the record."""
    slugs = Reviewer.objects.filter(is_public=True).order_by("slug").values_list("slug", flat=True)
    return [Place("/reviewers/"), *(Place(f"/reviewers/{slug}/") for slug in slugs), Place("/record/")]


def reviewed_by(reviewer: Reviewer) -> QuerySet[Publication]:
    """The live pages in whose byline a name stands under which this person signed that article."""
    now = clock.now()
    given = SignOff.objects.filter(reviewer=reviewer.person_id)
    # A byline is canonical text: there a name stands in one way only.
    named = Q(pk__in=[])
    for name in given.order_by().values_list("printed_name", flat=True).distinct():
        own = given.filter(printed_name=name).order_by().values("edition__article")
        named |= Q(article__in=own, byline__contains=f'"name":{canonical_text(name)}')
    return live_articles(now).filter(named)


@register_profiles
def profiles_of(publication: Publication) -> dict[str, str]:
    """The addresses of public profiles by the names in a byline. A name that two people signed with leads nowhere."""
    names = [row["name"] for row in publication.signatures]
    shown = Reviewer.objects.filter(person=OuterRef("reviewer"), is_public=True)
    rows = (
        SignOff.objects.filter(edition__article=publication.article_id, printed_name__in=names)
        .annotate(slug=Subquery(shown.values("slug")[:1]))
        .exclude(slug=None)
        .order_by("slug")
        .values_list("printed_name", "slug")
        .distinct()
    )
    found: dict[str, list[str]] = {}
    for name, slug in rows:
        found.setdefault(name, []).append(slug)
    return {name: f"/reviewers/{slugs[0]}/" for name, slugs in found.items() if len(slugs) == 1}
