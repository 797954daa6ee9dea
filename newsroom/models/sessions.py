"""Sessions of the desk, each of which knows whose it is; and what ends them.

Triggers end all sessions of somebody in the moment in which something is taken from them, whoever
takes it and by whatever means (decision 0036). What is given ends none.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from sanctions.triggers import Unavoidable


class StaffSession(AbstractBaseSession):
    """One that has ended stays, empty, until it would have expired: to say why, once.

    `session_key` is a hash of the key that the browser has: a backup opens no session.
    """

    class Why(models.TextChoices):
        RIGHTS = "rights", "Something that the account might do was taken away"
        PASSWORD = "password", "The account’s password was changed"
        DEVICE = "device", "The account’s second factor was taken away or replaced"
        ASKED = "asked", "Somebody ended it"

    # No way back from the account: a list of accounts could be filtered by it, letter by letter.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DB_CASCADE, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=8, choices=Why, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="")
                | Q(ended_at__isnull=False, session_data="") & ~Q(ended_why=""),
                name="session_that_ended_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"session of account {self.user_id}"

    @classmethod
    def get_session_store_class(cls) -> type:
        from newsroom.sessions import SessionStore  # noqa: PLC0415, it imports this module

        return SessionStore


def ends_sessions(
    why: StaffSession.Why,
    of: str,
    *,
    operation: pgtrigger.Operation,
    condition: str = "",
    name: str = "",
) -> Unavoidable:
    """For a model's Meta: what is done to a row ends the sessions of the accounts `of` it."""
    return Unavoidable(
        name=name or f"ends_sessions_for_{why}",
        when=pgtrigger.After,
        operation=operation,
        condition=pgtrigger.Condition(condition) if condition else None,
        func=f"""
            UPDATE newsroom_staffsession
            SET ended_at = now(), ended_why = '{why}', session_data = ''
            WHERE ended_at IS NULL AND user_id IN ({of});
            RETURN NULL;
        """,  # noqa: S608, both are written in this module
    )


_GONE = pgtrigger.Delete | pgtrigger.Update


class AccountSessions(User):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            ends_sessions(
                StaffSession.Why.RIGHTS,
                "OLD.id",
                operation=pgtrigger.UpdateOf("is_active", "is_staff", "is_superuser"),  # type: ignore[no-untyped-call]
                condition="OLD.is_active > NEW.is_active OR OLD.is_staff > NEW.is_staff"
                " OR OLD.is_superuser > NEW.is_superuser",
            ),
            ends_sessions(
                StaffSession.Why.PASSWORD,
                "OLD.id",
                operation=pgtrigger.UpdateOf("password"),  # type: ignore[no-untyped-call]
                condition="OLD.password IS DISTINCT FROM NEW.password",
            ),
        ]


class MembershipSessions(User.groups.through):  # type: ignore[name-defined,misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [ends_sessions(StaffSession.Why.RIGHTS, "OLD.user_id", operation=_GONE)]


class UserPermissionSessions(User.user_permissions.through):  # type: ignore[name-defined,misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [ends_sessions(StaffSession.Why.RIGHTS, "OLD.user_id", operation=_GONE)]


class GroupPermissionSessions(Group.permissions.through):  # type: ignore[name-defined,misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            ends_sessions(
                StaffSession.Why.RIGHTS,
                "SELECT user_id FROM auth_user_groups WHERE group_id = OLD.group_id",
                operation=_GONE,
            )
        ]


def _ends_with_device(key: str = "") -> list[Unavoidable]:
    """A device that never counted ends nothing; another key is another device."""
    changed = " OR OLD.{0} IS DISTINCT FROM NEW.{0}"
    return [
        ends_sessions(
            StaffSession.Why.DEVICE,
            "OLD.user_id",
            operation=pgtrigger.Delete,
            condition="OLD.confirmed",
        ),
        ends_sessions(
            StaffSession.Why.DEVICE,
            "OLD.user_id",
            name="ends_sessions_for_other_device",
            operation=pgtrigger.Update,
            condition="OLD.confirmed AND (NOT NEW.confirmed OR OLD.user_id <> NEW.user_id"
            f"{changed.format(key) if key else ''})",
        ),
    ]


class AppSessions(TOTPDevice):  # type: ignore[misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _ends_with_device("key")


class RecoveryCodeSessions(StaticDevice):  # type: ignore[misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = _ends_with_device()
