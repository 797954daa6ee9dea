"""What the guard's messages are made of: whole numbers, names, and what passes unseen."""

from collections.abc import Iterable

from sanctions.guard.report import Identity, Named, Report, Some

#: Entries named in a message; the page of the held version names more.
NAMED = 5


def most(number: int, share: float, report: Report) -> int:
    return max(number, share_of(share, report.before))


def share_of(share: float, total: int) -> int:
    """How many a share allows, of whole entries: 0.5 % of 1,400 are 7, though not for floats."""
    return int(round(share * total, 6))


def within(report: Report) -> str:
    return "" if report.coverage is None else f" under {', '.join(report.coverage)}"


def unseen(allowed: int) -> str:
    return f"at most {allowed:,} are applied unseen"


def counted(total: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{total:,} {what if total == 1 else plural}"


def names_of(some: Some[Named]) -> str:
    return listed(some.first, some.total)


def listed(first: Iterable[Named], total: int) -> str:
    shown = [f"{one.number} {one.name}" for one in first][:NAMED]
    return "; ".join(shown) + more(total)


def turned(some: Some[Identity]) -> str:
    shown = [
        f"{one.number} was {who(one.name_before, one.born_before)}, is now "
        f"{who(one.name_after, one.born_after)}"
        for one in some.first[:NAMED]
    ]
    return "; ".join(shown) + more(some.total)


def who(name: str, born: tuple[str, ...]) -> str:
    return f"{name} ({', '.join(born[:2])})" if born else name


def more(total: int) -> str:
    return f"; and {total - NAMED:,} more" if total > NAMED else ""
