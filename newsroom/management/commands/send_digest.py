"""Send the desk's daily mail by hand: arguments and report; the mail is in `newsroom.digest`."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from newsroom import digest


class Command(BaseCommand):
    help = (
        "Send the mail about yesterday to every editor who has an address and has not had it, as "
        "the worker does. Nothing is sent where there is nothing to say. Exit status: 0 done, 1 "
        "not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to", metavar="ADDRESS", help="only there, whether or not it was sent before"
        )
        parser.add_argument("--day", metavar="YYYY-MM-DD", help="about another day")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.MAILERS:
            raise CommandError("No mail server is named. Set EMAIL_URL; .env.example says how.")
        day = _day(options["day"])
        sent = self._send(day, options["to"])
        if options["json"]:
            told = {"day": day.isoformat(), "sent": sent.sent, "before": sent.before}
            self.stdout.write(json.dumps(told | {"failed": sent.failed}))
        else:
            self.stdout.write(_told(sent, day, options["to"]))
        if sent.failed:
            raise CommandError(
                f"{len(sent.failed)} could not be sent ({'; '.join(sent.failed)}). Look at "
                "EMAIL_URL and the mail server; then call this again: nobody gets it twice."
            )

    def _send(self, day: date, to: str | None) -> digest.Sent:
        if to is None:
            return digest.send(day)
        try:
            validate_email(to)
        except ValidationError as error:
            raise CommandError(f"“{to}” is no address.") from error
        mail = digest.compose(day)
        if not mail.text:
            return digest.Sent()
        try:
            digest.send_to(to, mail)
        except OSError as error:
            return digest.Sent(failed=[f"{to}: {' '.join(str(error).split())}"])
        return digest.Sent(sent=1)


def _day(given: str | None) -> date:
    if given is None:
        return digest.yesterday()
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise CommandError(f"“{given}” is no day. Write it as 2026-08-20.") from error
    if day > timezone.localdate():
        raise CommandError(f"{day:%-d %B %Y} has not come yet: nothing can be said of it.")
    return day


def _told(sent: digest.Sent, day: date, to: str | None) -> str:
    if sent.sent:
        return f"Sent to {sent.sent} {'person' if sent.sent == 1 else 'people'}."
    if sent.before:
        return "Nothing sent: everybody has had it."
    if to is not None:
        return f"Nothing sent: there is nothing to say of {day:%-d %B %Y}."
    return "Nothing sent: there is nothing to say, or no editor has an address."
