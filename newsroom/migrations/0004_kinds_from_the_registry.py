"""The kinds of a claim are those that the registry of assertions finds."""

from django.db import migrations, models

import newsroom.assertions


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_checks")]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="kind",
            field=models.CharField(
                blank=True, choices=newsroom.assertions.choices, max_length=24
            ),
        ),
    ]
