"""`apply_list`: a second person's yes to a version that is held."""

from django.contrib.auth.models import User

from sanctions import versions
from sanctions.management.decision import DecisionCommand
from sanctions.models import ListVersion


class Command(DecisionCommand):
    help = (
        "Apply a list version that is held: readers see it from then on. Where another one has "
        "been applied since it was compared, it is compared again and stays held."
    )

    def decide(self, version: ListVersion, *, by: User | None, why: str) -> versions.Outcome:
        return versions.apply_held(version, by=by, why=why, progress=self.progress)
