"""The shelves, the organisation to be filled in, and the pages of the library about itself."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SECTIONS = [
    ("diseases-conditions", "Diseases & Conditions", "What an illness is, how it shows, and how it is treated."),
    ("symptoms", "Symptoms", "What a symptom can mean, and when to get help."),
    ("diagnostics-testing", "Diagnostics & Testing", "What a test looks for, and how it is done."),
    ("treatments-procedures", "Treatments & Procedures", "What a treatment does, and what to expect."),
    ("drugs-supplements", "Drugs & Supplements", "What a medicine is for, and how to take it safely."),
    ("body-systems-organs", "Body Systems & Organs", "How the body is built, and how it works."),
]

PAGES = [
    (
        "library",
        "About this library",
        """This library explains health topics in plain words. Each page says who reviewed it, when it was last reviewed, and
when its next review is due.

## What you can rely on

Before a page is published, a named reviewer signs its exact text. What the reviewer signed is what you read: the page carries
a seal that leads to the signed text and shows how to check it yourself.

## What this library can't do

It can't examine you, and it doesn't know your situation. Talk to a health professional about your own health.
""",
    ),
    (
        "editorial-process",
        "Our editorial process",
        """## How a page comes about

1. An editor writes the text and names its sources.
2. The text is frozen as a numbered edition that can't be changed any more.
3. A reviewer who didn't write it reads that edition and signs it, or says what has to change.
4. Only an edition that holds all its signatures can be published.

## How it is kept up to date

Each review has a date on which the next one is due. A page that is past that date says so. No change of a page moves the
date of its last review: only a new signature does.

## How you can check it

Follow the seal on a page. It leads to the signed text, to the names of those who signed it, and to a fingerprint that anyone
can compute.
""",
    ),
    (
        "advertising",
        "Advertising",
        """Advertising never stands inside a reviewed text, and never decides what a text says. Whether this library carries any
is said at the foot of each article.
""",
    ),
    (
        "corrections",
        "Corrections",
        """If you find a mistake, please tell us. Every change of a page is written as a new edition, with a note on what changed,
and is signed before it is published. Earlier editions are kept.
""",
    ),
    (
        "privacy",
        "Privacy",
        """You can read this library without an account. Its pages set no cookies, load nothing from other companies, and are the
same for every reader.
""",
    ),
]


def make(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    section = apps.get_model("articles", "Section")
    for position, (slug, name, summary) in enumerate(SECTIONS):
        section.objects.create(slug=slug, name=name, summary=summary, position=position)
    apps.get_model("articles", "Organisation").objects.create(pk=1, name="Your organisation")
    page = apps.get_model("articles", "PolicyPage")
    for position, (slug, title, body) in enumerate(PAGES):
        page.objects.create(slug=slug, title=title, body=body, position=position)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
