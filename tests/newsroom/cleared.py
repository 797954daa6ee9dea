"""What tests of identities share: a confidential source, and somebody who may read who it is."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.models import Group, User
from django.http import HttpRequest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom import identities
from newsroom.identities import Identity
from newsroom.models import Source
from newsroom.roles import create_missing_groups
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import logged_in

#: In no text of a test but where it is meant to be found.
NAME = "Zoraida Quebrantahuesos"
REASON = "To ask about the second document."
WHO = Identity(
    name=NAME,
    other_names="La Quebrantahuesos",
    contact="zoraida@example.org",
    notes="Met at the fountain.",
)


def cleared_editor(name: str = "clara", role: str = "editor") -> User:
    user = factories.user(role, username=name)
    user.groups.add(Group.objects.get(name="cleared"))
    return user


def head(name: str = "hedda") -> User:
    user = factories.user("editor", username=name)
    user.groups.add(Group.objects.get(name="head"))
    return user


def confidential(label: str = "Lamplighter", **columns: Any) -> Source:
    columns = {"kind": "confidential", "terms": "off_record"} | columns
    return stories.source(label, **columns)


def kept(who: Identity = WHO, label: str = "Lamplighter", **columns: Any) -> Source:
    """A confidential source whose identity is kept, written by somebody who is nobody's test."""
    create_missing_groups()
    writer = User.objects.filter(username="writer").first() or cleared_editor("writer")
    source = confidential(label, **columns)
    identities.write(source, who, writer, "Written for a test.", None)
    return source


def verified(user: User, minutes_ago: float = 0) -> Client:
    """Somebody's browser in which a second factor was given."""
    client = logged_in(user)
    device = TOTPDevice.objects.create(user=user, name="app", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session["second_factor_at"] = int(time.time() - minutes_ago * 60)
    session.save()
    return client


def asking(user: User) -> HttpRequest:
    """A request of somebody who gave a second factor just now."""
    request = HttpRequest()
    request.user = user
    request.user.is_verified = lambda: True  # type: ignore[attr-defined]
    request.session = {"second_factor_at": int(time.time())}  # type: ignore[assignment]
    return request


def address(source: Source) -> str:
    return f"/admin/newsroom/source/{source.pk}/identity/"
