"""What policy pages said before, and the addresses of an old site."""

from django.db import migrations, models

import record.guards


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_redaction"),
    ]

    operations = [
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_address", models.CharField(max_length=500, unique=True)),
                ("to_address", models.CharField(max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name="PolicyWording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=100)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("slug", "number"), name="policy_wordings_count_up"),
                    record.guards.Immutable(may_change=(), name="policy_wordings_stand"),
                ],
            },
        ),
    ]
