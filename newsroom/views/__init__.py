"""Pages that readers see. Everything they show enters by a queryset's `published()` or `public()`."""
