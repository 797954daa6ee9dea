"""What may be seen, and what was so on a day. No writes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now
from django.db.models.lookups import IsNull

from sanctions.history import Answer
from sanctions.names import fold, tokens

if TYPE_CHECKING:
    from sanctions.models import (  # noqa: F401
        Designation,
        DeskRecord,
        Document,
        ListVersion,
        Official,
        Party,
        SanctionsList,
    )


class SanctionsListQuerySet(models.QuerySet["SanctionsList"]):
    def with_newest(self) -> Self:
        """Each list with `newest_pk`, `newest_dated`, `newest_sequence`, `newest_entries`.

        They are those of the version by which it is known how old the list is (`freshest_first`).
        """
        from sanctions.models import ListVersion

        newest = ListVersion.objects.applied().filter(list=OuterRef("pk")).freshest_first()
        return self.annotate(
            newest_pk=Subquery(newest.values("pk")[:1]),
            newest_dated=Subquery(newest.values("dated")[:1]),
            newest_sequence=Subquery(newest.values("sequence")[:1]),
            newest_entries=Subquery(newest.values("entry_count")[:1]),
        )

    def public(self) -> Self:
        """Lists of which a version has been applied."""
        return self.with_newest().filter(newest_pk__isnull=False)


class ListVersionQuerySet(models.QuerySet["ListVersion"]):
    def applied(self) -> Self:
        """The versions that count in answers, and that readers may see."""
        return self.filter(status="applied")

    def standing(self) -> Self:
        """The versions that today's answers rest on.

        The newest of each list, and older ones for what no newer one is complete for or carries.
        """
        from sanctions.models import ListVersion

        newer = ListVersion.objects.applied().filter(
            Q(coverage__isnull=True) | Q(coverage__contains=OuterRef("coverage")),
            list=OuterRef("list"),
            sequence__gt=OuterRef("sequence"),
            fields__contains=OuterRef("fields"),
        )
        return self.applied().filter(~Exists(newer))

    def freshest_first(self) -> Self:
        """First the version by which it is known how old its list is, and how long.

        An excerpt tells nothing of most entries: it stands for a list only where no whole version
        does.
        """
        return self.order_by(IsNull(F("coverage"), True).desc(), "-sequence")

    def reaching(self, code: str | F | OuterRef) -> Self:
        """Those that are complete for a programme."""
        return self.filter(Q(coverage__isnull=True) | Q(coverage__contains=[code]))


class PartyQuerySet(models.QuerySet["Party"]):
    def public(self) -> Self:
        """The one definition of which parties readers may see."""
        return self.filter(public_from__lte=Now(), reverted=False)

    def taken_back(self) -> Self:
        """Of whom readers are told only that the list versions that named them were reverted."""
        return self.filter(public_from__lte=Now(), reverted=True)

    def standing_for(self, keys: Collection[int]) -> Self:
        """These parties, and those that were joined to them.

        What they have is asked for by `party__in`: with OR across a join no index would be used.
        """
        return self.filter(Q(pk__in=keys) | Q(merged_into__in=keys))

    def designated(self, day: date) -> Self:
        """A row for each designation of each: `them`, `on_list` (a key), `on_day` (an answer)."""
        to = _Paths("entries__designations__", "entries__")
        return (
            self.with_them()
            .annotate(
                on_list=F("entries__list"),
                on_day=_on_day(day, to),
                counts_not=F("entries__designations__reverted"),
            )
            .filter(counts_not=False)
        )

    def as_of(self, day: date) -> Self:
        """Each with `on_day`, whether on any list that day; null for who never was on one.

        One that was joined to another is answered for as that one.
        """
        from sanctions.models import Party

        them = Coalesce(OuterRef("merged_into"), OuterRef("pk"))
        found: Any = Party.objects.designated(day)
        found = found.filter(them=them)

        def any_with(answer: Answer) -> When:
            return When(Exists(found.filter(on_day=answer)), then=Value(answer.value))

        return self.annotate(
            on_day=Case(
                any_with(Answer.YES),
                any_with(Answer.CANNOT_TELL),
                any_with(Answer.NO),
                output_field=models.CharField(),
            )
        )

    def on_day(
        self, day: date, answer: Answer, lists: Collection[str] = (), *, one_by_one: bool = False
    ) -> Self:
        """Who was, was not or may have been on one of these lists (any, without) on a day.

        Whoever never was on one of them is in none of the three. `one_by_one` keeps PostgreSQL
        from joining all with all, where few are wanted (`bearing`).
        """
        from sanctions.models import Party, SanctionsList

        found: Any = Party.objects.designated(day)
        found = found.filter(them=OuterRef("pk"))
        if lists:
            keys = SanctionsList.objects.filter(code__in=lists).values("pk")
            found = found.filter(on_list__in=keys)

        def some(rows: PartyQuerySet) -> Q:
            if one_by_one:
                return Q(IsNull(Subquery(rows.values("pk")[:1]), False))
            return Q(Exists(rows))

        yes = some(found.filter(on_day=Answer.YES))
        if answer is Answer.YES:
            return self.filter(yes)
        cannot_tell = some(found.filter(on_day=Answer.CANNOT_TELL))
        if answer is Answer.CANNOT_TELL:
            return self.filter(cannot_tell, ~yes)
        return self.filter(some(found), ~yes, ~cannot_tell)

    def with_them(self) -> Self:
        """Each with `them`: the party that it was joined to, or itself."""
        return self.annotate(them=Coalesce("merged_into", "pk"))

    def named(self, query: str) -> Self:
        """Whose names hold every word of the query in full, or whose entry has that number."""
        from sanctions.models import Entry, Name, Party

        words = tokens(query)
        if not words:
            return self.none()
        # A union, for with OR between them no index would be used.
        named = Party.objects.order_by().filter(tokens__contains=words).values("pk")
        listed = Name.objects.order_by().filter(tokens__contains=words).values("entry__party")
        numbered = Entry.objects.filter(number=query.strip()).values("party")
        return self.filter(pk__in=named.union(listed, numbered))

    def bearing(self, words: Sequence[str]) -> Self:
        """Who has, or was joined to who has, all these words in one name; found one by one.

        For words that very many bear: the first few in an order are found without the others.
        """
        from sanctions.models import Name, Party

        them = Party.objects.public().filter(
            Q(pk=OuterRef(OuterRef("pk"))) | Q(merged_into=OuterRef(OuterRef("pk")))
        )
        # Of two values, not EXISTS: that would be turned into a join of all with all.
        published = Name.objects.filter(tokens__contains=words, entry__party__in=them)
        own = Party.objects.filter(tokens__contains=words, pk__in=them)
        return self.annotate(
            bears=Coalesce(Subquery(own.values("pk")[:1]), Subquery(published.values("pk")[:1]))
        ).filter(bears__isnull=False)


class OfficialManager(models.Manager["Official"]):
    """Persons only."""

    def get_queryset(self) -> PartyQuerySet:  # type: ignore[override]
        return PartyQuerySet(self.model, using=self._db).filter(kind="person")

    def public(self) -> PartyQuerySet:
        return self.get_queryset().public()

    def named(self, query: str) -> PartyQuerySet:
        return self.get_queryset().named(query)


class _Shares(Func):
    """Whether a JSON array of words and a column of words have one in common."""

    template = "(%(expressions)s::text[])"
    arg_joiner = " ?| "
    output_field = models.BooleanField()


#: Of dated words: those that readers may know of, which are those that count.
SHOWN_WORDS = Q(action=None) | Q(action__public_from__lte=Now())


class DesignationQuerySet(models.QuerySet["Designation"]):
    def counted(self) -> Self:
        """Those that a version tells of which was not reverted."""
        return self.filter(reverted=False)

    def public(self) -> Self:
        return self.counted().filter(
            entry__party__public_from__lte=Now(), entry__party__reverted=False
        )

    def open(self) -> Self:
        """On the newest version that reaches them."""
        return self.counted().filter(last_seen__isnull=True)

    def with_conflicts(self) -> Self:
        """Those with a dated word that counts, and no day: what is told cannot all be true."""
        from sanctions.models import DesignationDate

        def without_day(end: str) -> Q:
            word = DesignationDate.objects.filter(SHOWN_WORDS, designation=OuterRef("pk"), end=end)
            return Q(Exists(word), **{f"{end}_on__isnull": True})

        return self.counted().filter(without_day("listed") | without_day("delisted"))

    def with_seen_to(self) -> Self:
        """Each with `seen_to`: the last day of the newest applied version that tells of it."""
        newest = _telling().annotate(told_to=_UNTIL).order_by("-sequence")
        return self.annotate(seen_to=Subquery(newest.values("told_to")[:1]))

    def with_seen_from(self) -> Self:
        """Each with `seen_from`: the day of the first applied version that tells of it."""
        first = _telling().order_by("sequence")
        return self.annotate(seen_from=Subquery(first.values("dated")[:1]))

    def as_of(self, day: date) -> Self:
        """Each with `on_day`, whether it was listed on that day: "yes", "no", "cannot tell".

        The same as `sanctions.history.as_of` says of one spell; of several of an entry, of a
        party, of a list it is yes where one is, else cannot tell where one is, else no.
        """
        return self.annotate(on_day=_on_day(day))


class _Paths(NamedTuple):
    """From a queryset's model to its designations, and to their entries."""

    designation: str = ""
    entry: str = "entry__"


