"""Dated facts kept by the desk, each with the document that proves it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sanctions.fields import PERMISSIONS, PartialDateField
from sanctions.ids import new_public_id
from sanctions.models.audit import audited
from sanctions.models.changed import ChangedRecord, tells_changed
from sanctions.models.changes import notes_changes
from sanctions.models.documents import Document
from sanctions.models.lists import Programme
from sanctions.models.parties import Party
from sanctions.querysets import DeskRecordQuerySet


def _only(kind: str, **otherwise: object) -> Q:
    """Columns that only rows of this kind may fill."""
    return Q(kind=kind) | Q(**otherwise)


class DeskRecord(models.Model):
    """An action, licence, case, reward, position, event or roster.

    `begins` and `ends` bound the period, each as exactly as known; `known_until` is the last day
    for which the desk knows it to hold. A reward that is raised or a licence that is replaced is
    a new row that supersedes the old one.
    """

    class Kind(models.TextChoices):
        ACTION = "action", "Action"
        LICENCE = "licence", "Licence"
        CASE = "case", "Case"
        REWARD = "reward", "Reward"
        POSITION = "position", "Position"
        EVENT = "event", "Event"
        ROSTER = "roster", "Roster"

    kind = models.CharField(max_length=10, choices=Kind)
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    slug = models.SlugField(
        max_length=120, blank=True, help_text="An action's address. Leave empty for other kinds."
    )
    title = models.CharField(
        max_length=300, help_text="“21 officials designated”, “Director of SEBIN”."
    )
    number = models.CharField(max_length=60, blank=True, help_text="“41A”, “jy2730”.")
    authority = models.CharField(max_length=200, blank=True, help_text="“US Treasury, OFAC”.")
    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="desk_records"
    )
    legal_basis = models.CharField(max_length=200, blank=True, help_text="“E.O. 13692”.")
    summary = models.TextField(blank=True, help_text="What it says, in our words.")
    begins = PartialDateField(
        "begins", null=True, blank=True, help_text="Its day, or its first one."
    )
    ends = PartialDateField(
        "ends", null=True, blank=True, help_text="Its last day, where it has one."
    )
    known_until = models.DateField(
        null=True, blank=True, help_text="The last day for which we know that it holds."
    )
    amount = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, help_text="USD")
    winds_down = models.BooleanField(
        default=False, help_text="A licence that only lets business be wound down."
    )
    complete = models.BooleanField(
        default=False, help_text="A roster or an action that names everybody who belongs."
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="desk_records"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    parties = models.ManyToManyField(Party, through="DeskRecordParty", related_name="desk_records")
    public_from = models.DateTimeField(
        null=True, blank=True, help_text="When readers may see it; empty means not yet."
    )

    objects = DeskRecordQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.DESK_RECORD, "{row}.id"),
                (ChangedRecord.Kind.DESK_RECORD, "{row}.supersedes_id"),
                columns=[
                    *("kind", "title", "number", "authority", "begins", "ends", "known_until"),
                    *("amount", "currency", "winds_down", "complete", "supersedes_id"),
                    "public_from",
                ],
                new_counts="{row}.supersedes_id IS NOT NULL",  # else nothing rests on it yet
            ),
            *audited(),
        ]
        ordering = ["-begins", "kind", "title"]
        indexes = [models.Index(fields=["kind", "-begins"], name="desk_record_kind_begins")]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=~Q(slug=""),
                name="desk_record_slug_is_unique",
                violation_error_message="Another record has this address: choose another.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="action")
                | Q(begins__isnull=False) & ~Q(authority="") & ~Q(slug=""),
                name="action_has_day_authority_and_address",
                violation_error_message="An action needs its day, its authority and an address.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="licence") | Q(begins__isnull=False) & ~Q(number=""),
                name="licence_has_number_and_day",
                violation_error_message="A licence needs its number and the day it was issued.",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["case", "event"]) | Q(begins__isnull=False),
                name="case_and_event_have_a_day",
                violation_error_message="A case and an event need their day.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reward")
                | Q(begins__isnull=False, amount__gt=0, currency__regex=r"^[A-Z]{3}$"),
                name="reward_has_amount_currency_and_day",
                violation_error_message="A reward needs its amount, its currency (USD), its day.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="roster")
                | Q(begins__isnull=False)
                | Q(known_until__isnull=False),
                name="roster_has_a_day",
                violation_error_message="A roster needs the day for which it holds.",
            ),
            models.CheckConstraint(
                condition=_only("reward", amount__isnull=True, currency=""),
                name="only_a_reward_has_an_amount",
                violation_error_message="Only a reward has an amount and a currency.",
            ),
            models.CheckConstraint(
                condition=_only("licence", winds_down=False),
                name="only_a_licence_winds_down",
                violation_error_message="Only a licence can wind down.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["roster", "action"]) | Q(complete=False),
                name="only_a_roster_or_an_action_is_complete",
                violation_error_message="Only a roster or an action can be complete.",
            ),
            models.CheckConstraint(
                condition=_only("action", slug=""),
                name="only_an_action_has_a_slug",
                violation_error_message="Only an action's address has words: leave it empty.",
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True)
                | Q(ends__isnull=True)
                | Q(ends__endswith__gt=F("begins__startswith")),
                name="desk_record_ends_after_it_begins",
                violation_error_message="It ends before it begins: look at both days.",
            ),
            models.CheckConstraint(
                condition=~Q(supersedes=F("id")), name="desk_record_does_not_supersede_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.begins.short})" if self.begins else self.title

    def get_absolute_url(self) -> str:
        if self.kind == self.Kind.ACTION:
            return f"/actions/{self.slug}/"
        return f"/records/{self.public_id}/"


class DeskRecordParty(models.Model):
    """A party's part in a desk record, in the words of its document."""

    class Role(models.TextChoices):
        DESIGNATED = "designated", "designated"
        DELISTED = "delisted", "delisted"
        HOLDER = "holder", "holder"
        ORGANISATION = "organisation", "organisation"
        MEMBER = "member", "member"
        DEFENDANT = "defendant", "defendant"
        SUBJECT = "subject", "subject"
        LICENSEE = "licensee", "licensee"
        PARTICIPANT = "participant", "participant"

    desk_record = models.ForeignKey(DeskRecord, models.CASCADE, related_name="desk_record_parties")
    party = models.ForeignKey(Party, models.PROTECT, related_name="desk_record_parties")
    role = models.CharField(max_length=12, choices=Role)
    heading = models.CharField(
        max_length=200, blank=True, help_text="Under which the document names it: “GNB Officials”."
    )
    written_as = models.CharField(
        max_length=300, blank=True, help_text="If the document spells it otherwise: “Marcana”."
    )

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.DESK_RECORD, "{row}.desk_record_id"),
                columns=["desk_record_id", "party_id", "role", "heading"],
            ),
            *audited(of=("sanctions.deskrecord", "{row}.desk_record_id")),
        ]
        verbose_name = "party of a desk record"
        verbose_name_plural = "parties of desk records"
        constraints = [
            models.UniqueConstraint(
                fields=["desk_record", "party", "role"],
                name="party_has_a_role_once",
                violation_error_message="This party has this role already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.role}"
