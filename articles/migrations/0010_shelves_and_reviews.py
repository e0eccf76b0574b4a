from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0009_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="indexedname",
            index=models.Index(condition=models.Q(("kind", 0)), fields=["key", "edition"], name="title_by_key"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["-last_reviewed", "-opens"], name="publication_by_review"),
        ),
    ]
