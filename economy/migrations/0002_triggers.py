from typing import Any

from django.db import migrations

from economy import triggers


def create(apps: Any, schema_editor: Any) -> None:
    triggers.create(schema_editor)


def drop(apps: Any, schema_editor: Any) -> None:
    triggers.drop(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('economy', '0001_initial'),
    ]

    operations = [migrations.RunPython(create, drop)]
