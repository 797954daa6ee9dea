"""Whether a revision may be published: findings, each with its place and what to do. No writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsroom.assertions import ASSERTIONS, Role
from newsroom.body import Mark, marks, plain_text, same_words
from newsroom.models import Claim, ClaimLink, Revision, Source
from sanctions.models import Designation, DeskRecord, Document, Party, SanctionsList


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `place` is a claim's key, or the name of a field of the story.

    `hint` is what to do, without a full stop: it stands on a link too.
    """

    id: str
    message: str
    place: str
    hint: str


def findings(revision: Revision) -> list[Finding]:
    """What keeps a revision from being published: its own fields, then its claims as they stand."""
    claims = claims_with_records(revision)
    return [*_of_text(revision), *_of_marks(revision, claims), *_of_claims(claims)]


def claims_with_records(revision: Revision) -> list[Claim]:
    """Its claims with all that their findings and sentences read; in reading order."""
    return list(
        revision.claims.select_related("source__document", "document").prefetch_related(
            "links__designation__entry__party",
            "links__designation__entry__list",
            "links__designation__programme",
            "links__party",
            "links__programme",
            "links__list",
            "links__desk_record",
        )
    )


def of_claims(revision: Revision, claims: list[Claim]) -> dict[str, list[Finding]]:
    """The findings of claims already read, by key."""
    found: dict[str, list[Finding]] = {claim.key: [] for claim in claims}
    for finding in [*_of_marks(revision, claims), *_of_claims(claims)]:
        found.setdefault(finding.place, []).append(finding)
    return found


def _of_text(revision: Revision) -> Iterator[Finding]:
    if not revision.headline.strip():
        yield Finding("headline_missing", "The story has no headline.", "headline", "Write one")
    if not plain_text(revision.body).strip():
        yield Finding("body_empty", "The story has no text.", "body", "Write it")


def _of_marks(revision: Revision, claims: Iterable[Claim]) -> Iterator[Finding]:
    by_key = {mark.key: mark for mark in marks(revision.body)}
    keys = {claim.key for claim in claims}
    for mark in by_key.values():
        if mark.key not in keys:
            yield Finding(
                "mark_without_claim",
                f"“{_short(mark.words)}” is marked, but no claim belongs to the mark.",
                mark.key,
                "Save the story once more, or take the mark off",
            )
        if mark.repeated:
            yield _repeated(mark)
    for claim in claims:
        if claim.key not in by_key:
            yield Finding(
                "claim_without_mark",
                f"{_named(claim)} is not marked in the saved text: “{_short(claim.words)}”.",
                claim.key,
                "Save the story if you have just marked it; else drop the claim",
            )


def _repeated(mark: Mark) -> Finding:
    first, *others = (f"“{_short(place)}”" for place in mark.places)
    return Finding(
        "mark_repeated",
        f"One claim stands at {len(mark.places)} places: {first} and {', '.join(others)}.",
        mark.key,
        "Leave it at one of them; mark the other words as a claim of their own",
    )


def _of_claims(claims: list[Claim]) -> Iterator[Finding]:
    hidden = _hidden_records(claims)
    for claim in claims:
        yield from _of_words(claim)
        yield from _of_source(claim)
        yield from _of_assertion(claim)
        yield from _of_links(claim, hidden)


def _of_words(claim: Claim) -> Iterator[Finding]:
    if claim.position is None or claim.is_confirmed:
        return
    if claim.confirmed_words and not same_words(claim.words, claim.confirmed_words):
        yield Finding(
            "claim_words_changed",
            f"{_named(claim)} is unconfirmed. Its words changed since it was confirmed: "
            f"“{_short(claim.confirmed_words)}” became “{_short(claim.words)}”.",
            claim.key,
            "Confirm again",
        )
    else:
        yield Finding(
            "claim_unconfirmed",
            f"{_named(claim)} is unconfirmed: “{_short(claim.words)}”.",
            claim.key,
            "Confirm it",
        )


