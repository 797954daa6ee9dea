"""Import one issue of a list: arguments and report; the rules are in `sanctions.merge`."""

import json
import tempfile
from argparse import ArgumentTypeError
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from sanctions.entries import ListError
from sanctions.fetch import fetch
from sanctions.lists import PUBLICATIONS
from sanctions.lists.publication import Publication
from sanctions.merge import Outcome, already_applied, apply_version
from sanctions.models import ListVersion


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


class Command(BaseCommand):
    help = (
        "Import one issue of a list. Everything is applied or nothing; the same bytes again "
        "change nothing. Exit status: 0 applied or unchanged, 1 refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("list", choices=sorted(PUBLICATIONS), metavar="LIST", help="ofac-sdn")
        parser.add_argument(
            "path",
            type=Path,
            nargs="?",
            metavar="PATH",
            help="a folder with the publisher's files (sdn.csv and, where present, alt.csv, "
            "add.csv, sdn_comments.csv), packed with gzip or not; or an sdn.csv alone",
        )
        parser.add_argument(
            "--fetch", action="store_true", help="download the newest issue from the publisher"
        )
        parser.add_argument(
            "--dated",
            type=_day,
            metavar="YYYY-MM-DD",
            help="the issue's own day; without it the day in the publisher's address, else today",
        )
        parser.add_argument(
            "--coverage",
            type=_programmes,
            metavar="PROGRAMME,…",
            help="an excerpt: the programmes for which the file is complete",
        )
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        parser.add_argument("--json", action="store_true", help="end with one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        publication = PUBLICATIONS[options["list"]]
        try:
            outcome = self._import(publication, options)
        except ListError as error:
            self._refuse(str(error), options)
        except DatabaseError as error:
            reason = f"The database gave up ({error}). Nothing was changed: migrate, or try again."
            self._refuse(reason.replace("\n", " "), options)
        else:
            self._report(outcome, options)

    def _import(self, publication: Publication, options: dict[str, Any]) -> Outcome:
        path: Path | None = options["path"]
        given: date | None = options["dated"]
        if (path is not None) == options["fetch"]:
            raise ListError("Give either the path of a list or --fetch.")
        if path:
            if str(path).startswith(("http:", "https:")):
                raise ListError("Addresses are not read. Download the files, or use --fetch.")
            return self._read_and_apply(publication, path, given, None, options)
        with tempfile.TemporaryDirectory() as folder:
            fetched = Path(folder)
            published = fetch(
                publication.forms[0].files, publication.hosts, fetched, self._progress
            )
            return self._read_and_apply(publication, fetched, given, published, options)

    def _read_and_apply(
        self,
        publication: Publication,
        path: Path,
        given: date | None,
        published: date | None,
        options: dict[str, Any],
    ) -> Outcome:
        self._progress(f"reading {path}")
        sha256 = publication.sha256(path)
        known = already_applied(publication, sha256, options["coverage"], given or published)
        if known:
            return known
        issue = publication.read(path)
        dated_by = ListVersion.DatedBy.RECEIVED
        if given:
            dated_by = ListVersion.DatedBy.GIVEN
        elif published:
            dated_by = ListVersion.DatedBy.ADDRESS
        dated = given or published or timezone.localdate()
        outcome = apply_version(
            publication,
            issue,
            dated=dated,
            dated_by=dated_by,
            coverage=options["coverage"],
            dry_run=options["dry_run"],
            progress=self._progress,
        )
        if dated_by == ListVersion.DatedBy.RECEIVED:
            told = (
                f"no day is given or found: it counts as of the day of receipt, "
                f"{dated:%-d %B %Y}; say another with --dated"
            )
            outcome = replace(outcome, warnings=(*outcome.warnings, told))
        return outcome

    def _progress(self, words: str) -> None:
        self.stderr.write(f"{words} …", str)  # in plain letters: it is no error

    def _refuse(self, reason: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(Outcome("refused", reason=reason).as_json()))
        raise CommandError(reason, returncode=1)

    def _report(self, outcome: Outcome, options: dict[str, Any]) -> None:
        for warning in outcome.warnings:
            self.stderr.write(f"note: {warning}", str)
        counts = outcome.counts
        title = f"version {outcome.version}" if outcome.version else "dry run, nothing was changed"
        told_more = f" (of {counts.enriched:,} it tells more)" if counts.enriched else ""
        report = self.stderr if options["json"] else self.stdout
        report.write(
            f"{outcome.status}, {title}: {counts.added:,} added, {counts.changed:,} changed, "
            f"{counts.removed:,} removed, {counts.unchanged:,} unchanged{told_more}"
            + (f"; {outcome.reason}" if outcome.reason else ""),
            str,
        )
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json()))
