"""Whether all that stored facts name may be told: what was public once can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat

from newsroom.facts import Facts, Listing
from newsroom.models import Claim
from sanctions.models import Designation, DeskRecord, Document, Party

#: What facts name: a kind, and its public id; of a listing its list, entry and programme. A claim,
#: by its key in the database, where its document is told.
type Named = tuple[str, str]


def named_in(facts: Facts, claim: int) -> Iterator[Named]:
    """Everything that a sentence about these facts of a claim could tell of."""
    if facts.document:
        yield "document", facts.document.id
        yield "claim", str(claim)  # its source may have gone off the record since
    for part in facts.parts:
        if part.listing:
            yield from _listing(part.listing)
        if part.party:
            yield "party", part.party.id
            yield from _listings(part.party.listings)
        if part.record:
            yield "record", part.record.id
            yield from (("record", stage.id) for stage in part.record.chain)
            for member in part.record.parties:
                yield "party", member.id
                yield from _listings(member.listings)


def still_public(names: Iterable[Named]) -> set[Named]:
    """Of these, what readers may see now. One statement."""
    kinds = ("document", "claim", "party", "record", "entry")
    ids: dict[str, set[str]] = {kind: set() for kind in kinds}
    for kind, name in names:
        ids[kind].add(name)
    listed = Concat("entry__list__code", Value("/"), "entry__number", Value("/"), "programme__code")
    numbers = {name.split("/")[1] for name in ids["entry"]}
    found = (
        DeskRecord.objects.public()
        .filter(public_id__in=ids["record"])
        .order_by()
        .values_list(Value("record"), F("public_id"))
    )
    return set(
        found.union(
            Party.objects.public()
            .filter(public_id__in=ids["party"])
            .order_by()
            .values_list(Value("party"), F("public_id")),
            Document.objects.public()
            .filter(public_id__in=ids["document"])
            .order_by()
            .values_list(Value("document"), F("public_id")),
            Claim.objects.telling_documents()
            .filter(pk__in=ids["claim"])
            .order_by()
            .values_list(Value("claim"), Cast("pk", TextField())),
            Designation.objects.public()
            .filter(entry__number__in=numbers)
            .order_by()
            .values_list(Value("entry"), listed),
        ).order_by()
    )


def _listings(listings: Iterable[Listing]) -> Iterator[Named]:
    for listing in listings:
        yield from _listing(listing)


def _listing(listing: Listing) -> Iterator[Named]:
    yield "entry", f"{listing.list}/{listing.entry}/{listing.programme}"
    yield "party", listing.party
