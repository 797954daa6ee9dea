"""Who may read who a source is, and who is told of it. No superuser is, by being one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import m2m_changed, pre_save
from django.dispatch import receiver

from newsroom.models import IdentityReading

READS = "read_sourceidentity"
HEADS = "view_identityreading"
#: What is told of whoever comes to hold one of these, before how they do.
GIVEN = {READS: "", HEADS: "Sees these readings from now on. "}


def cleared(user: User | AnonymousUser) -> bool:
    """Whether they may read identities, after a second factor and with a reason."""
    return _holds(user, READS)


def is_head(user: User | AnonymousUser) -> bool:
    """Whether readings are theirs to see."""
    return _holds(user, HEADS)


def cleared_people() -> QuerySet[User]:
    return _holding(READS).order_by("username")


def heads() -> QuerySet[User]:
    return _holding(HEADS).order_by("username")


def unseen_readings() -> QuerySet[IdentityReading]:
    """What no head has seen. A comparison that found nothing told nobody anything."""
    return IdentityReading.objects.filter(seen_at__isnull=True).exclude(
        purpose=IdentityReading.Purpose.PUBLISHING
    )


def _holds(user: User | AnonymousUser, codename: str) -> bool:
    return user.is_authenticated and _holding(codename).filter(pk=user.pk).exists()


def _holding(codename: str) -> QuerySet[User]:
    return _given_to(codename).filter(is_active=True, is_staff=True)


def _given_to(codename: str) -> QuerySet[User]:
    """By a group or by name alone: Django's own `has_perm` says yes to every superuser.

    Those too whose account is switched off: it may be switched on again.
    """
    permission = Permission.objects.filter(
        Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk")),
        codename=codename,
        content_type__app_label="newsroom",
    )
    return User.objects.filter(Exists(permission))


# ---- The head is told -------------------------------------------------------------------------


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def tell_of_clearance(
    sender: Any, instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Whoever comes to be cleared, or to be a head, is told to the desk's heads, like a reading.

    A head can tick off what others would have to see, so who becomes one is not left to the trail.
    By whom, the audit trail says. What reaches the tables past Django is seen in `cleared_people`,
    which the head's list names each time.
    """
    if action != "post_add" or not pk_set:
        return
    for codename, what in GIVEN.items():
        for user, how in _given(sender, instance, pk_set, codename):
            IdentityReading.objects.create(
                by=user, purpose=IdentityReading.Purpose.CLEARED, reason=what + how
            )


def tell_of_lost_guard(user: User) -> None:
    """Somebody cleared has no second factor any more: whoever has their password enrols the next.

    An administrator can set that password too, so the desk's head is told and asks the owner.
    """
    if _given_to(READS).filter(pk=user.pk).exists():
        IdentityReading.objects.create(
            by=user,
            purpose=IdentityReading.Purpose.CLEARED,
            reason="Their second factor was taken away: whoever logs in next enrols another.",
        )


@receiver(pre_save, sender=User)
def tell_of_return(
    sender: Any, instance: User, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """Whoever was cleared when their account was switched off is cleared when it is on again."""
    switched = update_fields is None or {"is_active", "is_staff"} & update_fields
    if not (switched and instance.pk and instance.is_active and instance.is_staff):
        return
    was_off = Q(is_active=False) | Q(is_staff=False)
    for codename, what in GIVEN.items():
        if _given_to(codename).filter(was_off, pk=instance.pk).exists():
            IdentityReading.objects.create(
                by=instance,
                purpose=IdentityReading.Purpose.CLEARED,
                reason=what + "Their account was switched on again.",
            )


def _given(sender: Any, instance: Any, pk_set: set[int], codename: str) -> list[tuple[User, str]]:
    """Whom these new rows give it to, and how. Each relation can be written from both ends."""
    wanted = Q(codename=codename, content_type__app_label="newsroom")
    if isinstance(instance, Permission):
        if not (instance.codename == codename and instance.content_type.app_label == "newsroom"):
            return []
        permissions = Permission.objects.filter(pk=instance.pk)
    else:
        permissions = Permission.objects.filter(wanted)
    if sender is User.groups.through:
        users, groups = (
            (User.objects.filter(pk=instance.pk), Group.objects.filter(pk__in=pk_set))
            if isinstance(instance, User)
            else (User.objects.filter(pk__in=pk_set), Group.objects.filter(pk=instance.pk))
        )
        giving = list(groups.filter(permissions__in=permissions))
        return [(user, f"Joined the group {group}.") for group in giving for user in users]
    if sender is User.user_permissions.through:
        if isinstance(instance, User):
            given = permissions.filter(pk__in=pk_set).exists()
            return [(instance, "Was given the permission.")] if given else []
        return [(user, "Was given the permission.") for user in User.objects.filter(pk__in=pk_set)]
    if isinstance(instance, Group):
        giving = [instance] if permissions.filter(pk__in=pk_set).exists() else []
    else:
        giving = list(Group.objects.filter(pk__in=pk_set))
    return [
        (user, f"The group {group} was given the permission.")
        for group in giving
        for user in group.user_set.all()
    ]
