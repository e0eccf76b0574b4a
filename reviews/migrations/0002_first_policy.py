"""The policy with which a library begins: one medical signature, next review in twelve months."""

from datetime import UTC, datetime

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from record.canonical import canonical_text
from reviews.policy import PolicyDocument


def make(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("reviews", "PolicyVersion").objects.create(
        number=1, document=canonical_text(PolicyDocument().model_dump(mode="json")), since=datetime.now(UTC)
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
