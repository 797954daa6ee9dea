"""Every claim of a real news article can be stored: its words, its assertion, its records.

The article stays beside the checkout. Here stand only a few words at either end of each claim.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from html import escape

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone

from newsroom.assertions import ASSERTIONS, sentence
from newsroom.body import clean, marks
from newsroom.models import Claim, ClaimLink, Revision, Source, Story
from newsroom.reading.cards import spoken
from sanctions.dates import PartialDate
from sanctions.models import (
    Designation,
    DeskRecord,
    Entry,
    ListVersion,
    Party,
    Programme,
    SanctionsList,
)
from tests.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.django_db]

Columns = Mapping[str, object]
Links = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Stated:
    """A claim of the article: where its words begin and end, what it asserts, who said so.

    `links` are roles with names of `records()`; `reads` is the sentence readers get, given once
    or twice for each kind.
    """

    kind: str
    start: str
    end: str
    source: str
    columns: Columns = field(default_factory=dict)
    links: Links = ()
    reads: str = ""


# Who says it, as the article tells.
OFFICIALS = "Senior administration officials"
ONE_OFFICIAL = "A senior administration official"
CARACAS = "The government of Venezuela"
BLINKEN = "Antony Blinken"
PAPER = "Own reporting"

LASTING: Columns = {"tense": "lasting"}


def on(text: str) -> Columns:
    return {"period_from": PartialDate.parse(text)}


# fmt: off
CLAIMS = (
    Stated("position", "Venezuelan President Nicolas", "Maduro", PAPER, LASTING,
           [("party", "Maduro"), ("record", "president")],
           "Nicolás Maduro holds the post of President of Venezuela."),
    Stated("event", "speaks during a", "August 2, 2024", PAPER, on("2 August 2024"),
           [("record", "press conference"), ("party", "Maduro")],
           "Press conference took place with Nicolás Maduro on 2 August 2024."),
    Stated("event", "announced new individual", "Wednesday", OFFICIALS, on("27 November 2024"),
           [("record", "action")]),
    Stated("count", "more than 20", "officials", OFFICIALS,
           {"comparator": "more_than", "number": 20}, [("scope", "action")],
           "The action of 27 November 2024 held more than 20 designations."),
    Stated("judgement", "authoritarian", "authoritarian", PAPER, {}, [("party", "Maduro")]),
    Stated("judgement", "to put pressure", "accept the results", OFFICIALS, {},
           [("record", "action"), ("party", "Maduro")]),
    Stated("event", "Venezuela’s July presidential", "election", PAPER, on("July 2024"),
           [("record", "election")], "Presidential election took place in July 2024."),
    Stated("event", "senior administration officials said", "with reporters", PAPER,
           on("27 November 2024"), [("record", "briefing")]),

    Stated("interval", "Thursday marks exactly", "July election", PAPER,
           {"comparator": "exactly", "number": 4, "unit": "months",
            "period_to": PartialDate.parse("28 November 2024")}, [("from", "election")],
           "From Presidential election to 28 November 2024 it is exactly 4 months."),
    Stated("event", "the July election", "election", PAPER, on("July 2024"),
           [("record", "election")]),
    Stated("judgement", "senior officials believe", "in that country", OFFICIALS, {},
           [("record", "action")]),

    Stated("count", "military officials in", "National Guard", OFFICIALS,
           {"comparator": "at_least", "number": 2, "heading": "GNB Officials"},
           [("scope", "action")],
           "The action of 27 November 2024 held at least 2 designations under the heading"
           " “GNB Officials”."),
    Stated("designated_in_action", "Bolivarian National Police", "Police", OFFICIALS, {},
           [("designation", "Santiago"), ("action", "action")]),
    Stated("designated_in_action", "other branches of", "apparatus", OFFICIALS, {},
           [("designation", "Rodríguez"), ("designation", "Marcano"), ("designation", "Romero"),
            ("action", "action")]),

    Stated("position", "newly-installed chief", "Anibal Coronado", OFFICIALS, LASTING,
           [("party", "Coronado"), ("record", "minister of the presidency")],
           "Aníbal Coronado holds the post of Minister of the Office of the President."),
    Stated("designated_in_action", "Anibal Coronado", "Coronado", OFFICIALS, {},
           [("designation", "Coronado"), ("action", "action")],
           "Aníbal Coronado (OFAC SDN list, 51263) was designated in the action of"
           " 27 November 2024."),
    Stated("position", "Communication Minister Freddy", "Ñañez", OFFICIALS, LASTING,
           [("party", "Ñáñez"), ("record", "minister of communication")]),
    Stated("designated_in_action", "Freddy Ñañez", "Ñañez", OFFICIALS, {},
           [("designation", "Ñáñez"), ("action", "action")]),
    Stated("position", "director of intelligence", "Alexis Rodriguez", OFFICIALS, LASTING,
           [("party", "Rodríguez"), ("record", "director of intelligence")]),
    Stated("designated_in_action", "Alexis Rodriguez", "Rodriguez", OFFICIALS, {},
           [("designation", "Rodríguez"), ("action", "action")]),

    Stated("designated", "Widespread oil sanctions", "sanctions", ONE_OFFICIAL, LASTING,
           [("designation", "PdVSA")],
           "Petróleos de Venezuela (OFAC SDN list, 26367) is designated."),
    Stated("licence_in_force", "general licenses granting", "remain in place", ONE_OFFICIAL,
           LASTING, [("record", "licence")], "General licence 41 is in force."),
    Stated("said", "constantly being", "reviewed", ONE_OFFICIAL, {}, [("record", "licence")],
           "The source said: “constantly being reviewed”."),

    Stated("said", "rejected the sanctions", "sanctions", CARACAS, {}, [("record", "action")]),
    Stated("said", "coercive", "coercive", CARACAS, {}, [("record", "action")]),
    Stated("said", "patriots who have", "national unity", CARACAS, {}, [("record", "action")]),
    Stated("judgement", "a desperate act", "the country", CARACAS, {}, [("record", "action")],
           "A judgement of its source, which nothing can settle."),

    Stated("interval", "just one week", "after", PAPER,
           {"number": 1, "unit": "weeks", "about": True},
           [("from", "recognition"), ("to", "action")],
           "From González called president-elect to the action of 27 November 2024 it is"
           " about 1 week."),
    Stated("event", "formally recognized Venezuelan", "president-elect", BLINKEN, {},
           [("record", "recognition"), ("party", "González")]),
    Stated("not_listed", "opposition leader Edmundo", "Gonzalez", PAPER, LASTING,
           [("party", "González"), ("list", "list")],
           "Edmundo González Urrutia has no entry on the OFAC SDN list."),
    Stated("event", "disputed July 28", "presidential election", PAPER, on("28 July 2024"),
           [("record", "election")]),
    Stated("position", "Secretary of State", "Blinken", PAPER, LASTING,
           [("party", "Blinken"), ("record", "secretary of state")]),
    Stated("event", "announced on X", "X", PAPER, {},
           [("record", "recognition"), ("party", "Blinken")]),

    Stated("said", "The Venezuelan people", "the president-elect", BLINKEN, {},
           [("record", "recognition"), ("party", "González")]),
    Stated("judgement", "Democracy demands respect", "of the voters", BLINKEN, {}),
    Stated("event", "participating in the", "Rio de Janeiro", PAPER, on("November 2024"),
           [("record", "summit"), ("party", "Blinken")]),

    Stated("position", "President-elect Donald", "Trump", PAPER, LASTING,
           [("party", "Trump"), ("record", "president-elect")]),
    Stated("said", "one of the officials sidestepped", "sidestepped", ONE_OFFICIAL),

    Stated("said", "We’re undertaking these", "will of the people", ONE_OFFICIAL, {},
           [("record", "action")]),
    Stated("said", "We obviously are", "issue with Venezuela", ONE_OFFICIAL),
    Stated("event", "change in administration", "January 20th", ONE_OFFICIAL,
           on("20 January 2025"), [("record", "inauguration")]),

    Stated("share", "Most of cabinet", "in 2017", PAPER, {"comparator": "most", **on("2017")},
           [("roster", "cabinet"), ("scope", "list")],
           "Most of Members of the cabinet are or were designated on the OFAC SDN list in 2017."),
    Stated("event", "the precipitation of", "2017", PAPER, on("2017"), [("record", "crisis")]),

    Stated("designated", "Maduro himself has", "July 31, 2017", PAPER,
           {**LASTING, **on("31 July 2017")}, [("designation", "Maduro")],
           "Nicolás Maduro (OFAC SDN list, 22790) has been designated since 31 July 2017."),
    Stated("interval", "three years later", "later", PAPER,
           {"number": 3, "unit": "years", "about": True},
           [("from", "Maduro designated"), ("to", "case")]),
    Stated("charged", "the Department of Justice", "and terrorism", PAPER,
           {"authority": "the Department of Justice", **on("2020")},
           [("party", "Maduro"), ("record", "case")],
           "Nicolás Maduro was charged by the Department of Justice in the case"
           " Indictment unsealed in 2020."),
    Stated("reward", "US prosecutors offer", "Venezuelan strongman", PAPER,
           {"comparator": "up_to", "number": 15_000_000, "unit": "USD",
            "authority": "US prosecutors", **LASTING},
           [("record", "reward"), ("party", "Maduro")],
           "The reward Information on Nicolás Maduro for Nicolás Maduro offered by"
           " US prosecutors is up to $15,000,000."),
)
# fmt: on


@cache
def paragraphs() -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, ARTICLE.read_text().splitlines())))


ARTICLE = SHARED / "seed-article.txt"


def key(stated: Stated) -> str:
    return f"claim{CLAIMS.index(stated):03d}"


def place(stated: Stated) -> tuple[int, int, int]:
    """The claim's paragraph, and where in it its words begin and end."""
    found = [
        (number, match.start())
        for number, paragraph in enumerate(paragraphs())
        for match in re.finditer(re.escape(stated.start), paragraph)
    ]
    assert len(found) == 1, f"{stated.start!r} stands {len(found)} times in the article"
    number, begins = found[0]
    ends = paragraphs()[number].index(stated.end, begins) + len(stated.end)
    return number, begins, ends


