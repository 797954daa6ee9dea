"""What is left to do before a story can be published, beside its form and on the way out."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsroom import approval
from newsroom.admin.access import actor, newest_revision, open_story
from newsroom.coverage import coverage
from newsroom.models import Revision
from newsroom.readiness import Severity, failures, findings

#: So many warnings of words that readers have read stand open; more are folded.
FEW = 3

#: What is said of a revision without any of these findings.
PASSES = {
    "Every claim is confirmed in the words that stand.": {
        "claim_unconfirmed",
        "claim_without_kind",
        "claim_without_mark",
        "claim_words_changed",
    },
    "Every claim has a source, and nobody off the record is cited.": {
        "claim_without_source",
        "source_off_the_record",
    },
    "Every claim that can be checked is linked to its records.": {
        "claim_with_too_many_records",
        "claim_without_document",
        "claim_without_kind",
        "claim_without_record",
        "link_undecided",
        "link_without_part",
    },
    "No claim is contradicted by the records held here.": {
        "claim_contradicted",
        "contradiction_accepted",
    },
    "Readers can see every record and document.": {"document_not_public", "record_not_public"},
    "Every mark is a claim, and stands once.": {
        "claim_without_mark",
        "mark_repeated",
        "mark_without_claim",
    },
}


@require_safe
def checklist(request: HttpRequest, story_id: int) -> HttpResponse:
    """What is left to do before publishing, after a claim has changed."""
    story = open_story(request, story_id, to_change=True)
    context = checklist_context(newest_revision(story), actor(request))
    return render(request, "admin/newsroom/story/_checklist.html", context)


def checklist_context(revision: Revision, by: User) -> dict[str, Any]:
    """What a revision calls for, and whether somebody has approved it where `by` publishes it."""
    standing = approval.Standing.of(revision)
    found = findings(revision)
    ids = {finding.id for finding in found}
    passes = [line for line, failing in PASSES.items() if not failing & ids]
    claims = dict(revision.claims.values_list("key", "first_published"))
    warnings = [one for one in found if one.severity == Severity.WARNING]
    # What readers have read already as undecided does not push what is new out of sight.
    known = [one for one in warnings if one.id == "claim_undecided" and claims.get(one.place)]
    known = known if len(known) > FEW else []
    covered = coverage(revision.body)
    line = approval.finding(standing, by)
    return {
        "story": revision.story,
        "failures": failures([line, *found]),
        "approval_line": None if line.severity == Severity.FAILURE else line,
        "warnings": [one for one in warnings if one not in known],
        "known": known,
        "hints": [one for one in found if one.severity == Severity.HINT],
        "passes": passes if claims else [],
        "standing": standing,
        "approved": standing.approval,
        "may_approve": by.has_perm("newsroom.add_approval"),
        "text_of_approval": approval.short(standing.fingerprint),
        "text_fields": ("headline", "body"),
        "coverage": covered,
        "statements": json.dumps([(one.block, one.words) for one in covered.open]),
    }
