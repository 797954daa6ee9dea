"""What people do with stories and claims. Each step names its actor and is one transaction.

Every step locks the story first: two people who press a button at once come one after the other,
and the second is told if what they looked at has changed. Knows no requests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.text import slugify

from newsroom.assertions import ASSERTIONS
from newsroom.body import clean, marks, plain_text, same_words
from newsroom.body.cleaning import KEY, malformed_keys
from newsroom.logbook import log as _log
from newsroom.models import (
    Check,
    Claim,
    ClaimLink,
    Correction,
    FormerSlug,
    Revision,
    Source,
    Story,
)
from newsroom.readiness import Finding, failures, findings
from newsroom.stale.closing import close_corrected
from newsroom.verdicts import check_story, preview, wait_for_runs
from sanctions.ids import new_public_id
from sanctions.models import Designation, DeskRecord, Document, Party, Programme, SanctionsList

Record = Designation | Party | Programme | SanctionsList | DeskRecord

#: Words that `/stories/…/` or a reader may take for something else.
RESERVED_SLUGS = frozenset(
    {"admin", "claims", "feed", "feed-atom", "new", "page", "preview", "search", "static"}
)
#: The columns of a claim that an assertion may fill, and what they hold when it does not.
COLUMNS: dict[str, Any] = {
    "comparator": "",
    "about": False,
    "number": None,
    "unit": "",
    "authority": "",
    "period_from": None,
    "period_to": None,
    "heading": "",
    "quote": "",
    "reported": False,
    "tense": Claim.Tense.PAST,
}


class WorkflowError(Exception):
    """A step that cannot be taken. Its message is for people: what is so, and what to do."""


class Conflict(WorkflowError):  # noqa: N818
    """Somebody else saved since this was opened. `current` is what they left."""

    def __init__(self, current: Revision | Claim) -> None:
        super().__init__(
            "Somebody else saved this since you opened it. Nothing of yours was saved."
        )
        self.current = current


class NotReady(WorkflowError):  # noqa: N818
    """The story cannot be published; `findings` say what to mend and where."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__("Not published: " + " ".join(finding.message for finding in found))
        self.findings = list(found)


@dataclass(frozen=True)
class CorrectionNote:
    """What readers are told of a mistake: the claim's key ("" for the whole story), both sides."""

    key: str
    wrong: str
    right: str


# ---- Stories and their text -------------------------------------------------------------------


@transaction.atomic
def start_story(*, headline: str, by: User, **text: Any) -> Story:
    """A story with its first revision. `text` may hold the story's and the revision's fields."""
    columns = {name: text.pop(name) for name in ("section", "language", "owner") if name in text}
    slug = text.pop("slug", "") or free_slug(headline)
    story = Story.objects.create(slug=slug, **({"owner": by} | columns))
    revision = Revision.objects.create(story=story, number=1, headline=headline, saved_by=by)
    if text:
        save_text(revision, by=by, edits=0, headline=headline, **text)
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
    story: Story, *, by: User, slug: str, section: str, language: str, owner: User, status: str
) -> Story:
    """The story's own fields. An address that readers may have kept goes on leading here."""
    story = _locked(story)
    if (problem := slug_problem(slug, story)) and slug != story.slug:
        raise WorkflowError(problem)
    if slug != story.slug:
        FormerSlug.objects.filter(slug=slug, story=story).delete()
        if story.revisions.public().exists():
            FormerSlug.objects.create(story=story, slug=story.slug)
            _log(by, story, f"Moved from {story.slug} to {slug}.")
    story.slug, story.section, story.language = slug, section, language
    story.owner, story.status = owner, status
    story.save()
    return story


