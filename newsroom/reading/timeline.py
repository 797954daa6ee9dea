"""The time line: what is known of a party, drawn on the server as SVG and told as a table.

Knows no database. Uncertainty is drawn: a full bar is what lists or dated sources bear out, a
dashed box is a span in which no list held says, dots lie after the latest list held. Geometry is
in attributes and looks are in classes, for the policy allows no style in a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from newsroom.reading.tally import WORDS
from newsroom.reading.wording import counted, long, short, spanned, uncapitalised, when
from sanctions.dates import PartialDate

Attributes = dict[str, str]


# ---- What is drawn -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Spell:
    """One listing: `start` is None where the first list we hold has it already, `end` where
    nothing says that it ended. `seen_to` is the day of the newest list that tells of it."""

    start: PartialDate | None
    first_seen: date
    end: PartialDate | None
    seen_to: date
    last_seen: date | None = None


@dataclass(frozen=True)
class Listing:
    title: str
    programme: str
    spells: tuple[Spell, ...]


@dataclass(frozen=True)
class Dated:
    """An event: a case, with its day as exactly as known."""

    label: str
    day: PartialDate


@dataclass(frozen=True)
class Amount:
    """A step of a reward: its sum, also in words, from a day until the next one."""

    amount: Decimal
    told: str
    currency: str
    day: PartialDate
    until: date | None = None


@dataclass(frozen=True)
class Mark:
    """A claim on its day of publication; `now` is the verdict that its glyph shows.

    `words` are its own, with their marks: ““up to $15 million””.
    """

    day: date
    now: str
    words: str = ""


@dataclass(frozen=True)
class Facts:
    name: str
    today: date
    listings: tuple[Listing, ...] = ()
    cases: tuple[Dated, ...] = ()
    rewards: tuple[tuple[Amount, ...], ...] = ()
    claims: tuple[Mark, ...] = ()
    held: tuple[date, ...] = ()
    #: The day as of which the page is, where it is asked for one.
    on: date | None = None

    def __bool__(self) -> bool:
        return bool(self.listings or self.cases or self.rewards or self.claims)


# ---- What is told ------------------------------------------------------------------------------


class Row(NamedTuple):
    """A line of the table beside the picture."""

    what: str
    told: str
    begins: str
    ends: str


def table(facts: Facts) -> list[Row]:
    """The same facts as the picture, in words."""
    rows = [
        Row(
            f"{listing.title}, {listing.programme}",
            "Listed",
            spanned(spell.start) if spell.start else f"by {long(spell.first_seen)}",
            _end(spell),
        )
        for listing in facts.listings
        for spell in listing.spells
    ]
    rows += [Row("Case", case.label, str(case.day), "") for case in facts.cases]
    for steps in facts.rewards:
        for step, after in zip(steps, [*steps[1:], None], strict=True):
            ends = str(after.day) if after else long(step.until) if step.until else ""
            rows.append(Row("Reward", f"up to {step.told}", str(step.day), ends))
    rows += [Row("Claim in our stories", _claim(mark), long(mark.day), "") for mark in facts.claims]
    if facts.held:
        first, last = min(facts.held), max(facts.held)
        number = len(facts.held)
        lists = f"{number} lists held" if number > 1 else "1 list held"
        rows.append(Row("Lists we hold", lists, long(first), long(last)))
    if facts.on:
        rows.append(Row("The day asked for", "", long(facts.on), long(facts.on)))
    return rows


def _claim(mark: Mark) -> str:
    return f"{mark.words}: {WORDS[mark.now].lower()}" if mark.words else WORDS[mark.now]


def title(facts: Facts) -> str:
    """The sentence that stands for the picture where it cannot be seen."""
    parts = []
    for listing in facts.listings:
        for spell in listing.spells:
            text = f"{listing.title}, {listing.programme}: {uncapitalised(_listed(spell).long)}"
            if removed := _removed(spell):
                text += f", {uncapitalised(removed.long)}"
            else:
                text += f", on the list of {long(spell.seen_to)}"
            parts.append(text)
    parts += [f"{case.label}, {case.day}" for case in facts.cases]
    for steps in facts.rewards:
        amounts = ", ".join(f"{step.told} from {step.day}" for step in steps)
        parts.append(f"reward of up to {amounts}")
    if facts.claims:
        parts.append(f"{counted(len(facts.claims), 'claim')} in our stories")
    if facts.held:
        parts.append(f"{counted(len(facts.held), 'list')} held")
    if facts.on:
        parts.append(f"the day asked for, {long(facts.on)}, is marked")
    return f"Time line of {facts.name}. {'; '.join(parts)}."


_CURRENCIES = {"USD": "US dollars", "EUR": "euros"}


class Label(NamedTuple):
    """Words for a bar: all of them, and what is said where these do not fit."""

    long: str
    short: str


def _listed(spell: Spell) -> Label:
    start = spell.start
    if start is None:
        return Label(
            f"On the first list we hold, {long(spell.first_seen)}",
            f"Seen {short(spell.first_seen)}",
        )
    if start.is_day:
        return Label(f"Listed {start}", f"Listed {start.short}")
    if start.precision == "span":
        return Label(f"Listed {when(start)}", f"Seen {short(spell.first_seen)}")
    return Label(f"Listed during {start}, day not recorded", f"Listed during {start}")


def _removed(spell: Spell) -> Label | None:
    end = spell.end
    if end is not None:
        during = "in " if end.precision in ("month", "year") else ""
        told = when(end) if end.precision == "span" else f"{during}{end}"
        return Label(f"Removed {told}", f"Removed {during}{end.short}")
    if spell.last_seen:
        return Label(
            f"Removed after {long(spell.last_seen)}", f"Removed after {short(spell.last_seen)}"
        )
    return None


def _end(spell: Spell) -> str:
    if spell.end is not None:
        return spanned(spell.end)
    if spell.last_seen:
        return f"after {long(spell.last_seen)}"
    return f"not by the list of {long(spell.seen_to)}"


# ---- The picture -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layout:
    """Measures of one version, in units of its view box. `labels_above`: no column for labels."""

    css: str
    width: int
    left: int
    today: int
    labels_above: bool
    year_gap: int

    @property
    def above(self) -> int:
        """What a row's label takes of its height, where it stands above the bar."""
        return 32 if self.labels_above else 0


