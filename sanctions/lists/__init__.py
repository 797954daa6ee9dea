"""The lists that can be read: what each is, and who reads its files. No database.

A publisher is a module or folder here with a tuple `PUBLICATIONS`; nothing else names it
(docs/adding-a-list.md).
"""

from importlib import import_module
from pkgutil import iter_modules

from sanctions.lists.publication import Publication


def discovered() -> dict[str, Publication]:
    """Every publisher's publications by their code, in the order of the modules' names."""
    found: dict[str, Publication] = {}
    for module in sorted(iter_modules(__path__), key=lambda one: one.name):
        publisher = import_module(f"{__name__}.{module.name}")
        for publication in getattr(publisher, "PUBLICATIONS", ()):
            if publication.code in found:
                raise ValueError(f"{publisher.__name__}: {publication.code} is another list's code")
            found[publication.code] = publication
    return found


PUBLICATIONS = discovered()
