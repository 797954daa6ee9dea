"""Import a list: arguments and report; the rules are in `sanctions.versions`."""

import json
import re
import shlex
import tempfile
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from sanctions.acting import acting
from sanctions.entries import ListError
from sanctions.fetch import download, fetch_address
from sanctions.fetching import fetch_by_hand
from sanctions.lists import PUBLICATIONS
from sanctions.lists.publication import Publication
from sanctions.management.reporting import ReportingCommand, account
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome
from sanctions.series import series
from sanctions.versions import receive

HELD = 3  # exit status

type Named = tuple[str, Outcome]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day; write it as 2026-08-20") from None


def _programmes(text: str) -> list[str]:
    codes = [code.strip() for code in text.split(",")]
    if not all(codes):
        raise ArgumentTypeError(f"“{text}” is no list of programmes; write VENEZUELA,IRAN")
    return codes


def _sha256(text: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise ArgumentTypeError("is no SHA-256: 64 digits and letters from a to f")
    return text.lower()


def _call(*words: str) -> str:
    return f"./run manage.py {shlex.join(words)}"


class Command(ReportingCommand):
    help = (
        "Import one issue of a list, or with --series many. Everything is applied or nothing; the "
        "same bytes again change nothing. What looks wrong is held until somebody has looked at "
        "it (apply_list, refuse_list). Exit status: 0 applied or unchanged, 3 held, 1 refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "list",
            choices=sorted(PUBLICATIONS),
            metavar="LIST",
            help="; ".join(f"{code}: {PUBLICATIONS[code].title}" for code in sorted(PUBLICATIONS)),
        )
        parser.add_argument(
            "path",
            nargs="?",
            metavar="PATH",
            help="a file as published, or a folder with the publisher's files, packed with gzip "
            "or not; or the address of one file",
        )
        parser.add_argument(
            "--fetch",
            action="store_true",
            help="download the newest issue from the publisher, in each of its forms",
        )
        parser.add_argument(
            "--dated",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the issue's own day; without it the day that the file bears, the one in the "
            "publisher's address, else today",
        )
        parser.add_argument(
            "--coverage",
            type=_programmes,
            metavar="PROGRAMME,…",
            help="an excerpt: the programmes for which the file is complete",
        )
        parser.add_argument(
            "--series",
            action="store_true",
            help="PATH is a folder of dated files or folders: all of them, in the order of their "
            "days; called again, it goes on where it stopped",
        )
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")
        parser.add_argument("--by", metavar="USER", help="who imports it; a second person decides")
        parser.add_argument(
            "--sha256",
            type=_sha256,
            metavar="HEX",
            help="hold a list that is refused because most of it is gone: its hash, as the "
            "refusal names it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = []
        try:
            with acting(account(options["by"])):
                for name, outcome in self._outcomes(PUBLICATIONS[options["list"]], options):
                    self._report(name, outcome, options)
                    outcomes.append(outcome)
        except ListError as error:
            self._refuse(str(error), options)
        except DatabaseError as error:
            reason = f"The database gave up ({error}). Nothing was changed: migrate, or try again."
            self._refuse(" ".join(reason.split()), options)
        held = [one for one in outcomes if self._is_held(one, options)]
        if held:
            raise CommandError(self._what_next(held[-1], options), returncode=HELD)

    def _is_held(self, outcome: Outcome, options: dict[str, Any]) -> bool:
        """Still: of several forms a later one may have been applied instead."""
        held = ListVersion.Status.QUARANTINED
        if outcome.status != held or outcome.version is None:
            return outcome.status == held
        return ListVersion.objects.filter(
            list__code=options["list"], sequence=outcome.version, status=held
        ).exists()

    def _what_next(self, held: Outcome, options: dict[str, Any]) -> str:
        where = "a second person looks at it at /admin/sanctions/listversion/ and decides there"
        if held.version is None:
            return f"It would be held: {where}."
        this = f"Version {held.version} is held"
        decide = [options["list"], str(held.version), "--reason", "WHY"]
        if not options["series"]:
            return f"{this}: {where}, or with\n{_call('apply_list', *decide)}\nor refuse_list."
        again = [options["list"], options["path"], "--series"]
        if options["coverage"]:
            again += ["--coverage", ",".join(options["coverage"])]
        again += ["--by", options["by"]] if options["by"] else []
        again += ["--json"] if options["json"] else []
        return (
            f"{this}, and the series stops there: {where}, or with the first of these (or "
            "refuse_list); then the second goes on.\n"
            f"{_call('apply_list', *decide)}\n{_call('import_list', *again)}"
        )

    def _outcomes(self, publication: Publication, options: dict[str, Any]) -> Iterator[Named]:
        path: str | None = options["path"]
        if (path is not None) == options["fetch"]:
            raise ListError("Give either the path of a list or --fetch.")
        common = {
            "coverage": options["coverage"],
            "by": account(options["by"]),
            "progress": self.progress,
        }
        if options["series"]:
            yield from self._series(publication, options, common)
            return
        common |= {"given": options["dated"], "sha256": options["sha256"] or ""}
        if path is None and not options["dry_run"]:
            yield from (("", outcome) for outcome in fetch_by_hand(publication, **common))
            return
        common["dry_run"] = options["dry_run"]
        if path and not path.startswith(("http:", "https:")):
            yield "", receive(publication, Path(path), **common)
            return
        for files in [form.files for form in publication.forms] if path is None else [None]:
            with tempfile.TemporaryDirectory() as name:
                where, hosts = Path(name), publication.hosts
                if files:
                    got = download(files, hosts, where, progress=self.progress)
                else:
                    where, got = fetch_address(str(path), hosts, where, self.progress)
                yield "", receive(publication, where, published=got.day, **common)

    def _series(
        self, publication: Publication, options: dict[str, Any], common: dict[str, Any]
    ) -> Iterator[Named]:
        for other in ("dated", "dry_run", "sha256", "fetch"):
            if options[other]:
                raise ListError(f"--series does not go with --{other.replace('_', '-')}.")
        for member, outcome in series(publication, Path(options["path"]), **common):
            yield member.name, outcome

    def _refuse(self, reason: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(Outcome("refused", reason=reason).as_json()))
        raise CommandError(reason, returncode=1)

    def _report(self, name: str, outcome: Outcome, options: dict[str, Any]) -> None:
        for warning in outcome.warnings:
            self.stderr.write(f"note: {warning}", str)
        counts = outcome.counts
        title = f"version {outcome.version}" if outcome.version else "dry run, nothing was changed"
        these = "all" if counts.enriched == counts.unchanged else f"{counts.enriched:,}"
        told_more = f" (it tells more of {these} of these)" if counts.enriched else ""
        status = "held" if outcome.status == "quarantined" else outcome.status
        report = self.stderr if options["json"] else self.stdout
        report.write(
            f"{f'{name}: ' if name else ''}{status}, {title}: {counts.added:,} added, "
            f"{counts.changed:,} changed, {counts.removed:,} removed, "
            f"{counts.unchanged:,} unchanged{told_more}"
            + (f"; {outcome.reason}" if outcome.reason else ""),
            str,
        )
        if options["json"]:
            told = {"file": name} if name else {}
            self.stdout.write(json.dumps(told | outcome.as_json()))
