import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import record.guards


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_windows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Redaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event", models.BigIntegerField(unique=True, verbose_name="event")),
                ("digest", models.CharField(max_length=64, unique=True, verbose_name="digest")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("reason", models.TextField()),
                (
                    "media",
                    models.TextField(
                        help_text="Names of the files that were destroyed with it, a canonical JSON list."
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="and",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaction",
                "verbose_name_plural": "redactions",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("second")), _negated=True), name="two_people_redact"
                    ),
                    record.guards.Immutable(may_change=(), name="redactions_stand"),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="edition", name="editions_stand"),
        migrations.AddConstraint(
            model_name="edition",
            constraint=record.guards.Immutable(
                blanks=("title", "lead"), may_change=(), name="editions_stand", redacted_by="content_row"
            ),
        ),
        migrations.RemoveConstraint(model_name="editioncontent", name="edition_content_stands"),
        migrations.AddConstraint(
            model_name="editioncontent",
            constraint=record.guards.Immutable(
                blanks=(), may_change=(), name="edition_content_stands", redacted_by="digest"
            ),
        ),
    ]
