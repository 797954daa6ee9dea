"""Body HTML: cleaning, marks, the words under a mark, and rendering with claims. No queries."""

from newsroom.body.marks import same_words

__all__ = ["same_words"]
