"""What readers may know of reviews."""

from django.urls import path, register_converter

import articles.public.converters  # noqa: F401 (names what may stand between slashes)
from reviews.public import views
from reviews.public.history import edition, history

app_name = "reviews"


class DigestConverter:
    """A SHA-256 in small hexadecimal letters."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DigestConverter, "digest")

urlpatterns = [
    path("verify/<digest:digest>/", views.verify, name="verify"),
    path("verify/<digest:digest>/content.json", views.content, name="content"),
    path("articles/<article_slug:slug>/history/", history, name="history"),
    path("articles/<article_slug:slug>/editions/<edition_number:number>/", edition, name="edition"),
]