@transaction.atomic
def working_revision(story: Story, by: User) -> Revision:
    """The revision that editors work on; where there is none, a copy of the newest is begun.

    The copy's claims keep their keys, decisions and confirmations, for their words are the same.
    """
    story = _locked(story)
    newest = story.revisions.order_by("-number")[:1].get()
    if newest.public_from is None:
        return newest
    if not _is_public(newest):
        raise WorkflowError(
            f"Revision {newest.number} is scheduled for {_shown(newest.public_from)}. "
            "Take it back before you change it."
        )
    claims = list(newest.claims.prefetch_related("links"))
    working = Revision.objects.create(
        story=story,
        number=newest.number + 1,
        headline=newest.headline,
        standfirst=newest.standfirst,
        byline=newest.byline,
        dateline=newest.dateline,
        body=newest.body,
        body_text=newest.body_text,
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
) -> Revision:
    """The text, cleaned. `edits` are those of the revision when the writer opened it.

    The marks are read again: a claim's words follow its mark, a new mark gets its claim, and a
    claim whose mark has gone stays, without a place, until somebody decides.
    """
    revision = _working(revision)
    if revision.edits != edits:
        raise Conflict(revision)
    revision.headline, revision.standfirst = headline, standfirst
    revision.byline, revision.dateline = byline, dateline
    revision.body = clean(body, without=foreign_keys(revision.story, body))
    revision.body_text = plain_text(revision.body)
    revision.edits += 1
    revision.saved_by = by
    revision.save()
    _read_marks(revision)
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
    for position, mark in enumerate(found):
        if (claim := claims.get(mark.key)) is None:
            Claim.objects.create(
                revision=revision, key=mark.key, words=mark.words, position=position
            )
        else:
            if not same_words(claim.words, mark.words):
                _is_new(claim)
            claim.words, claim.position = mark.words, position
    for key in claims.keys() - {mark.key for mark in found}:
        claims[key].position = None
    changed = [one for one in claims.values() if before[one.key] != (one.words, one.position)]
    Claim.objects.bulk_update(
        changed,
        ["words", "position", "first_published", "accepted_why", "accepted_by", "accepted_at"],
    )


# ---- Claims -----------------------------------------------------------------------------------


@transaction.atomic
def add_claim(revision: Revision, *, key: str, words: str, by: User) -> Claim:
    """A claim for words that have just been marked; it gets its place when the text is saved."""
    revision = _working(revision)
    if not KEY.fullmatch(key):
        raise WorkflowError(f"“{key}” is no claim's key: those are 8 letters and digits.")
    if Claim.objects.filter(key=key).exclude(revision__story=revision.story_id).exists():
        raise WorkflowError(f"“{key}” is a claim of another story. Mark the words again.")
    words = words.replace("\0", "")  # which PostgreSQL cannot hold, and no saved text has
    claim, _ = Claim.objects.get_or_create(revision=revision, key=key, defaults={"words": words})
    return claim


@transaction.atomic
def assert_claim(
    claim: Claim,
    *,
    by: User,
    kind: str,
    source: Source | None,
    document: Document | None = None,
    **columns: Any,
) -> Claim:
    """What the claim asserts, and who says so. Columns that its kind does not know are emptied.

    Another assertion needs another confirmation: a person confirms words and meaning together.
    """
    if unknown := columns.keys() - COLUMNS.keys():
        raise TypeError(f"A claim has no {', '.join(sorted(unknown))}.")
    current = _current(claim)
    taken = ASSERTIONS[kind].columns() if kind else ()
    values = {
        name: columns.get(name, empty) if name in taken else empty
        for name, empty in COLUMNS.items()
    }
    before, said = state_of(current), _said(current)
    for name, value in (values | {"kind": kind, "source": source, "document": document}).items():
        setattr(current, name, value)
    current.full_clean(validate_unique=False)
    if _said(current) != said:
        _is_new(current)
    if state_of(current) != before:
        _unconfirm(current)
    return _saved(claim, current)


@transaction.atomic
def link(claim: Claim, role: str, record: Record, *, by: User, why: str = "") -> ClaimLink:
    """A person's decision that this record belongs to the claim."""
    if role not in ClaimLink.Role.values:
        raise WorkflowError(f"“{role}” is no part that a record can play in a claim.")
    current = _current(claim, even_if_changed=True)
    target: dict[str, Any] = {target_of(record): record}
    made, created = ClaimLink.objects.get_or_create(claim=current, role=role, **target)
    if created or made.decided_at is None:
        made.decided_by, made.decided_at, made.decided_why = by, timezone.now(), why
        made.save()
        _is_new(current)
        _unconfirm(current)
        _saved(claim, current)
    return made


@transaction.atomic
def unlink(link: ClaimLink, *, by: User) -> None:
    """The record does not belong to the claim after all."""
    current = _current(link.claim, even_if_changed=True)
    _log(by, current.revision.story, f"Took {link.record} off “{current.words}”.")
    link.delete()
    _is_new(current)
    _unconfirm(current)
    _saved(link.claim, current)


@transaction.atomic
def confirm(claim: Claim, *, by: User) -> Claim:
    """A person has read the words beside what they assert, and says that they agree."""
    current = _current(claim)
    if not current.kind:
        raise WorkflowError("Say what the claim asserts before you confirm it.")
    if not same_words(current.words, claim.words):
        _is_new(current)
    current.words = claim.words
    current.confirmed_words = current.words
    current.confirmed_by, current.confirmed_at = by, timezone.now()
    return _saved(claim, current)


