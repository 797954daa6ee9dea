"""Every exported column of stories, sources and claims, once.

What is not here does not leave as CSV; `NOT_EXPORTED` names each field that stays and why. A
confidential source is only its alias and its terms: there is nothing else to export.
"""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Now

from newsroom import states
from newsroom.models import Check, Claim, ClaimLink, Correction, FormerSlug, Revision
from sanctions.columns import joined, party_name
from sanctions.exports import Column


def revision_state(path: str = "") -> Combinable:
    """What a revision is to readers: working, scheduled, live, replaced or withdrawn."""
    newer = Revision.objects.public().filter(
        story=OuterRef(f"{path}story"), number__gt=OuterRef(f"{path}number")
    )
    return Case(
        When(**{f"{path}public_from__isnull": True}, then=Value("working")),
        When(**{f"{path}public_from__gt": Now()}, then=Value("scheduled")),
        When(**{f"{path}story__withdrawn_at__isnull": False}, then=Value("withdrawn")),
        When(Exists(newer), then=Value("replaced")),
        default=Value("live"),
        output_field=CharField(),
    )


_revisions = Revision.objects.filter(story=OuterRef("pk"))
_public = _revisions.public()
_newest_public, _newest = _public.order_by("-number"), _revisions.order_by("-number")
_live_claims = Claim.objects.live().filter(source=OuterRef("pk")).order_by()

STORIES = (
    Column("slug", "slug", "The story’s address: /stories/ and this."),
    Column(
        "headline",
        Coalesce(
            Subquery(_newest_public.values("headline")[:1]),
            Subquery(_newest.values("headline")[:1]),
        ),
        "The one readers read, or the newest of a story nobody can read yet.",
    ),
    Column(
        "state",
        states.in_one_word(),
        "published, corrected, scheduled, withdrawn, draft, review or approved.",
    ),
    Column("status", "status", "Of the revision being worked on: draft, review or approved."),
    Column("section", "section", "Stands above the headline."),
    Column("language", "language", "Code of the language."),
    Column("owner", "owner__username", "Whose story it is."),
    Column(
        "published_at",
        Subquery(_public.order_by("public_from").values("public_from")[:1]),
        "When readers could first read it.",
    ),
    Column(
        "updated_at",
        Subquery(_newest_public.values("public_from")[:1]),
        "When the text that readers read became public.",
    ),
    Column(
        "live_revision", Subquery(_newest_public.values("number")[:1]), "Which one readers read."
    ),
    Column("newest_revision", Subquery(_newest.values("number")[:1]), "Which one is the newest."),
    Column("withdrawn_at", "withdrawn_at", "When it was withdrawn."),
    Column("withdrawal_note", "withdrawal_note", "What readers are told instead."),
    Column(
        "former_slugs",
        ArraySubquery(
            FormerSlug.objects.filter(story=OuterRef("pk")).order_by("slug").values("slug")
        ),
        "Addresses that it had.",
    ),
)

REVISIONS = (
    Column("story", "story__slug", "The story's address."),
    Column("revision", "number", "Which revision of the story, counted from 1."),
    Column("state", revision_state(), "working, scheduled, live, replaced or withdrawn."),
    Column("headline", "headline", "Its headline."),
    Column("standfirst", "standfirst", "Below the headline."),
    Column("byline", "byline", "Who wrote it."),
    Column("dateline", "dateline", "From where it was reported."),
    Column("text", "body_text", "The words of the body, without marks."),
    Column("public_from", "public_from", "From when readers may read it."),
    Column("saved_by", "saved_by__username", "Who saved it last."),
    Column("saved_at", "saved_at", "When it was saved last."),
    Column("published_by", "published_by__username", "Who published it."),
)

SOURCES = (
    Column("slug", "slug", "In its address, where it is on the record."),
    Column("label", "label", "As readers are told; an alias for one that we do not name."),
    Column("kind", "kind", "person, organisation, document, confidential or ourselves."),
    Column("terms", "terms", "on_record, background, deep_background or off_record."),
    Column("description", "description", "Its part in the story, as readers are told."),
    Column("document", "document__public_id", "The document that it is, or spoke in."),
    Column(
        "public",
        Case(
            When(Exists(_live_claims) & Q(terms="on_record"), then=True),
            default=False,
            output_field=BooleanField(),
        ),
        "Whether it has a page that readers can open.",
    ),
    Column(
        "live_claims",
        Coalesce(
            Subquery(_live_claims.values("source").annotate(n=Count("pk")).values("n")),
            0,
            output_field=IntegerField(),
        ),
        "How many claims that readers can open are attributed to it.",
    ),
)


