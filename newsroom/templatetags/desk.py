"""For the desk's pages: what of the published stories somebody should look at."""

from django import template
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from newsroom.admin.front import MOST, Front
from newsroom.clearance import is_head, unseen_readings
from newsroom.models import Claim, ClaimLink, StaleClaim

register = template.Library()


@register.simple_tag
def claims_taken_back() -> QuerySet[Claim]:
    """Published claims that point to what only reverted list versions showed, story by story."""
    links = ClaimLink.objects.live().taken_back()
    return (
        Claim.objects.filter(pk__in=links.values("claim"))
        .select_related("revision__story")
        .order_by("revision__story", "position", "pk")
    )


@register.inclusion_tag("admin/newsroom/_front.html")
def desk_front(user: User) -> dict[str, object]:
    """What is theirs, what waits for them, and what goes out."""
    return {
        "front": Front.of(user),
        "most": MOST,
        "user": user,
        "writes": user.has_perm("newsroom.change_story"),
        "today": timezone.localdate(),
    }


@register.simple_tag
def stale_claims() -> int:
    """Published sentences that do not match the records and wait for somebody to decide."""
    return StaleClaim.objects.due().untrue().count()


@register.simple_tag
def unseen_identity_readings(user: User) -> int:
    """What the desk's head has not seen yet of who read who a source is; nothing for others."""
    return unseen_readings().exclude(by=user.pk).count() if is_head(user) else 0
