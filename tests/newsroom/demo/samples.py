"""Every address of the URL resolver, each filled in with something that is there.

A line is an address as the resolver writes it; where one sample does not tell enough, more lines
follow it whose names end with what they are filled in with: `[own]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from newsroom.models import (
    Claim,
    ClaimLink,
    IdentityReading,
    Picture,
    Revision,
    SavedText,
    Source,
    Story,
)
from sanctions.models import AuditEntry, DeskRecord, Document, Export, Party
from tests.newsroom.demo.planted import Planted
from tests.newsroom.desk import newest

LIVE_STORY = "treasury-puts-21-of-maduros-officials-on-the-list"


def routes() -> Iterator[str]:
    """Every address as the resolver writes it, the admin's among them."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                # Its apps stand there in the order in which they were imported.
                yield prefix + re.sub(r"(<app_label>)[^)]*", r"\1…", str(entry.pattern))
            else:
                yield from walk(entry, prefix + str(entry.pattern))

    return walk(get_resolver(), "")


def lines() -> Iterator[tuple[str, str]]:
    """The route and the sample of each line of the table."""
    for route in routes():
        yield route, ""
        if route.startswith(("admin/newsroom/story/<", *OF_A_STORY)):
            yield route, "own"
        if route.startswith("admin/auth/user/<"):
            yield route, "superuser"
        if route.startswith("stories/<"):
            yield route, "draft"
        if route.startswith("preview/"):
            yield route, "for staff"
        for sample in QUERIES.get(route, ()):
            yield route, sample


def name_of(route: str, sample: str) -> str:
    return f"{route or '/'} [{sample}]" if sample else route or "/"


OF_A_STORY = tuple(f"admin/newsroom/{name}/<" for name in ("revision", "claim", "claimlink"))
#: What is asked for beside the address alone, where pages show more to whoever asks more.
QUERIES = {
    "admin/autocomplete/": ("of sources",),
    "admin/newsroom/story/<int:story_id>/records/": ("to choose",),
    "admin/newsroom/story/<int:story_id>/claims/": ("notes",),
    "admin/newsroom/story/<int:story_id>/saves/": ("compared",),
    "admin/newsroom/story/<path:object_id>/change/": ("taken up",),
}

ASKED = {
    "notes": "?tab=notes",
    "taken up": "?take-up",
    "of sources": "?app_label=newsroom&model_name=claim&field_name=source&term=zep",
    "to choose": "?kind=designated&role=designation&q=maduro",
}


def _party(**columns: Any) -> str:
    return str(Party.objects.public().filter(**columns)[0].public_id)


#: For the public addresses' parts: something that readers may read.
PUBLIC: dict[tuple[str, str], Callable[[], object]] = {
    ("stories", "slug"): lambda: LIVE_STORY,
    ("stories", "key"): lambda: (
        Claim.objects.live().filter(revision__story__slug=LIVE_STORY)[0].key
    ),
    ("officials", "public_id"): lambda: _party(kind="person"),
    ("parties", "public_id"): lambda: _party(kind="organisation"),
    ("actions", "slug"): lambda: DeskRecord.objects.public().filter(kind="action")[0].slug,
    ("records", "public_id"): lambda: (
        DeskRecord.objects.public().filter(kind="reward")[0].public_id
    ),
    ("programmes", "authority"): lambda: "ofac",
    ("programmes", "slug"): lambda: "venezuela",
    ("lists", "code"): lambda: "ofac-sdn",
    ("lists", "sequence"): lambda: "1",
    ("sources", "slug"): lambda: "us-treasury",
    ("documents", "public_id"): lambda: Document.objects.public()[0].public_id,
    ("pictures", "public_id"): lambda: Picture.objects.public()[0].public_id,
    ("pictures", "width"): lambda: Picture.objects.public()[0].width,
}


class Samples:
    """For each part of an address a thing that is there, and that a reporter has no part in."""

    def __init__(self, planted: Planted) -> None:
        self.planted = planted
        self.account = planted.writer
        self.fixed: dict[str, object] = {
            "asked": "2024-11-27",
            "url": "admin-has-no-such-page",
            "app_label": "newsroom",
            "source_id": planted.source.pk,
            "extension": "jpg",
        }
        self._rows: dict[type[Model], object] = {
            AuditEntry: planted.audited.pk,
            Export: planted.export.pk,
            IdentityReading: planted.reading.pk,
            Source: planted.source.pk,
        }

    def address(self, route: str, sample: str = "") -> str:
        """The route with its parts filled in."""
        parts = self._parts(route, sample)
        written = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route).replace("^", "").replace("$", "")
        address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(parts(part[1])), written)
        return address + self._query(sample)

    def _query(self, sample: str) -> str:
        if sample == "compared":
            saved = SavedText.objects.filter(revision__story=self.planted.draft)
            return f"?from=s{saved.earliest('pk').pk}"
        return ASKED.get(sample, "")

    def _parts(self, route: str, sample: str) -> Callable[[str], object]:
        if route.startswith("admin/"):
            return lambda name: self._at_the_desk(name, route, sample)
        kind = route.partition("/")[0]
        if kind == "preview":
            planted = self.planted
            link = planted.link_for_staff if sample else planted.link
            return lambda name: self._of_story(name, planted.draft, planted.token(link))
        if sample == "draft":
            return lambda name: self._of_story(name, self.planted.draft)
        return lambda name: self.fixed.get(name) or PUBLIC[kind, name]()

    def _at_the_desk(self, name: str, route: str, sample: str) -> object:
        story = self.planted.mine if sample == "own" else self.planted.draft
        if name in self.fixed:
            return self.fixed[name]
        if route.startswith("admin/r/"):
            kind = ContentType.objects.get_for_model(Story)
            return kind.pk if name == "content_type_id" else story.pk
        if name == "link_id":
            return (self.planted.my_link if sample else self.planted.link).pk
        if name in ("object_id", "pk", "id") and (found := re.match(r"admin/(\w+)/(\w+)/", route)):
            return self._row(apps.get_model(found[1], found[2]), story, sample)
        return self._of_story(name, story)

    def _of_story(self, name: str, story: Story, token: str = "") -> object:
        picture = newest(story).picture
        assert picture is not None
        return {
            "story_id": story.pk,
            "slug": story.slug,
            "key": newest(story).claims.get().key,
            "public_id": picture.public_id,
            "width": picture.width,
            "extension": "jpg",
            "token": token,
        }[name]

    def _row(self, model: type[Model], story: Story, sample: str) -> object:
        if model is User:
            return self.planted.people["superuser"].pk if sample else self.account.pk
        if model in self._rows:
            return self._rows[model]
        claim = newest(story).claims.get()
        of_story: dict[type[Model], object] = (
            {
                Story: story.pk,
                Revision: claim.revision_id,
                Claim: claim.pk,
                ClaimLink: claim.links.get().pk,
            }
            if model._meta.app_label == "newsroom"
            else {}
        )
        if model in of_story:
            return of_story[model]
        row = model._default_manager.order_by("pk").last()
        assert row is not None, f"Plant a {model._meta.verbose_name}."
        return row.pk
