"""Every exported column of the records, once. What is not here does not leave as CSV.

`NOT_EXPORTED` names each field that stays, with the reason; a test fails for a field that is in
neither place, so that a new one is decided about before it can leak.
"""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, DateField, F, OuterRef, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, NullIf

from sanctions.exports import Column
from sanctions.models import Designation, DeskRecordParty, Entry, Name


def joined(*parts: str | Value) -> Combinable:
    """Fields and literal words, set together as one text."""
    return Concat(*parts, output_field=CharField())


def party_name(path: str = "") -> Combinable:
    """Our spelling where we have one, else the list's: `Party.name` in SQL."""
    return Coalesce(NullIf(F(f"{path}desk_name"), Value("")), F(f"{path}listed_name"))


_ENTRY = ("entry__list__code", Value(" "), "entry__number")
_ENTRIES = Entry.objects.filter(party=OuterRef("pk")).order_by("list__code", "number")
_NAMES = Name.objects.filter(entry__party=OuterRef("pk")).exclude(kind="principal")
_POSTS = DeskRecordParty.objects.filter(
    party=OuterRef("pk"), role="holder", desk_record__kind="position"
).order_by("-desk_record__begins")
_LISTED = Designation.objects.counted().filter(entry__party=OuterRef("pk")).order_by("pk")

PARTIES = (
    Column("public_id", "public_id", "In the party's address; never changes."),
    Column("kind", "kind", "person, organisation, vessel or aircraft."),
    Column("name", party_name(), "Our spelling where we have one, else the list's."),
    Column("desk_name", "desk_name", "Our spelling."),
    Column("listed_name", "listed_name", "As the newest list writes it."),
    Column(
        "other_names",
        ArraySubquery(_NAMES.order_by("name").values("name").distinct()),
        "As published.",
    ),
    Column("description", "description", "Who it is, in our words."),
    Column("posts", ArraySubquery(_POSTS.values("desk_record__title")), "Newest first."),
    Column(
        "entries",
        ArraySubquery(_ENTRIES.values_list(joined("list__code", Value(" "), "number"))),
        "List and number of each.",
    ),
    Column(
        "programmes",
        ArraySubquery(
            _LISTED.filter(last_seen=None)
            .order_by("programme__code")
            .values("programme__code")
            .distinct()
        ),
        "Under which the newest lists that reach it have it.",
    ),
    Column(
        "programmes_left",
        ArraySubquery(
            _LISTED.exclude(last_seen=None)
            .order_by("programme__code")
            .values("programme__code")
            .distinct()
        ),
        "Under which it was listed once.",
    ),
    Column("public_from", "public_from", "From when readers may see it here; no date of listing."),
    Column("merged_into", "merged_into__public_id", "The party that it was found to be."),
    Column("reverted", "reverted", "Whether only list versions that were taken back named it."),
)

LISTS = (
    Column("code", "code", "Stands in addresses."),
    Column("authority", "authority", "Who issues it."),
    Column("title", "title", "Its name."),
    Column("licence", "licence", "On which terms the publisher lets it be used."),
    Column("url", "url", "The publisher's page."),
    Column("entry_url", "entry_url", "The publisher's page of one entry."),
    Column("stale_after", "stale_after", "How old its newest version may grow."),
)

