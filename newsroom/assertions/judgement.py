"""An opinion, which nothing settles."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Records
from newsroom.assertions.said import ABOUT
from newsroom.facts import Answer, Facts, On, Outcome


class Judgement(Assertion):
    kind = "judgement"
    label = "Judgement"
    help = "An opinion. Nothing can settle it: it is attributed, and shown as such."
    place = 130
    takes = ("quote",)
    checkable = False
    names_records = False
    roles = ABOUT

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return "a judgement of its source, which nothing can settle"

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        return Outcome(Answer.CANNOT_TELL, "Nothing can settle a judgement.")


KIND = Judgement
