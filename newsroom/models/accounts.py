"""Accounts, groups and devices of other apps: proxies whose triggers write the audit trail.

Nothing else uses them. Passwords, keys and codes are secret: the trail tells that they changed.
"""

from __future__ import annotations

import pgtrigger
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from sanctions.models.audit import audited

_OF_USER = ("auth.user", "{row}.user_id")
#: What a device counts whenever it is used.
_COUNTS = ("throttling_failure_timestamp", "throttling_failure_count", "last_used_at")


class AuditedUser(User):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(without=["last_login"], secret=["password"])


class AuditedGroup(Group):
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited()


class AuditedMembership(User.groups.through):  # type: ignore[name-defined,misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(of=_OF_USER)


class AuditedUserPermission(User.user_permissions.through):  # type: ignore[name-defined,misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(of=_OF_USER)


class AuditedGroupPermission(Group.permissions.through):  # type: ignore[name-defined,misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(of=("auth.group", "{row}.group_id"))


class AuditedTOTPDevice(TOTPDevice):  # type: ignore[misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(of=_OF_USER, without=[*_COUNTS, "drift", "last_t"], secret=["key"])


class AuditedStaticDevice(StaticDevice):  # type: ignore[misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(of=_OF_USER, without=_COUNTS)


class AuditedStaticToken(StaticToken):  # type: ignore[misc]
    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(
            of=(
                "auth.user",
                "SELECT user_id FROM otp_static_staticdevice WHERE id = {row}.device_id",
            ),
            secret=["token"],
        )


class AuditedLogEntry(LogEntry):
    """The history in words is added to all day: only who alters it is told."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = audited(
            of=_OF_USER,
            without=["change_message"],
            operation=pgtrigger.Update | pgtrigger.Delete,
        )
