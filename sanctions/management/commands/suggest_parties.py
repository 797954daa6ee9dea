"""suggest_parties: find parties that may be one, for the desk to decide."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sanctions.suggestions import suggest_parties


class Command(BaseCommand):
    help = (
        "Look for parties of several lists, or renumbered ones of one list, that may be one, and "
        "suggest them to the desk with reasons. Joins nobody; safe to repeat. The worker does it "
        "every day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = suggest_parties(lambda words: self.stderr.write(f"{words} …", lambda line: line))
        self.stdout.write(
            f"{found.suggestions:,} pairs of parties may be one each: {found.added:,} are new, "
            f"{found.gone:,} no longer hold. Decide in the admin, under “Party suggestions”."
        )
