"""Claims: a span of a story's text, what it asserts, and the records it points to."""

from __future__ import annotations

from collections.abc import Iterator

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import Exact

from newsroom import assertions
from newsroom.assertions import ASSERTIONS
from newsroom.body import same_words
from newsroom.models.lapsing import lapses_approval
from newsroom.models.sources import Source
from newsroom.models.stories import OF_REVISION, Revision
from newsroom.querysets import ClaimLinkQuerySet, ClaimQuerySet
from sanctions.fields import PERMISSIONS, PartialDateField, by_somebody
from sanctions.models import Designation, DeskRecord, Document, Party, Programme, SanctionsList
from sanctions.models.audit import audited
from sanctions.models.changes import notes_changes

#: The columns of a claim that go out to readers: its words, what it asserts, and who says so.
ASSERTED = (
    "key",
    "words",
    "kind",
    "source_id",
    "document_id",
    "comparator",
    "about",
    "number",
    "unit",
    "authority",
    "period_from",
    "period_to",
    "heading",
    "quote",
    "reported",
    "tense",
)


def _of_kinds() -> Iterator[models.CheckConstraint]:
    """What each kind of assertion asks of a claim's columns."""
    for kind in ASSERTIONS.values():
        asked = kind.constraint
        if asked is None:
            continue
        filled: dict[str, object] = {}
        if "number" in kind.needs:
            filled |= {"number__gt": 0} if asked.above_zero else {"number__isnull": False}
        if "unit" in kind.needs:
            filled["unit__in"] = list(asked.units)
        condition = Q(**filled)
        for column in sorted(set(kind.needs) - {"number", "unit"}):
            condition &= ~Q((column, ""))
        yield models.CheckConstraint(
            condition=~Q(kind=kind.kind) | condition,
            name=asked.name,
            violation_error_message=asked.message,
        )