def _claim_columns(path: str = "") -> tuple[Column, ...]:
    """A claim's columns, as seen from the claim or from one of its links."""
    return (
        Column("story", f"{path}revision__story__slug", "The story's address."),
        Column(
            "headline",
            f"{path}revision__headline",
            "The headline of the revision that makes the claim.",
        ),
        Column(
            "revision", f"{path}revision__number", "Which revision of the story, counted from 1."
        ),
        Column(
            "state",
            revision_state(f"{path}revision__"),
            "Of the revision: working, scheduled, live, replaced or withdrawn.",
        ),
        Column("claim", f"{path}key", "The claim's key, in its address."),
        Column("words", f"{path}words", "The claim’s words in the text when it was last saved."),
        Column("place", f"{path}position", "In reading order; empty: its mark is gone."),
        Column("confirmed_words", f"{path}confirmed_words", "Those that a person confirmed."),
        Column("confirmed_by", f"{path}confirmed_by__username", "Who confirmed them."),
        Column("confirmed_at", f"{path}confirmed_at", "When they were confirmed."),
        Column("assertion", f"{path}kind", "What kind of thing it asserts; empty: not yet said."),
        Column(
            "comparator",
            f"{path}comparator",
            "exactly, more_than, at_least, fewer_than, up_to, most, all or none.",
        ),
        Column("about", f"{path}about", "Whether it means about that number."),
        Column(
            "quantity",
            f"{path}number",
            "The number that the words give: of people, a sum or a length of time (see unit).",
        ),
        Column(
            "unit",
            f"{path}unit",
            "What it counts: designations, USD, EUR, days, weeks, months or years.",
        ),
        Column(
            "authority", f"{path}authority", "Who listed, charged or offered, as the words say."
        ),
        Column(
            "period_from",
            f"{path}period_from",
            "The claim’s first day, as exactly as the words tell it.",
        ),
        Column(
            "period_to",
            f"{path}period_to",
            "The claim’s last day, as exactly as the words tell it.",
        ),
        Column("heading", f"{path}heading", "Only the parties under it are counted."),
        Column("quote", f"{path}quote", "The quoted words, letter for letter (see reported)."),
        Column("reported", f"{path}reported", "Reported speech: it is put in our words."),
        Column("tense", f"{path}tense", "past: true for ever, or never; lasting: can end."),
        Column("source", f"{path}source__label", "Whom the words are attributed to."),
        Column(
            "terms",
            f"{path}source__terms",
            "How the source may be named: on_record, background, deep_background or off_record.",
        ),
        Column(
            "document",
            f"{path}document__public_id",
            "Public id of the document in which the words stand.",
        ),
        Column("first_published", f"{path}first_published", "When this first became public."),
    )


CLAIMS = (
    *_claim_columns(),
    Column(
        "records",
        Coalesce(
            Subquery(
                ClaimLink.objects.filter(claim=OuterRef("pk"))
                .order_by()
                .values("claim")
                .annotate(n=Count("pk"))
                .values("n")
            ),
            0,
            output_field=IntegerField(),
        ),
        "How many records it is linked to.",
    ),
)


def _by_record(**of_each: str | Combinable) -> Combinable:
    """What to show of the one record that a link points to, by its type."""
    return Case(
        *(When(**{f"{target}__isnull": False}, then=shown) for target, shown in of_each.items()),
        output_field=CharField(),
    )


#: One row for each claim and record.
CLAIM_LINKS = (
    *_claim_columns("claim__"),
    Column("role", "role", "The record's part in the assertion."),
    Column(
        "record_type",
        _by_record(**{target: Value(target) for target in ClaimLink.TARGETS}),
        "designation, party, programme, list or desk_record.",
    ),
    Column(
        "record_id",
        _by_record(
            designation=joined(
                "designation__entry__list__code", Value(":"), "designation__entry__number"
            ),
            party="party__public_id",
            programme=joined("programme__authority", Value(":"), "programme__code"),
            list="list__code",
            desk_record="desk_record__public_id",
        ),
        "list:number of a designation, authority:code of a programme, else the public id or code.",
    ),
    Column(
        "record_name",
        _by_record(
            designation=party_name("designation__entry__party__"),
            party=party_name("party__"),
            programme=F("programme__title"),
            list=F("list__title"),
            desk_record=F("desk_record__title"),
        ),
        "Whom or what it is about.",
    ),
    Column(
        "record_programme",
        "designation__programme__code",
        "The programme, where the record is a designation.",
    ),
    Column("decided_by", "decided_by__username", "Who decided that the record belongs here."),
    Column("decided_at", "decided_at", "When that was decided."),
    Column("decided_why", "decided_why", "The reason that was given."),
)

CORRECTIONS = (
    Column("story", "story__slug", "The story's address."),
    Column("headline", "revision_after__headline", "As corrected."),
    Column("claim", "key", "The claim's key, where one claim was wrong."),
    Column("wrong", "wrong", "What was wrong."),
    Column("right", "right", "What is right."),
    Column("revision_before", "revision_before__number", "Number of the revision that was wrong."),
    Column("revision_after", "revision_after__number", "Number of the corrected revision."),
    Column("by", "by__username", "Who corrected it."),
    Column("at", "at", "When it was corrected."),
    Column(
        "public",
        Exists(Correction.objects.public().filter(pk=OuterRef("pk"))),
        "Whether readers can read it.",
    ),
)


def _of_check(path: str, field: str) -> Combinable:
    """A field of one of an item's two checks."""
    return Subquery(Check.objects.filter(pk=OuterRef(path)).values(field)[:1])


