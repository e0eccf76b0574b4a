"""The first version of each policy page, for readers to look back at, and a page on accessibility."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SLUG = "accessibility"
TITLE = "Accessibility"
BODY = """This library is for everybody, on any device. We build its pages to the Web Content Accessibility Guidelines
(WCAG) 2.2, level AA, and aim higher where we can.

## What you can count on

- Every page works by keyboard alone, and with a screen reader.
- Text grows with the size that you set in your browser; nothing is lost at 400 % zoom or on a small phone.
- Light, dark and high contrast follow your own settings. Where you ask for less motion, nothing moves.
- Pages work without JavaScript, and print cleanly.
- Videos have captions and a transcript. Pictures say in words what they show.

## If something doesn't work for you

Please tell us which page it was and what you tried: in the form at the foot of that page if it is an article, or by phone if a
number stands on this page. In the form nobody can answer you, so if you need a text in another form, ask us in person.
"""


def make(apps: Apps, _editor: BaseDatabaseSchemaEditor | None) -> None:
    page, wording = apps.get_model("articles", "PolicyPage"), apps.get_model("articles", "PolicyWording")
    if not page.objects.filter(slug=SLUG).exists():
        page.objects.create(slug=SLUG, title=TITLE, body=BODY, position=page.objects.count())
    for row in page.objects.all():
        wording.objects.create(slug=row.slug, number=1, title=row.title, body=row.body, since=row.updated_at)


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_policy_wordings_and_redirects")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
