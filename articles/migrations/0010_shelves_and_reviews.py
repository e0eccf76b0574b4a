from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def put_on_shelves(apps: Any, schema_editor: Any) -> None:
    """Each title on the shelf of its article."""
    article = apps.get_model("articles", "Article").objects.filter(editions=models.OuterRef("edition"))
    titles = apps.get_model("articles", "IndexedName").objects.filter(kind=0)
    titles.update(section=models.Subquery(article.values("section")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="indexedname",
            name="section",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="articles.section",
            ),
        ),
        migrations.RunPython(put_on_shelves, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="indexedname",
            index=models.Index(
                condition=models.Q(("kind", 0)), fields=["section", "key", "edition"], name="title_on_shelf"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["-last_reviewed", "-opens"], name="publication_by_review"),
        ),
    ]
