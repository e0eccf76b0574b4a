"""JSON-LD and Open Graph say what the page shows, and nothing more."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from articles.actions.articles import change_address
from articles.actions.drafts import save_draft
from articles.content import text_of
from articles.models import Article, Draft, Organisation, Section
from articles.words import lines_of
from people.roles import EDITOR
from record import clock
from reviews.actions import begin_correction, sign_off, submit
from reviews.models import Method, Review
from reviews.proof import Proof
from tests import factories
from tests.articles.test_public_media import picture, showing
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

PAGE = "/articles/gene-therapy/"
DETAILS = {
    "synonyms": ["Gene transfer", "Gene <b> treatment"],
    "codes": [{"system": "MeSH", "code": "D015316"}, {"system": "ICD-10-CM", "code": "G12.0"}],
    "written_by": ["The editors"],
    "video": {"title": "In short", "url": "https://www.nih.gov/film", "caption": "Two minutes on genes."},
    "tags": ["Families", "Blood", "children", "for editors alone"],
}


class Head(HTMLParser):
    """What a page says of itself in its head, and the texts of its times and breadcrumb."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.times: list[str] = []
        self.crumbs: list[tuple[str, str]] = []
        self.data: list[str] = []
        self._open = ""
        self._crumb = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[given.get("property") or given.get("name") or "charset"] = given.get("content", "")
        elif tag == "link":
            self.links[given["rel"]] = given["href"]
        elif tag == "time":
            self.times.append(given["datetime"])
        elif tag == "script" and "src" not in given:
            assert given == {"type": "application/ld+json"}
            self._open = "script"
        elif tag == "nav" and given.get("class") == "breadcrumb":
            self._open = "breadcrumb"
        elif tag == "a" and self._open == "breadcrumb":
            self._crumb = given["href"]

    def handle_endtag(self, tag: str) -> None:
        if (tag, self._open) in {("script", "script"), ("nav", "breadcrumb")}:
            self._open = ""
        if tag == "a":
            self._crumb = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.data.append(data)
        elif self._crumb:
            self.crumbs.append((data.strip(), self._crumb))


def told_and_shown(client: Client) -> tuple[dict[str, Any], Head, str]:
    """The JSON-LD of the page, its head, and its visible words."""
    page = client.get(PAGE).text
    head = Head(page)
    (data,) = head.data
    words = " ".join(unescape(" ".join(lines_of(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)))).split())
    return json.loads(data), head, words