LIST_VERSIONS = (
    Column("list", "list__code", "Its list's code."),
    Column("sequence", "sequence", "Number among the versions received of its list, from 1."),
    Column("dated", "dated", "The publisher's own day, where known."),
    Column(
        "dated_by",
        "dated_by",
        "What told the day: file, address, given (by whoever imported it) or received.",
    ),
    Column("status", "status", "applied, quarantined, refused or reverted."),
    Column("coverage", "coverage", "Programmes it is complete for; empty: the whole list."),
    Column("entries", "entry_count", "How many it holds."),
    Column("added", "added", "Entries that the version before did not have."),
    Column("changed", "changed", "Entries whose wording is another than in the version before."),
    Column("removed", "removed", "Entries that only the version before had."),
    Column("unchanged", "unchanged", "Entries with the wording of the version before."),
    Column("enriched", "enriched", "Unchanged, but more is told of them."),
    Column("confirmed_on", "confirmed_on", "The last day whose list was the same bytes."),
    Column("format", "format", "The layout it was read from."),
    Column("parts", "parts", "The files of its set."),
    Column("fields", "fields", "The facts that it carries."),
    Column("sha256", "sha256", "SHA-256 of the publisher’s bytes."),
    Column("received_at", "received_at", "When we received it."),
    Column(
        "received_by", "received_by__username", "Who imported it; empty: the worker or a shell."
    ),
    Column(
        "compared_with", "compared_with__sequence", "The version that its changes are counted from."
    ),
    Column("restores", "restores__sequence", "The version whose state it brought back."),
    Column(
        "superseded_by", "superseded_by__sequence", "The version that was applied instead of it."
    ),
    Column("decided_by", "decided_by__username", "Who decided about it."),
    Column("decided_at", "decided_at", "When that was decided."),
    Column("decided_why", "decided_why", "The reason that was given."),
    Column("reverted_by", "reverted_by__username", "Who took it back."),
    Column("reverted_at", "reverted_at", "When it was taken back."),
    Column("reverted_why", "reverted_why", "Why it was taken back."),
)

PROGRAMMES = (
    Column("authority", "authority", "Whose programme."),
    Column("code", "code", "As the authority writes it."),
    Column("slug", "slug", "Its address: /programmes/, the authority and this."),
    Column("title", "title", "In plain words."),
    Column("legal_basis", "legal_basis", "What it rests on."),
)

ENTRIES = (
    Column("list", "list__code", "Its list's code."),
    Column("number", "number", "The publisher's own."),
    Column(
        "party", "party__public_id", "Public id of who is listed: the party’s address ends with it."
    ),
    Column("name", party_name("party__"), "Who is listed, by name."),
)

ENTRY_VERSIONS = (
    Column("list", "entry__list__code", "Its list's code."),
    Column("number", "entry__number", "The entry's number."),
    Column("versions", "span", "From that version of the list to before the other."),
    Column("content", "content", "The publisher's wording, as JSON."),
    Column("facts", "facts", "Our reading of it, as JSON."),
    Column("hash", "hash", "SHA-256 of the content."),
)

NAMES = (
    Column("list", "entry__list__code", "Its list's code."),
    Column("number", "entry__number", "The entry's number."),
    Column(
        "party",
        "entry__party__public_id",
        "Public id of who is listed: the party’s address ends with it.",
    ),
    Column("name", "name", "As published."),
    Column("kind", "kind", "principal, aka, fka or nka."),
    Column("weak", "weak", "Whether the publisher calls it weak."),
    Column("script", "script", "Script of the letters, as ISO 15924 has it: Latn, Arab, Cyrl."),
)

DESIGNATIONS = (
    Column("id", "id", "Its own number: the party’s address with #d- and this leads to it."),
    Column("list", "entry__list__code", "Its list's code."),
    Column("number", "entry__number", "The entry's number."),
    Column(
        "party",
        "entry__party__public_id",
        "Public id of who is listed: the party’s address ends with it.",
    ),
    Column("name", party_name("entry__party__"), "Who is listed, by name."),
    Column("authority", "programme__authority", "Whose programme."),
    Column("programme", "programme__code", "Under which it is listed."),
    Column("spell", "spell", "1 for the first listing, 2 for a relisting."),
    Column("listed_on", "listed_on", "Its first day, where a dated source tells."),
    Column("delisted_on", "delisted_on", "Its last day, where a dated source tells."),
    Column(
        "last_absent",
        "last_absent",
        "Day of the last list before first_seen that lacks it. A bound, no date of listing.",
    ),
    Column(
        "first_seen",
        "first_seen",
        "Day of the first list held here that has it. A bound, no date of listing.",
    ),
    Column(
        "last_seen", "last_seen", "Day of the last list that had it; empty while the newest has it."
    ),
    Column(
        "first_gone", "first_gone", "Day of the first list without it. A bound, no date of removal."
    ),
)


def as_of(day: date) -> tuple[Column, ...]:
    """The columns of a list that is exported as of a day; its rows have `on_day`."""
    return (
        Column("on", Value(day, output_field=DateField()), "The day as of which on_day is told."),
        Column(
            "on_day",
            "on_day",
            "Whether listed that day, by the lists and dated sources held here: yes, no or cannot "
            "tell; empty for whoever never was on a list held.",
        ),
    )