def _telling(to: _Paths = _Paths()) -> ListVersionQuerySet:  # noqa: B008  # a tuple
    """The applied versions that tell of an outer query's designation.

    A version tells of a designation when it is complete for its programme, or when it holds the
    entry: an entry that a version carries, it carries whole. An excerpt that lacks the entry tells
    nothing of the entry's programmes outside.
    """
    from sanctions.models import EntryVersion

    held = EntryVersion.objects.filter(
        _Shares(F("content__programmes"), OuterRef("coverage")),
        entry=OuterRef(OuterRef(f"{to.designation}entry")),
        span__contains=OuterRef("sequence"),
    )
    return _of_its_list(to).filter(
        Q(coverage__isnull=True)
        | Q(
            coverage__contains=Func(
                OuterRef(f"{to.designation}programme__code"),
                function="ARRAY",
                template="%(function)s[%(expressions)s]",
            )
        )
        | Exists(held)
    )


def _of_its_list(to: _Paths) -> ListVersionQuerySet:
    from sanctions.models import ListVersion

    return ListVersion.objects.applied().filter(list=OuterRef(f"{to.entry}list"))


#: The last day of which a version tells.
_UNTIL = Coalesce("confirmed_on", "dated")


def _tells(to: _Paths, **days: date) -> Q:
    """Of a designation: whether a version with such a `dated` or `told_to` tells of it.

    Most lists are whole. PostgreSQL reads those once for all rows, and looks for an excerpt that
    tells of a row only where the list has one of such a day.
    """
    whole = _of_its_list(to).filter(coverage__isnull=True).alias(told_to=_UNTIL)
    excerpt = _of_its_list(to).filter(coverage__isnull=False).alias(told_to=_UNTIL)
    telling = _telling(to).alias(told_to=_UNTIL).filter(**days)
    return Q(Exists(whole.filter(**days))) | Q(Exists(excerpt.filter(**days))) & Q(Exists(telling))


