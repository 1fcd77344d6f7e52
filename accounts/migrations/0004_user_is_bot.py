from typing import Any

from django.db import migrations, models


def mark_programs(apps: Any, schema_editor: Any) -> None:
    """Those that were made before there was a mark (accounts.actions.users.make_program)."""
    programs = apps.get_model("accounts", "User").objects.filter(email__endswith="@program.invalid")
    programs.update(is_bot=True)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_user_invisible'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='is_bot',
            field=models.BooleanField(default=False, help_text='Whether this is a program: it takes part in no lottery.', verbose_name='bot'),
        ),
        migrations.RunPython(mark_programs, migrations.RunPython.noop),
    ]
