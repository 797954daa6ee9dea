"""The newsroom with one page more: an answer that never changes, behind the same middleware."""
