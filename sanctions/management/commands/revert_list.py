"""`revert_list`: take the newest applied version of a list back."""

from django.contrib.auth.models import User

from sanctions.management.decision import DecisionCommand
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome
from sanctions.reverting import revert


class Command(DecisionCommand):
    help = (
        "Take the newest applied version of a list back: what the version before said stands "
        "again, and the reverted one counts in no answer. Nothing is deleted. A version that "
        "stands for an earlier one after a revert goes together with that one: both are taken back."
    )

    def decide(self, version: ListVersion, *, by: User | None, why: str) -> Outcome:
        return revert(version, by=by, why=why)
