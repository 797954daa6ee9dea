"""The demo newsroom is whole, true to its sources, and written in our own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Model
from django.test import Client

from newsroom.assertions import ASSERTIONS
from newsroom.body import marks, plain_text
from newsroom.models import (
    Check,
    Claim,
    ClaimLink,
    Correction,
    Revision,
    Source,
    StaleClaim,
    Story,
)
from newsroom.readiness import failures, findings
from sanctions.dates import PartialDate
from sanctions.lists.ofac.delimited import read
from sanctions.models import (
    Designation,
    DeskRecord,
    DeskRecordParty,
    Document,
    ListVersion,
    NoEntry,
    Party,
)
from sanctions.names import fold, tokens
from tests.shared import OFAC, SHARED, needs_shared

pytestmark = pytest.mark.django_db

ROUND = "treasury-puts-21-of-maduros-officials-on-the-list"
WITHDRAWN = "what-the-ofac-list-says-of-delcy-rodriguez"
TREASURY = SHARED / "data" / "treasury"
ANNOUNCEMENTS = {
    "sm0137": "2017-07-31-sm0137.md",
    "jy1127": "2022-11-26-jy1127.md",
    "jy2730": "2024-11-27-jy2730.md",
}
QUOTATION = re.compile("“[^”]*”")


def designation(number: str, code: str = "VENEZUELA") -> Designation:
    return Designation.objects.get(entry__number=number, programme__code=code)


def without_quotations(text: str) -> Iterator[list[str]]:
    """The words of each stretch of our own: a line, or what stands between two quotations."""
    for line in text.splitlines():
        for stretch in QUOTATION.split(line):
            yield fold(stretch).split()


# ---- What is there ----------------------------------------------------------------------------


def test_stories_in_every_state_are_there() -> None:
    assert Story.objects.published().count() >= 6
    assert Story.objects.withdrawn().count() == 1
    unpublished = Story.objects.exclude(revisions__in=Revision.objects.public())
    scheduled = unpublished.filter(revisions__public_from__isnull=False)
    working = unpublished.filter(revisions__public_from=None)
    assert scheduled.count() == 1
    assert sorted(working.values_list("status", flat=True)) == ["approved", "draft", "review"]


def test_two_stories_were_corrected_on_the_day_after() -> None:
    corrections = Correction.objects.public().order_by("at")
    assert [correction.at.date() for correction in corrections] == [
        date(2022, 11, 28),
        date(2024, 11, 28),
    ]
    for correction in corrections:
        before, after = correction.revision_before, correction.revision_after
        assert before.claims.get(key=correction.key).words != (
            after.claims.get(key=correction.key).words
        )
        assert after == correction.story.live


def test_the_round_holds_thirty_claims_of_every_kind() -> None:
    live = Story.objects.published().get(slug=ROUND).live
    assert live is not None
    kinds = Counter(live.claims.values_list("kind", flat=True))
    assert set(kinds) == set(ASSERTIONS)
    assert kinds.total() >= 30


def test_sources_of_every_kind_and_terms_are_there() -> None:
    assert Source.objects.count() >= 12
    assert set(Source.objects.values_list("kind", flat=True)) == set(Source.Kind.values)
    assert set(Source.objects.values_list("terms", flat=True)) == set(Source.Terms.values)


def test_the_list_versions_are_excerpts_and_say_so() -> None:
    versions = ListVersion.objects.applied().order_by("sequence")
    assert [(version.dated.isoformat(), version.entry_count) for version in versions] == [
        ("2024-05-03", 350),
        ("2026-07-23", 408),
        ("2026-08-20", 409),
    ]
    for version in versions:
        assert version.coverage == ["VENEZUELA", "VENEZUELA-EO13850", "VENEZUELA-EO13884"]
        assert version.dated_by == "given"


def test_the_21_got_their_day_from_the_action_and_not_from_the_lists() -> None:
    action = DeskRecord.objects.get(number="jy2730", kind="action")
    designations = Designation.objects.filter(dates__action=action)
    assert designations.count() == 21
    for one in designations:
        assert one.listed_on == PartialDate.of_day(date(2024, 11, 27))
        assert (one.last_absent, one.first_seen) == (date(2024, 5, 3), date(2026, 7, 23))
        assert one.last_seen is None
    headings = DeskRecordParty.objects.filter(desk_record=action).values_list("heading", flat=True)
    assert sorted(Counter(headings).values()) == [4, 7, 10]


def test_each_of_the_21_has_a_post_by_the_announcement() -> None:
    action = DeskRecord.objects.get(number="jy2730", kind="action")
    for party in action.parties.all():
        post = party.desk_records.get(kind="position")
        assert post.document == action.document
        assert post.known_until == date(2024, 11, 27) or "former" in post.summary


def test_delcy_rodriguez_was_listed_in_2018_and_went_between_two_lists() -> None:
    hers = designation("25077")
    assert str(hers.listed_on) == "2018"
    # Not before the announcement that speaks of her as listed.
    assert hers.delisted_on == PartialDate(date(2024, 11, 28), date(2026, 7, 23))
    assert (hers.last_seen, hers.first_gone) == (date(2024, 5, 3), date(2026, 7, 23))
    assert NoEntry.objects.filter(party=hers.entry.party).count() == 2


def test_maduro_was_listed_on_the_day_of_his_action() -> None:
    assert str(designation("22790").listed_on) == "31 July 2017"
    assert str(designation("24424").listed_on) == "2018"  # Diosdado Cabello


def test_a_party_on_no_list_was_looked_for_on_every_version() -> None:
    gonzalez = Party.objects.get(desk_name="Edmundo González Urrutia")
    assert not gonzalez.entries.exists()
    assert gonzalez.no_entries.count() == 3


def test_the_reward_and_the_licence_are_chains() -> None:
    newest = DeskRecord.objects.get(kind="reward", superseded_by=None)
    amounts = [newest.amount]
    while (newest := newest.supersedes) is not None:  # type: ignore[assignment]
        amounts.append(newest.amount)
    assert amounts == [Decimal(50_000_000), Decimal(25_000_000), Decimal(15_000_000)]
    wind_down = DeskRecord.objects.get(number="41A")
    assert wind_down.winds_down
    assert str(wind_down.ends) == "3 April 2025"
    assert wind_down.supersedes == DeskRecord.objects.get(number="41")


def test_no_roster_claims_to_be_complete() -> None:
    assert DeskRecord.objects.filter(kind="roster", complete=False).exists()
    assert not DeskRecord.objects.filter(kind="roster", complete=True).exists()


def test_each_action_that_designates_somebody_names_all_of_them() -> None:
    designating = DeskRecord.objects.filter(
        kind="action", desk_record_parties__role="designated"
    ).distinct()
    assert len(designating) == 3
    assert all(action.complete for action in designating)


def test_no_published_claim_is_contradicted_and_each_is_checked() -> None:
    checks = Check.objects.current()
    assert not checks.filter(verdict=Check.Verdict.CONTRADICTED).exists()
    live = Claim.objects.live().exclude(kind__in=("", "judgement"))
    for claim in live.select_related("revision"):
        of_claim = checks.filter(story=claim.revision.story_id, key=claim.key)
        assert [check.first_published for check in of_claim] == [claim.first_published] * 2, claim


def test_the_queue_has_something_of_everything() -> None:
    waiting = StaleClaim.objects.open()
    assert {item.key for item in waiting.filter(asked_again_on=None)} == {
        "licence1", "reward15", "delcy018", "gl41exmp",
    }  # fmt: skip
    assert waiting.exclude(asked_again_on=None).get().key == "trumppos"
    kept = StaleClaim.objects.exclude(decision="").get()
    assert (kept.key, kept.decision) == ("inforce1", "kept")
    assert kept.decided_why


def test_a_contradicted_claim_was_let_through_once_and_had_to_be_corrected() -> None:
    accepted = Claim.objects.exclude(accepted_why="").get()
    assert accepted.key == Correction.objects.earliest("at").key == "issued26"
    assert not Claim.objects.live().exclude(accepted_why="").exists()


@pytest.mark.parametrize("model", [Party, Claim, ClaimLink, Revision, Check])
def test_pages_are_planned_for_what_was_loaded(demo: dict[str, int], model: type[Model]) -> None:
    """With what was gathered while it was under way, nothing, /officials/ took minutes."""
    assert demo[model._meta.db_table] == model._default_manager.count() > 0


def test_readers_can_open_what_is_published_and_nothing_else(client: Client) -> None:
    for story in Story.objects.with_live():
        expected = 200 if story.live else 404
        assert client.get(f"/stories/{story.slug}/").status_code == expected, story
    withdrawn = client.get(f"/stories/{WITHDRAWN}/").content.decode()
    assert "It has been withdrawn." in withdrawn
    assert "Her number there is 25077" not in withdrawn


# ---- Whether the claims stand -----------------------------------------------------------------


def published_claims() -> list[Claim]:
    revisions = Revision.objects.filter(public_from__isnull=False)
    claims = Claim.objects.filter(revision__in=revisions).select_related(
        "revision__story", "source__document", "document"
    )
    return list(claims.prefetch_related("links__desk_record__document"))


def test_every_published_claim_is_confirmed_and_has_source_and_record() -> None:
    for claim in published_claims():
        assert claim.is_confirmed, claim
        assert claim.source is not None, claim
        assertion = ASSERTIONS[claim.kind]
        assert all(getattr(claim, column) not in (None, "") for column in assertion.needs), claim
        roles = Counter(link.role for link in claim.links.all())
        for role in assertion.roles:
            assert role.least <= roles.pop(role.name, 0) <= role.most, (claim, role.name)
        assert not roles, claim
        assert all(link.decided_by and link.decided_at for link in claim.links.all())


def test_only_what_is_still_worked_on_has_anything_to_mend() -> None:
    for revision in Revision.objects.select_related("story"):
        unfinished = revision.public_from is None and revision.story.status != "approved"
        failing = failures(findings(revision))
        assert bool(failing) == unfinished, (revision, failing)


def test_marks_and_claims_are_the_same() -> None:
    for revision in Revision.objects.all():
        found = {mark.key: mark.words for mark in marks(revision.body) if not mark.repeated}
        assert found == dict(revision.claims.values_list("key", "words")), revision


def test_every_linked_record_is_public() -> None:
    public = {
        "party": set(Party.objects.public().values_list("pk", flat=True)),
        "designation": set(Designation.objects.public().values_list("pk", flat=True)),
        "desk_record": set(DeskRecord.objects.public().values_list("pk", flat=True)),
    }
    for link in ClaimLink.objects.all():
        if (column := link.record_type) in public:
            assert link.record.pk in public[column], link
    assert not Document.objects.exclude(access="public").exists()


def test_every_quotation_stands_word_for_word_in_its_document() -> None:
    quoting = [claim for claim in published_claims() if claim.quote and not claim.reported]
    assert len(quoting) >= 20
    for claim in quoting:
        assert claim.source is not None
        document = claim.document or claim.source.document
        assert document is not None, claim
        for part in re.split(r"\[[^]]*\]|\.\.\.|…", claim.quote):
            assert part.strip() in " ".join(document.text.split()), claim


def test_every_quotation_in_a_text_is_a_claim_of_a_document() -> None:
    for revision in Revision.objects.filter(public_from__isnull=False):
        quotes = " ".join(revision.claims.values_list("quote", flat=True))
        for quotation in QUOTATION.findall(plain_text(revision.body)):
            assert quotation.strip("“”,. ") in quotes, quotation


def test_what_was_said_off_the_record_is_in_the_draft_only() -> None:
    stories = Story.objects.filter(revisions__claims__source__terms="off_record").distinct()
    assert stories.count() == 1
    assert not Story.objects.published().filter(pk__in=stories).exists()
    assert "off_record" not in {claim.source and claim.source.terms for claim in published_claims()}


def test_no_text_says_bare_that_somebody_is_sanctioned() -> None:
    for revision in Revision.objects.all():
        for text in (revision.headline, revision.standfirst, plain_text(revision.body)):
            assert "sanctioned" not in QUOTATION.sub("", text)


# ---- Whether it is true to its sources --------------------------------------------------------


@needs_shared
@pytest.mark.parametrize(("number", "file"), ANNOUNCEMENTS.items())
def test_a_document_holds_short_excerpts_of_the_announcement(number: str, file: str) -> None:
    document = Document.objects.get(number=number)
    announcement = " ".join((TREASURY / file).read_text().split())
    assert "excerpts" in document.title
    assert f"{document.dated}" == file[:10]
    assert document.url.endswith(f"/news/press-releases/{number}")
    for line in document.text.splitlines():
        for part in filter(None, (part.strip() for part in line.split("…"))):
            assert part.rstrip(".") in announcement, part
            assert len(re.findall(r"(?<!U\.S)[.?!](?:\s|$)", part)) <= 2, part


@needs_shared
def test_the_21_are_those_of_the_announcement_and_of_the_list() -> None:
    listed = {entry.number: entry.name for entry in read(OFAC / "names-2026-08-20").entries}
    text = (TREASURY / ANNOUNCEMENTS["jy2730"]).read_text()
    parts = DeskRecordParty.objects.filter(
        desk_record__number="jy2730", desk_record__kind="action"
    ).order_by("pk")

    announced = []  # name, heading and what is said of each, in order
    heading = ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = line.strip("# ").casefold()
        elif found := re.match(r"- \*\*(.+)\*\* (.+)", line):
            announced.append((found[1], heading, found[2]))
    assert len(announced) == len(parts) == 21

    for part, (name, heading, words) in zip(parts, announced, strict=True):
        party = part.party
        ours, theirs = set(tokens(party.desk_name)), set(tokens(listed[part_number(party)]))
        assert ours <= theirs or theirs <= ours, name
        assert set(tokens(part.written_as or party.desk_name)) == set(tokens(name)), name
        assert part.heading.casefold() == heading, name

        post = party.desk_records.get(kind="position")
        first = re.split(r"(?<=\w{3})\.\s", words.replace(" AN.", " National Assembly."))[0]
        since = re.search(r"since ((?:[A-Z][a-z]+ )?\d{4})", first)
        assert (str(post.begins) if post.begins else None) == (since[1] if since else None), name
        assert ("former" in post.summary) == ("previously" in first), name
        said = {word[:4] for word in fold(first).split()}
        minor = {"of", "the", "in", "and", "for", "s"}
        assert {word[:4] for word in fold(post.title).split() if word not in minor} <= said, name


def part_number(party: Party) -> str:
    return party.entries.get().number


@needs_shared
def test_nothing_is_copied_but_quotations() -> None:
    sources = [SHARED / "seed-article.txt", *(TREASURY / file for file in ANNOUNCEMENTS.values())]
    copied: set[tuple[str, ...]] = set()
    for source in sources:
        for line in source.read_text().splitlines():
            copied.update(eights(fold(line).split()))
    texts = [
        text
        for revision in Revision.objects.all()
        for text in (revision.headline, revision.standfirst, plain_text(revision.body))
    ]
    texts += DeskRecord.objects.values_list("title", flat=True)
    texts += DeskRecord.objects.values_list("summary", flat=True)
    texts += Party.objects.values_list("description", flat=True)
    texts += Source.objects.values_list("description", flat=True)
    for text in texts:
        for words in without_quotations(text):
            assert not copied.intersection(eights(words)), text


def eights(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Every run of eight words."""
    return zip(*(words[start:] for start in range(8)), strict=False)
