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

Each page says in its seal what it rests on, and gives the names of those who stand for it:

- **Signatures**: before it was published, named reviewers signed this exact text.
- **A correction**: a small change of a signed text. For the change an editorial signature stands; the names and the date of the
  last review stay those of the text before it.
- **An attestation**: the text was reviewed before it moved to this library. A person of this library attests that review, by
  name. Nobody signed that exact text here, and its seal says so.

Whatever a page rests on, its text is frozen before it is published, and that is what you read. The seal leads to the frozen
text and shows how to check it yourself.

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
4. Once an edition holds all the signatures that our review policy asks for, it can be published.

There are two other ways, and the seal of a page says which one it came by:

- **A minor correction** of a signed text rests on an editorial signature. It may change only a few words, and moves
  no date of a review.
- **A text that moved here** from an older site may rest on an attestation: a named person states who reviewed it there, and
  when. That is no signature, and is never shown as one.

## How it is kept up to date

Each review has a date on which the next one is due. A page that is past that date says so. No change of a page moves the
date of its last review: only a new review does.

## How you can check it

Follow the seal on a page. It leads to the frozen text, to the names of those who signed or attested it, and to a fingerprint
that anyone can compute.
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
        """If you find a mistake in an article, please tell us: choose “I want to report a mistake” at the foot of that article. You
need no account and no name. [What becomes of your report](/feedback/) is written on a page of its own.

Every change of a page is written as a new edition, with a note on what changed, and somebody answers for it by name before it
is published. Its seal says who, and in what way. Earlier editions are kept, and the history of each article leads to them.
""",
    ),
    (
        "privacy",
        "Privacy",
        """You can read this library without an account. Its pages set no cookies, load nothing from other companies, and are the
same for every reader.

## If you tell us about a page

At the foot of each article you can say whether it helped, and report a mistake. If you do,

- we keep your answer and your comment with the edition of the page that you saw, and the time. Before that, a program takes out of
  the comment what looks like a name, an e-mail address, a phone number or another number of a person. No program finds
  everything, so please write nothing about yourself;
- editors of this library read it. It is never shown in public;
- it is destroyed after a time that [the page on feedback](/feedback/) names;
- so that nobody can flood us, we count for an hour how much comes from one internet address. For that we keep, apart from what
  you wrote, no address but a fingerprint of it, made with a secret that changes every day.
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
