"""The reader's addresses."""

from django.urls import path, register_converter

from articles.public import finding, views
from articles.public.converters import LetterConverter, MediaNameConverter, SlugConverter
from articles.public.media import media
from articles.topics import TopicKind

app_name = "articles"

register_converter(SlugConverter, "article_slug")
register_converter(MediaNameConverter, "media_name")
register_converter(LetterConverter, "letter")

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("articles/<article_slug:slug>/", views.article_detail, name="article_detail"),
    path("sections/", views.section_list, name="section_list"),
    path("sections/<slug:slug>/", views.section_detail, name="section_detail"),
    path("search/", finding.search, name="search"),
    path("search/suggest/", finding.search_suggest, name="search_suggest"),
    path("a-z/", finding.a_to_z, name="a_to_z"),
    path("a-z/<letter:letter>/", finding.a_to_z_letter, name="a_to_z_letter"),
    *(
        row
        for kind in TopicKind
        for row in (
            path(f"{kind}/", finding.topic_list, {"kind": kind}, name=kind.name.lower()),
            path(f"{kind}/<slug:slug>/", finding.topic_detail, {"kind": kind}, name=f"{kind.name.lower()}_detail"),
        )
    ),
    path("about/<slug:slug>/", views.policy_page, name="policy_page"),
    path("media/<media_name:name>", media, name="media"),
    path("robots.txt", views.robots, name="robots"),
]
