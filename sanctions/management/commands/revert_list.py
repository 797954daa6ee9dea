"""`revert_list`: take the newest applied version of a list back."""

from django.contrib.auth.models import User

from sanctions import versions
from sanctions.management.decision import DecisionCommand
from sanctions.models import ListVersion


class Command(DecisionCommand):
    help = (
        "Take the newest applied version of a list back: what the version before said stands "
        "again, and the reverted one counts in no answer. Nothing is deleted."
    )

    def decide(self, version: ListVersion, *, by: User | None, why: str) -> versions.Outcome:
        return versions.revert(version, by=by, why=why)
