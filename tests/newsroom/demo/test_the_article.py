"""Our story of the round says all that the article does, and docs/the-article.md how it stands."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from newsroom.assertions import ASSERTIONS
from newsroom.models import Check, Claim, Story
from newsroom.readiness import failures, findings
from newsroom.reading.settled import SettledClaim, settled_claims
from tests.newsroom.demo.test_seed_article import CLAIMS
from tests.shared import needs_shared

pytestmark = pytest.mark.django_db

SLUG = "treasury-puts-21-of-maduros-officials-on-the-list"
WRITTEN = Path(__file__).parents[3] / "docs" / "the-article.md"
#: The day for which docs/the-article.md is written.
DAY = date(2026, 11, 28)
SUPPORTED, OUTDATED = Check.Verdict.SUPPORTED, Check.Verdict.OUTDATED
CONTRADICTED, UNDECIDED = Check.Verdict.CONTRADICTED, Check.Verdict.UNDECIDED


@pytest.fixture
def settled() -> dict[str, SettledClaim]:
    live = Story.objects.published().get(slug=SLUG).live
    assert live is not None
    return {one.card.key: one for one in settled_claims(live, DAY)}


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("print_verdicts", *arguments, stdout=out)
    return out.getvalue()


def test_the_written_page_is_what_the_command_prints() -> None:
    command = re.search(r"`\./run manage\.py print_verdicts (.*?)`", WRITTEN.read_text())
    assert command is not None
    assert command[1] == f"{SLUG} --on {DAY}"
    assert WRITTEN.read_text() == printed(*command[1].split()), (
        f"Print it again: ./run manage.py print_verdicts {command[1]} > docs/the-article.md"
    )


def test_a_story_that_nobody_reads_is_refused() -> None:
    for slug in ("fourteen-entries-that-went", "what-the-ofac-list-says-of-delcy-rodriguez", "x"):
        with pytest.raises(CommandError, match="No published story is at"):
            printed(slug)


@needs_shared
def test_what_can_be_checked_in_the_article_stands_in_our_story(
    settled: dict[str, SettledClaim],
) -> None:
    assert len(settled) >= 30
    for stated in CLAIMS:
        if ASSERTIONS[stated.kind].checkable:
            assert settled[stated.ours].card.claim.kind == stated.kind, stated


def test_nothing_in_it_was_contradicted_when_it_was_published(
    settled: dict[str, SettledClaim],
) -> None:
    for one in settled.values():
        assert one.publication is None or one.publication.verdict in (SUPPORTED, UNDECIDED), one


@pytest.mark.parametrize(
    ("key", "since"),
    [
        ("licence1", "4 March 2025"),
        ("reward15", "10 January 2025"),
        ("trumppos", "21 January 2025"),
        ("delcy018", "between 28 November 2024 and 23 July 2026"),
    ],
)
def test_what_has_stopped_being_so_says_since_when(
    key: str, since: str, settled: dict[str, SettledClaim]
) -> None:
    one = settled[key]
    assert one.publication
    assert one.later
    assert (one.publication.verdict, one.later.verdict) == (SUPPORTED, OUTDATED)
    assert str(one.later.outcome.since) == since


def test_nothing_else_has_stopped_being_so(settled: dict[str, SettledClaim]) -> None:
    gone = {
        key
        for key, one in settled.items()
        if one.later and one.later.verdict in (OUTDATED, CONTRADICTED)
    }
    assert gone == {"licence1", "reward15", "trumppos", "delcy018"}


def test_what_was_said_and_is_in_no_document_held_is_undecided(
    settled: dict[str, SettledClaim],
) -> None:
    reported = [one for one in settled.values() if one.card.claim.reported]
    assert len(reported) >= 8
    for one in reported:
        assert one.publication
        assert one.publication.verdict == UNDECIDED
        assert one.publication.outcome.missing


def test_a_post_is_vouched_for_no_longer_than_its_record_reaches(
    settled: dict[str, SettledClaim],
) -> None:
    lasting = [
        one
        for one in settled.values()
        if one.card.claim.kind == "position"
        and one.card.claim.tense == Claim.Tense.LASTING
        and one.card.key != "trumppos"
    ]
    assert len(lasting) >= 10
    for one in lasting:
        assert one.publication
        assert one.later
        assert (one.publication.verdict, one.later.verdict) == (SUPPORTED, UNDECIDED), one


def test_the_same_records_settle_it_alike_wherever_it_is_asked(
    settled: dict[str, SettledClaim],
) -> None:
    """As the checks say that were written when it was published."""
    story = Story.objects.get(slug=SLUG)
    for check in Check.objects.current().filter(story=story, basis=Check.Basis.PUBLICATION):
        publication = settled[check.key].publication
        assert publication
        assert check.verdict == publication.verdict, check


def test_it_could_be_published_as_it_stands() -> None:
    live = Story.objects.published().get(slug=SLUG).live
    assert live is not None
    assert not failures(findings(live))
