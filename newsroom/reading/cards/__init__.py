"""What readers see beside a claim: its verdicts, its records with their dated facts, its source.

Public words never say "is sanctioned": they name the list, its day and what stands there. A record
that readers may not see is not shown, and a source is named as far as its terms allow.
"""

from newsroom.reading.cards.claims import ClaimCard, cards_of, taken_back_of, told
from newsroom.reading.cards.desk_records import chain_of, chains_of, desk_record_card
from newsroom.reading.cards.facts import Fact, RecordCard
from newsroom.reading.cards.links import links_of
from newsroom.reading.cards.names import spoken
from newsroom.reading.cards.sources import SourceLine, is_public, kept_document

__all__ = [
    "ClaimCard",
    "Fact",
    "RecordCard",
    "SourceLine",
    "cards_of",
    "chain_of",
    "chains_of",
    "desk_record_card",
    "is_public",
    "kept_document",
    "links_of",
    "spoken",
    "taken_back_of",
    "told",
]