class Claim(models.Model):
    """A span of a revision's text with its assertion, source and links.

    The mark in the body carries `key`, so that it moves with the text. `words` are those under
    the mark at the last save, `position` its place in reading order: empty means that the mark
    has gone from the text. `confirmed_words` are those that a person last confirmed; other words
    make the claim unconfirmed. `accepted_why` is an editor's reason to publish what the records
    contradict: other words or another assertion ask for it again. `kind` is empty until somebody
    says what the claim asserts.
    """

    class Comparator(models.TextChoices):
        EXACTLY = "exactly", "exactly"
        MORE_THAN = "more_than", "more than"
        AT_LEAST = "at_least", "at least"
        FEWER_THAN = "fewer_than", "fewer than"
        UP_TO = "up_to", "up to"
        MOST = "most", "most of"
        ALL = "all", "all"
        NONE = "none", "none"

    class Unit(models.TextChoices):
        DESIGNATIONS = "designations", "designations"
        DAYS = "days", "days"
        WEEKS = "weeks", "weeks"
        MONTHS = "months", "months"
        YEARS = "years", "years"
        USD = "USD", "US dollars"
        EUR = "EUR", "euros"

    class Tense(models.TextChoices):
        PAST = "past", "it happened (true for ever, or never)"
        LASTING = "lasting", "a lasting state (can end)"

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="claims")
    key = models.CharField(
        max_length=8,
        validators=[RegexValidator(r"^[0-9a-z]{8}$", "A key is 8 letters and digits.")],
    )
    words = models.TextField(help_text="The words under the mark when the story was last saved.")
    position = models.PositiveIntegerField(null=True, blank=True)
    confirmed_words = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    kind = models.CharField(max_length=24, choices=assertions.choices, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="claims")
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text="The kept document in which the words stand.",
    )
    comparator = models.CharField(max_length=12, choices=Comparator, blank=True)
    about = models.BooleanField(default=False, help_text="The words say “about”, or mean it.")
    number = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=14, choices=Unit, blank=True)
    authority = models.CharField(
        max_length=200, blank=True, help_text="Who acts, as the words say: “US prosecutors”."
    )
    period_from = PartialDateField(null=True, blank=True)
    period_to = PartialDateField(null=True, blank=True)
    heading = models.CharField(
        max_length=200, blank=True, help_text="Only the parties under this heading are counted."
    )
    quote = models.TextField(blank=True, help_text="Word for word, unless it is reported speech.")
    reported = models.BooleanField(
        "reported speech",
        default=False,
        help_text="What was said stands in our words: nothing is quoted.",
    )
    tense = models.CharField(max_length=8, choices=Tense, default=Tense.PAST)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_why = models.TextField(
        blank=True, help_text="Why it is published although the records contradict it."
    )
    first_published = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When these words with this assertion first became public.",
    )
    edits = models.PositiveIntegerField(default=0, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["revision", "position", "pk"]
        indexes = [
            # For what is checked again when a list moves (newsroom/verdicts/touched.py).
            models.Index(fields=["kind", "tense"], name="claim_kind_and_tense"),
            GistIndex(
                fields=["period_to"],
                condition=Q(period_to__isnull=False),
                name="claim_period_to",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["revision", "key"], name="claim_key_is_unique"),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[0-9a-z]{8}$"), name="claim_key_is_well_formed"
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_words="", confirmed_at__isnull=True, confirmed_by__isnull=True
                )
                | (
                    ~Q(confirmed_words="")
                    & Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
                ),
                name="claim_confirmation_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(accepted_why="", accepted_at__isnull=True, accepted_by__isnull=True)
                | (~Q(accepted_why="") & Q(accepted_at__isnull=False, accepted_by__isnull=False)),
                name="claim_acceptance_is_whole",
                violation_error_message="Say why it is published although it is contradicted.",
            ),
            *_of_kinds(),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_claim_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Insert | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM newsroom_revision
                        WHERE id IN (NEW.revision_id, OLD.revision_id)
                        AND public_from <= statement_timestamp()
                    ) THEN
                        RAISE EXCEPTION 'The claims of a published revision are frozen.';
                    END IF;
                    RETURN coalesce(NEW, OLD);
                """,
            ),
            lapses_approval(
                """
                SELECT story_id FROM newsroom_revision
                WHERE id IN (NEW.revision_id, OLD.revision_id)
                """,
                ["revision_id", *ASSERTED],
            ),
            *audited(of=OF_REVISION, without=["edits"]),
        ]

    def __str__(self) -> str:
        return self.words or self.key

    def get_absolute_url(self) -> str:
        return f"{self.revision.story.get_absolute_url()}claims/{self.key}/"

    @property
    def tells_document(self) -> bool:
        """Whether readers may know its document: that of an unnamed source may tell who it is."""
        return self.source is None or self.source.terms == Source.Terms.ON_RECORD

    @property
    def is_confirmed(self) -> bool:
        """Whether a person confirmed the words that now stand under the mark."""
        return self.position is not None and same_words(self.words, self.confirmed_words)


_TARGETS = ("designation", "party", "programme", "list", "desk_record")


class ClaimLink(models.Model):
    """A claim's pointer to one record, and who decided that it belongs there."""

    class Role(models.TextChoices):
        DESIGNATION = "designation", "designation"
        ACTION = "action", "action"
        SCOPE = "scope", "counted in"
        ROSTER = "roster", "roster"
        PARTY = "party", "who"
        LIST = "list", "list"
        RECORD = "record", "record"
        FROM = "from", "from"
        TO = "to", "to"

    TARGETS = _TARGETS

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="links")
    role = models.CharField(max_length=12, choices=Role)
    designation = models.ForeignKey(
        Designation, models.PROTECT, null=True, blank=True, related_name="claim_links"
    )
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="claim_links"
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="claim_links"
    )
    list = models.ForeignKey(
        SanctionsList, models.PROTECT, null=True, blank=True, related_name="claim_links"
    )
    desk_record = models.ForeignKey(
        DeskRecord, models.PROTECT, null=True, blank=True, related_name="claim_links"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)

    objects = ClaimLinkQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["claim", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    Func(*_TARGETS, function="num_nonnulls", output_field=models.IntegerField()),
                    1,
                ),
                name="claim_link_has_one_record",
                violation_error_message="Choose exactly one record.",
            ),
            models.CheckConstraint(
                condition=by_somebody("decided"),
                name="claim_link_decision_is_whole",
            ),
            models.UniqueConstraint(
                fields=[
                    "claim",
                    "role",
                    "designation",
                    "party",
                    "programme",
                    "list",
                    "desk_record",
                ],
                nulls_distinct=False,
                name="claim_links_a_record_once",
                violation_error_message="The claim is linked to this record already.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_link_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "claim_id", "role", *(f"{target}_id" for target in _TARGETS)
                )
                | pgtrigger.Insert
                | pgtrigger.Delete,
                func="""
                    IF EXISTS (
                        SELECT 1 FROM newsroom_revision r
                        JOIN newsroom_claim c ON c.revision_id = r.id
                        WHERE c.id IN (NEW.claim_id, OLD.claim_id)
                        AND r.public_from <= statement_timestamp()
                    ) THEN
                        RAISE EXCEPTION 'The links of a published claim are frozen.';
                    END IF;
                    RETURN coalesce(NEW, OLD);
                """,
            ),
            notes_changes("decided_at"),
            *audited(
                of=(
                    "newsroom.story",
                    """
                    SELECT revision.story_id FROM newsroom_revision revision
                    JOIN newsroom_claim claim ON claim.revision_id = revision.id
                    WHERE claim.id = {row}.claim_id
                    """,
                )
            ),
            lapses_approval(
                """
                SELECT r.story_id FROM newsroom_revision r
                JOIN newsroom_claim c ON c.revision_id = r.id
                WHERE c.id IN (NEW.claim_id, OLD.claim_id)
                """,
                ["claim_id", "role", *(f"{target}_id" for target in _TARGETS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} → {self.record}"

    @property
    def record(self) -> Designation | Party | Programme | SanctionsList | DeskRecord:
        """The one record it points to."""
        for target in self.TARGETS:
            if getattr(self, f"{target}_id") is not None:
                return getattr(self, target)  # type: ignore[no-any-return]
        raise ValueError("A link without a record cannot be stored.")

    @property
    def record_type(self) -> str:
        """Which kind of record: one of `TARGETS`."""
        return next(t for t in self.TARGETS if getattr(self, f"{t}_id") is not None)