def _of_source(claim: Claim) -> Iterator[Finding]:
    if claim.source is None:
        yield Finding(
            "claim_without_source",
            f"{_named(claim)} has no source.",
            claim.key,
            "Say who or what says so",
        )
        return
    if claim.source.terms == Source.Terms.OFF_RECORD:
        yield Finding(
            "source_off_the_record",
            f"{_named(claim)} has a source who spoke off the record: {claim.source}.",
            claim.key,
            "Find another source",
        )
    for document in {claim.document, claim.source.document} - {None}:
        if document is not None and document.access != Document.Access.PUBLIC:
            yield Finding(
                "document_not_public",
                f"{_named(claim)} rests on a document that readers cannot see: {document.title}.",
                claim.key,
                "Make the document public, or choose another",
            )


def _of_assertion(claim: Claim) -> Iterator[Finding]:
    if not claim.kind:
        yield Finding(
            "claim_without_kind",
            f"Nobody has said what {_named(claim).lower()} asserts: “{_short(claim.words)}”.",
            claim.key,
            "Choose a kind",
        )
        return
    assertion = ASSERTIONS[claim.kind]
    links = list(claim.links.all())
    for role in assertion.roles:
        count = sum(_fits(link, role) for link in links)
        if count < role.least:
            yield _without_record(claim, role.label)
        if count > role.most:
            yield Finding(
                "claim_with_too_many_records",
                f"{_named(claim)} has {count} records as “{role.label}”, and can have {role.most}.",
                claim.key,
                "Take the others off",
            )
    if claim.kind == Claim.Kind.INTERVAL:
        for end, day in (("from", claim.period_from), ("to", claim.period_to)):
            if day is None and not any(link.role == end for link in links):
                yield _without_record(claim, end)
    kept = claim.document or (claim.source and claim.source.document)
    if assertion.settled_by_document and kept is None:
        yield Finding(
            "claim_without_document",
            f"{_named(claim)} quotes, but no kept document holds the words.",
            claim.key,
            "Choose the document",
        )


def _without_record(claim: Claim, role: str) -> Finding:
    return Finding(
        "claim_without_record",
        f"{_named(claim)} has no record as “{role}”.",
        claim.key,
        "Link a record",
    )


def _of_links(claim: Claim, hidden: set[tuple[str, int]]) -> Iterator[Finding]:
    roles = ASSERTIONS[claim.kind].roles if claim.kind else ()
    for link in claim.links.all():
        if link.decided_at is None:
            yield Finding(
                "link_undecided",
                f"{_named(claim)} has no decision on {link.record}.",
                claim.key,
                "Decide",
            )
        if claim.kind and not any(_fits(link, role) for role in roles):
            yield Finding(
                "link_without_part",
                f"{_named(claim)} is linked to {link.record}, which has no part in its assertion.",
                claim.key,
                "Take the record off",
            )
        if (link.record_type, link.record.pk) in hidden:
            yield Finding(
                "record_not_public",
                f"{_named(claim)} is linked to a record that readers cannot see: {link.record}.",
                claim.key,
                "Make the record public, or link another",
            )


def _fits(link: ClaimLink, role: Role) -> bool:
    """Whether a link's record can play that part."""
    if link.role != role.name or link.record_type not in role.targets:
        return False
    if link.desk_record is None or not role.record_kinds:
        return True
    return link.desk_record.kind in role.record_kinds


def _hidden_records(claims: list[Claim]) -> set[tuple[str, int]]:
    """The linked records that the public may not see, as column and key."""
    linked: dict[str, set[int]] = {}
    for claim in claims:
        for link in claim.links.all():
            linked.setdefault(link.record_type, set()).add(link.record.pk)
    public: dict[str, set[int]] = {"programme": linked.get("programme", set())}
    for target, queryset in (
        ("designation", Designation.objects.public()),
        ("party", Party.objects.public()),
        ("desk_record", DeskRecord.objects.public()),
        ("list", SanctionsList.objects.public()),
    ):
        if keys := linked.get(target):
            public[target] = set(queryset.filter(pk__in=keys).values_list("pk", flat=True))
    return {(target, key) for target, keys in linked.items() for key in keys - public[target]}


def _named(claim: Claim) -> str:
    """As the desk counts: from one."""
    return "A claim" if claim.position is None else f"Claim {claim.position + 1}"


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
