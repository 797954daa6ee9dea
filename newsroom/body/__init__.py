"""Body HTML: cleaning, marks, the words under a mark, and rendering with claims. No queries."""

from newsroom.body.cleaning import clean
from newsroom.body.marks import Mark, empty_marks, marks, plain_text, same_words
from newsroom.body.places import text_of

__all__ = ["Mark", "clean", "empty_marks", "marks", "plain_text", "same_words", "text_of"]
