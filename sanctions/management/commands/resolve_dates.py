"""`resolve_dates`: what the worker does every minute, at once."""

from typing import Any

from django.core.management.base import BaseCommand

from sanctions.decisions import resolve_due_dates


class Command(BaseCommand):
    help = "Give designations the days of actions that have become public since the last time."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{resolve_due_dates()} designations have another day now.")
