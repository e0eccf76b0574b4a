"""Suggestions find a name from its later words on: those of what is in the index already are filed here."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from articles.search.words import later_keys

_AT_ONCE = 5_000


def file_later_words(apps: Any, schema_editor: Any) -> None:
    """Of every title and synonym."""
    names = apps.get_model("articles", "IndexedName").objects.filter(kind__lt=2)
    later_word = apps.get_model("articles", "LaterWord")
    rows = []
    for edition, kind, text in names.values_list("edition_id", "kind", "text").iterator():
        rows += [later_word(edition_id=edition, kind=kind, text=text, key=key) for key in later_keys(text)]
        if len(rows) >= _AT_ONCE:
            later_word.objects.bulk_create(rows)
            rows = []
    later_word.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_cancelled_and_answered_once")]

    operations = [
        migrations.CreateModel(
            name="LaterWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "title"), (1, "also called"), (2, "a heading that is a question")]
                    ),
                ),
                ("text", models.TextField()),
                ("key", models.BinaryField(max_length=60)),
                (
                    "edition",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="later_words",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["edition"], name="later_word_of_edition"),
                    models.Index(fields=["key"], name="later_word_by_key"),
                ],
            },
        ),
        migrations.RunPython(file_later_words, migrations.RunPython.noop, elidable=True),
    ]
