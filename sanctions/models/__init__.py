"""The records: DESIGN's vocabulary as tables. One file for each subject."""

from sanctions.models.audit import AuditEntry
from sanctions.models.changed import ChangedRecord
from sanctions.models.changes import Change
from sanctions.models.desk import DeskRecord, DeskRecordParty
from sanctions.models.documents import Document
from sanctions.models.entries import Designation, DesignationDate, Entry, EntryVersion, Name
from sanctions.models.exports import Export
from sanctions.models.lists import Fetch, ListVersion, Programme, SanctionsList
from sanctions.models.parties import NoEntry, Official, Party, PartySuggestion, SameParty

__all__ = [
    "AuditEntry",
    "Change",
    "ChangedRecord",
    "Designation",
    "DesignationDate",
    "DeskRecord",
    "DeskRecordParty",
    "Document",
    "Entry",
    "EntryVersion",
    "Export",
    "Fetch",
    "ListVersion",
    "Name",
    "NoEntry",
    "Official",
    "Party",
    "PartySuggestion",
    "Programme",
    "SameParty",
    "SanctionsList",
]