DESIGNATION_DATES = (
    Column("designation", "designation", "The designation's id."),
    Column(
        "entry",
        joined("designation__entry__list__code", Value(" "), "designation__entry__number"),
        "List and number.",
    ),
    Column("name", party_name("designation__entry__party__"), "Name of who is listed."),
    Column("programme", "designation__programme__code", "Code of the programme."),
    Column("end", "end", "listed or delisted."),
    Column("day", "day", "The day, as exactly as the source tells it."),
    Column("version", "version__dated", "Origin: the list version of that day."),
    Column("action", "action__slug", "Origin: the action's address."),
    Column("document", "document__public_id", "Origin: the document."),
    Column("decided_by", "decided_by__username", "Who decided that."),
    Column("decided_at", "decided_at", "When that was decided."),
)

DESK_RECORDS = (
    Column("public_id", "public_id", "In its address; never changes."),
    Column("kind", "kind", "action, licence, case, reward, position, event or roster."),
    Column("slug", "slug", "An action's address."),
    Column("title", "title", "Its name."),
    Column("number", "number", "The authority’s own number."),
    Column("authority", "authority", "Whose act it is."),
    Column("programme", "programme__code", "Code of the programme."),
    Column("legal_basis", "legal_basis", "What it rests on."),
    Column("summary", "summary", "What it says, in our words."),
    Column("begins", "begins", "Its first day, as exactly as it is known."),
    Column("ends", "ends", "Its last day, as exactly as it is known."),
    Column("known_until", "known_until", "The last day for which it is known to hold."),
    Column("amount", "amount", "Of a reward."),
    Column("currency", "currency", "Of a reward."),
    Column("winds_down", "winds_down", "A licence that only winds business down."),
    Column("complete", "complete", "A roster or an action that names everybody."),
    Column(
        "parties",
        ArraySubquery(
            DeskRecordParty.objects.filter(desk_record=OuterRef("pk"))
            .order_by("pk")
            .values_list(joined("role", Value(" "), "party__public_id"))
        ),
        "Role and public id of each.",
    ),
    Column("document", "document__public_id", "Public id of the document that proves it."),
    Column("supersedes", "supersedes__public_id", "The record it took the place of."),
    Column("public_from", "public_from", "From when readers may see it here; no date of listing."),
)

DESK_RECORD_PARTIES = (
    Column("desk_record", "desk_record__public_id", "The record."),
    Column("kind", "desk_record__kind", "The record's kind."),
    Column("title", "desk_record__title", "The record's name."),
    Column("begins", "desk_record__begins", "Its first day, as exactly as it is known."),
    Column("ends", "desk_record__ends", "Its last day, as exactly as it is known."),
    Column("party", "party__public_id", "Public id of the party: its address ends with it."),
    Column("name", party_name("party__"), "Name of the party."),
    Column("role", "role", "Its part in the record."),
    Column("heading", "heading", "Under which the document names it."),
    Column("written_as", "written_as", "If the document spells it otherwise."),
)

DOCUMENTS = (
    Column("public_id", "public_id", "In its address; never changes."),
    Column("title", "title", "Its name."),
    Column("publisher", "publisher", "Who published it."),
    Column("number", "number", "The publisher's own."),
    Column("url", "url", "The address that it was taken from."),
    Column("dated", "dated", "The day it bears."),
    Column("retrieved_at", "retrieved_at", "When we kept it."),
    Column("media_type", "media_type", "What kind of file is kept."),
    Column("sha256", "sha256", "SHA-256 of the file that is kept."),
    Column("access", "access", "public, or the desk only."),
    Column(
        "translation_of",
        "translation_of__public_id",
        "Public id of the document that it translates.",
    ),
)

_DECISION = (
    Column("decided_by", "decided_by__username", "Who decided that."),
    Column("decided_at", "decided_at", "When that was decided."),
    Column("decided_why", "decided_why", "The reason that was given."),
)

SAME_PARTIES = (
    Column("one", "one__public_id", "Public id of the older of the two parties."),
    Column("one_name", party_name("one__"), "Name of the older."),
    Column("other", "other__public_id", "Public id of the younger."),
    Column("other_name", party_name("other__"), "Name of the younger."),
    Column("same", "same", "Whether they are one."),
    *_DECISION,
    Column("replaced_at", "replaced_at", "Until when it stood; empty while it stands."),
)

