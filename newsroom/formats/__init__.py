"""How days are written, by language, where it differs from what Django brings."""
