"""`rotate_source_key`: every identity encrypted anew with the first key of SOURCE_KEY."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom import identities


class Command(BaseCommand):
    help = (
        "Encrypt the identity of every confidential source anew with the first key of SOURCE_KEY, "
        "all or none, and see that this key alone reads each. Then the former keys behind it can "
        "go. Start every server with the new key before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing; only see whether the first key alone reads every identity",
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        if check:
            if wrong := list(identities.check()):
                raise CommandError("\n".join(wrong))
            self.stdout.write(f"The first key reads {_all(identities.count())}.")
            return
        try:
            number = identities.rotate()
        except identities.Unreadable as error:
            raise CommandError(f"Nothing was changed. {error}") from None
        self.stdout.write(
            f"Encrypted {_all(number)} with the first key, and read each with it alone. The "
            "former keys in SOURCE_KEY are not needed any more."
        )


def _all(number: int) -> str:
    return "the one identity" if number == 1 else f"all {number} identities"