def words(stated: Stated) -> str:
    number, begins, ends = place(stated)
    return paragraphs()[number][begins:ends]


def body() -> str:
    """The article with its claims marked. Marks nest and never cross, so they stay simple."""
    marked = []
    for number, paragraph in enumerate(paragraphs()):
        here = [
            (begins, -ends, key(stated))
            for stated in CLAIMS
            for where, begins, ends in [place(stated)]
            if where == number
        ]
        tags = [(begins, 1, ends, f'<cite data-claim="{name}">') for begins, ends, name in here]
        tags += [(-ends, 0, -begins, "</cite>") for begins, ends, _ in here]
        text, last = "", 0
        for at, _, _, tag in sorted(tags):
            text, last = f"{text}{escape(paragraph[last:at], quote=False)}{tag}", at
        marked.append(f"<p>{text}{escape(paragraph[last:], quote=False)}</p>")
    return "".join(marked)


def records(user: User) -> dict[str, Model]:
    """The records that the article's claims point to, as a desk would keep them."""
    ofac = SanctionsList.objects.create(
        code="ofac-sdn", authority="OFAC", title="OFAC SDN list", stale_after=timedelta(days=7)
    )
    ListVersion.objects.create(
        list=ofac, sequence=1, dated=date(2024, 5, 3), dated_by="given", format="OFAC delimited",
        parts=["sdn"], fields=["name"], sha256="0" * 64,
    )  # fmt: skip
    programmes = {
        code: Programme.objects.create(authority="ofac", code=code, slug=code.lower())
        for code in ("VENEZUELA", "VENEZUELA-EO13850")
    }
    found: dict[str, Model] = {"list": ofac}

    def party(name: str, ours: str, kind: str = "person") -> Party:
        return Party.objects.create(kind=kind, desk_name=ours, public_from=timezone.now())

    def designated(name: str, ours: str, number: str, kind: str = "person") -> None:
        entry = Entry.objects.create(list=ofac, number=number, party=party(name, ours, kind))
        found[name] = Designation.objects.create(
            entry=entry,
            programme=programmes["VENEZUELA" if kind == "person" else "VENEZUELA-EO13850"],
            first_seen=date(2024, 5, 3),
        )

    def record(name: str, kind: str, title: str, begins: str = "", **columns: object) -> None:
        found[name] = DeskRecord.objects.create(
            kind=kind,
            title=title,
            begins=PartialDate.parse(begins) if begins else None,
            public_from=timezone.now(),
            **columns,
        )

    designated("Maduro", "Nicolás Maduro", "22790")
    designated("Santiago", "Rubén Darío Santiago Servigna", "51261")
    designated("Rodríguez", "Alexis Rodríguez Cabello", "51390")
    designated("Marcano", "Javier Marcano Tábata", "51419")
    designated("Romero", "Orlando Romero Bolívar", "51218")
    designated("Coronado", "Aníbal Coronado", "51263")
    designated("Ñáñez", "Freddy Ñáñez", "51271")
    designated("PdVSA", "Petróleos de Venezuela", "26367", "organisation")
    for name, ours in [
        ("González", "Edmundo González Urrutia"),
        ("Blinken", "Antony Blinken"),
        ("Trump", "Donald Trump"),
    ]:
        found[name] = party(name, ours)

    record("action", "action", "21 officials designated", "27 November 2024",
           authority="OFAC", slug="27-november-2024")  # fmt: skip
    record("Maduro designated", "action", "Nicolás Maduro designated", "31 July 2017",
           authority="OFAC", slug="31-july-2017")  # fmt: skip
    record("election", "event", "Presidential election", "28 July 2024")
    record("press conference", "event", "Press conference", "2 August 2024")
    record("briefing", "event", "Briefing", "27 November 2024")
    record("recognition", "event", "González called president-elect", "19 November 2024")
    record("summit", "event", "G20 summit", "November 2024")
    record("inauguration", "event", "Inauguration of the US president", "20 January 2025")
    record("crisis", "event", "The crisis begins", "2017")
    record("licence", "licence", "General licence 41", "26 November 2022", number="41")
    record("case", "case", "Indictment unsealed", "26 March 2020")
    record("reward", "reward", "Information on Nicolás Maduro", "26 March 2020",
           amount=15_000_000, currency="USD")  # fmt: skip
    record("cabinet", "roster", "Members of the cabinet", known_until=date(2024, 11, 27))
    for name, title in [
        ("president", "President of Venezuela"),
        ("minister of the presidency", "Minister of the Office of the President"),
        ("minister of communication", "Minister of Communication"),
        ("director of intelligence", "Director of SEBIN"),
        ("secretary of state", "US secretary of state"),
        ("president-elect", "President-elect of the United States"),
    ]:
        record(name, "position", title)
    return found


def target(role: str, record: Model) -> tuple[str, Model]:
    """The link's column for this record; a party's designation stands for the party too."""
    if isinstance(record, Designation) and role == "party":
        return "party", record.entry.party
    columns = {Designation: "designation", Party: "party", SanctionsList: "list"}
    return columns.get(type(record), "desk_record"), record


@pytest.fixture
def revision() -> Revision:
    """The article as a story being written, with every claim, its source and its links."""
    user = User.objects.create_user("editor")
    found = records(user)
    sources = {
        label: Source.objects.create(label=label, slug=f"source-{number}", kind=kind, terms=terms)
        for number, (label, kind, terms) in enumerate([
            (OFFICIALS, "confidential", "background"),
            (ONE_OFFICIAL, "confidential", "background"),
            (CARACAS, "organisation", "on_record"),
            (BLINKEN, "person", "on_record"),
            (PAPER, "ourselves", "on_record"),
        ])
    }  # fmt: skip
    revision = Revision.objects.create(
        story=Story.objects.create(slug="seed-article", owner=user),
        number=1,
        headline="Seed article",
        body=body(),
        saved_by=user,
    )
    in_reading_order = sorted(CLAIMS, key=lambda stated: (place(stated)[:2], -place(stated)[2]))
    for stated in CLAIMS:
        claim = Claim(
            revision=revision,
            key=key(stated),
            words=words(stated),
            position=in_reading_order.index(stated),
            confirmed_words=words(stated),
            confirmed_by=user,
            confirmed_at=timezone.now(),
            kind=stated.kind,
            source=sources[stated.source],
            quote=words(stated) if stated.kind in ("said", "judgement") else "",
            **stated.columns,
        )
        claim.full_clean()
        claim.save()
        for role, record in stated.links:
            column, linked = target(role, found[record])
            link = ClaimLink(claim=claim, role=role, decided_by=user, decided_at=timezone.now())
            setattr(link, column, linked)
            link.full_clean()
            link.save()
    return revision


def test_every_kind_of_assertion_is_in_the_article() -> None:
    assert {stated.kind for stated in CLAIMS} == set(ASSERTIONS)
    assert len(CLAIMS) >= 40


def test_every_claim_of_the_article_can_be_stored(revision: Revision) -> None:
    assert revision.claims.count() == len(CLAIMS)
    found = marks(clean(revision.body))
    assert [(mark.key, mark.words) for mark in found] == list(
        revision.claims.order_by("position").values_list("key", "words")
    )
    assert not any(mark.repeated for mark in found)


def test_every_claim_fills_what_its_kind_needs_and_nothing_else(revision: Revision) -> None:
    empty = Claim()
    for claim in revision.claims.prefetch_related("links__desk_record"):
        assertion = ASSERTIONS[claim.kind]
        filled = {
            column
            for column in ("authority", "comparator", "about", "number", "unit", "period_from",
                           "period_to", "heading", "quote", "tense")
            if getattr(claim, column) != getattr(empty, column)
        }  # fmt: skip
        assert set(assertion.needs) <= filled <= set(assertion.columns()), claim
        for role in assertion.roles:
            links = [link for link in claim.links.all() if link.role == role.name]
            assert role.least <= len(links) <= role.most, (claim, role.name)
            for link in links:
                assert link.record_type in role.targets
                if link.desk_record and role.record_kinds:
                    assert link.desk_record.kind in role.record_kinds
        assert {link.role for link in claim.links.all()} <= {role.name for role in assertion.roles}


def test_every_kind_reads_as_a_sentence(revision: Revision) -> None:
    assert {stated.kind for stated in CLAIMS if stated.reads} == set(ASSERTIONS)
    for stated in CLAIMS:
        claim = revision.claims.get(key=key(stated))
        linked: dict[str, list[str]] = {}
        for link in claim.links.order_by("pk"):
            linked.setdefault(link.role, []).append(spoken(link.record))
        if stated.reads:
            assert sentence(claim, linked) == stated.reads
