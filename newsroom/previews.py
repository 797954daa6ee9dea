"""Links under which one story can be read before readers can (decision 34).

What counts is the row: who it is for, whether it needs an account, until when. The address holds
the row's id, signed, so that nobody finds a link by trying.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from newsroom.logbook import log
from newsroom.models import PreviewLink, Revision, Story
from newsroom.workflow import WorkflowError
from newsroom.workflow.locks import shown
from newsroom.workflow.outgoing import NamesSource, refusal_is_kept, sources_named

#: A preview lasts at most a day, as the database insists too.
MOST_HOURS = 24

_signer = Signer(salt="newsroom.previews", sep="~")


@refusal_is_kept
def make(
    story: Story, *, by: User, for_whom: str, hours: int, needs_login: bool = True
) -> PreviewLink | NamesSource:
    """A link that ends after so many hours by the database's clock.

    One that strangers can open is made only of a text that names no source we protect, as it
    stands then.
    """
    if story.withdrawn_at is not None:
        raise WorkflowError("The story is withdrawn: nobody is to read it.")
    if not 1 <= hours <= MOST_HOURS:
        raise WorkflowError(f"A preview lasts 1 to {MOST_HOURS} hours.")
    if not needs_login and (named := sources_named(newest_of(story), by, None)):
        return NamesSource(named)
    link = PreviewLink.objects.create(
        story=story,
        public_id=secrets.token_urlsafe(16),
        for_whom=for_whom,
        needs_login=needs_login,
        by=by,
        made_at=Now(),
        expires_at=Now() + timedelta(hours=hours),
    )
    log(by, story, f"Made a preview for {for_whom}, until {shown(link.expires_at)}.")
    return link


@transaction.atomic
def revoke(link: PreviewLink, *, by: User) -> None:
    """It opens nothing from now on. One that has ended already stays as it ended."""
    found = PreviewLink.objects.filter(pk=link.pk, revoked_at=None, expires_at__gt=Now())
    if found.update(revoked_by=by, revoked_at=Now()):
        log(by, link.story, f"Revoked the preview for {link.for_whom}.")


def address_of(link: PreviewLink) -> str:
    return reverse("preview", args=[_signer.sign(link.public_id)])


def at(token: str) -> PreviewLink | None:
    """The link that a token opens now, with its story; None for every other token.

    A forged one is looked for too, in vain: nobody learns by the time it takes whether an address
    was ever good.
    """
    try:
        public_id = _signer.unsign(token)
    except BadSignature:
        public_id = ""
    links = PreviewLink.objects.open().select_related("story", "by")
    return links.filter(public_id=public_id).first()


def revision_of(link: PreviewLink) -> Revision:
    """What it shows: the newest revision, as it stands when the link is opened."""
    return newest_of(link.story)


def newest_of(story: Story) -> Revision:
    revisions = Revision.objects.filter(story=story).select_related("story", "picture")
    return revisions.order_by("-number")[:1].get()