@transaction.atomic
def accept_contradiction(claim: Claim, *, by: User, why: str, day: date | None = None) -> Claim:
    """An editor publishes what today's records contradict, and says why.

    It holds for these words with this assertion and these records. `day` is that of the
    publication where it is not today.
    """
    current = _current(claim)
    if not (why := why.strip()):
        raise WorkflowError("Say why it is published although the records contradict it.")
    previewed = preview([current], day).get(current.key)
    if previewed is None or previewed.verdict != Check.Verdict.CONTRADICTED:
        raise WorkflowError("The records do not contradict this claim: there is nothing to accept.")
    current.accepted_why, current.accepted_by, current.accepted_at = why, by, timezone.now()
    _log(by, current.revision.story, f"Accepted that “{current.words}” is contradicted: {why}")
    return _saved(claim, current)


@transaction.atomic
def drop_claim(claim: Claim, *, by: User) -> None:
    """A claim whose mark has gone from the text is no longer wanted."""
    current = _current(claim)
    if current.position is not None:
        raise WorkflowError(
            "The claim still stands in the text. Take its mark off and save the story first."
        )
    _log(by, current.revision.story, f"Dropped the claim “{current.words}”.")
    current.delete()


def target_of(record: Record) -> str:
    """The column of a link that holds such a record."""
    for model, target in (
        (Designation, "designation"),
        (Party, "party"),
        (Programme, "programme"),
        (SanctionsList, "list"),
        (DeskRecord, "desk_record"),
    ):
        if isinstance(record, model):
            return target
    raise TypeError(f"A claim cannot point to {type(record).__name__}.")


# ---- Publishing -------------------------------------------------------------------------------


@transaction.atomic
def publish(
    story: Story,
    *,
    by: User,
    public_from: datetime | None = None,
    correction: CorrectionNote | None = None,
    edits: int | None = None,
) -> Revision:
    """Freezes the working revision and makes it public: now by the database's clock, or at a time.

    `edits` are those of the text that was read before it was published; another is refused.
    A claim keeps the day on which its words, with this assertion, were first public.
    """
    story = _locked(story)
    if story.withdrawn_at is not None:
        raise WorkflowError("The story is withdrawn. Write a new one.")
    revision = story.revisions.working().first()
    if revision is None:
        raise WorkflowError("Nothing has changed since the story was last published.")
    if edits is not None and edits != revision.edits:
        raise WorkflowError(
            f"{revision.saved_by} saved the text after you opened this page. "
            "Nothing was published: read it again first."
        )
    now = _now(story)
    day = timezone.localdate(public_from) if public_from and public_from < now else None
    if failing := failures(findings(revision, day)):
        raise NotReady(failing)
    public_from = public_from or now
    before = story.revisions.public().order_by("-number").first()
    if correction is not None:
        _refuse_correction(correction, revision, before, late=public_from > now)
    _date_claims(revision, public_from)
    revision.public_from, revision.published_by = public_from, by
    revision.save(update_fields=["public_from", "published_by"])
    if correction is not None and before is not None:
        noted = Correction.objects.create(
            story=story,
            key=correction.key,
            revision_before=before,
            revision_after=revision,
            wrong=correction.wrong,
            right=correction.right,
            by=by,
            at=public_from,
        )
        wait_for_runs()
        close_corrected(noted, by)
    Story.objects.filter(pk=story.pk).update(status=Story.Status.DRAFT)
    if public_from <= now:  # a scheduled one is checked once readers can read it
        check_story(story)
    verb = "Scheduled" if public_from > now else "Published"
    _log(by, story, f"{verb} revision {revision.number}, public from {_shown(public_from)}.")
    return revision


def _refuse_correction(
    correction: CorrectionNote, revision: Revision, before: Revision | None, *, late: bool
) -> None:
    if before is None:
        raise WorkflowError("Nobody has read the story yet: correct it without a note.")
    if late:
        raise WorkflowError("A correction does not wait: publish it now, without a time.")
    if not correction.wrong.strip() or not correction.right.strip():
        raise WorkflowError("Say both what was wrong and what is right.")
    if correction.key and not (
        Claim.objects.filter(revision__in=(before, revision), key=correction.key).exists()
    ):
        raise WorkflowError(f"The story has no claim “{correction.key}”.")


