"""What people do with stories and claims. Each step names its actor and is one transaction.

Every step locks the story first: two people who press a button at once come one after the other,
and the second is told if what they looked at has changed. Knows no requests.
"""

from newsroom.workflow.claims import (
    accept_contradiction,
    add_claim,
    assert_claim,
    confirm,
    drop_claim,
    link,
    unlink,
)
from newsroom.workflow.errors import Conflict, CorrectionNote, NotReady, WorkflowError
from newsroom.workflow.importing import bring_in, bring_into, foreign_marks
from newsroom.workflow.marks import mark_again
from newsroom.workflow.meaning import COLUMNS, Record, state_of, target_of
from newsroom.workflow.notes import add_note, assign, finish, settle_note
from newsroom.workflow.outgoing import (
    NamesSource,
    sources_named_in_address,
    sources_named_in_label,
)
from newsroom.workflow.publishing import publish, take_back, withdraw
from newsroom.workflow.restoring import restore
from newsroom.workflow.review import AnotherText, approve, hand_over, send_back
from newsroom.workflow.text import (
    RESERVED_SLUGS,
    foreign_keys,
    free_slug,
    save_story,
    save_text,
    slug_problem,
    start_story,
    working_revision,
)

__all__ = [
    "COLUMNS",
    "RESERVED_SLUGS",
    "AnotherText",
    "Conflict",
    "CorrectionNote",
    "NamesSource",
    "NotReady",
    "Record",
    "WorkflowError",
    "accept_contradiction",
    "add_claim",
    "add_note",
    "approve",
    "assert_claim",
    "assign",
    "bring_in",
    "bring_into",
    "confirm",
    "drop_claim",
    "finish",
    "foreign_keys",
    "foreign_marks",
    "free_slug",
    "hand_over",
    "link",
    "mark_again",
    "publish",
    "restore",
    "save_story",
    "save_text",
    "send_back",
    "settle_note",
    "slug_problem",
    "sources_named_in_address",
    "sources_named_in_label",
    "start_story",
    "state_of",
    "take_back",
    "target_of",
    "unlink",
    "withdraw",
    "working_revision",
]
