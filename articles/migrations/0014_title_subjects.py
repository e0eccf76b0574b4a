"""What a title is about is a name, too, and "sch" sounds otherwise: of what is in the index already it is filed here."""

from typing import Any

from django.db import migrations, models

from articles.search.indexing import letter_of
from articles.search.subjects import subjects_of
from articles.search.words import filed_under, key_of, slips_allowed, words_in

_AT_ONCE = 500
_TITLE, _SUBJECT = 0, 3
_KINDS = [
    (0, "title"),
    (1, "also called"),
    (2, "a heading that is a question"),
    (_SUBJECT, "what the title is about"),
]


def file_subjects(apps: Any, schema_editor: Any) -> None:
    """Of every title whose subject is no name of its article yet."""
    name = apps.get_model("articles", "IndexedName")
    titles = name.objects.filter(kind=_TITLE).order_by("edition_id").values_list("edition_id", "text")
    about = [(edition, text) for edition, title in titles.iterator() for text in subjects_of(title)]
    for begin in range(0, len(about), _AT_ONCE):
        some = about[begin : begin + _AT_ONCE]
        names = name.objects.filter(edition__in={edition for edition, _text in some}).values_list("edition_id", "key")
        seen = {(edition, bytes(key)) for edition, key in names}
        rows = {(edition, key_of(words_in(text))): text for edition, text in reversed(some)}
        name.objects.bulk_create(
            name(edition_id=edition, kind=_SUBJECT, text=text, key=key, letter=letter_of(key))
            for (edition, key), text in rows.items()
            if (edition, key) not in seen
        )


def file_sounds(apps: Any, schema_editor: Any) -> None:
    """Of the words whose sound is written otherwise now: "hirschsprung" sounds like "hirsprung"."""
    spelling = apps.get_model("articles", "Spelling")
    words = spelling.objects.filter(word__contains="sch").order_by("word").values_list("word", flat=True).distinct()
    rows = [spelling(key=key, word=word) for word in words for key in filed_under(word, slips_allowed(word))]
    spelling.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("articles", "0013_later_words")]

    operations = [
        migrations.AlterField("indexedname", "kind", models.PositiveSmallIntegerField(choices=_KINDS)),
        migrations.AlterField("laterword", "kind", models.PositiveSmallIntegerField(choices=_KINDS)),
        migrations.RunPython(file_subjects, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(file_sounds, migrations.RunPython.noop, elidable=True),
    ]
