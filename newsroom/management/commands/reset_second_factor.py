"""`reset_second_factor`: take somebody's lost device and recovery codes away."""

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from newsroom import second_factor
from sanctions.acting import acting


class Command(BaseCommand):
    help = (
        "Take an account's app and recovery codes away, when both are lost. All its sessions end, "
        "and its owner enrols anew at the next login. It is kept in the account's history and in "
        "the audit trail. At the desk an administrator does the same on the account's page."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", metavar="USER", help="whose")
        parser.add_argument(
            "--by", required=True, metavar="USER", help="the administrator who made sure who asks"
        )
        parser.add_argument("--reason", required=True, metavar="TEXT", help="why")

    def handle(self, *, account: str, by: str, reason: str, **options: Any) -> None:
        whose, who = _account(account), _account(by)
        if whose == who:
            raise CommandError(
                "Nobody takes their own second factor away. Name another administrator with --by."
            )
        if not (who.is_active and second_factor.administers(who)):
            raise CommandError(f"{by} is no administrator. Name one with --by.")
        if not reason.strip():
            raise CommandError("The reason is empty. Say with --reason what happened.")
        with acting(who), transaction.atomic():
            if not second_factor.take_away(whose):
                raise CommandError(f"{account} has neither an app nor recovery codes.")
            LogEntry.objects.log_actions(
                who.pk,
                [whose],
                CHANGE,
                change_message=f"Second factor taken away: {reason}",
                single_object=True,
            )
        self.stdout.write(f"{account} has no second factor any more, and all sessions ended.")


def _account(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"There is no account {name}.")
    return found