WIDE = Layout("wide", 1160, left=172, today=1136, labels_above=False, year_gap=60)
NARROW = Layout("narrow", 358, left=1, today=346, labels_above=True, year_gap=90)

_BAR = 22  # height of a bar, units
_REWARD = 46  # height of the largest amount
_GLYPH = 12  # width of a claim's glyph
_STACK = 6  # claims of one day that are drawn one under the other; more are counted
_LETTER = 6.9  # width of a letter at 13 units, rounded up so that words never leave their bar
_TOP = 20  # the years stand above the first row


@dataclass(frozen=True)
class Shape:
    tag: str
    attributes: Attributes
    text: str = ""


@dataclass
class Drawing:
    """Shapes in drawing order, for a template that only writes them out."""

    layout: Layout
    facts: Facts
    height: int = 0
    shapes: list[Shape] = field(default_factory=list)

    @property
    def view_box(self) -> str:
        return f"0 0 {self.layout.width} {self.height}"

    @property
    def first_year(self) -> int:
        """Begins a month before the earliest fact, so that the first bar has air to its left."""
        days = [
            *(
                s.start.earliest if s.start else s.first_seen - timedelta(days=150)
                for listing in self.facts.listings
                for s in listing.spells
            ),
            *(case.day.earliest for case in self.facts.cases),
            *(step.day.earliest for steps in self.facts.rewards for step in steps),
            *(mark.day for mark in self.facts.claims),
        ]
        return (min(days, default=self.facts.today) - timedelta(days=30)).year

    # Shapes

    def x(self, day: date) -> float:
        """Where a day lies; what lies ahead of today stays at the edge."""
        begin = date(self.first_year, 1, 1)
        days = (self.facts.today - begin).days or 1
        share = min(max((day - begin).days / days, 0), 1)
        return self.layout.left + share * (self.layout.today - self.layout.left)

    def add(self, tag: str, css: str, text: str = "", **numbers: float | str) -> None:
        attributes = {"class": css}
        for name, value in numbers.items():
            told = value if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
            attributes[name.replace("_", "-")] = told
        self.shapes.append(Shape(tag, attributes, text))

    def line(self, css: str, x1: float, y1: float, x2: float, y2: float) -> None:
        self.add("line", css, x1=x1, y1=y1, x2=x2, y2=y2)

    def box(self, css: str, x1: float, x2: float, y: float, height: float) -> None:
        self.add("rect", css, x=x1, y=y, width=max(x2 - x1, 0), height=height)

    def words(self, css: str, text: str, x: float, y: float, anchor: str = "start") -> None:
        self.add("text", css, text, x=x, y=y, text_anchor=anchor)