PARTY_SUGGESTIONS = (
    Column("one", "one__public_id", "Public id of the older of the two parties."),
    Column("one_name", party_name("one__"), "Name of the older."),
    Column("other", "other__public_id", "Public id of the younger."),
    Column("other_name", party_name("other__"), "Name of the younger."),
    Column("weight", "weight", "The more speaks for it, the greater. It decides nothing."),
    Column("reasons", "reasons", "What speaks for one party behind both, and what against."),
    Column("found_at", "found_at", "When it was first suggested."),
)

NO_ENTRIES = (
    Column("party", "party__public_id", "Public id of the party that was looked for."),
    Column("name", party_name("party__"), "Name of the party."),
    Column("list", "version__list__code", "On which list."),
    Column("version", "version__sequence", "On which version."),
    Column("dated", "version__dated", "The version's day."),
    *_DECISION,
)

FETCHES = (
    Column("list", "list__code", "Its list's code."),
    Column("form", "form", "In which of the publisher's forms."),
    Column("status", "status", "running, unchanged, applied, quarantined, refused or failed."),
    Column("attempt", "attempt", "Which try it was, from 1."),
    Column("started_at", "started_at", "When it began."),
    Column("ended_at", "ended_at", "When it ended; empty while it runs."),
    Column("message", "message", "What became of it, in words."),
    Column("version", "version__sequence", "The version that it brought, or found unchanged."),
    Column("asked_by", "asked_by__username", "Who asked for it; empty where its hour had come."),
)

EXPORTS = (
    Column("file_name", "file_name", "The file's name."),
    Column("list", "title", "The change list that was exported."),
    Column("model", "model", "Whose rows."),
    Column("by", "by__username", "Who took it."),
    Column("began_at", "began_at", "Before its first byte left."),
    Column("ended_at", "ended_at", "When it ended; empty if the server was killed meanwhile."),
    Column("ending", "ending", "whole, broken off or failed."),
    Column("rows", "rows", "How many were sent."),
)

AUDIT_TRAIL = (
    Column("id", "id", "Entries are numbered as they begin to be written."),
    Column("at", "at", "By the database's clock."),
    Column("transaction", "transaction", "What was written together has the same."),
    Column("account", "actor", "The number of who did it; empty where no account did."),
    Column("who", "actor_name", "The account's name as it was then."),
    Column("through", "through", "An address of the desk, a command, a job, or the database."),
    Column("what", "verb", "added, changed, deleted, read, exported or opened."),
    Column("model", "model", "Whose row."),
    Column("row", "key", "Its number; * where a whole table was emptied."),
    Column("on", "thing", "What it hangs on: of a claim its story."),
    Column("before", "before", "The columns that changed, as they were, as JSON."),
    Column("after", "after", "As they became. Long texts are told by length and hash."),
)

#: Fields that stay, by "model.field", each with the reason.
NOT_EXPORTED = {
    "ChangedRecord.kind": "what is to be looked at again, for minutes",
    "ChangedRecord.key": "what is to be looked at again, for minutes",
    "ChangedRecord.at": "what is to be looked at again, for minutes",
    "Designation.reverted": "one that only reverted versions told of is in no list to export",
    "ListVersion.files": "names and hashes of the files read, for us to rebuild it from",
    "ListVersion.findings": "why it is held, as its page at the desk tells",
    "ListVersion.report": "what it would change, as its page at the desk shows",
    "Export.query": "what somebody looked for may name a source; read it at the desk",
    "Export.filter": "what somebody looked for may name a source; read it at the desk",
    "Export.columns": "stand on the export's page",
    "Fetch.validators": "marks of the publisher's, with which the next fetch asks",
    "Change.at": "tells when, never what: only what is kept ready for readers asks for it",
    "Party.sort_key": "made from the names, to order by",
    "Party.tokens": "made from the names, to search by",
    "Name.tokens": "made from the name, to search by",
    "Document.file": "where the bytes lie on our disk; readers get them by the document's address",
    "Document.text": "whole articles and releases, often others' property; read it at its address",
}
