"""The locks of the verbs, in the order that `ArticleQuerySet.locked` names."""

from django.db import connection

from articles.models import Article, SafetyNotice
from reviews.models import Review


def lock_review(review: Review) -> Review:
    """The Review with its Edition, locked after its article."""
    if connection.features.has_select_for_update:  # SQLite's verb holds the whole database
        Article.objects.locked().values_list("pk").get(pk=review.article_id)
    rows = Review.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("edition", "article").get(pk=review.pk)


def lock_notice(notice: SafetyNotice) -> SafetyNotice:
    """The safety notice, locked. Verbs that take it lock nothing before."""
    rows = SafetyNotice.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("proposed_by", "confirmed_by").get(pk=notice.pk)
