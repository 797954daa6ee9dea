"""What readers may see of stories and claims. Every public page, feed and count enters here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from sanctions.models import EntryVersion, ListVersion

if TYPE_CHECKING:
    from newsroom.models import (  # noqa: F401
        Check,
        Claim,
        ClaimLink,
        Correction,
        Picture,
        PreviewLink,
        Revision,
        Source,
        StaleClaim,
        Story,
    )


class StoryQuerySet(models.QuerySet["Story"]):
    def with_live(self) -> Self:
        """Each with `live_id`: its newest revision whose `public_from` has passed, or null.

        The database's clock decides, so that no server whose clock is fast breaks an embargo.
        """
        from newsroom.models import Revision

        return self.annotate(
            live_id=Subquery(
                Revision.objects.public()
                .filter(story=OuterRef("pk"))
                .order_by("-number")
                .values("pk")[:1]
            ),
            published_at=Subquery(
                Revision.objects.public()
                .filter(story=OuterRef("pk"))
                .order_by("public_from")
                .values("public_from")[:1]
            ),
        )

    def published(self) -> Self:
        """The one definition of what the public may see: a live revision, and not withdrawn."""
        return self.with_live().filter(live_id__isnull=False, withdrawn_at__isnull=True)

    def withdrawn(self) -> Self:
        """Published once and withdrawn since: readers see the notice and nothing else."""
        return self.with_live().filter(live_id__isnull=False, withdrawn_at__isnull=False)


class RevisionQuerySet(models.QuerySet["Revision"]):
    def public(self) -> Self:
        """Revisions whose time has come; the newest of them is the live one."""
        return self.filter(public_from__lte=Now())

    def live(self) -> Self:
        """The live revisions of published stories: what readers read."""
        from newsroom.models import Revision

        newer = Revision.objects.public().filter(
            story=OuterRef("story"), number__gt=OuterRef("number")
        )
        return self.public().filter(~Exists(newer), story__withdrawn_at__isnull=True)

    def with_published_at(self) -> Self:
        """Each with `published_at`: when its story first became public."""
        from newsroom.models import Revision

        return self.annotate(
            published_at=Subquery(
                Revision.objects.public()
                .filter(story=OuterRef("story"))
                .order_by("public_from")
                .values("public_from")[:1]
            )
        )

    def working(self) -> Self:
        """What editors work on."""
        return self.filter(public_from__isnull=True)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def live(self) -> Self:
        """Claims that readers can open: those of live revisions, standing in the text."""
        from newsroom.models import Revision

        return self.filter(revision__in=Revision.objects.live(), position__isnull=False)

    def telling_documents(self) -> Self:
        """Those of which readers may know the document, as `Claim.tells_document` says."""
        from newsroom.models import Source

        return self.filter(Q(source=None) | Q(source__terms=Source.Terms.ON_RECORD))


class ClaimLinkQuerySet(models.QuerySet["ClaimLink"]):
    def live(self) -> Self:
        from newsroom.models import Claim

        return self.filter(claim__in=Claim.objects.live(), decided_at__isnull=False)

    def to_public_records(self) -> Self:
        """Links that a person decided on and whose record readers may see."""
        return self.filter(
            Q(
                designation__entry__party__public_from__lte=Now(),
                designation__entry__party__reverted=False,
                designation__reverted=False,
            )
            | Q(party__public_from__lte=Now(), party__reverted=False)
            | Q(desk_record__public_from__lte=Now())
            | Q(programme__isnull=False)
            | Q(list__isnull=False),
            decided_at__isnull=False,
        )

    def taken_back(self) -> Self:
        """Links that a person decided on and whose record only reverted list versions showed.

        Each with `taken_back_at`: when the last of those versions was reverted.
        """
        wording = EntryVersion.objects.filter(
            Q(entry=OuterRef(OuterRef("designation__entry")))
            | Q(entry__party=OuterRef(OuterRef("party"))),
            entry__list=OuterRef("list"),
            span__startswith=OuterRef("sequence"),
        )
        versions = ListVersion.objects.filter(Exists(wording), status=ListVersion.Status.REVERTED)
        return self.filter(
            Q(designation__reverted=True)
            | Q(designation__entry__party__reverted=True)
            | Q(party__reverted=True),
            decided_at__isnull=False,
        ).annotate(
            taken_back_at=Subquery(versions.order_by("-reverted_at").values("reverted_at")[:1])
        )


class SourceQuerySet(models.QuerySet["Source"]):
    def public(self) -> Self:
        """On the record, and cited by a claim that readers can open."""
        from newsroom.models import Claim

        return self.filter(
            Exists(Claim.objects.live().filter(source=OuterRef("pk"))), terms="on_record"
        )


class PictureQuerySet(models.QuerySet["Picture"]):
    def public(self) -> Self:
        """Those that readers see: what the live revision of a published story shows."""
        from newsroom.models import Revision

        return self.filter(Exists(Revision.objects.live().filter(picture=OuterRef("pk"))))


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def public(self) -> Self:
        """Corrections of stories that readers can read, once the corrected text is public."""
        return self.filter(
            revision_after__public_from__lte=Now(),
            revision_after__story=F("story"),
            story__withdrawn_at__isnull=True,
        )


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self) -> Self:
        """Those that open something now: none whose maker has left, none of a withdrawn story."""
        return self.filter(
            expires_at__gt=Now(),
            revoked_at__isnull=True,
            story__withdrawn_at__isnull=True,
            by__is_active=True,
            by__is_staff=True,
        )


class CheckQuerySet(models.QuerySet["Check"]):
    def current(self) -> Self:
        """Those that no later one of their key and basis has replaced."""
        return self.filter(replaced_at__isnull=True)


class StaleClaimQuerySet(models.QuerySet["StaleClaim"]):
    def open(self) -> Self:
        """Those about which nobody has decided."""
        return self.filter(decision="")

    def due(self) -> Self:
        """The open ones that nobody put off to a later day."""
        later = Q(asked_again_on__gt=timezone.localdate())
        return self.open().exclude(later)

    def with_verdict(self) -> Self:
        """Each with `standing`, how its claim stands where readers read, or null where it is gone;

        and `verdict_now`, the same, or the verdict by which it came here.
        """
        from newsroom.models import Check

        current = Check.objects.current().filter(story=OuterRef("story"), key=OuterRef("key"))
        return self.annotate(
            today=Subquery(current.filter(basis="today").values("verdict")[:1]),
            at_first=Subquery(current.filter(basis="publication").values("verdict")[:1]),
            standing=Case(
                When(story__withdrawn_at__isnull=False, then=Value(None)),
                # Supported today, and contradicted when it was published: that weighs more.
                When(Q(at_first="contradicted", today="supported"), then=F("at_first")),
                default=F("today"),
            ),
            verdict_now=Coalesce("standing", "after__verdict"),
        )

    def untrue(self) -> Self:
        """Those whose published sentence does not match the records now."""
        return self.with_verdict().filter(standing__in=("outdated", "contradicted"))
