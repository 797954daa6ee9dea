"""What a claim can assert: each kind with its columns, roles, sentence and rule. No database.

A kind is a module here with a class `KIND`; nothing else names it (docs/adding-an-assertion.md).
A kind's sentence is built from the claim's columns and from the names of its records, so that the
desk sees it while it is being built and readers see the same words.
"""

from importlib import import_module
from pkgutil import iter_modules

from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.facts import Answer, Facts, On, Outcome


def discovered() -> dict[str, type[Assertion]]:
    """Every kind by its name, in the order in which they are offered."""
    found: dict[str, type[Assertion]] = {}
    for module in iter_modules(__path__):
        kind = getattr(import_module(f"{__name__}.{module.name}"), "KIND", None)
        if kind is None:
            continue
        if kind.kind in found:
            raise ValueError(f"{module.name}: {kind.kind} is another kind's name")
        found[kind.kind] = kind
    return dict(sorted(found.items(), key=lambda one: (one[1].place, one[0])))


ASSERTIONS = discovered()


def choices() -> list[tuple[str, str]]:
    """The kinds as a form or a model offers them."""
    return [(name, kind.label) for name, kind in ASSERTIONS.items()]


def sentence(claim: Columns, records: Records) -> str:
    """The claim's assertion in plain language; "" while nobody has said what it asserts."""
    assertion = ASSERTIONS.get(claim.kind)
    if assertion is None:
        return ""
    text = assertion.sentence(claim, records)
    return f"{text[:1].upper()}{text[1:]}."


__all__ = [
    "ASSERTIONS",
    "Answer",
    "Assertion",
    "Columns",
    "Constraint",
    "Facts",
    "On",
    "Outcome",
    "Records",
    "Role",
    "choices",
    "discovered",
    "sentence",
]