def draw(facts: Facts, layout: Layout) -> Drawing:
    drawing = Drawing(layout, facts)
    rows = [
        *((_draw_listing, listing) for listing in facts.listings),
        *((_draw_cases, facts.cases),) * bool(facts.cases),
        *((_draw_reward, steps) for steps in facts.rewards),
        *((_draw_claims, facts.claims),) * bool(facts.claims),
        *((_draw_held, facts.held),) * bool(facts.held),
    ]
    y = _TOP
    ends = []
    for draw_row, told in rows:
        y += draw_row(drawing, y, told)  # type: ignore[operator]
        ends.append(y)
    drawing.height = y + 1
    ground = Drawing(layout, facts)
    _draw_ground(ground, ends)
    drawing.shapes = ground.shapes + drawing.shapes
    drawing.line("today", layout.today, _TOP + 3, layout.today, y)
    if facts.on and date(drawing.first_year, 1, 1) <= facts.on <= facts.today:
        _draw_on(drawing, facts.on, y)
    # Words come last, so that no line runs through them.
    drawing.shapes.sort(key=lambda shape: shape.tag == "text")
    return drawing


def _draw_on(drawing: Drawing, day: date, bottom: int) -> None:
    """A line through all rows on the day asked for, which is told at its foot."""
    at, text = drawing.x(day), short(day)
    half = len(text) * _LETTER / 2
    within = min(max(at, half), drawing.layout.width - half)
    drawing.line("on-day", at, _TOP + 3, at, bottom + 4)
    drawing.words("on-day-told", text, within, bottom + 18, "middle")
    drawing.height += 24


def _draw_ground(drawing: Drawing, ends: Sequence[int]) -> None:
    """Years, their lines, the lines between rows."""
    layout, today = drawing.layout, drawing.facts.today
    bottom = ends[-1] if ends else _TOP
    a_year = drawing.x(date(drawing.first_year + 1, 1, 1)) - layout.left
    step = next((n for n in (1, 2, 3, 5, 10, 20) if n * a_year >= layout.year_gap - 4), 50)
    for year in range(drawing.first_year, today.year + 1, step):
        x = drawing.x(date(year, 1, 1))
        drawing.line("grid", x, _TOP + 3, x, bottom)
        if x + 40 < layout.today - 22:
            drawing.words("year", str(year), x, 16)
    drawing.words("year now", "Today", min(layout.today + 14, layout.width - 4), 16, "end")
    for end in ends[:-1]:
        drawing.line("grid", 0, end, layout.width if not layout.labels_above else 354, end)


def _label(drawing: Drawing, y: int, name: str, more: str = "") -> None:
    drawing.words(
        "row-name", name, 0, y + (16 if drawing.layout.labels_above else 18 if more else 25)
    )
    if more:
        drawing.words("row-more", more, 0, y + (31 if drawing.layout.labels_above else 35))


def _draw_listing(drawing: Drawing, y: int, listing: Listing) -> int:
    layout = drawing.layout
    _label(drawing, y, listing.title, listing.programme)
    top = y + (9 + layout.above)
    below = 0
    for spell in listing.spells:
        below = max(below, _draw_spell(drawing, top, spell))
    return (69 if layout.labels_above else 42) + below


def _draw_spell(drawing: Drawing, top: int, spell: Spell) -> int:
    """Answers what its labels need below the bar."""
    x, middle = drawing.x, top + _BAR / 2
    begin = x(spell.start.latest if spell.start else spell.first_seen)
    end = x(spell.end.earliest if spell.end else (spell.last_seen or spell.seen_to))
    edge = end
    if spell.start is None:
        left = max(begin - 34, drawing.layout.left)
        drawing.line("unknown", left, top + 0.5, begin, top + 0.5)
        drawing.line("unknown", left, top + _BAR - 0.5, begin, top + _BAR - 0.5)
    elif not spell.start.is_day:
        drawing.box("unknown", x(spell.start.earliest), begin, top + 0.75, _BAR - 1.5)
    if end >= begin:  # what one list alone has is as wide as its day can be seen
        drawing.box("bar", begin, max(end, min(begin + 4, drawing.layout.today)), top, _BAR)
    if spell.start and spell.start.is_day:
        drawing.box("edge", begin - 1.5, begin + 1.5, top - 3, _BAR + 6)
    if spell.end is None and spell.last_seen is None:
        drawing.line("after", end + 3, middle, drawing.layout.today - 4, middle)
    elif spell.end is None:
        drawing.line("unknown", end, top + 0.5, end + 34, top + 0.5)
        drawing.line("unknown", end, top + _BAR - 0.5, end + 34, top + _BAR - 0.5)
    elif not spell.end.is_day:
        edge = x(spell.end.latest)
        drawing.box("unknown", end, edge, top + 0.75, _BAR - 1.5)

    lines = top + _BAR + 16
    below = 0
    if not _inside(drawing, _listed(spell), begin, end, middle):
        start = x(spell.start.earliest) if spell.start else begin
        _beneath(drawing, "told", _listed(spell), start, lines)
        below = 18
    if removed := _removed(spell):
        _beneath(drawing, "told removed", removed, edge, lines + below, before=True)
        below += 22
    return below


def _inside(drawing: Drawing, label: Label, begin: float, end: float, middle: float) -> bool:
    """Writes a label on its bar, in the words that fit."""
    for words in label:
        if len(words) * _LETTER + 14 <= end - begin:
            drawing.words("on-bar", words, begin + 10, middle + 4.5)
            return True
    return False


def _beneath(
    drawing: Drawing, css: str, label: Label, x: float, y: float, *, before: bool = False
) -> None:
    """Writes a label below its bar: to the right of a place, to its left with `before`."""
    left, right = drawing.layout.left, drawing.layout.today - 2
    words = label.long if len(label.long) * _LETTER <= right - left else label.short
    width = len(words) * _LETTER
    if before:
        drawing.words(css, words, max(x, left + width), y, "end")
    elif x + width > right:
        drawing.words(css, words, right, y, "end")
    else:
        drawing.words(css, words, x, y)


def _draw_cases(drawing: Drawing, y: int, cases: Sequence[Dated]) -> int:
    """A diamond on each day, its words beside it; each case has a line of its own."""
    layout = drawing.layout
    _label(drawing, y, "Case" if len(cases) == 1 else "Cases")
    height = 40 if not layout.labels_above else 28
    top = y + (18 if layout.labels_above else 0)
    for case in cases:
        middle = top + height / 2 - 1
        begin, end = drawing.x(case.day.earliest), drawing.x(case.day.latest)
        at = (begin + end) / 2
        if not case.day.is_day:
            drawing.box("unknown", begin, end, middle - 7, 14)
        drawing.add("path", "event", d=f"M{at - 7:.1f} {middle:.1f}l7-7 7 7-7 7z")
        label = f"{case.label}, {case.day}"
        width = len(label) * _LETTER
        if at + 13 + width <= layout.today - 2:
            drawing.words("told plain", label, at + 13, middle + 4.5)
        elif at - 13 - width >= layout.left:
            drawing.words("told plain", label, at - 13, middle + 4.5, "end")
        else:
            room = int((layout.today - layout.left) / _LETTER) - 1
            short = label if len(label) <= room else case.day.short
            _beneath(drawing, "told plain", Label(short, short), at, middle + 22)
            top += 18
        top += height
    return top - y


