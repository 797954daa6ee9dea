"""An identity read and written by people: each time by somebody cleared, with a reason, noted."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from newsroom.clearance import cleared
from newsroom.identities.sealing import Identity, IdentityError, Refused, opened, sealed
from newsroom.models import IdentityReading, Source, SourceIdentity
from newsroom.naming import Words
from newsroom.second_factor import verified_recently

#: A reason shorter than this says nothing.
SHORTEST_REASON = 10
Purpose = IdentityReading.Purpose


def is_kept(source: Source) -> bool:
    """Whether there is one. Only the cleared may be told."""
    return SourceIdentity.objects.filter(source=source).exists()


@sensitive_variables()
def read(source: Source, by: User, reason: str, request: HttpRequest) -> Identity:
    """Who the source is, for somebody cleared who gave a second factor just now and says why.

    Nothing is handed over unless the reading has been written down for good.
    """
    identity: Identity | IdentityError
    with transaction.atomic(durable=True):
        try:
            _refuse_unfit(source, by, request)
            row = SourceIdentity.objects.select_related("source").filter(source=source).first()
            if row is None:
                raise Refused(f"No identity of “{source.label}” is kept.")
            identity = opened(row, settings.SOURCE_KEYS)
            _refuse_reason(reason, identity)
        except IdentityError as error:
            note(source, by, Purpose.REFUSED, str(error))
            identity = error
        else:
            note(source, by, Purpose.READ, reason)
    if isinstance(identity, IdentityError):
        raise identity
    return identity


@sensitive_variables()
def write(
    source: Source, identity: Identity, by: User, reason: str, request: HttpRequest | None
) -> None:
    """Keep this in place of what was kept. No request: the demo's loader writes."""
    refusal: IdentityError | None = None
    with transaction.atomic():
        try:
            _refuse_unfit(source, by, request)
            _refuse_reason(reason, identity)
            _refuse_telling_source(source, identity)
            ciphertext, key = sealed(source, identity)
        except IdentityError as error:
            note(source, by, Purpose.REFUSED, str(error))
            refusal = error
        else:
            SourceIdentity.objects.update_or_create(
                source=source,
                defaults={
                    "ciphertext": ciphertext,
                    "key_id": key,
                    "changed_by": by,
                    "changed_at": timezone.now(),
                },
            )
            note(source, by, Purpose.WRITTEN, reason)
    if refusal:
        raise refusal


def note_refusal(source: Source, by: User) -> None:
    """Somebody who is not cleared asked for it; once an hour is enough to know."""
    hour = timezone.now() - timedelta(hours=1)
    if not IdentityReading.objects.filter(
        source=source, by=by, purpose=Purpose.REFUSED, at__gt=hour
    ).exists():
        note(source, by, Purpose.REFUSED, "Asked without being cleared.")


def _refuse_unfit(source: Source, by: User, request: HttpRequest | None) -> None:
    if not cleared(by):
        raise Refused("You are not cleared to read who sources are.")
    if request is not None and not verified_recently(request):
        raise Refused("Give your second factor again first.")
    if source.kind != Source.Kind.CONFIDENTIAL:
        raise Refused(f"“{source.label}” is no confidential source.")


@sensitive_variables("identity")
def _refuse_reason(reason: str, identity: Identity) -> None:
    if len("".join(reason.split())) < SHORTEST_REASON:
        raise Refused(f"Say why, in at least {SHORTEST_REASON} letters.")
    if identity.is_named(Words(reason), partly=True):
        raise Refused("Your reason names the source, and others read it. Say it with the alias.")


@sensitive_variables("identity")
def _refuse_telling_source(source: Source, identity: Identity) -> None:
    """What everybody at the desk reads of a source must not tell who it is."""
    for what, text, address in (
        ("label", source.label, False),
        ("address", source.slug, True),
        ("description", source.description, False),
    ):
        if identity.is_named(Words(text, address=address), partly=True):
            raise Refused(
                f"The source's {what} has a name of this identity in it, and everybody at the "
                f"desk reads it. Change the {what} first."
            )


def note(source: Source, by: User, purpose: Purpose, reason: str) -> None:
    IdentityReading.objects.create(source=source, by=by, purpose=purpose, reason=reason[:300])
