"""Numbers and texts that no column holds, in any list of the admin and at the desk: no error of the database."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from people.models import User
from reviews.desk.urls import urlpatterns
from tests import factories

pytestmark = pytest.mark.django_db

HUGE = "9" * 21
ABSURD = [HUGE, f"-{HUGE}", f"1,{HUGE}", "-1", "\0", "x"]


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root", "root@example.org", factories.PASSWORD))
    return client


def changelists() -> list[tuple[str, list[str]]]:
    """The address of each list with the names of its columns."""
    found = []
    for model in admin.site._registry:
        names = [field.name for field in model._meta.fields]
        try:
            found.append((reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"), names))
        except NoReverseMatch:
            continue
    return found


@pytest.mark.parametrize("value", ABSURD)
def test_no_list_of_the_admin_fails(boss: Client, value: str) -> None:
    factories.published()
    lists = changelists()
    assert "/admin/reviews/feedback/" in dict(lists)
    for path, names in lists:
        for name in [*names, f"{names[0]}__in", "p", "o", "q"]:
            assert boss.get(path, {name: value}).status_code < 500, (path, name)


def test_a_list_is_filtered_by_what_it_offers_alone(boss: Client) -> None:
    """Given a list, when somebody asks it for what it doesn't show, or for a pattern, then it answers nothing."""
    # The organisation's list leads on to its one row.
    for path, names in changelists():
        for name in [] if path.endswith("/organisation/") else names:
            for lookup in ("__regex", "__startswith", "__contains", "__year", "__in"):
                assert boss.get(path, {f"{name}{lookup}": "a"}).status_code == 400, (path, name, lookup)
    assert boss.get("/admin/people/user/", {"password__regex": "^pbkdf2"}).status_code == 400
    assert boss.get("/admin/reviews/feedback/", {"kind__exact": "mistake"}).status_code == 200
    assert boss.get("/admin/articles/draft/", {"article__section__id__exact": "1"}).status_code == 200


def test_a_list_says_that_the_filter_made_no_sense(boss: Client) -> None:
    answer = boss.get("/admin/articles/draft/", {"article__section__id__exact": "x"})
    assert answer["Location"] == "/admin/articles/draft/?e=1"
    assert boss.get("/admin/articles/draft/", {"q": HUGE}).status_code == 200


def test_no_address_of_the_desk_fails(boss: Client) -> None:
    review = factories.signed()
    for pattern in urlpatterns:
        route = f"/reviews/{pattern.pattern}"
        asked = [route.replace("<int:pk>", HUGE)] if "<int:pk>" in route else []
        for path in [*asked, route.replace("<int:pk>", str(review.pk))]:
            for name in ("against", "tick", "page", "section", "find", "kept"):
                for value in ABSURD:
                    assert boss.get(path, {name: value}).status_code < 500, (path, name, value)


@pytest.mark.parametrize("value", ABSURD)
def test_no_form_of_the_desk_fails(boss: Client, value: str) -> None:
    page = factories.published()
    numbers = ("publication", "live_seen", "scheduled_seen", "last_seen", "kept", "articles", "reviews")
    sent = {**dict.fromkeys(numbers, value), "reason": "x", "confirmed": "yes", "cancel_scheduled": "on"}
    for pattern in urlpatterns:
        path = f"/reviews/{pattern.pattern}".replace("<int:pk>", str(page.article_id))
        assert boss.post(path, sent).status_code < 500, path
