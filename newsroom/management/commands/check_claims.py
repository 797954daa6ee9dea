"""Check claims by hand: arguments and report; the rules are in `newsroom.verdicts`."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from newsroom import verdicts
from newsroom.models import Story
from newsroom.verdicts import Ran


class Command(BaseCommand):
    help = (
        "Check published claims against the records: without an option those that what has "
        "changed since the last run could touch, as the worker does every minute. Where verdict "
        "and facts are the same, nothing is written. Exit status: 0 done, 1 not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--story", metavar="SLUG", help="the claims of one published story")
        which.add_argument("--all", action="store_true", help="every published claim")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            ran = self._run(options)
        except DatabaseError as error:
            said = " ".join(str(error).split())
            raise CommandError(
                f"The database gave up ({said}). What was checked until then is kept: call it "
                "again when the database answers."
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(ran)))
        else:
            self.stdout.write(_told(ran))

    def _run(self, options: dict[str, Any]) -> Ran:
        if options["all"]:
            return verdicts.check_all(self._progress)
        if options["story"] is None:
            return verdicts.check_changed(self._progress)
        return verdicts.check_story(_story(options["story"]))

    def _progress(self, done: int, of: int) -> None:
        self.stderr.write(f"{done:,} of {of:,} claims checked …", str)  # it is no error


def _story(slug: str) -> Story:
    """The published story of that address, which may be a former one."""
    published = Story.objects.published()
    story = published.filter(slug=slug).first() or published.filter(former_slugs__slug=slug).first()
    if story is not None:
        return story
    if Story.objects.withdrawn().filter(slug=slug).exists():
        raise CommandError(f"The story “{slug}” is withdrawn: nobody reads its claims.")
    if Story.objects.filter(slug=slug).exists():
        raise CommandError(
            f"The story “{slug}” is not published. Its claims are checked when it is; until then "
            "its page in the admin shows what the records say."
        )
    raise CommandError(
        f"There is no story “{slug}”. Give the last part of its address: /stories/…/"
    )


def _told(ran: Ran) -> str:
    if not ran.claims:
        return "No claim to check."
    claims = f"{ran.claims:,} {'claim' if ran.claims == 1 else 'claims'} checked"
    if not ran.written:
        return f"{claims}: nothing has changed."
    checks = f"{ran.written:,} new {'check' if ran.written == 1 else 'checks'}"
    queue = f", {ran.stale:,} for the desk’s queue" if ran.stale else ""
    return f"{claims}: {checks}{queue}."
