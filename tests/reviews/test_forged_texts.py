"""Signed texts that show readers something else than their source holds, in rows and Events that fit each other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from articles.actions.editions import freeze_edition
from articles.actions.site import keep_site_change
from articles.content import Frozen, freeze, text_of
from articles.models import Draft, Edition, Organisation
from record.canonical import canonical_text, digest_of
from record.chain import record_event
from record.verification import Verification, verify
from reviews.models import PolicyVersion
from reviews.requirements import new_review
from tests import factories
from tests.articles.test_public_media import picture
from tests.reviews.policies import policy

pytestmark = pytest.mark.django_db

BODY = """## What it does

Take 5 mg, *never* more. See [the rules](https://www.nih.gov/).

::: do With this illness
- Swim.
:::

| Adults | Children |
| --- | --- |
| 5 mg | none |

## Later

Rest.
"""
Content = dict[str, Any]


def frozen_by_hand(forge: Callable[[Content], None], **values: Any) -> Edition:
    """An Edition in review, as `submit` makes one, of a content that somebody has bent before."""
    draft = factories.draft(**{"body": BODY, **values})
    text = text_of(draft)
    frozen = freeze(text, draft.article, Organisation.current())
    content = json.loads(frozen.text)
    forge(content)
    bent = canonical_text(content)
    return in_review(draft, Frozen(bent, digest_of(bent), frozen.page, frozen.wordings))


@transaction.atomic
def in_review(draft: Draft, frozen: Frozen) -> Edition:
    article, by = draft.article, draft.article.owner
    edition = freeze_edition(
        draft=draft, text=text_of(draft), frozen=frozen, former={}, change_note="First edition.", by=by
    )  # fmt: skip
    record_event(
        "freeze_edition", actor=by, door="admin", article=article.uuid, row=edition, digest=edition.digest,
        number=edition.number, redacted_row=edition.redacted_digest(),
    )  # fmt: skip
    policy = PolicyVersion.current()
    review = new_review(article, edition, draft.purpose, ages_quickly=False, policy=policy, by=by)
    record_event(
        "submit", actor=by, door="admin", article=article.uuid, row=review, why="First edition.", review=review.pk,
        edition=edition.pk, digest=edition.digest, required=review.required_roles, policy=policy.number,
    )  # fmt: skip
    return edition


def piece(content: Content, name: str) -> dict[str, str]:
    found: dict[str, str] = next(piece for piece in content["fragments"] if piece["id"] == name)
    return found


def says(name: str, words: str, instead: str) -> Callable[[Content], None]:
    def forge(content: Content) -> None:
        html = piece(content, name)["html"]
        assert words in html
        piece(content, name)["html"] = html.replace(words, instead)

    return forge


def without_the_last_part(content: Content) -> None:
    content["fragments"] = [piece for piece in content["fragments"] if piece["id"] != "part-later"]


def parts_exchanged(content: Content) -> None:
    content["fragments"].insert(0, content["fragments"].pop())


def of_another_renderer(content: Content) -> None:
    content["renderer"] = 4
    says("part-what-it-does", "5 mg", "50 mg")(content)


def in_another_language(content: Content) -> None:
    content["language"] = "es"


def holds_more(*places: str | int) -> Callable[[Content], None]:
    """With words under a name, at these places, that no reader gets."""

    def forge(content: Content) -> None:
        inner: Any = content
        for place in places[:-1]:
            inner = inner[place]
        inner[places[-1]] = ["Secret words."]

    return forge


DOSE = "part-what-it-does"
FORGERIES: dict[str, tuple[Callable[[Content], None], str]] = {
    "another dose": (says(DOSE, "5 mg", "50 mg"), "its part-what-it-does shows “does Take 50 mg, never more.”"),
    "a space in a number": (says(DOSE, "5 mg", "5 0 mg"), "its part-what-it-does shows"),
    "another title": (says("title", "Gene therapy", "Gene cure"), "its title shows “Gene cure”, where its source"),
    "another address": (says(DOSE, "www.nih.gov", "www.example.com"), "its part-what-it-does shows"),
    "words more": (says("lead", "</p>", "</p><p>It cures.</p>"), "its lead shows"),
    "a word that hides": (
        says(DOSE, "<em>never</em>", '<span class="explanation" id="never" popover="auto">never</span>'),
        "its part-what-it-does shows",
    ),
    "what to do that is not to be done": (says(DOSE, 'class="do"', 'class="dont"'), "its part-what-it-does shows"),
    "a box that ends before": (
        says(DOSE, "<ul>\n<li>Swim.</li>\n</ul>\n</div>", "</div>\n<ul>\n<li>Swim.</li>\n</ul>"),
        "its part-what-it-does shows",
    ),
    "a cell before the others": (says(DOSE, "<td>5 mg", "<td></td><td>5 mg"), "its part-what-it-does shows"),
    "a script": (says("lead", "</p>", "</p><script>1</script>"), "its lead shows"),
    "HTML that browsers mend": (says("lead", "<p>", "<p\n>"), "its lead holds HTML that no reader should get"),
    "a part less": (without_the_last_part, "it doesn't show the pieces that its source has"),
    "another order": (parts_exchanged, "it doesn't show the pieces that its source has"),
    "another renderer": (of_another_renderer, "its format and renderer are not those"),
    "words of nobody": (holds_more("hidden"), "it holds what its format doesn't have: hidden"),
    "words in its source": (holds_more("source", "hidden"), "its source holds what its format doesn't have: hidden"),
    "words in a piece": (holds_more("fragments", 0, "note"), "a piece of it holds what its format doesn't have: note"),
    "related articles": (holds_more("source", "details", "related"), "its source holds what is not signed: related"),
    "another language": (in_another_language, "it is in another language than its article"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_text_that_shows_something_else_than_its_source_is_named(name: str) -> None:
    forge, wrong = FORGERIES[name]
    edition = frozen_by_hand(forge)
    (finding,) = verify().findings
    assert (finding.table, finding.id) == ("articles_editioncontent", edition.digest)
    assert finding.what.startswith(wrong)


def test_a_text_that_hides_words_between_its_values_is_named() -> None:
    """Given a text with a value under a name that comes a second time, which who reads it never sees."""
    draft = factories.draft(body=BODY)
    frozen = freeze(text_of(draft), draft.article, Organisation.current())
    bent = '{"language":"Secret words.",' + frozen.text.removeprefix("{")
    edition = in_review(draft, Frozen(bent, digest_of(bent), frozen.page, frozen.wordings))
    (finding,) = verify().findings
    assert (finding.id, finding.what) == (edition.digest, "it is not written as canonical JSON")


def test_markup_that_a_later_release_would_write_otherwise_is_a_remark() -> None:
    """Given two texts with the same words in other elements, then it is said of how many, and nothing is broken."""
    bent = [frozen_by_hand(says(DOSE, "<em>never</em>", "<strong>never</strong>")) for _each in range(2)]
    verification = verify()
    assert verification.is_whole
    (remark,) = verification.remarks
    assert "with the same words, for 2 of these texts" in remark
    assert min(edition.digest for edition in bent) in remark


def renderings(verification: Verification) -> int:
    assert verification.findings == []
    assert verification.remarks == []
    return verification.counts["texts rendered again"]


@pytest.mark.parametrize("phone", ["202-555-0123", "988"])
def test_what_came_from_elsewhere_is_what_was_frozen(settings: Any, tmp_path: Any, phone: str) -> None:
    """Given a text with the organisation's name, a phone number without its country's code, a word of the glossary and
    pictures, when all of these are others later, then what was frozen is whole all the same.
    """
    settings.MEDIA_ROOT = tmp_path
    factories.term("vector", "A harmless virus.")
    policy(blocking=[])
    with transaction.atomic():
        later = picture("blue").name
        transaction.set_rollback(True)
    body = f"{BODY}\n\nA [vector](term:vector), an ![arm](/media/{picture().name}), ![a leg](/media/{later}).\n"
    care = {"body": "Call us, or [the state](tel:+12025550199).", "phone": phone}
    factories.published(body=body, details={"care": care, "closing_note": "With [care](/about/)."})
    assert renderings(verify()) == 1
    factories.term("vector", "A virus that carries genes.")
    assert picture("blue").name == later
    organisation = Organisation.current()
    organisation.name, organisation.country = "St. Other", "GB"
    keep_site_change(thing=organisation, by=factories.administrator(), door="admin")
    assert renderings(verify()) == 1


def test_a_short_number_shows_as_it_was_written() -> None:
    """Given a text of old, whose short number has the country's code, and one of today, then both are whole; and a
    number that neither writes is found.
    """
    Organisation.objects.update(country="DE")
    care = {"body": "Call us.", "phone": "116117"}
    factories.submitted(details={"care": care})

    def as_of_old(content: Content) -> None:
        assert content["renderer"] == 3
        content["renderer"] = 1
        (piece,) = (piece for piece in content["fragments"] if piece["id"] == "care")
        assert "tel:116117" in piece["html"]
        piece["html"] = piece["html"].replace("tel:116117", "tel:+49116117")

    frozen_by_hand(as_of_old, details={"care": care})
    assert renderings(verify()) == 2
    frozen_by_hand(lambda content: content.update(renderer=1), details={"care": care})
    assert "its care shows" in verify().findings[0].what


def test_a_caption_without_a_video_shows_as_it_was_written() -> None:
    """Given a text that was frozen when a caption stood there alone, and one of today, then both are whole."""
    video = {"caption": "How it works."}
    factories.submitted(details={"video": video})

    def as_of_old(content: Content) -> None:
        assert content["renderer"] == 2
        content["renderer"] = 1
        html = '<h2 id="video">Video</h2><p>How it works.</p>'
        content["fragments"].insert(2, {"id": "video", "kind": "video", "html": html})

    frozen_by_hand(as_of_old, details={"video": video})
    assert renderings(verify()) == 2
