"""Public profiles: only with consent, led to from bylines, and listing what readers see now."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from articles.models import Publication
from people.models import User
from people.roles import ADMINISTRATOR, PUBLISHER
from record.chain import Event
from reviews.actions import keep_reviewer, withdraw
from reviews.models import Reviewer
from tests import factories as make

pytestmark = pytest.mark.django_db


def kept(person: User, **values: Any) -> Reviewer:
    """The profile, kept by an administrator."""
    given = {
        "printed_name": "Dr. Sample Reviewer",
        "credentials": "MD",
        "roles": ["medical"],
        "credentials_expire": None,
        "conflicts": "",
        "specialties": "Clinical genetics",
        "is_public": True,
        **values,
    }
    return keep_reviewer(person=person, **given, by=make.person(ADMINISTRATOR), door="admin")


def public(slug: str, by: User) -> Publication:
    return make.published(make.signed(make.submitted(slug=slug, title=slug.capitalize()), by=by))


def test_a_profile_is_shown_with_consent_alone(client: Client) -> None:
    doctor = make.reviewer()
    public("genes", doctor)
    assert client.get("/reviewers/dr-sample-reviewer/").status_code == 404
    assert "/reviewers/" not in client.get("/articles/genes/").text
    kept(doctor, conflicts="Paid talks for <Sample Pharma>.")
    assert Event.objects.get(verb="change_reviewer").told["facts"]["public"] is True
    page = client.get("/reviewers/dr-sample-reviewer/")
    assert page.status_code == 200
    for words in ("Dr. Sample Reviewer", "MD", "Clinical genetics", "Paid talks for &lt;Sample Pharma&gt;."):
        assert words in page.text
    assert '<a href="/articles/genes/">Genes</a>' in page.text
    day = Publication.objects.get().last_reviewed.isoformat()
    assert f'Last reviewed on <time datetime="{day}">' in page.text
    assert not page.cookies
    article = client.get("/articles/genes/").text
    assert '<a href="/reviewers/dr-sample-reviewer/">Dr. Sample Reviewer, MD</a>' in article
    kept(doctor, is_public=False)
    assert client.get("/reviewers/dr-sample-reviewer/").status_code == 404
    assert "/reviewers/" not in client.get("/articles/genes/").text


def test_search_engines_are_told_of_profiles_that_are_shown(client: Client) -> None:
    doctor = make.reviewer()
    address = f"{settings.PUBLIC_ORIGIN}/reviewers/dr-sample-reviewer/"
    assert "/reviewers/dr" not in client.get("/sitemaps/library.xml").text
    kept(doctor)
    assert f"<loc>{address}</loc>" in client.get("/sitemaps/library.xml").text
    page = client.get("/reviewers/dr-sample-reviewer/?utm=1").text
    assert f'<link rel="canonical" href="{address}">' in page
    assert '<meta property="og:title" content="Dr. Sample Reviewer, MD">' in page
    kept(doctor, is_public=False)
    assert "/reviewers/dr" not in client.get("/sitemaps/library.xml").text


def test_the_name_that_was_frozen_leads_to_who_gave_the_signature(client: Client) -> None:
    doctor, namesake = make.reviewer(), make.reviewer()
    public("genes", doctor)
    public("cells", namesake)
    assert kept(namesake).slug == "dr-sample-reviewer"
    assert "/reviewers/" not in client.get("/articles/genes/").text
    assert kept(doctor, printed_name="Dr. Married").slug == "dr-married"
    # The page shows the name of that day, and leads to the person of today.
    article = client.get("/articles/genes/").text
    assert '<a href="/reviewers/dr-married/">Dr. Sample Reviewer, MD</a>' in article
    assert "/articles/genes/" in client.get("/reviewers/dr-married/").text
    other = client.get("/reviewers/dr-sample-reviewer/").text
    assert "/articles/cells/" in other
    assert "/articles/genes/" not in other


def test_an_address_stays_and_a_second_of_the_name_gets_a_number() -> None:
    first, second = make.reviewer(), make.reviewer()
    assert kept(first).slug == "dr-sample-reviewer"
    assert kept(second).slug == "dr-sample-reviewer-2"
    assert kept(first, printed_name="Dr. Married").slug == "dr-sample-reviewer"
    assert kept(make.reviewer(), printed_name="孫").slug == "reviewer"


def test_only_what_readers_see_now_is_listed(client: Client) -> None:
    doctor = make.reviewer()
    page = public("genes", doctor)
    make.signed(make.submitted(slug="waiting", title="Waiting"), by=doctor)
    kept(doctor)
    assert "Waiting" not in client.get("/reviewers/dr-sample-reviewer/").text
    withdraw(article=page.article, reason="r", notice="n", by=make.person(PUBLISHER), door="admin")
    shown = client.get("/reviewers/dr-sample-reviewer/").text
    assert "Genes" not in shown
    assert "No page that readers see now." in shown


def test_administrators_see_what_they_make_public(client: Client) -> None:
    client.force_login(make.person(ADMINISTRATOR))
    reviewer = make.reviewer().reviewer
    path = f"/admin/reviews/reviewer/{reviewer.pk}/change/"
    seen = client.get(path).context["seen"]
    given = {"printed_name": "Dr. A", "credentials": "MD", "roles": "medical", "specialties": "Eyes", "is_public": "on"}
    shown = client.post(path, {**given, "seen": seen})
    assert "Public profile" in shown.text
    client.post(path, {**given, "seen": seen, "confirmed": "yes"})
    reviewer.refresh_from_db()
    assert (reviewer.slug, reviewer.specialties, reviewer.is_public) == ("dr-a", "Eyes", True)


def test_a_list_of_all_who_agreed_to_be_shown(client: Client) -> None:
    assert "No reviewer has a public profile yet." in client.get("/reviewers/").text
    shown, hidden = make.reviewer(name="Dr. Shown"), make.reviewer(name="Dr. Hidden")
    kept(shown, printed_name="Dr. Shown", specialties="Eyes")
    page = client.get("/reviewers/").text
    assert '<a href="/reviewers/dr-shown/">Dr. Shown, MD</a>' in page
    assert "Eyes" in page
    assert hidden.reviewer.printed_name not in page
    assert '<a href="/reviewers/">' in client.get("/reviewers/dr-shown/").text
    assert client.get("/reviewers/?page=2").status_code == 404
