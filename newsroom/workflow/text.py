"""A story and its text: begun, filed, saved; the claims follow their marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from newsroom import saves
from newsroom.body import clean, marks, plain_text, same_words
from newsroom.body.cleaning import malformed_keys
from newsroom.logbook import log
from newsroom.merging import FIELDS
from newsroom.models import Claim, ClaimLink, FormerSlug, Revision, SavedText, Story
from newsroom.workflow.errors import Conflict, WorkflowError
from newsroom.workflow.locks import is_public, locked, refuse_withdrawn, shown, working
from newsroom.workflow.meaning import is_new
from sanctions.ids import new_public_id

#: Words that `/stories/…/` or a reader may take for something else.
RESERVED_SLUGS = frozenset(
    {"admin", "claims", "feed", "feed-atom", "new", "page", "preview", "search", "static"}
)


@transaction.atomic
def start_story(*, headline: str, by: User, **text: Any) -> Story:
    """A story with its first revision. `text` may hold the story's and the revision's fields."""
    columns = {name: text.pop(name) for name in ("section", "language", "owner") if name in text}
    slug = text.pop("slug", "") or free_slug(headline)
    story = Story.objects.create(slug=slug, **({"owner": by} | columns))
    revision = Revision.objects.create(story=story, number=1, headline=headline, saved_by=by)
    if text:
        save_text(revision, by=by, edits=0, headline=headline, **text)
    else:
        saves.keep(revision, by)
    return story


def free_slug(headline: str) -> str:
    """An address made of the headline that no story has or had."""
    base = slugify(headline)[:100].strip("-") or f"story-{new_public_id()}"
    slug, number = base, 1
    while slug_problem(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug


def slug_problem(slug: str, story: Story | None = None) -> str:
    """Why a story cannot have this address; "" where it can."""
    if not slug:
        return "Give the story an address: a few small letters and hyphens."
    if slug.casefold() in RESERVED_SLUGS:
        return f"“{slug}” has a meaning of its own here. Choose other words."
    others = Story.objects.filter(slug__iexact=slug)
    former = FormerSlug.objects.filter(slug__iexact=slug)
    if story is not None:
        others, former = others.exclude(pk=story.pk), former.exclude(story=story)
    if others.exists():
        return f"Another story is at “{slug}” already. Choose other words."
    if former.exists():
        return f"Another story was at “{slug}”, and its old links lead there. Choose other words."
    return ""


@transaction.atomic
def save_story(
    story: Story, *, by: User, slug: str, section: str, language: str, owner: User
) -> Story:
    """The story's own fields. An address that readers may have kept goes on leading here."""
    story = locked(story)
    if (problem := slug_problem(slug, story)) and slug != story.slug:
        raise WorkflowError(problem)
    if slug != story.slug:
        FormerSlug.objects.filter(slug=slug, story=story).delete()
        if story.revisions.public().exists():
            FormerSlug.objects.create(story=story, slug=story.slug)
            log(by, story, f"Moved from {story.slug} to {slug}.")
    story.slug, story.section, story.language = slug, section, language
    story.owner = owner
    story.save(update_fields=["slug", "section", "language", "owner"])
    return story


@transaction.atomic
def working_revision(story: Story, by: User) -> Revision:
    """The revision that editors work on; where there is none, a copy of the newest is begun.

    The copy's claims keep their keys, decisions and confirmations, for their words are the same.
    """
    story = locked(story)
    refuse_withdrawn(story)
    newest = story.revisions.order_by("-number")[:1].get()
    if newest.public_from is None:
        return newest
    if not is_public(newest):
        raise WorkflowError(
            f"Revision {newest.number} is scheduled for {shown(newest.public_from)}. "
            "Take it back before you change it."
        )
    claims = list(newest.claims.prefetch_related("links"))
    working = Revision.objects.create(
        story=story,
        number=newest.number + 1,
        **{name: getattr(newest, name) for name in FIELDS},
        body_text=newest.body_text,
        picture_id=newest.picture_id,
        edits=newest.edits,
        saved_by=by,
    )
    links = [list(claim.links.all()) for claim in claims]
    for claim in claims:
        claim.pk, claim.revision = None, working
    Claim.objects.bulk_create(claims)
    copies = []
    for claim, old in zip(claims, links, strict=True):
        for link in old:
            link.pk, link.claim = None, claim
            copies.append(link)
    ClaimLink.objects.bulk_create(copies)
    Story.objects.filter(pk=story.pk).update(status=Story.Status.DRAFT)
    saves.keep(working, by, SavedText.Why.BEGUN)
    return working


@transaction.atomic
def save_text(
    revision: Revision,
    *,
    by: User,
    edits: int,
    headline: str,
    body: str,
    standfirst: str = "",
    byline: str = "",
    dateline: str = "",
    why: str = SavedText.Why.SAVED,
    before_it_is_kept: Callable[[Revision], None] | None = None,
) -> Revision:
    """The text, cleaned. `edits` are those of the revision when the writer opened it.

    The marks are read again: a claim's words follow its mark, a new mark gets its claim, and a
    claim whose mark has gone stays, without a place, until somebody decides. What was saved is
    kept, and `why` it was saved is told with it.
    """
    revision = working(revision)
    if revision.edits != edits:
        raise Conflict(revision)
    saves.keep_unkept(revision)
    revision.headline, revision.standfirst = headline, standfirst
    revision.byline, revision.dateline = byline, dateline
    revision.body = clean(body, without=foreign_keys(revision.story, body))
    revision.body_text = plain_text(revision.body)
    revision.edits += 1
    revision.saved_by = by
    revision.save()
    _read_marks(revision)
    if before_it_is_kept is not None:
        before_it_is_kept(revision)
    saves.keep(revision, by, why)
    return revision


def foreign_keys(story: Story, body: str) -> list[str]:
    """Keys in marks that saving takes off: those of another story's claims, or no keys at all."""
    keys = [mark.key for mark in marks(body)]
    others = Claim.objects.filter(key__in=keys).exclude(revision__story=story)
    ours = Claim.objects.filter(key__in=keys, revision__story=story)
    foreign = set(others.values_list("key", flat=True)) - set(ours.values_list("key", flat=True))
    return [*(key for key in keys if key in foreign), *malformed_keys(body)]


def _read_marks(revision: Revision) -> None:
    """Brings the claims' words and places in line with the body's marks."""
    claims = {claim.key: claim for claim in revision.claims.all()}
    before = {key: (claim.words, claim.position) for key, claim in claims.items()}
    found = marks(revision.body)
    new = []
    for position, mark in enumerate(found):
        if (claim := claims.get(mark.key)) is None:
            new.append(Claim(revision=revision, key=mark.key, words=mark.words, position=position))
        else:
            if not same_words(claim.words, mark.words):
                is_new(claim)
            claim.words, claim.position = mark.words, position
    for key in claims.keys() - {mark.key for mark in found}:
        claims[key].position = None
    Claim.objects.bulk_create(new)
    changed = [one for one in claims.values() if before[one.key] != (one.words, one.position)]
    Claim.objects.bulk_update(
        changed,
        ["words", "position", "first_published", "accepted_why", "accepted_by", "accepted_at"],
    )