def _of_publication(field: str) -> Combinable:
    """A field of the check of its words as of publication, where that stands."""
    same = Check.objects.current().filter(
        story=OuterRef("story"),
        key=OuterRef("key"),
        first_published=OuterRef("after__first_published"),
        basis=Check.Basis.PUBLICATION,
    )
    return Subquery(same.order_by().values(field)[:1])


#: What it says of the verdict now is told in words, and words are composed, not exported.
STALE_CLAIMS = (
    Column("story", "story__slug", "The story's address."),
    Column(
        "headline",
        _of_check("after", "claim__revision__headline"),
        "As the story was headed when this changed.",
    ),
    Column("claim", "key", "The claim's key, in its address."),
    Column("words", _of_check("after", "claim__words"), "The claim's words as published."),
    Column("assertion", _of_check("after", "claim__kind"), "What kind of thing it asserts."),
    Column("published", _of_check("after", "first_published"), "When this was first public."),
    Column(
        "was",
        Coalesce(_of_check("before", "verdict"), _of_publication("verdict")),
        "The verdict until then; of a first check, that of the day of publication.",
    ),
    Column("became", _of_check("after", "verdict"), "The verdict by which it came into the list."),
    Column("now", "verdict_now", "The verdict now, where readers still read the claim."),
    Column("raised_at", "raised_at", "When it came into the list."),
    Column("asked_again_on", "asked_again_on", "Put off until this day."),
    Column("taken_by", "taken_by__username", "Who has it."),
    Column("taken_at", "taken_at", "Since when."),
    Column("decision", "decision", "corrected or kept; empty: nobody has decided."),
    Column("decided_by", "decided_by__username", "Who decided."),
    Column("decided_at", "decided_at", "When that was decided."),
    Column("decided_why", "decided_why", "The reason that was given to keep it."),
    Column("correction", "correction__right", "What the correction says is right."),
)

#: Who read who a source is; of whom, the alias alone.
IDENTITY_READINGS = (
    Column("at", "at", "When."),
    Column("by", "by__username", "Who read it, asked for it, published or was cleared."),
    Column(
        "purpose", "purpose", "read, written, publishing, stopped (it was named), refused, cleared."
    ),
    Column("source", "source__label", "The source’s alias; empty: whoever was cleared."),
    Column("reason", "reason", "The reason that was given."),
    Column("seen_by", "seen_by__username", "Which head of the desk has seen this line."),
    Column("seen_at", "seen_at", "When they saw it."),
)

#: Fields that stay, by "model.field", each with the reason.
NOT_EXPORTED = {
    "Revision.body": "the marked HTML; its words are exported as text",
    "Revision.edits": "counts saves, so that a form knows that it is old",
    "Revision.search": "made from the words, to search by",
    "Claim.edits": "counts saves, so that a form knows that it is old",
    "Claim.accepted_by": "the desk's own, told on the claim's evidence sheet",
    "Claim.accepted_at": "the desk's own, told on the claim's evidence sheet",
    "Claim.accepted_why": "the desk's own, told on the claim's evidence sheet",
    "StaleClaim.before": "exported as the verdict that it had: was",
    "StaleClaim.after": "exported as the verdict that it got: became",
    "FormerSlug.story": "exported with the story, as former_slugs",
    "FormerSlug.slug": "exported with the story, as former_slugs",
}

NOT_EXPORTED |= dict.fromkeys(
    (
        f"Check.{field}"
        for field in (
            "story",
            "key",
            "claim",
            "first_published",
            "basis",
            "day",
            "answer",
            "verdict",
            "facts",
            "lists",
            "at",
            "replaced_at",
        )
    ),
    "told with the claim, in words",
)
NOT_EXPORTED |= dict.fromkeys(
    (f"Digest.{field}" for field in ("day", "to", "sent_at")),
    "that a mail was sent, so that none is sent twice",
)
NOT_EXPORTED |= dict.fromkeys(
    (
        f"CheckRun.{field}"
        for field in ("started_at", "ended_at", "everything", "day", "lists", "claims", "written")
    ),
    "how the work goes, not what it says",
)

#: How a story came about is the desk's own; of a source's identity nothing leaves.
_DESK_ONLY = {
    "SavedText": "revision edits why headline standfirst byline dateline body claims by at",
    "Draft": "story by edits text at",
    "Presence": "story who seen_at",
    "Approval": "revision fingerprint refused note by at",
    "GroupSettings": "group four_eyes",
    "StaffSession": "session_data expire_date user ended_at ended_why",
    "Note": "story key text by at settled_by settled_at",
    "Assignment": "story to task due by at done_at",
    "PreviewLink": (
        "story public_id for_whom needs_login by made_at expires_at revoked_by revoked_at"
    ),
    "Picture": "story public_id file sha256 width height alt credit caption by at",
    "SourceIdentity": "source ciphertext key_id changed_by changed_at",
}
NOT_EXPORTED |= {
    f"{model}.{field}": "the desk's own"
    for model, fields in _DESK_ONLY.items()
    for field in fields.split()
} | {
    "Revision.picture": "shown on the page",
    "Story.status_by": "the desk's own, told in the story's bar",
    "Story.status_at": "the desk's own, told in the story's bar",
}
