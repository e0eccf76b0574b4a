"""The reader's addresses."""

from django.urls import path

import articles.public.converters  # noqa: F401 (names what may stand between slashes)
from articles.public import finding, machines, policies, views
from articles.public.glossary import glossary
from articles.public.media import media
from articles.public.pdf import article_pdf
from articles.topics import TopicKind

app_name = "articles"

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("articles/", finding.articles, name="articles"),
    path("articles/<article_slug:slug>/", views.article_detail, name="article_detail"),
    path("articles/<article_slug:slug>.pdf", article_pdf, name="article_pdf"),
    path("sections/", views.section_list, name="section_list"),
    path("sections/<slug:slug>/", views.section_detail, name="section_detail"),
    path("glossary/", glossary, name="glossary"),
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
    path("about/", policies.policy_list, name="policy_list"),
    path("about/<slug:slug>/", policies.policy_page, name="policy_page"),
    path("about/<slug:slug>/versions/<edition_number:number>/", policies.policy_version, name="policy_version"),
    path("media/<media_name:name>", media, name="media"),
    path("robots.txt", machines.robots, name="robots"),
    path("favicon.ico", machines.icon, name="favicon"),
    path("apple-touch-icon.png", machines.icon, name="touch_icon"),
    path("apple-touch-icon-precomposed.png", machines.icon, name="touch_icon_precomposed"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap_index"),
    path("sitemaps/library.xml", machines.sitemap_of_library, name="sitemap_of_library"),
    path("sitemaps/articles-<map_number:number>.xml", machines.sitemap_of_articles, name="sitemap_of_articles"),
    path("feeds/updates/", machines.updates, name="updates"),
]
