"""Who confidential sources are: the only package that encrypts it, and the only one that decrypts.

The keys are in the environment and never in the database. Whatever decrypts for somebody leaves
an `IdentityReading` in the same transaction, before it hands anything over. No message, log line
or error of it tells anything but the source's alias and the number of a key.
"""

from newsroom.clearance import cleared
from newsroom.identities.outgoing import MOST_STOPS, Passage, are_any_kept, named_in
from newsroom.identities.readings import SHORTEST_REASON, is_kept, note_refusal, read, write
from newsroom.identities.sealing import (
    Identity,
    IdentityError,
    Refused,
    Unreadable,
    check,
    count,
    key_id,
    keys_lacking,
    rotate,
)

__all__ = [
    "MOST_STOPS",
    "SHORTEST_REASON",
    "Identity",
    "IdentityError",
    "Passage",
    "Refused",
    "Unreadable",
    "are_any_kept",
    "check",
    "cleared",
    "count",
    "is_kept",
    "key_id",
    "keys_lacking",
    "named_in",
    "note_refusal",
    "read",
    "rotate",
    "write",
]
