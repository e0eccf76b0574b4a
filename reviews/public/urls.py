"""What readers may know of reviews."""

from datetime import date

from django.urls import path, register_converter

import articles.public.converters  # noqa: F401 (names what may stand between slashes)
from reviews.public import feedback, views
from reviews.public.history import edition, history
from reviews.public.process import editorial_process
from reviews.public.profiles import profile, profiles

app_name = "reviews"


class DigestConverter:
    """A SHA-256 in small hexadecimal letters."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DayConverter:
    """A calendar day, as in 2026-11-23. What isn't one is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DigestConverter, "digest")
register_converter(DayConverter, "day")

urlpatterns = [
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/thanks/", feedback.thanks, name="feedback_thanks"),
    path("verify/<digest:digest>/", views.verify, name="verify"),
    path("verify/<digest:digest>/content.json", views.content, name="content"),
    path("articles/<article_slug:slug>/history/", history, name="history"),
    path("articles/<article_slug:slug>/editions/<edition_number:number>/", edition, name="edition"),
    path("reviewers/", profiles, name="reviewers"),
    path("reviewers/<slug:slug>/", profile, name="reviewer"),
    path("about/editorial-process/", editorial_process, name="editorial_process"),
    path("record/", views.record, name="record"),
    path("record/head.json", views.head_now, name="head_now"),
    path("record/verifier.py", views.verifier_file, name="verifier"),
    path("record/<day:day>.json", views.head_of_day, name="head_of_day"),
]