def _on_day(day: date, to: _Paths = _Paths()) -> Case:  # noqa: B008  # a tuple
    """The answer for one spell of a designation, as an expression."""
    from sanctions.models import Designation

    yes, no, cannot_tell = (Value(answer.value) for answer in Answer)

    def its(**columns: Any) -> Q:
        return Q(**{f"{to.designation}{name}": value for name, value in columns.items()})

    later = Designation.objects.counted().filter(
        entry=OuterRef(f"{to.designation}entry"),
        programme=OuterRef(f"{to.designation}programme"),
        spell__gt=OuterRef(f"{to.designation}spell"),
    )
    the_day_after = day + timedelta(days=1)
    listed = Case(
        When(its(listed_on__startswith__gt=day), then=no),
        When(its(listed_on__endswith__lte=the_day_after), then=yes),
        default=cannot_tell,
    )
    delisted = Case(
        When(its(delisted_on__startswith__gt=day), then=yes),
        When(its(delisted_on__endswith__lte=the_day_after), then=no),
        default=cannot_tell,
    )
    before = Case(
        When(its(last_absent__isnull=True) | its(last_absent__lt=day), then=listed),
        # It was missing from that list: what is told of an earlier day is another spell's.
        When(its(spell__gt=1) | its(listed_on__isnull=False), then=no),
        When(_tells(to, dated__lte=day), then=no),
        default=cannot_tell,
    )
    not_gone = its(first_gone__isnull=True) | its(first_gone__gt=day)
    return Case(
        When(its(first_seen__gt=day), then=before),
        When(its(last_seen__gt=day) | its(last_seen=day) & not_gone, then=yes),
        When(its(last_seen__isnull=True) & _tells(to, told_to__gte=day), then=yes),
        When(not_gone, then=delisted),
        When(_tells(to, told_to__gte=day) | Q(Exists(later)), then=no),
        default=cannot_tell,
        output_field=models.CharField(),
    )


_CHAIN = """
    WITH RECURSIVE chain (id, supersedes_id) AS (
        SELECT id, supersedes_id FROM sanctions_deskrecord WHERE id = ANY(%s)
        UNION
        SELECT record.id, record.supersedes_id
        FROM sanctions_deskrecord record
        JOIN chain ON record.supersedes_id = chain.id OR record.id = chain.supersedes_id
    )
    SELECT id FROM chain
"""


class DeskRecordQuerySet(models.QuerySet["DeskRecord"]):
    def public(self) -> Self:
        """The one definition of which desk records readers may see."""
        return self.filter(public_from__lte=Now())

    def chained_with(self, keys: Collection[int]) -> Self:
        """These records with all that they supersede and all that supersedes them."""
        return self.filter(pk__in=RawSQL(_CHAIN, [list(keys)]))  # noqa: S611  # keys are bound

    def matching(self, query: str) -> Self:
        """Whose title or number holds every word of the query."""
        found = self
        for word in fold(query).split() or [""]:
            found = found.filter(Q(title__icontains=word) | Q(number__iexact=word))
        return found


class DocumentQuerySet(models.QuerySet["Document"]):
    def public(self) -> Self:
        return self.filter(access="public")
