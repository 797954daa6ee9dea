"""One line of the table that benchmarks print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import ge, le


@dataclass(frozen=True)
class Row:
    """What was measured: ours beside a peer's, and the limit on their ratio or on ours.

    `ratio` is how often the peer's goes into ours: of rates, more is better; of times, less.
    Without a peer the limit is on our own figure.
    """

    what: str
    ours: float
    unit: str
    peer: str = ""
    theirs: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.ours / self.theirs if self.theirs else None

    @property
    def holds(self) -> bool:
        measured = self.ours if self.ratio is None else self.ratio
        limits = ((ge, self.at_least), (le, self.at_most))
        return all(within(measured, limit) for within, limit in limits if limit is not None)

    @property
    def limit(self) -> str:
        signs = (("≥", self.at_least), ("≤", self.at_most))
        return " ".join(f"{sign} {limit:g}" for sign, limit in signs if limit is not None)


def table(rows: Iterable[Row]) -> str:
    cells = [("", "ours", "", "beside", "", "ratio", "limit", "")]
    for row in rows:
        theirs = "" if row.theirs is None else f"{row.theirs:.4g}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        verdict = ("" if row.holds else "missed") if row.limit else "no limit"
        cells.append(
            (row.what, f"{row.ours:.4g}", row.unit, row.peer, theirs, ratio, row.limit, verdict)
        )
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )
