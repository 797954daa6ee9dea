import json
import sys

from django.core.management.base import BaseCommand
from wagtail.models import Page
from wagtail.rich_text import RichText

from stories.models import Claim, Record, Source, StoryPage


class Command(BaseCommand):
    help = "Make the page of the story that is read from standard input, as JSON."

    def handle(self, **options):
        story = json.load(sys.stdin)
        body = []
        for passage in story["passages"]:
            body.append(("paragraph", RichText(passage["html"])))
            body += [("claim", self.claim(**columns)) for columns in passage["claims"]]
        page = StoryPage(
            title=story["headline"],
            slug="officials",
            standfirst=story["standfirst"],
            byline=story["byline"],
            body=body,
        )
        Page.objects.get(depth=2).add_child(instance=page)

    def claim(self, source, records, **columns):
        source = Source.objects.get_or_create(**source)[0] if source else None
        claim = Claim.objects.create(source=source, **columns)
        claim.records.set([Record.objects.create(**record) for record in records])
        return claim
