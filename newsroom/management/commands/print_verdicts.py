"""Print how the records settle a story's claims: arguments and report; no rules."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from newsroom.models import Story
from newsroom.reading.settled import page


class Command(BaseCommand):
    help = (
        "Print every claim of a published story as Markdown: its words, what it asserts, its "
        "records, and how these settle it, as of publication and as of a day. Nothing is stored. "
        "docs/the-article.md is such a page. Exit status: 0 printed, 1 not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("story", metavar="SLUG", help="the last part of its address")
        parser.add_argument(
            "--on",
            metavar="YYYY-MM-DD",
            type=date.fromisoformat,
            help="the second day, today where not given; what a list settles is settled by its "
            "newest version that is held, whatever day it bears",
        )

    def handle(self, *args: Any, story: str, on: date | None, **options: Any) -> None:
        found = Story.objects.published().filter(slug=story).first()
        revision = found.live if found else None
        if revision is None:
            raise CommandError(
                f"No published story is at “{story}”. Give the last part of its address."
            )
        day = on or timezone.localdate()
        command = f"./run manage.py print_verdicts {story} --on {day}"
        self.stdout.write(page(revision, day, command), ending="")
