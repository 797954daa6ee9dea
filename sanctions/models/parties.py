"""Who is listed, and what people decided about who is who."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from sanctions.fields import PERMISSIONS
from sanctions.ids import new_public_id
from sanctions.models.audit import audited
from sanctions.models.changed import ChangedRecord, tells_changed
from sanctions.models.changes import notes_changes
from sanctions.models.lists import ListVersion
from sanctions.names import sort_key, tokens
from sanctions.querysets import OfficialManager, PartyQuerySet


class Party(models.Model):
    """A person, organisation, vessel or aircraft; may stand behind entries on several lists.

    `listed_name` follows the newest list, `desk_name` is our own spelling and beats it. Public
    from `public_from` on: an import sets it for whoever a list names, an editor for a party on
    no list. `reverted` is one that only reverted list versions named, and nothing of the desk's:
    its address says so, and nothing else tells of it.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Organisation"
        VESSEL = "vessel", "Vessel"
        AIRCRAFT = "aircraft", "Aircraft"

    public_id = models.CharField(max_length=12, default=new_public_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    desk_name = models.CharField(
        "name, our spelling", max_length=300, blank=True, help_text="“Freddy Ñáñez”."
    )
    listed_name = models.CharField("name as listed", max_length=400, blank=True, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)
    tokens = ArrayField(models.CharField(max_length=100), editable=False, default=list)
    description = models.CharField(
        max_length=300, blank=True, help_text="Who it is, in a few words of ours."
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        db_index=False,
    )
    public_from = models.DateTimeField(
        null=True, blank=True, help_text="When readers may see it; empty means not yet."
    )
    reverted = models.BooleanField(default=False, editable=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.PARTY, "{row}.id"),
                (ChangedRecord.Kind.PARTY, "{row}.merged_into_id"),
                columns=["desk_name", "listed_name", "merged_into_id", "public_from", "reverted"],
                new_counts="false",  # nothing rests on it yet
            ),
            # What people write; an import makes tens of thousands, without a name of ours.
            *audited(
                only=["desk_name", "description", "merged_into", "public_from"],
                new_counts="{row}.desk_name <> '' OR {row}.listed_name = ''",
            ),
        ]
        verbose_name_plural = "parties"
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["kind", "sort_key", "id"], name="party_kind_sort"),
            models.Index(fields=["sort_key", "id"], name="party_sort"),
            models.Index(Coalesce("merged_into", "id"), name="party_them"),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),  # few are; the rest need no room in it
                name="party_merged",
            ),
            models.Index(fields=["public_from"], name="party_public_from"),
            GinIndex(fields=["tokens"], name="party_tokens"),
        ]
        constraints = [
            # Not by `unique=True`, which makes a second index, for LIKE, that nobody uses.
            models.UniqueConstraint(fields=["public_id"], name="party_address_is_unique"),
            models.CheckConstraint(
                condition=~Q(desk_name="", listed_name=""),
                name="party_has_a_name",
                violation_error_message="Give the party a name.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="party_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.listed_name or self.desk_name)
        self.tokens = tokens(f"{self.desk_name} {self.listed_name}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "sort_key", "tokens"}  # type: ignore[misc]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        section = "officials" if self.kind == self.Kind.PERSON else "parties"
        return f"/{section}/{self.public_id}/"

    @property
    def name(self) -> str:
        """Our spelling where we have one, else the list's."""
        return self.desk_name or self.listed_name


class Official(Party):
    """A party that is a person: whom the stories are about."""

    objects: ClassVar[OfficialManager] = OfficialManager()  # type: ignore[assignment]

    class Meta:
        proxy = True
        default_permissions = PERMISSIONS

    def save(self, *args: object, **kwargs: object) -> None:
        self.kind = Party.Kind.PERSON
        super().save(*args, **kwargs)


class Decision(models.Model):
    """A person's yes or no. A no is remembered too."""

    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_why = models.TextField("reason")

    class Meta:
        abstract = True


class SameParty(Decision):
    """Whether two parties are one. `one` is the older row, so that a pair is decided once.

    A decision that another took the place of stays, with the moment when that was.
    """

    one = models.ForeignKey(Party, models.PROTECT, related_name="+")
    other = models.ForeignKey(Party, models.PROTECT, related_name="+")
    same = models.BooleanField("the same party")
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.PARTY, "{row}.one_id"),
                (ChangedRecord.Kind.PARTY, "{row}.other_id"),
                columns=["one_id", "other_id", "same", "replaced_at"],
            ),
            *audited(),
        ]
        verbose_name = "same-party decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(one__lt=F("other")),
                name="same_party_pair_is_ordered",
                violation_error_message="Choose two different parties, the older one first.",
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=Q(replaced_at__isnull=True),
                name="same_party_is_decided_once",
                violation_error_message="This pair has been decided already: change that decision.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} {'is' if self.same else 'is not'} {self.other}"


class PartySuggestion(models.Model):
    """Two parties that may be one, and why; a person decides (`SameParty`)."""

    one = models.ForeignKey(Party, models.CASCADE, related_name="+")
    other = models.ForeignKey(Party, models.CASCADE, related_name="+")
    weight = models.PositiveSmallIntegerField(help_text="The more speaks for it, the greater.")
    reasons = models.JSONField(help_text="What both have, and what sets them apart, in words.")
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = PERMISSIONS
        ordering = ["-weight", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="suggestion_pair_is_ordered"
            ),
            models.UniqueConstraint(fields=["one", "other"], name="suggestion_is_made_once"),
        ]

    def __str__(self) -> str:
        return f"{self.one} may be {self.other}"


class NoEntry(Decision):
    """A party was looked for on a list version and is not there."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="no_entries")
    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="no_entries")

    class Meta:
        default_permissions = PERMISSIONS
        triggers = [
            notes_changes(),
            *tells_changed(
                (ChangedRecord.Kind.PARTY, "{row}.party_id"), columns=["party_id", "version_id"]
            ),
            *audited(of=("sanctions.party", "{row}.party_id")),
        ]
        verbose_name = "no-entry decision"
        constraints = [
            models.UniqueConstraint(
                fields=["party", "version"],
                name="no_entry_is_decided_once",
                violation_error_message="This party has been looked for on this version already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: no entry on {self.version}"
