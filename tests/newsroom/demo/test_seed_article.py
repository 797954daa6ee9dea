"""Every claim of a real news article can be stored and settled, against the demo's records.

The article stays beside the checkout. Here stand only a few words at either end of each claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from html import escape

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from newsroom.assertions import ASSERTIONS, sentence
from newsroom.body import clean, marks
from newsroom.models import Claim, ClaimLink, Revision, Source, Story
from newsroom.reading.cards import spoken
from newsroom.reading.settled import settled_claims
from newsroom.workflow import COLUMNS
from sanctions.dates import PartialDate
from sanctions.models import Designation, DeskRecord, Party, SanctionsList
from tests.shared import SHARED, needs_shared

pytestmark = [needs_shared, pytest.mark.django_db]

Columns = Mapping[str, object]
Links = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Stated:
    """A claim of the article: where its words begin and end, what it asserts, who said so.

    `links` are roles with names in `PARTIES`, in `RECORDS`, or "list"; `reads` is the sentence
    readers get, given once or twice for each kind. `then` and `now` are its verdicts, and `ours`
    is the claim of our own story that says it (test_the_article.py).
    """

    kind: str
    start: str
    end: str
    source: str
    columns: Columns = field(default_factory=dict)
    links: Links = ()
    reads: str = ""
    then: str = "supported"
    now: str = "supported"
    ours: str = ""


# Who says it, as the article tells.
OFFICIALS = "Senior administration officials"
ONE_OFFICIAL = "A senior administration official"
CARACAS = "The government of Venezuela"
BLINKEN = "Antony Blinken"
PAPER = "Own reporting"

LASTING: Columns = {"tense": "lasting"}
REPORTED: Columns = {"reported": True}


def on(text: str) -> Columns:
    return {"period_from": PartialDate.parse(text)}


# fmt: off
CLAIMS = (
    Stated("position", "Venezuelan President Nicolas", "Maduro", PAPER, LASTING,
           [("party", "Maduro"), ("record", "president")],
           "Nicolás Maduro holds the post of President of Venezuela.",
           now="undecided", ours="presiden"),
    Stated("event", "speaks during a", "August 2, 2024", PAPER, on("2 August 2024"),
           [("record", "press conference"), ("party", "Maduro")],
           "Nicolás Maduro’s press conference on the presidential election, with"
           " Nicolás Maduro, is dated 2 August 2024.", ours="press002"),
    Stated("event", "announced new individual", "Wednesday", OFFICIALS, on("27 November 2024"),
           [("record", "action")], ours="round027"),
    Stated("count", "more than 20", "officials", OFFICIALS,
           {"comparator": "more_than", "number": 20}, [("scope", "action")],
           "The action of 27 November 2024 held more than 20 designations.", ours="count021"),
    Stated("judgement", "authoritarian", "authoritarian", PAPER, {}, [("party", "Maduro")]),
    Stated("judgement", "to put pressure", "accept the results", OFFICIALS, {},
           [("record", "action"), ("party", "Maduro")]),
    Stated("event", "Venezuela’s July presidential", "election", PAPER, on("July 2024"),
           [("record", "election")],
           "Presidential election in Venezuela is dated July 2024.", ours="election"),
    Stated("event", "senior administration officials said", "with reporters", PAPER,
           on("27 November 2024"), [("record", "briefing")], ours="briefed1"),

    Stated("interval", "Thursday marks exactly", "July election", PAPER,
           {"comparator": "exactly", "number": 4, "unit": "months",
            "period_to": PartialDate.parse("28 November 2024")}, [("from", "election")],
           "From “Presidential election in Venezuela” to 28 November 2024 it is exactly 4 months.",
           ours="fourmont"),
    Stated("event", "the July election", "election", PAPER, on("July 2024"),
           [("record", "election")], ours="election"),
    Stated("judgement", "senior officials believe", "in that country", OFFICIALS, {},
           [("record", "action")]),

    Stated("count", "military officials in", "National Guard", OFFICIALS,
           {"comparator": "at_least", "number": 2, "heading": "GNB Officials"},
           [("scope", "action")],
           "The action of 27 November 2024 held at least 2 designations under the heading"
           " “GNB Officials”.", ours="gnbten10"),
    Stated("designated_in_action", "Bolivarian National Police", "Police", OFFICIALS, {},
           [("designation", "Santiago"), ("action", "action")], ours="policeon"),
    Stated("designated_in_action", "other branches of", "apparatus", OFFICIALS, {},
           [("designation", "Rodríguez"), ("designation", "Marcano"), ("designation", "Romero"),
            ("action", "action")], ours="named021"),

    Stated("position", "newly-installed chief", "Anibal Coronado", OFFICIALS, LASTING,
           [("party", "Coronado"), ("record", "minister of the presidency")],
           "Aníbal Eduardo Coronado Millán holds the post of Minister of the Office of"
           " the President.",
           now="undecided", ours="coronado"),
    Stated("designated_in_action", "Anibal Coronado", "Coronado", OFFICIALS, {},
           [("designation", "Coronado"), ("action", "action")],
           "Aníbal Eduardo Coronado Millán (OFAC SDN list, 51263) was designated in the action of"
           " 27 November 2024.", ours="twonamed"),
    Stated("position", "Communication Minister Freddy", "Ñañez", OFFICIALS, LASTING,
           [("party", "Ñáñez"), ("record", "minister of communication")],
           now="undecided", ours="nanezpos"),
    Stated("designated_in_action", "Freddy Ñañez", "Ñañez", OFFICIALS, {},
           [("designation", "Ñáñez"), ("action", "action")], ours="twonamed"),
    Stated("position", "director of intelligence", "Alexis Rodriguez", OFFICIALS, LASTING,
           [("party", "Rodríguez"), ("record", "director of intelligence")],
           now="undecided", ours="alexpost"),
    Stated("designated_in_action", "Alexis Rodriguez", "Rodriguez", OFFICIALS, {},
           [("designation", "Rodríguez"), ("action", "action")], ours="alexdesi"),

    Stated("designated", "Widespread oil sanctions", "sanctions", ONE_OFFICIAL, LASTING,
           [("designation", "PdVSA")],
           "Petróleos de Venezuela (PdVSA) (OFAC SDN list, 26367) is designated.", ours="pdvsa001"),
    Stated("licence_in_force", "general licenses granting", "remain in place", ONE_OFFICIAL,
           LASTING, [("record", "licence")], "Venezuela general licence 41 is in force.",
           now="outdated", ours="licence1"),
    Stated("said", "constantly being", "reviewed", ONE_OFFICIAL, {}, [("record", "licence")],
           "The source said: “constantly being reviewed”.",
           then="undecided", now="undecided", ours="reviewed"),

    Stated("said", "rejected the sanctions", "sanctions", CARACAS, REPORTED,
           [("record", "action")], "The source said, in our words: rejected the sanctions.",
           then="undecided", now="undecided", ours="rejected"),
    Stated("said", "coercive", "coercive", CARACAS, {}, [("record", "action")],
           then="undecided", now="undecided", ours="coercion"),
    Stated("said", "patriots who have", "national unity", CARACAS, {}, [("record", "action")],
           then="undecided", now="undecided", ours="patriots"),
    Stated("judgement", "a desperate act", "the country", CARACAS, {}, [("record", "action")],
           "A judgement of its source, which nothing can settle."),

    Stated("interval", "just one week", "after", PAPER,
           {"number": 1, "unit": "weeks", "about": True},
           [("from", "recognition"), ("to", "action")],
           "From “Antony Blinken’s statement on X that calls Edmundo González president-elect” to"
           " the action of 27 November 2024 it is about 1 week.", ours="aboutwee"),
    Stated("event", "formally recognized Venezuelan", "president-elect", BLINKEN, {},
           [("record", "recognition"), ("party", "González")], ours="blinkenx"),
    # Our excerpts reach no further than the Venezuela programmes: of the list nobody can tell.
    Stated("not_listed", "opposition leader Edmundo", "Gonzalez", PAPER, LASTING,
           [("party", "González"), ("list", "list")],
           "Edmundo González Urrutia has no entry on the OFAC SDN list.",
           then="undecided", now="undecided", ours="gonznot1"),
    Stated("event", "disputed July 28", "presidential election", PAPER, on("28 July 2024"),
           [("record", "election")], ours="election"),
    Stated("position", "Secretary of State", "Blinken", PAPER, {},
           [("party", "Blinken"), ("record", "secretary of state")], ours="blinkpos"),
    Stated("event", "announced on X", "X", PAPER, {},
           [("record", "recognition"), ("party", "Blinken")], ours="blinkenx"),

    Stated("said", "The Venezuelan people", "the president-elect", BLINKEN, {},
           [("record", "recognition"), ("party", "González")],
           then="undecided", now="undecided", ours="votersay"),
    Stated("judgement", "Democracy demands respect", "of the voters", BLINKEN, {}),
    Stated("event", "participating in the", "Rio de Janeiro", PAPER, on("November 2024"),
           [("record", "summit"), ("party", "Blinken")], ours="summit20"),

    Stated("position", "President-elect Donald", "Trump", PAPER, LASTING,
           [("party", "Trump"), ("record", "president-elect")],
           now="outdated", ours="trumppos"),
    Stated("said", "one of the officials sidestepped", "sidestepped", ONE_OFFICIAL, REPORTED,
           then="undecided", now="undecided", ours="evaded01"),

    Stated("said", "We’re undertaking these", "will of the people", ONE_OFFICIAL, {},
           [("record", "action")],
           then="undecided", now="undecided", ours="demohelp"),
    Stated("said", "We obviously are", "issue with Venezuela", ONE_OFFICIAL,
           then="undecided", now="undecided", ours="nextgov1"),
    Stated("event", "change in administration", "January 20th", ONE_OFFICIAL,
           on("20 January 2025"), [("record", "inauguration")], ours="inaugur8"),

    Stated("share", "Most of cabinet", "in 2017", PAPER,
           {"comparator": "most", **on("2017"),
            "period_to": PartialDate.parse("27 November 2024")},
           [("roster", "cabinet"), ("scope", "list")],
           "Most of Members of Nicolás Maduro’s cabinet, as far as announcement jy2730 names them"
           " are or were designated on the OFAC SDN list from 2017 to 27 November 2024.",
           then="undecided", now="undecided", ours="cabinet1"),
    Stated("event", "the precipitation of", "2017", PAPER, on("2017"), [("record", "assembly")],
           ours="asmb2017"),

    Stated("designated", "Maduro himself has", "July 31, 2017", PAPER,
           {**LASTING, **on("31 July 2017")}, [("designation", "Maduro")],
           "Nicolás Maduro (OFAC SDN list, 22790) has been designated since 31 July 2017.",
           ours="maduro17"),
    Stated("interval", "three years later", "later", PAPER,
           {"number": 3, "unit": "years", "about": True},
           [("from", "Maduro designated"), ("to", "case")], ours="threeyrs"),
    Stated("charged", "the Department of Justice", "and terrorism", PAPER,
           {"authority": "the Department of Justice", **on("2020")},
           [("party", "Maduro"), ("record", "case")],
           "Nicolás Maduro was charged by the Department of Justice in the case Indictment of"
           " Nicolás Maduro, Southern District of New York in 2020.", ours="charged1"),
    # The State Department offers it, and no prosecutor: that is what the records contradict.
    Stated("reward", "US prosecutors offer", "Venezuelan strongman", PAPER,
           {"comparator": "up_to", "number": 15_000_000, "unit": "USD",
            "authority": "US prosecutors", **LASTING},
           [("record", "reward"), ("party", "Maduro")],
           "Reward for information on Nicolás Maduro: up to $15 million offered by"
           " US prosecutors is up to $15,000,000.",
           then="contradicted", now="contradicted", ours="reward15"),
)
# fmt: on


@cache
def paragraphs() -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, ARTICLE.read_text().splitlines())))


ARTICLE = SHARED / "seed-article.txt"
#: On the day of the round; and the day on which all is read again.
PUBLISHED, TODAY = datetime(2024, 11, 27, 18, tzinfo=UTC), date(2026, 11, 28)


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


#: The parties that the article names, as the demo spells them.
PARTIES = {
    "Maduro": "Nicolás Maduro",
    "Santiago": "Rubén Darío Santiago Servigna",
    "Rodríguez": "Alexis José Rodríguez Cabello",
    "Marcano": "Javier José Marcano Tábata",
    "Romero": "Orlando Ramón Romero Bolívar",
    "Coronado": "Aníbal Eduardo Coronado Millán",
    "Ñáñez": "Freddy Ñáñez",
    "PdVSA": "Petróleos de Venezuela (PdVSA)",
    "González": "Edmundo González Urrutia",
    "Blinken": "Antony Blinken",
    "Trump": "Donald Trump",
}
#: The records that settle it, by their titles in the demo.
RECORDS = {
    "action": "21 officials designated",
    "Maduro designated": "Nicolás Maduro designated",
    "election": "Presidential election in Venezuela",
    "press conference": "Nicolás Maduro’s press conference on the presidential election",
    "briefing": "Briefing for reporters on the round of 21 officials",
    "recognition": "Antony Blinken’s statement on X that calls Edmundo González president-elect",
    "summit": "G20 summit in Rio de Janeiro",
    "inauguration": "Inauguration of the next US president",
    "assembly": "Vote for Venezuela’s National Constituent Assembly",
    "licence": "Venezuela general licence 41",
    "case": "Indictment of Nicolás Maduro, Southern District of New York",
    "reward": "Reward for information on Nicolás Maduro: up to $15 million",
    "cabinet": "Members of Nicolás Maduro’s cabinet, as far as announcement jy2730 names them",
    "president": "President of Venezuela",
    "minister of the presidency": "Minister of the Office of the President",
    "minister of communication": "Minister of People’s Power for Communication",
    "director of intelligence": "Director of SEBIN",
    "secretary of state": "US secretary of state",
    "president-elect": "President-elect of the United States",
}


def target(role: str, name: str) -> tuple[str, Model]:
    """The link's column and record; a party's designation stands where the role asks for one."""
    if name == "list":
        return "list", SanctionsList.objects.get(code="ofac-sdn")
    if name in RECORDS:
        return "desk_record", DeskRecord.objects.get(title=RECORDS[name])
    party = Party.objects.get(desk_name=PARTIES[name])
    if role != "designation":
        return "party", party
    code = "VENEZUELA-EO13850" if name == "PdVSA" else "VENEZUELA"
    return "designation", Designation.objects.get(entry__party=party, programme__code=code)


@pytest.fixture(scope="module")
def revision(demo: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Revision]:
    """Written once for all tests here, none of which writes; taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield written()
        transaction.set_rollback(True)


def written() -> Revision:
    """The article as a story being written, with every claim, its source and its links."""
    user = User.objects.get(username="editor")
    sources = {
        label: Source.objects.get_or_create(
            label=label,
            defaults={"slug": f"article-{number}", "kind": kind, "terms": terms},
        )[0]
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
            first_published=PUBLISHED,
            **stated.columns,
        )
        claim.full_clean()
        claim.save()
        for role, record in stated.links:
            column, linked = target(role, record)
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
        filled = {column for column in COLUMNS if getattr(claim, column) != getattr(empty, column)}
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


def test_every_claim_that_can_be_settled_is_and_none_is_nodded_through(revision: Revision) -> None:
    settled = {one.card.key: one for one in settled_claims(revision, TODAY)}
    for stated in CLAIMS:
        one = settled[key(stated)]
        if stated.kind == "judgement":
            assert one.publication is None
            continue
        assert one.publication
        assert one.later
        reasons = (one.publication.outcome.reason, one.later.outcome.reason)
        assert all(reasons)
        assert not any("No rule" in reason for reason in reasons)
        verdicts = (one.publication.verdict, one.later.verdict)
        assert verdicts == (stated.then, stated.now), (stated.start, reasons)