def _date_claims(revision: Revision, public_from: datetime) -> None:
    """Sets each claim's `first_published`."""
    earlier: dict[object, datetime] = {}
    for claim in Claim.objects.filter(
        revision__in=Revision.objects.public().filter(story=revision.story_id),
        first_published__isnull=False,
    ).prefetch_related("links"):
        same = (claim.key, claim.words, _meaning(claim))
        first = claim.first_published
        if first is not None and (same not in earlier or first < earlier[same]):
            earlier[same] = first
    claims = list(revision.claims.prefetch_related("links"))
    for claim in claims:
        claim.first_published = earlier.get((claim.key, claim.words, _meaning(claim)), public_from)
    Claim.objects.bulk_update(claims, ["first_published"])


@transaction.atomic
def take_back(story: Story, *, by: User) -> Revision:
    """A scheduled revision whose time has not come becomes the working revision again."""
    story = _locked(story)
    revision = story.revisions.filter(public_from__gt=Now()).order_by("-number").first()
    if revision is None:
        raise WorkflowError("Nothing is scheduled; what readers can read already stays public.")
    revision.claims.filter(first_published=revision.public_from).update(first_published=None)
    revision.public_from = revision.published_by = None
    revision.save(update_fields=["public_from", "published_by"])
    _log(by, story, f"Took back revision {revision.number}.")
    return revision


@transaction.atomic
def withdraw(story: Story, *, by: User, note: str) -> Story:
    """Readers see the note in the story's place, and nothing else of it."""
    story = _locked(story)
    if not note.strip():
        raise WorkflowError("Tell readers why the story was withdrawn.")
    if not story.revisions.public().exists():
        raise WorkflowError("Nobody has read the story yet: delete it instead.")
    if story.withdrawn_at is not None:
        raise WorkflowError("The story is withdrawn already.")
    story.withdrawn_at, story.withdrawal_note = _now(story), note
    story.save(update_fields=["withdrawn_at", "withdrawal_note"])
    _log(by, story, "Withdrew the story.")
    return story


# ---- Locks and the like -----------------------------------------------------------------------


def _locked(story: Story) -> Story:
    # Without its key: a row that points to the story can be written meanwhile, as checks are.
    return Story.objects.select_for_update(no_key=True).get(pk=story.pk)


def _working(revision: Revision) -> Revision:
    """The revision as it is now, locked; refused when it is no longer being worked on."""
    _locked(revision.story)
    current = Revision.objects.select_related("story").get(pk=revision.pk)
    if current.public_from is not None:
        raise WorkflowError(
            f"Revision {current.number} was published meanwhile, and is frozen. "
            "Open the story again to begin the next one."
        )
    return current


def _current(claim: Claim, *, even_if_changed: bool = False) -> Claim:
    """The claim as it is now, locked; refused when somebody saved it since it was read."""
    revision = _working(claim.revision)
    current = Claim.objects.filter(pk=claim.pk).first()
    if current is None:
        raise WorkflowError("Somebody else dropped this claim meanwhile.")
    if current.edits != claim.edits and not even_if_changed:
        raise Conflict(current)
    current.revision = revision
    return current


def _saved(claim: Claim, current: Claim) -> Claim:
    """Stores `current`, and brings what the caller holds up to date."""
    current.edits = F("edits") + 1
    current.save()
    claim.refresh_from_db()
    return claim


def _unconfirm(claim: Claim) -> None:
    claim.confirmed_words, claim.confirmed_by, claim.confirmed_at = "", None, None
    _forget_acceptance(claim)


def _is_new(claim: Claim) -> None:
    """It says what readers have not read, unless publishing finds that they have."""
    claim.first_published = None
    _forget_acceptance(claim)


def _forget_acceptance(claim: Claim) -> None:
    """What was accepted was another thing."""
    claim.accepted_why, claim.accepted_by, claim.accepted_at = "", None, None


def state_of(claim: Claim) -> tuple[object, ...]:
    """All that a person confirms beside the words and the links."""
    return (*_said(claim), claim.source_id, claim.document_id)


def _said(claim: Claim) -> tuple[object, ...]:
    """The assertion without its records."""
    return (claim.kind, *(getattr(claim, name) for name in COLUMNS))


def _meaning(claim: Claim) -> tuple[object, ...]:
    """The assertion with its records, to be compared with another revision's."""
    links = sorted(
        (link.role, link.record_type, getattr(link, f"{link.record_type}_id"))
        for link in claim.links.all()
    )
    return (*_said(claim), *links)


def _is_public(revision: Revision) -> bool:
    return Revision.objects.public().filter(pk=revision.pk).exists()


def _now(story: Story) -> datetime:
    """By the database's clock, which also decides what is public."""
    return Story.objects.annotate(now=Now()).values_list("now", flat=True).get(pk=story.pk)


def _shown(time: datetime) -> str:
    return f"{timezone.localtime(time):%-d %B %Y, %H:%M %Z}"