def every_text(value: Any) -> list[str]:
    """All strings of a JSON-LD document but its keywords and addresses."""
    if isinstance(value, dict):
        kept = [inner for name, inner in value.items() if name not in {"@context", "@type", "@id", "inLanguage"}]
        return [text for inner in kept for text in every_text(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in every_text(inner)]
    return [value] if isinstance(value, str) else []


def test_it_says_what_the_page_shows(client: Client) -> None:
    Organisation.objects.update(name="Sample & Sons", date_format="Y-m-d")
    policy(default={"roles": ["medical", "pharmacy"], "months": 12})
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as now:
        review = factories.submitted(
            slug="gene-therapy", title='Genes & "<script>" therapy', lead="Changing </script> genes.", details=DETAILS
        )
        for role, name in (("medical", "Dr. One"), ("pharmacy", "Phil Two")):
            proof = Proof(factories.reviewer(role, name=name, credentials="MD, PhD"), Method.PASSWORD)
            sign_off(review=review, digest=review.edition.digest, role=role, proof=proof, door="desk")
        now.move(timedelta(days=3))
        factories.published(Review.objects.get(pk=review.pk))
        told, head, words = told_and_shown(client)

    assert told["@type"] == "MedicalWebPage"
    assert told["name"] == 'Genes & "<script>" therapy'
    assert told["description"] == "Changing </script> genes."
    assert told["lastReviewed"] == "2026-03-01"
    assert told["dateModified"] == "2026-03-04"
    assert [(who["name"], who["honorificSuffix"]) for who in told["reviewedBy"]] == [
        ("Dr. One", "MD, PhD"), ("Phil Two", "MD, PhD"),
    ]  # fmt: skip
    assert told["about"]["code"] == [
        {"@type": "MedicalCode", "codeValue": "D015316", "codingSystem": "MeSH"},
        {"@type": "MedicalCode", "codeValue": "G12.0", "codingSystem": "ICD-10-CM"},
    ]
    assert told["medicalAudience"] == [
        {"@type": "MedicalAudience", "audienceType": name, "url": f"{settings.PUBLIC_ORIGIN}/audiences/{slug}/"}
        for name, slug in (("Children", "children"), ("Families", "families"))
    ]
    assert told["video"] == {
        "@type": "VideoObject",
        "name": "In short",
        "description": "Two minutes on genes.",
        "url": "https://www.nih.gov/film",
    }
    # Every word of it can be read on the page, and every day and address found there.
    page = client.get(PAGE).text
    for text in every_text(told):
        if text.startswith(settings.PUBLIC_ORIGIN):
            path = text.removeprefix(settings.PUBLIC_ORIGIN)
            assert path == PAGE or f'href="{path}"' in page
        elif text.startswith("https://"):
            assert f'href="{text}"' in page
        elif re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            assert text in head.times
        elif text != "Medical review":
            assert " ".join(text.split()) in words, text
    crumbs = [(item["name"], item.get("item", "")) for item in told["breadcrumb"]["itemListElement"]]
    assert crumbs[:-1] == [(name, f"{settings.PUBLIC_ORIGIN}{path}") for name, path in head.crumbs]
    assert crumbs[-1] == (told["name"], "")


RXNORM, LOINC, MESH = (
    {"system": system, "code": code} for system, code in (("RxNorm", "6809"), ("LOINC", "4548-4"), ("MeSH", "D015316"))
)


@pytest.mark.parametrize(
    ("shelf", "title", "codes", "kind"),
    [
        ("diseases-conditions", "Asthma", [], "MedicalCondition"),
        ("symptoms", "Anemia", [], "MedicalCondition"),
        ("drugs-supplements", "Metformin", [RXNORM], "Drug"),
        ("drugs-supplements", "Chemotherapy", [], "MedicalTherapy"),
        ("drugs-supplements", "Flu vaccine", [MESH], "MedicalEntity"),
        ("treatments-procedures", "Gene therapy", [RXNORM], "MedicalTherapy"),
        ("treatments-procedures", "CAR T-cell therapy", [], "MedicalTherapy"),
        ("treatments-procedures", "Stem cell transplant", [], "MedicalTherapy"),
        ("treatments-procedures", "Clinical trials", [], "MedicalEntity"),
        ("treatments-procedures", "Preparing for gene therapy", [], "MedicalEntity"),
        ("treatments-procedures", "Risks of gene therapy", [], "MedicalEntity"),
        ("diagnostics-testing", "Hemoglobin A1c", [LOINC], "MedicalTest"),
        ("diagnostics-testing", "Genetic testing", [], "MedicalTest"),
        ("diagnostics-testing", "PET scan", [], "MedicalTest"),
        ("diagnostics-testing", "Genetic counseling", [MESH], "MedicalEntity"),
        ("diagnostics-testing", "Waiting for a test", [], "MedicalEntity"),
        ("body-systems-organs", "Genes and chromosomes", [], "MedicalEntity"),
        ("a-shelf-of-their-own", "Gene therapy", [RXNORM, LOINC], "MedicalEntity"),
    ],
)
def test_what_it_is_about_is_said_where_it_is_certain(
    client: Client, shelf: str, title: str, codes: list[dict[str, str]], kind: str
) -> None:
    section, _made = Section.objects.get_or_create(slug=shelf, defaults={"name": "Our own"})
    publication = factories.published(slug="gene-therapy", title=title, details={"codes": codes})
    Article.objects.filter(pk=publication.article_id).update(section=section)
    told, head, _words = told_and_shown(client)
    assert told["about"]["@type"] == kind
    assert (section.name, section.get_absolute_url()) in head.crumbs
    assert "medicalAudience" not in told


def test_a_video_of_ours_has_the_day_on_which_it_came_to_the_page(client: Client) -> None:
    """Its own review day is another day, and so is that of a later edition that shows it too."""
    policy(blocking=[])
    video, poster = f"/media/{'a' * 64}.webm", f"/media/{'b' * 64}.jpg"
    details = {"video": {"title": "In short", "url": video, "poster": poster, "reviewed": "2025-01-15"}}
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as now:
        factories.published(slug="gene-therapy", details={"video": {"url": "https://www.nih.gov/film"}})
        assert "uploadDate" not in told_and_shown(client)[0]["video"]
        now.move(timedelta(days=2))
        draft = Draft.objects.get(article__addresses__slug="gene-therapy")
        live = factories.published(factories.signed(factories.submitted(factories.saved(draft, details=details))))
        now.move(timedelta(days=30))
        factories.republished(live, lead="Other words.")
        told, head, words = told_and_shown(client)
        page = client.get(PAGE).text
    assert told["video"] == {
        "@type": "VideoObject",
        "name": "In short",
        "contentUrl": f"{settings.PUBLIC_ORIGIN}{video}",
        "thumbnailUrl": f"{settings.PUBLIC_ORIGIN}{poster}",
        "uploadDate": "2026-03-03",
    }
    assert "2026-03-03" in head.times
    assert "Video on this page since 3 March 2026" in words
    assert f'poster="{poster}"' in page
    assert f'src="{video}"' in page


def test_nothing_in_it_can_end_the_block_or_run(client: Client) -> None:
    factories.published(slug="gene-therapy", title="</script><script>alert(1)</script>", lead="<!-- & \u2028 -->")
    page = client.get(PAGE).text
    block = page[page.index("<script") : page.index("</script>")]
    assert "alert(1)" in block
    assert not re.search("[<>&\u2028]", block.partition(">")[2])
    assert re.findall("<script[^>]*>", page) == [
        '<script type="application/ld+json">', '<script src="/static/article.js" defer>',
    ]  # fmt: skip


def test_open_graph_and_the_canonical_address(client: Client) -> None:
    publication = factories.published(slug="genes", title="Gene therapy", lead="In short.")
    change_address(article=publication.article, slug="gene-therapy", by=publication.article.owner, door="admin")
    told, head, _words = told_and_shown(client)
    canonical = f"{settings.PUBLIC_ORIGIN}{PAGE}"
    assert head.links["canonical"] == head.meta["og:url"] == told["url"] == canonical
    assert head.meta["og:title"] == told["name"] == "Gene therapy"
    assert head.meta["og:description"] == head.meta["description"] == told["description"] == "In short."
    assert head.meta["og:type"] == "article"
    assert head.meta["og:site_name"] == Organisation.current().library_name
    assert head.links["alternate"] == "/feeds/updates/"
    assert "og:image" not in head.meta


def test_open_graph_has_a_picture_that_the_page_shows(client: Client) -> None:
    first, second, poster = picture("red"), picture("blue"), picture("green")
    publication = factories.published(slug="gene-therapy", body=showing(first, second))
    assert Head(client.get(PAGE).text).meta["og:image"] == f"{settings.PUBLIC_ORIGIN}{first.get_absolute_url()}"
    details = {"video": {"url": f"/media/{'a' * 64}.webm", "poster": poster.get_absolute_url()}}
    policy(blocking=[])
    factories.republished(publication, details=details)
    page = client.get(PAGE).text
    assert Head(page).meta["og:image"] == f"{settings.PUBLIC_ORIGIN}{poster.get_absolute_url()}"
    assert f'poster="{poster.get_absolute_url()}"' in page
    assert "og:image" not in client.get("/").text


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/?utm=1", "/"),
        ("/sections/?x=y", "/sections/"),
        ("/sections/symptoms/?page=1", "/sections/symptoms/"),
        ("/about/privacy/", "/about/privacy/"),
        ("/glossary/?page=1", "/glossary/"),
        ("/reviewers/?x=y", "/reviewers/"),
        ("/record/?page=1", "/record/"),
        ("/about/editorial-process/", "/about/editorial-process/"),
    ],
)
def test_every_page_has_one_address(client: Client, path: str, canonical: str) -> None:
    head = Head(client.get(path).text)
    assert head.links["canonical"] == head.meta["og:url"] == f"{settings.PUBLIC_ORIGIN}{canonical}"


