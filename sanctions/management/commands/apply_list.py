"""`apply_list`: a second person's yes to a version that is held."""

from django.contrib.auth.models import User

from sanctions import versions
from sanctions.management.decision import DecisionCommand
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome


class Command(DecisionCommand):
    help = (
        "Apply a list version that is held: readers see it from then on. Where another one has "
        "been applied or reverted since, it is compared again, and stays held if that finds "
        "something new."
    )

    def decide(self, version: ListVersion, *, by: User | None, why: str) -> Outcome:
        return versions.apply_held(version, by=by, why=why, progress=self.progress)
