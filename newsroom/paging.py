"""Pages of long lists: “1–15 of 21 · Next 6”, as links that keep the query."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, QueryDict

PER_PAGE = 15
#: How far pages reach into a list, in rows. Who is further on is found by a filter: the database
#: would count through all the rows before.
REACH = 15_000


def page_number(request: HttpRequest) -> int:
    """The page that is asked for, from 1; what is no such number is a page that is not there."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= len(number) <= 6 and int(number)):
        raise Http404("There is no such page of this list.")
    return int(number)


@dataclass(frozen=True)
class Page:
    """Which rows of a list are shown. `number` counts from 1.

    `more`: there are more rows than `total`; nobody has counted them.
    """

    number: int
    total: int
    query: QueryDict
    per_page: int = PER_PAGE
    more: bool = False

    def __post_init__(self) -> None:
        if self.number > 1 and self.start >= self.reach:
            raise Http404("There is no such page of this list.")

    @property
    def reach(self) -> int:
        return min(self.total, REACH)

    @property
    def ends_early(self) -> bool:
        """Whether this is the last page though rows are left."""
        return self.stop == self.reach and (self.more or self.reach < self.total)

    @property
    def start(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def stop(self) -> int:
        return min(self.start + self.per_page, self.reach)

    @property
    def rows(self) -> slice:
        return slice(self.start, self.stop)

    @property
    def told(self) -> str:
        """“1–15 of 21”, “1–15 of more than 300”."""
        if not self.total:
            return ""
        return f"{self.start + 1:,}–{self.stop:,} of {'more than ' * self.more}{self.total:,}"

    @property
    def next_count(self) -> int:
        return min(self.per_page, self.reach - self.stop)

    @property
    def next_query(self) -> str:
        return self._query(self.number + 1) if self.next_count else ""

    @property
    def previous_query(self) -> str:
        return self._query(self.number - 1) if self.number > 1 else ""

    def _query(self, number: int) -> str:
        query = self.query.copy()
        query.pop("page", None)
        if number > 1:
            query["page"] = str(number)
        return f"?{query.urlencode()}"
