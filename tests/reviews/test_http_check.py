"""A check that knows only HTTP: what readers get is what was signed, byte for byte."""

import pytest
from django.test import Client

from articles.models import Address
from tests import factories
from tests.public_pages import check_page, verify_path

pytestmark = pytest.mark.django_db

HOSTILE = """Before *the* first <script>alert(1)</script> heading & <b>.

## Tables & lists

| a | b |
|---|--:|
| 1 | 2 |

- **Term**: text with [vector](term:vector "A harmless virus, \\"disarmed\\".") and e\u0301.
- **Other**: `code </div>` &lt;/section&gt;

## "Quotes" </section><h1 data-signed="title">

1. [out](https://example.org/?a=1&b=2 "x")
2. [in](article:genes)

> quoted

```
</section> <div data-signed="lead">
```
"""


def everything() -> None:
    """Articles of every shape."""
    factories.published(slug="plain")
    factories.published(
        slug="hostile",
        title='</title></h1><b data-signed="x"> & "Gene" therapy',
        lead='</p><p data-signed="lead">Lead.</p>\u2028 & more',
        body=HOSTILE,
        details={
            "synonyms": ["<i>", "a & b"],
            "key_facts": ["One </div>."],
            "video": {"title": "V", "url": "https://example.org/v", "presenter": "P", "transcript": "T\n\n- a\n- b"},
            "closing_note": "Bye </div>",
            "care": {"body": "Come", "link": "/about/editorial-process/", "phone": "+1 202-555-0123"},
            "codes": [{"system": "UMLS", "code": "C0017296"}],
            "written_by": ["A. B."],
            "license": "CC BY 4.0",
            "related": ["plain"],
        },
    )
    factories.republished(factories.published(slug="changed"), lead="Changed.")


def test_every_page_shows_exactly_the_text_its_seal_stands_for(client: Client) -> None:
    everything()
    slugs = list(Address.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    for slug in slugs:
        page = client.get(f"/articles/{slug}/").content.decode()
        check_page(page, client.get(f"{verify_path(page)}content.json").content)
