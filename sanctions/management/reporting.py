"""What the commands that work on list versions share: who acts, and how they say what failed."""

import json
import sys
from typing import Any, NoReturn

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandParser

from sanctions.entries import ListError
from sanctions.outcomes import Outcome


class ReportingCommand(BaseCommand):
    """A command that ends with one line of JSON where that is asked for.

    So it does where it was called wrongly; the exit status is then 1, as of all that is refused.
    """

    def run_from_argv(self, argv: list[str]) -> None:
        self.wants_json = "--json" in argv
        super().run_from_argv(argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        if parser.called_from_command_line:
            parser.error = self._misused  # type: ignore[method-assign]
        return parser

    def _misused(self, message: str) -> NoReturn:
        if self.wants_json:
            self.stdout.write(json.dumps(Outcome("refused", reason=message).as_json()))
        self.stderr.write(f"{message}\nWith --help it tells how it is called.")
        sys.exit(1)

    def progress(self, words: str) -> None:
        self.stderr.write(f"{words} …", str)  # in plain letters: it is no error


def account(name: str | None) -> User | None:
    """Whoever acts, where somebody is named. Raises ListError."""
    if not name:
        return None
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise ListError(
            f"There is no active account “{name}”. Give --by the name of one, or leave it out."
        )
    return found
