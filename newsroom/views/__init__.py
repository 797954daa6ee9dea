"""Pages that readers see. All they show enters by a queryset's `published()` or `public()`."""
