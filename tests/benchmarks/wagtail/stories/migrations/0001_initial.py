import django.db.models.deletion
import stories.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60)),
                ('name', models.CharField(max_length=200)),
                ('url', models.CharField(max_length=200)),
                ('facts', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=200)),
                ('description', models.TextField(blank=True)),
                ('url', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='StoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('standfirst', models.TextField()),
                ('byline', models.CharField(max_length=200)),
                ('body', wagtail.fields.StreamField([('paragraph', 0), ('claim', 1)], block_lookup={0: ('wagtail.blocks.RichTextBlock', (), {}), 1: ('wagtail.snippets.blocks.SnippetChooserBlock', (stories.models.Claim,), {})})),
            ],
            options={
                'abstract': False,
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=8)),
                ('words', models.TextField()),
                ('sentence', models.TextField()),
                ('now', models.CharField(max_length=20)),
                ('state', models.CharField(max_length=40)),
                ('url', models.CharField(max_length=200)),
                ('stub', models.JSONField(default=list)),
                ('records', models.ManyToManyField(to='stories.record')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='stories.source')),
            ],
        ),
    ]
