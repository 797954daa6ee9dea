"""What stands open beside a story before it is published, and what is folded."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from newsroom import workflow
from newsroom.admin import checklist
from newsroom.readiness import Finding, Severity
from tests.newsroom import stories
from tests.newsroom.desk import marked, staff

pytestmark = pytest.mark.django_db


def test_what_readers_have_read_as_undecided_is_folded_where_it_is_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = [f"aaaaaaa{n}" for n in range(2, 7)]
    text = "".join(f"<p>It {marked(f'happened {key}', key)}.</p>" for key in keys)
    story = stories.story("old", text, claims={key: {} for key in keys})
    ada = staff("editor", "ada")
    revision = workflow.working_revision(story, ada)
    found = [
        Finding("claim_undecided", f"About {key}.", key, "Leave it", Severity.WARNING)
        for key in keys
    ]
    monkeypatch.setattr(checklist, "findings", lambda revision: found)
    revision.claims.update(first_published=timezone.now())
    revision.claims.filter(key=keys[0]).update(first_published=None)
    context = checklist.checklist_context(revision, ada)
    assert (context["warnings"], context["known"]) == (found[:1], found[1:])
    assert "4 claims are undecided" in render_to_string(
        "admin/newsroom/story/_checklist.html", context
    )
    found.pop()
    assert checklist.checklist_context(revision, ada)["known"] == []
