"""`check_restored`: whether a newsroom that came out of a backup is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.restored import parts


class Command(BaseCommand):
    help = (
        "Read all that a backup has to bring back: every kept file against its hash, the triggers, "
        "the audit trail's end, and whether SOURCE_KEY decrypts the identities (shown to nobody). "
        "Changes nothing. Exit status: 0 whole, 1 not, with what is missing."
    )

    def handle(self, **options: Any) -> None:
        wrong = []
        for part in parts():
            self.stdout.write(part.told)
            for words in part.wrong:
                self.stderr.write(f"  {words}")
            wrong += part.wrong
        if wrong:
            things = "thing is" if len(wrong) == 1 else "things are"
            raise CommandError(f"{len(wrong)} {things} not as they were.")
        self.stdout.write("Nothing is missing.")
