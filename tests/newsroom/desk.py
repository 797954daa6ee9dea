"""What tests of the desk's screens share: a story on its way, and forms as a browser sends them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from newsroom import workflow
from newsroom.models import Claim, Revision, Story
from tests import factories
from tests.newsroom.stories import source

KEY = "abcd2345"


def marked(words: str, key: str = KEY) -> str:
    return f'<cite data-claim="{key}">{words}</cite>'


def draft(by: User, words: str = "a desperate act", **columns: Any) -> Story:
    """Unpublished, with one marked claim about which nothing has been said."""
    columns = {"headline": "Officials named", "body": f"<p>It was {marked(words)}.</p>"} | columns
    return workflow.start_story(by=by, **columns)


def ready(by: User, **columns: Any) -> Story:
    """As `draft`, the claim a confirmed judgement."""
    story = draft(by, **columns)
    claim = claim_of(story)
    workflow.assert_claim(claim, by=by, kind="judgement", source=source("The Treasury"))
    workflow.confirm(claim, by=by)
    return story


def published(by: User, **columns: Any) -> Story:
    story = ready(by, **columns)
    workflow.publish(story, by=by)
    return story


def newest(story: Story) -> Revision:
    return story.revisions.order_by("-number")[:1].get()


def claim_of(story: Story, key: str = KEY) -> Claim:
    return newest(story).claims.get(key=key)


def form_of(story: Story, **changed: Any) -> dict[str, Any]:
    """What the story's form sends when only these fields were changed."""
    story = Story.objects.get(pk=story.pk)
    revision = newest(story)
    return {
        "headline": revision.headline,
        "standfirst": revision.standfirst,
        "byline": revision.byline,
        "dateline": revision.dateline,
        "body": revision.body,
        "edits": revision.edits,
        "section": story.section,
        "slug": story.slug,
        "language": story.language,
        "owner": story.owner_id,
        "_continue": "",
    } | changed


def claim_form(claim: Claim, action: str = "save", **changed: Any) -> dict[str, Any]:
    """What the form of a claim sends; `changed` names columns."""
    values = {
        "edits": claim.edits,
        "kind": claim.kind,
        "source": claim.source.label if claim.source else "",
        "tense": claim.tense,
    } | changed
    return {f"claim-{name}": value for name, value in values.items()} | {"action": action}


def address(story: Story, rest: str = "change/") -> str:
    return f"/admin/newsroom/story/{story.pk}/{rest}"


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def staff(role: str, name: str) -> User:
    return factories.user(role, username=name)
