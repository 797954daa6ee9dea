"""`tidy`: what the worker does every night, at once."""

from typing import Any

from django.core.management.base import BaseCommand

from newsroom.tasks import tidy


class Command(BaseCommand):
    help = "Take away old sessions, logins, finished jobs and notes of changes."

    def handle(self, **options: Any) -> None:
        for table, count in tidy.func().items():
            self.stdout.write(f"{table}: {count}")
