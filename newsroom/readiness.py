"""Whether a revision may be published: findings, each with its place and what to do. No writes.

Only a failure keeps it from readers. A warning says what they will see that the desk may not want,
a hint what could still be done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from django.utils import timezone

from newsroom.assertions import ASSERTIONS, Role
from newsroom.body import Mark, marks, plain_text, same_words
from newsroom.coverage import coverage
from newsroom.models import Check, Claim, ClaimLink, Revision, Source
from newsroom.verdicts import Previewed, preview
from sanctions.models import Designation, DeskRecord, Document, Party, SanctionsList


class Severity(IntEnum):
    """The gravest first."""

    FAILURE = 0
    WARNING = 1
    HINT = 2


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `place` is a claim's key, or the name of a field of the story.

    `hint` is what to do, without a full stop: it stands on a link too.
    """

    id: str
    message: str
    place: str
    hint: str
    severity: Severity = Severity.FAILURE


def findings(revision: Revision, day: date | None = None) -> list[Finding]:
    """What a revision's own fields and its claims call for, the gravest first.

    `day` is that of its publication where it lies in the past.
    """
    claims = claims_with_records(revision)
    found = [
        *_of_text(revision),
        *_of_marks(revision, claims),
        *_of_claims(claims, preview(claims, day)),
        *_of_coverage(revision),
    ]
    return sorted(found, key=lambda finding: finding.severity)


def failures(found: Iterable[Finding]) -> list[Finding]:
    """Those that keep a revision from being published."""
    return [finding for finding in found if finding.severity == Severity.FAILURE]


def claims_with_records(revision: Revision, key: str = "") -> list[Claim]:
    """Its claims, or one of them, with all that findings and sentences read; in reading order."""
    claims = revision.claims.filter(key=key) if key else revision.claims.all()
    return list(
        claims.select_related("source__document", "document", "accepted_by").prefetch_related(
            "links__designation__entry__party",
            "links__designation__entry__list",
            "links__designation__programme",
            "links__party",
            "links__programme",
            "links__list",
            "links__desk_record",
        )
    )


def of_claims(
    revision: Revision, claims: list[Claim], previews: Mapping[str, Previewed]
) -> dict[str, list[Finding]]:
    """The findings of claims already read and settled, by key, the gravest first."""
    found: dict[str, list[Finding]] = {claim.key: [] for claim in claims}
    for finding in [*_of_marks(revision, claims), *_of_claims(claims, previews)]:
        found.setdefault(finding.place, []).append(finding)
    for some in found.values():
        some.sort(key=lambda finding: finding.severity)
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


def _of_claims(claims: list[Claim], previews: Mapping[str, Previewed]) -> Iterator[Finding]:
    hidden = _hidden_records(claims)
    for claim in claims:
        yield from _of_words(claim)
        yield from _of_source(claim)
        incomplete = [*_of_assertion(claim), *_of_links(claim, hidden)]
        yield from incomplete
        # What lacks records is undecided for that reason, which is said already.
        if not incomplete and (previewed := previews.get(claim.key)):
            yield from _of_verdict(claim, previewed)


def _of_verdict(claim: Claim, previewed: Previewed) -> Iterator[Finding]:
    """What the records say of a claim, were it published now."""
    reason = previewed.outcome.reason
    match previewed.verdict:
        case Check.Verdict.CONTRADICTED if claim.accepted_why:
            yield Finding(
                "contradiction_accepted",
                f"{_named(claim)} is contradicted, and is published all the same: "
                f"“{claim.accepted_why}” ({_accepted(claim)}). {reason}",
                claim.key,
                "See the claim",
                Severity.WARNING,
            )
        case Check.Verdict.CONTRADICTED:
            yield Finding(
                "claim_contradicted",
                f"{_named(claim)} is contradicted. {reason}",
                claim.key,
                "Correct it, or accept it with a reason",
            )
        case Check.Verdict.OUTDATED:
            yield Finding(
                "claim_outdated",
                f"{_named(claim)} is outdated: so it was when it was published. {reason}",
                claim.key,
                "Say until when it was so",
                Severity.WARNING,
            )
        case Check.Verdict.UNDECIDED:
            yield Finding(
                "claim_undecided",
                f"{_named(claim)} will show as undecided. {reason}{missing(previewed)}",
                claim.key,
                "Add what is missing, or leave it",
                Severity.WARNING,
            )


def missing(previewed: Previewed) -> str:
    """Which record would settle it, as a sentence; "" where that is not known."""
    what = previewed.outcome.missing
    return f" No record held here settles it. Missing: {what}." if what else ""


def _accepted(claim: Claim) -> str:
    day = timezone.localtime(claim.accepted_at)
    return f"{claim.accepted_by.get_username() if claim.accepted_by else ''}, {day:%-d %B %Y}"


def _of_coverage(revision: Revision) -> Iterator[Finding]:
    bare = coverage(revision.body).open
    if not bare:
        return
    shown = ", ".join(_quoted(one.words.rstrip(".")) for one in bare[:2])
    more = f" and {len(bare) - 2} more" if len(bare) > 2 else ""
    count = (
        "One checkable sentence has" if len(bare) == 1 else f"{len(bare)} checkable sentences have"
    )
    yield Finding(
        "statements_without_claim",
        f"{count} no claim: {shown}{more}.",
        "body",
        "Mark what can be checked",
        Severity.HINT,
    )


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
    documents = {claim.document, claim.source.document} - {None}
    if claim.document is not None and claim.source.terms in _SHIELDED:
        yield _shielding(claim, claim.document)
        documents -= {claim.document}
    for document in documents:
        if document is not None and document.access != Document.Access.PUBLIC:
            yield Finding(
                "document_not_public",
                f"{_named(claim)} rests on a document that readers cannot see: {document.title}.",
                claim.key,
                "Make the document public, or choose another",
            )


#: Terms on which readers may be told words, but not of a paper that may tell whose they are.
_SHIELDED = (Source.Terms.BACKGROUND, Source.Terms.DEEP_BACKGROUND)


def _shielding(claim: Claim, document: Document) -> Finding:
    deep = claim.source is not None and claim.source.terms == Source.Terms.DEEP_BACKGROUND
    if deep:
        return Finding(
            "document_of_a_secret_source",
            f"{_named(claim)} has a document beside a source who may not be told, and it may tell "
            f"who that is: {document.title}.",
            claim.key,
            "Take the document off, or name it as the source",
        )
    return Finding(
        "document_of_an_unnamed_source",
        f"{_named(claim)} has a source on background, so readers are not shown its document: "
        f"{document.title}.",
        claim.key,
        "Leave it to the desk, or name it as the source",
        Severity.WARNING,
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
    linked = {role.name: sum(_fits(link, role) for link in links) for role in assertion.roles}
    for lacking in assertion.lacking(claim, linked):
        yield _without_record(claim, lacking)
    for role in assertion.roles:
        count = linked[role.name]
        if count > role.most:
            yield Finding(
                "claim_with_too_many_records",
                f"{_named(claim)} has {count} records as “{role.label}”, and can have {role.most}.",
                claim.key,
                "Take the others off",
            )
    kept = claim.document or (claim.source and claim.source.document)
    if assertion.settled_by_document and kept is None and not claim.reported:
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


def _quoted(words: str) -> str:
    """What is quoted speech already gets no second pair of marks around its own."""
    short = _short(words)
    return short if short.startswith("“") else f"“{short}”"


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
