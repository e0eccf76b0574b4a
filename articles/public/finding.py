"""The pages by which readers find articles: search, A to Z, body systems, audiences."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from articles.models import Organisation, Section
from articles.public import selectors
from articles.public.pages import called, page_of, public_page
from articles.search import Ranked, Result, rank, results_of, suggest
from articles.topics import TOPICS, TopicKind
from record import clock

PER_PAGE = 10
PER_LETTER = 200
PER_TOPIC = 50
NEAREST = 5


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """What a query finds; as JSON for programs. A query may be of any length and bytes.

    With `as_typed=1` no word of it is taken for another.
    """
    now = clock.now()
    shelf = request.GET.get("section", "")[:100].replace("\0", "")
    section = Section.objects.filter(slug=shelf).first() if shelf else None
    as_typed = request.GET.get("as_typed") == "1"
    ranked = rank(request.GET.get("q", ""), now, section, as_typed=as_typed)
    page = page_of(ranked.editions, request.GET.get("page", "1"), PER_PAGE)
    results = results_of(ranked, list(page.object_list), now)
    comfort = _comfort() if ranked.despair else ""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse(_as_json(ranked, results, comfort))
    else:
        asked = {"q": ranked.query, **({"section": section.slug} if section else {})}
        insisted = {**asked, "as_typed": "1"}
        context = {
            "ranked": ranked,
            "nearest": suggest(ranked.query, now)[:NEAREST] if not ranked.editions else [],
            "page": page,
            "results": results,
            "section": section,
            "sections": Section.objects.all(),
            "letters": selectors.LETTERS,
            "asked": urlencode(insisted if as_typed else asked),
            "insisted": urlencode(insisted),
            "comfort": comfort,
        }
        response = render(request, "articles/search.html", context)
    patch_vary_headers(response, ["Accept"])
    return response


def _comfort() -> str:
    """What is said first to somebody who says that they want to die."""
    return (
        f"{_('You are not alone, and help is there for you now.')} {Organisation.current().emergency_wording}".strip()
    )


def _as_json(ranked: Ranked, results: list[Result], comfort: str) -> dict[str, Any]:
    """`more` stands there, and is true, only where others may have been found than the best ones that are counted;
    `help` only where somebody says that they want to die.
    """
    more: dict[str, Any] = {"more": True} if ranked.more else {}
    if comfort:
        more["help"] = comfort
    return {
        "query": ranked.query,
        "count": len(ranked.editions),
        "did_you_mean": ranked.did_you_mean or None,
        "results": [
            {"title": found.title, "slug": found.slug, "url": found.url, "extract": found.extract} for found in results
        ],
        **more,
    }


@public_page
def search_suggest(request: HttpRequest) -> HttpResponse:
    """Names that begin as typed, for the field of the search form."""
    found = suggest(request.GET.get("q", ""), clock.now())
    rows = [{"name": one.name, "title": one.title, "url": one.url} for one in found]
    return JsonResponse({"suggestions": rows})


@public_page
def articles(request: HttpRequest) -> HttpResponse:
    """The address above all articles: whoever shortens theirs wants the list of them."""
    return HttpResponsePermanentRedirect("/a-z/")


@public_page
def a_to_z(request: HttpRequest) -> HttpResponse:
    """The letters, each with how many names stand under it."""
    description = _("Every article by its title, and by what it is also called.")
    context = {**called("/a-z/", _("A to Z"), description), "letters": selectors.letters_with_counts(clock.now())}
    return render(request, "articles/a_to_z.html", context)


@public_page
def a_to_z_letter(request: HttpRequest, letter: str) -> HttpResponse:
    """All names under a letter, synonyms too."""
    if letter != letter.lower():
        return HttpResponsePermanentRedirect(f"/a-z/{letter.lower()}/")
    now = clock.now()
    letters = selectors.letters_with_counts(now)
    names, number = selectors.names_under(letter, now), request.GET.get("page", "1")
    page = page_of(names, number, PER_LETTER, dict(letters)[letter])
    shown = _("Other") if letter == "0-9" else letter.upper()
    description = _("Every article under %(letter)s, by its title and by what it is also called.") % {"letter": shown}
    context = {
        **called(_numbered(f"/a-z/{letter}/", page.number), f"{shown} | {_('A to Z')}", description),
        "letter": letter,
        "page": page,
        "names": page.object_list,
        "letters": letters,
    }
    return render(request, "articles/a_to_z_letter.html", context)


@public_page
def topic_detail(request: HttpRequest, kind: TopicKind, slug: str) -> HttpResponse:
    """What editors tagged with a body system or an audience, by title."""
    topic = TOPICS.get(slug)
    if topic is None or topic.kind != kind:
        raise Http404
    now = clock.now()
    page = page_of(selectors.on_topic(slug, now), request.GET.get("page", "1"), PER_TOPIC)
    description = _("Every article of this library about: %(topic)s.") % {"topic": topic.name}
    if kind == TopicKind.AUDIENCE:
        description = _("Every article of this library written for: %(topic)s.") % {"topic": topic.name}
    context = {
        **called(_numbered(f"/{kind}/{slug}/", page.number), str(topic.name), description),
        "topic": topic,
        "page": page,
        "articles": [selectors.listed(row) for row in page.object_list],
    }
    return render(request, "articles/topic_detail.html", context)


@public_page
def topic_list(request: HttpRequest, kind: TopicKind) -> HttpResponse:
    """The body systems, or the audiences, that articles are tagged with."""
    topics = selectors.topics_with_counts(clock.now())[kind]
    title, description = _("Parts of the body"), _("The articles of this library by the part of the body.")
    if kind == TopicKind.AUDIENCE:
        title, description = _("For whom"), _("The articles of this library by whom they are written for.")
    context = {**called(f"/{kind}/", title, description), "kind": kind, "topics": topics}
    return render(request, "articles/topic_list.html", context)


def _numbered(path: str, number: int) -> str:
    return f"{path}?page={number}" if number > 1 else path