def _draw_reward(drawing: Drawing, y: int, steps: Sequence[Amount]) -> int:
    """Amounts to scale, each with its sum above its left end, or before it where it is short."""
    layout = drawing.layout
    _label(drawing, y, "Reward", f"up to, {_CURRENCIES.get(steps[0].currency, steps[0].currency)}")
    top = y + 9 + layout.above
    most = max(step.amount for step in steps)
    bottom = top + _REWARD
    before: float = bottom
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        begin = drawing.x(step.day.earliest)
        until = after.day.earliest if after else step.until or drawing.facts.today
        end = drawing.x(until)
        height = max(float(step.amount / most) * _REWARD, 3)
        drawing.box("step", begin, end, bottom - height, height)
        words = step.told
        width = len(words) * _LETTER
        if begin - width - 5 < layout.left or step is steps[0]:
            drawing.words("told", words, begin + 6, bottom - height - 5)
        else:
            # Before its step, and above the one that ends there.
            drawing.words("told", words, begin - 5, min(bottom - height + 11, before - 6), "end")
        before = bottom - height
    return bottom + 11 - y


def _draw_claims(drawing: Drawing, y: int, claims: Sequence[Mark]) -> int:
    """Glyphs on the day of publication, stacked where several fall together."""
    layout = drawing.layout
    _label(drawing, y, "Claims in our stories")
    top = y + 18 + (16 if layout.labels_above else 0)
    stacks: list[tuple[float, list[Mark]]] = []
    for mark in sorted(claims, key=lambda one: one.day):
        at = drawing.x(mark.day)
        if stacks and at - stacks[-1][0] < _GLYPH + 1:
            stacks[-1][1].append(mark)
        else:
            stacks.append((at, [mark]))
    for at, marks in stacks:
        shown = marks if len(marks) <= _STACK else marks[: _STACK - 1]
        for depth, mark in enumerate(shown):
            _draw_glyph(drawing, mark.now, at, top + depth * 16)
        if rest := len(marks) - len(shown):
            drawing.words("told", f"+{rest}", at, top + len(shown) * 16 + 5, "middle")
    deepest = max(min(len(marks), _STACK) for _, marks in stacks) - 1
    return top + deepest * 16 + (24 if not layout.labels_above else 16) - y


def _draw_glyph(drawing: Drawing, now: str, x: float, y: float) -> None:
    """The same glyph as beside a word: the left half is then, the right half is now."""
    if now == "judgement":
        drawing.words(f"mark {now}", "“", x, y + 10, "middle")
        return
    drawing.add("circle", f"mark {now}", cx=x, cy=y, r=4.75)
    if now == "outdated":
        drawing.add("path", f"half {now}", d=f"M{x:.1f} {y - 4.75:.2f}a4.75 4.75 0 0 0 0 9.5z")
    elif now == "contradicted":
        cross = "l5 5m0-5l-5 5"
        drawing.add("path", f"mark {now}", d=f"M{x - 2.5:.1f} {y - 2.5:.1f}{cross}")


def _draw_held(drawing: Drawing, y: int, held: Sequence[date]) -> int:
    layout = drawing.layout
    _label(drawing, y, "Lists we hold")
    top = y + 12 + (17 if layout.labels_above else 0)
    for day in sorted(set(held)):
        at = drawing.x(day)
        drawing.line("held", at, top, at, top + 12)
    return 49 if layout.labels_above else 41
