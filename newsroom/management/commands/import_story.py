"""Bring a story in from a file: arguments and report; the rules are in `newsroom.manuscripts`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.urls import reverse

from newsroom import workflow
from newsroom.addresses import absolute
from newsroom.admin.access import newest_revision, stories_open_to
from newsroom.lost_marks import lost
from newsroom.manuscripts import Manuscript, ManuscriptError, read_manuscript
from newsroom.models import Story


class Command(BaseCommand):
    help = (
        "Bring a story in from an HTML or a Markdown file: it becomes a draft. Of its markup stays "
        "what a story here has; what was left out is told. Exit status: 0 done, 1 not, and then "
        "nothing was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="HTML or Markdown, in UTF-8")
        parser.add_argument(
            "--by", metavar="USER", help="whose it is; without it the first administrator's"
        )
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--slug", default="", help="the new story's address: /stories/SLUG/")
        where.add_argument(
            "--into", metavar="SLUG", help="replace the text of this story that is being written"
        )
        parser.add_argument(
            "--edits",
            type=int,
            metavar="N",
            help="with --into: only if nobody has saved since N, which --json tells",
        )
        parser.add_argument("--dry-run", action="store_true", help="say it and write nothing")
        parser.add_argument("--json", action="store_true", help="tell it as one line of JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        into, edits = options["into"], options["edits"]
        if edits is not None and into is None:
            raise CommandError("--edits says what a text was when it was read: give --into too.")
        try:
            by = _user(options["by"], "change" if into else "add")
            story = _story(into, by) if into else None
            before = newest_revision(story).edits if story else 0
            manuscript = read_manuscript(options["file"])
            with transaction.atomic():
                told = _brought(manuscript, story, by, before if edits is None else edits, options)
                transaction.set_rollback(options["dry_run"])
        except workflow.Conflict as conflict:
            now = conflict.current
            raise CommandError(
                f"{getattr(now, 'saved_by', 'Somebody')} saved “{into}” meanwhile (it is at save "
                f"{now.edits}). Nothing was written: read what is there now, then call it again."
            ) from conflict
        except (ManuscriptError, workflow.WorkflowError) as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            said = " ".join(str(error).split())
            raise CommandError(
                f"The database gave up ({said}). Nothing was written: call it again later."
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(told)))


def _brought(
    manuscript: Manuscript,
    story: Story | None,
    by: User,
    edits: int,
    options: Mapping[str, Any],
) -> dict[str, Any]:
    taken_off = workflow.foreign_marks(manuscript, story)
    if story is None:
        story = workflow.bring_in(manuscript, by=by, slug=options["slug"])
    else:
        workflow.bring_into(story, manuscript, by=by, edits=edits)
    return _told(manuscript, story, by, taken_off, options)


def _told(
    manuscript: Manuscript,
    story: Story,
    by: User,
    taken_off: list[str],
    options: Mapping[str, Any],
) -> dict[str, Any]:
    revision = newest_revision(story)
    dropped = dict(manuscript.dropped)
    kept = dict(manuscript.kept)
    if taken_off:
        what = "marks of claims"
        dropped[what] = len(taken_off)
        kept[what] = len(manuscript.keys) - len(taken_off)
    gone = lost(revision.claims.order_by("position", "pk"), revision.body)
    address = reverse("admin:newsroom_story_change", args=[story.pk])
    return {
        "status": "tried" if options["dry_run"] else "saved" if options["into"] else "created",
        "slug": story.slug,
        "address": absolute(address),
        "headline": revision.headline,
        "by": by.get_username(),
        "named": options["by"] is not None,
        "edits": revision.edits,
        "kept": {what: number for what, number in kept.items() if number},
        "changed": dict(manuscript.changed),
        "dropped": dropped,
        "claims_without_place": len(gone),
        "offered_again": gone.offered,
    }


def _lines(told: Mapping[str, Any]) -> list[str]:
    tried, saved = told["status"] == "tried", told["status"] == "saved"
    lines = [f"{'Saved in' if saved else 'A draft'}: “{told['headline']}”"]
    if tried:
        lines[0] = f"Tried, and nothing written: “{told['headline']}”"
    else:
        lines.append(f"  {told['address']}")
    unnamed = "" if told["named"] else ", the first administrator; --by names another"
    lines.append(f"  by {told['by']}{unnamed}")
    for label in ("kept", "changed", "dropped"):
        if told[label]:
            counted = ", ".join(f"{what} ({number:,})" for what, number in told[label].items())
            lines.append(f"{label.capitalize()}: {counted}")
    if gone := told["claims_without_place"]:
        lines.append(
            f"Claims that lost their place: {gone}, of which {told['offered_again']} can be marked "
            "again where their words stand once; see the claims of the story."
        )
    return lines


def _user(name: str | None, verb: str) -> User:
    if name is None:
        first = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if first is None:
            raise CommandError("There is no administrator yet. Say whose the story is with --by.")
        return first
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no user “{name}”. Give the name that they log in with.")
    if not user.has_perm(f"newsroom.{verb}_story"):
        raise CommandError(f"“{name}” may not {verb} stories. Name somebody who may with --by.")
    return user


def _story(slug: str, by: User) -> Story:
    stories = stories_open_to(by)
    story = stories.filter(slug=slug).first() or stories.filter(former_slugs__slug=slug).first()
    if story is None:
        raise CommandError(
            f"There is no story “{slug}” that {by.get_username()} may change. Give the last part "
            "of its address: /stories/…/"
        )
    return story
