"""What the commands that decide about a list version share: arguments and report."""

import json
from abc import ABC, abstractmethod
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from sanctions.acting import acting
from sanctions.entries import ListError
from sanctions.management.reporting import ReportingCommand, account
from sanctions.models import ListVersion, SanctionsList
from sanctions.outcomes import Outcome


class DecisionCommand(ReportingCommand, ABC):
    """One decision about one version.

    Exit status: 0 where it was carried out, 3 where the version stays held, else 1.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", metavar="LIST", help="its code: ofac-sdn")
        parser.add_argument(
            "version", type=int, metavar="VERSION", help="its number, as the desk shows it"
        )
        parser.add_argument(
            "--reason", required=True, metavar="TEXT", help="why; it stays with the version"
        )
        parser.add_argument(
            "--by",
            default="",
            metavar="USER",
            help="the account of whoever decided; without it the command line did",
        )
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    @abstractmethod
    def decide(self, version: ListVersion, *, by: User | None, why: str) -> Outcome:
        """Carry it out, or raise ListError and change nothing."""

    def handle(self, *args: Any, **options: Any) -> None:
        version = None
        try:
            version = _version(options["list"], options["version"])
            by = account(options["by"])
            with acting(by):
                outcome = self.decide(version, by=by, why=options["reason"])
        except ListError as error:
            self._fail(version, str(error), options)
        except DatabaseError as error:
            reason = f"The database gave up ({error}). Nothing was changed: migrate, or try again."
            self._fail(version, reason.replace("\n", " "), options)
        else:
            self._report(version, outcome, options)

    def _fail(self, version: ListVersion | None, reason: str, options: dict[str, Any]) -> None:
        """The JSON then tells the status in which the version was left."""
        if options["json"]:
            outcome = (
                Outcome(version.status, version.sequence, reason=reason)
                if version
                else Outcome("refused", reason=reason)
            )
            self.stdout.write(json.dumps(outcome.as_json()))
        raise CommandError(reason, returncode=1)

    def _report(self, version: ListVersion, outcome: Outcome, options: dict[str, Any]) -> None:
        for warning in outcome.warnings:
            self.stderr.write(f"note: {warning}", str)
        counts = outcome.counts
        report = self.stderr if options["json"] else self.stdout
        report.write(
            f"{version}, version {version.sequence}: {outcome.status}; {counts.added:,} added, "
            f"{counts.changed:,} changed, {counts.removed:,} removed, "
            f"{counts.unchanged:,} unchanged" + (f"; {outcome.reason}" if outcome.reason else ""),
            str,
        )
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json()))
        if outcome.status == ListVersion.Status.QUARANTINED:
            raise CommandError(outcome.reason, returncode=3)


def _version(code: str, sequence: int) -> ListVersion:
    versions = ListVersion.objects.filter(list__code=code).select_related("list")
    found = versions.filter(sequence=sequence).first()
    if found:
        return found
    newest = versions.first()
    if newest:
        raise ListError(
            f"There is no version {sequence} of {code}; the newest is {newest.sequence}, "
            f"{newest.get_status_display().lower()}. The desk lists them under “List versions”."
        )
    held = ", ".join(SanctionsList.objects.values_list("code", flat=True))
    raise ListError(
        f"No version of a list “{code}” was ever received. "
        + (f"Lists held: {held}." if held else "No list was: begin with import_list.")
    )