def test_pages_that_are_none_name_no_address(client: Client) -> None:
    for path in ("/nothing/", "/articles/nothing/"):
        assert "canonical" not in client.get(path).text


def test_an_attested_review_is_never_given_out_as_a_signature(client: Client) -> None:
    review = factories.submitted(factories.imported(slug="gene-therapy"))
    factories.published(factories.attested(review, reviewed_on=date(2024, 5, 6)))
    told, _head, words = told_and_shown(client)
    assert "Reviewed before moving to this library by Dr. Old" in words
    assert "reviewedBy" not in told
    assert "Dr. Old" not in json.dumps(told)


def test_who_checked_a_wording_is_no_reviewer_of_the_text(client: Client) -> None:
    with clock.standing_at(datetime(2026, 3, 1, 12, tzinfo=UTC)) as now:
        live = factories.published(slug="gene-therapy", body="## Part\n\nGood for your helth.\n")
        now.move(timedelta(days=40))
        by = factories.person(EDITOR)
        draft = begin_correction(article=live.article, by=by, door="admin")
        text = text_of(draft).model_copy(update={"body": "## Part\n\nGood for your health.\n"})
        draft = save_draft(draft=draft, text=text, seen=draft.saves, by=by)
        review = submit(draft=draft, seen=draft.saves, change_note="A typo.", by=by, door="admin").review
        factories.published(factories.signed(review, by=factories.reviewer("editorial", name="Ed Itor")))
        told, _head, words = told_and_shown(client)
    assert "Ed Itor" in words
    assert [who["name"] for who in told["reviewedBy"]] == ["Dr. Sample Reviewer"]
    assert told["lastReviewed"] == "2026-03-01"


@pytest.mark.parametrize(
    ("path", "description"),
    [
        ("/", "Plain words about conditions, tests and treatments."),
        ("/a-z/", "Every article by its title"),
        ("/a-z/g/", "Every article under G"),
        ("/a-z/0-9/", "Every article under Other"),
        ("/body-systems/", "The articles of this library by the part of the body."),
        ("/body-systems/blood/", "Every article of this library about: "),
        ("/audiences/", "The articles of this library by whom they are written for."),
        ("/about/", "What the library says of itself"),
        ("/about/privacy/", "You can read this library without an account."),
    ],
)
def test_pages_that_lead_on_say_what_they_are(client: Client, path: str, description: str) -> None:
    factories.published(slug="gene-therapy", title="Gene therapy", details={"tags": ["blood"]})
    head = Head(client.get(path).text)
    assert head.meta["description"].startswith(description)
    assert head.meta["og:description"] == head.meta["description"]
    assert len(head.meta["description"]) <= 160
    assert head.meta["og:title"]
    assert head.links["canonical"] == f"{settings.PUBLIC_ORIGIN}{path}"
