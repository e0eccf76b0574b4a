"""The reader's addresses."""

from django.urls import path

import articles.public.converters  # noqa: F401 (names what may stand between slashes)
from articles.public import views
from articles.public.media import media
from articles.public.pdf import article_pdf

app_name = "articles"

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("articles/<article_slug:slug>/", views.article_detail, name="article_detail"),
    path("articles/<article_slug:slug>.pdf", article_pdf, name="article_pdf"),
    path("sections/", views.section_list, name="section_list"),
    path("sections/<slug:slug>/", views.section_detail, name="section_detail"),
    path("about/<slug:slug>/", views.policy_page, name="policy_page"),
    path("media/<media_name:name>", media, name="media"),
    path("robots.txt", views.robots, name="robots"),
]
