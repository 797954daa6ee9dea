"""A claim can report what a source said in words of ours, without a quotation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_kinds_from_the_registry")]

    operations = [
        migrations.AlterField(
            model_name="claim",
            name="quote",
            field=models.TextField(
                blank=True, help_text="Word for word, unless it is reported speech."
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="reported",
            field=models.BooleanField(
                default=False,
                help_text="What was said stands in our words: nothing is quoted.",
                verbose_name="reported speech",
            ),
        ),
    ]
