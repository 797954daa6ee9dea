"""Two texts that were made of one, in one text again: text, blocks, words. Pure, no database."""

from newsroom.merging.texts import FIELDS, LINES, Collision, Merged, Text, merge

__all__ = ["FIELDS", "LINES", "Collision", "Merged", "Text", "merge"]
