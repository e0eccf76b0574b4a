"""The pages of those who work here are valid HTML."""

import pytest
from django.test import Client

from tests import factories
from tests.page_checks import html_complaints


@pytest.mark.pages
@pytest.mark.django_db
def test_work_pages_are_valid_html(client: Client) -> None:
    client.force_login(factories.administrator())
    review = factories.answered(factories.submitted(factories.saved(factories.draft(), lead="Another.")))
    live = factories.published()
    written = f"/admin/articles/draft/{review.article.drafts.get().pk}"
    paths = [
        *(f"{written}/{page}/" for page in ("change", "preview", "submit", "history", "history/1")),
        f"{written}/history/compare/?old=1&new=2",
        "/admin/reviews/reviewer/add/",
        "/admin/reviews/policyversion/1/change/",
        "/reviews/",
        review.get_absolute_url(),
        f"/reviews/articles/{live.article_id}/",
        "/reviews/notices/new/",
    ]
    pages = {path.strip("/").replace("/", "-").partition("?")[0]: client.get(path).text for path in paths}
    assert html_complaints(pages) == []
