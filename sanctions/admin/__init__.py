"""The desk's screens for the records: lists are read here, what the desk keeps is edited."""

from sanctions.admin import (
    audit,
    desk,
    documents,
    entries,
    exports,
    fetches,
    list_versions,
    lists,
    parties,
    same_party,
)

__all__ = [
    "audit",
    "desk",
    "documents",
    "entries",
    "exports",
    "fetches",
    "list_versions",
    "lists",
    "parties",
    "same_party",
]
