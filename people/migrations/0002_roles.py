"""The five roles. They stand in every library from the first day, so that people can be invited into them."""

from django.db import migrations

ROLES = ("Editor", "Reviewer", "Publisher", "Administrator", "Auditor")


def make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for role in ROLES:
        groups.get_or_create(name=role)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop, elidable=False)]
