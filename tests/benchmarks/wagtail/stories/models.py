"""A story page of paragraphs and claims; claims are snippets, with their source and their records.

Claims come with both in two queries, however many, and a record's facts stand ready in its row: it
is given what it needs, so that the page is not slow for want of care.
"""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.models import register_snippet


@register_snippet
class Source(models.Model):
    label = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)

    def __str__(self):
        return self.label


@register_snippet
class Record(models.Model):
    label = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=200)
    facts = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name


class ClaimManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("source").prefetch_related("records")


@register_snippet
class Claim(models.Model):
    key = models.CharField(max_length=8)
    words = models.TextField()
    sentence = models.TextField()
    now = models.CharField(max_length=20)
    state = models.CharField(max_length=40)
    url = models.CharField(max_length=200)
    stub = models.JSONField(default=list)
    source = models.ForeignKey(Source, models.PROTECT, null=True)
    records = models.ManyToManyField(Record)

    objects = ClaimManager()

    def __str__(self):
        return self.words


class StoryPage(Page):
    standfirst = models.TextField()
    byline = models.CharField(max_length=200)
    body = StreamField([("paragraph", RichTextBlock()), ("claim", SnippetChooserBlock(Claim))])

    content_panels = [*Page.content_panels, FieldPanel("standfirst"), FieldPanel("body")]

    def get_context(self, request, *args, **kwargs):
        claims = [block.value for block in self.body if block.block_type == "claim"]
        for at, claim in enumerate(claims):
            claim.number = at + 1
            claim.previous = claims[at - 1].key if at else ""
            claim.next = claims[at + 1].key if at + 1 < len(claims) else ""
        return super().get_context(request, *args, **kwargs) | {"claims": claims}
