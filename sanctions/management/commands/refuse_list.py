"""`refuse_list`: a second person's no to a version that is held."""

from django.contrib.auth.models import User

from sanctions import versions
from sanctions.management.decision import DecisionCommand
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome


class Command(DecisionCommand):
    help = "Refuse a list version that is held: nothing changes for readers; its bytes stay kept."

    def decide(self, version: ListVersion, *, by: User | None, why: str) -> Outcome:
        return versions.refuse(version, by=by, why=why)
