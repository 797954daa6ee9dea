"""What the records tell whoever builds on them, without knowing who that is."""

from django.dispatch import Signal

#: Parties that were one are two again: sent by `SameParty` in the decision's transaction.
#:
#: `decision` is the one that parts them. `since` has, by the key of each party on either side,
#: from when it was one with those on the other. A receiver answers a sentence for the desk about
#: what follows from it, or "". What it raises undoes the decision.
parties_parted = Signal()
