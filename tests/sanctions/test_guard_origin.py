"""Files that are taken for what they are not: another list, the whole one, one to its end."""

from datetime import date
from pathlib import Path

import pytest

from sanctions import versions
from sanctions.lists import PUBLICATIONS
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome
from tests.sanctions.held import FIRST, SECOND, THIRD, everybody, receive
from tests.sanctions.ofac import Values, entry, write_set

pytestmark = pytest.mark.django_db


def bring(folder: Path, code: str, rows: list[Values], dated: date) -> Outcome:
    """Under a name that tells nothing."""
    file = (write_set(folder, rows) / "sdn.csv").rename(folder / "list.csv")
    return versions.receive(PUBLICATIONS[code], file, given=dated)


def rules(version: ListVersion) -> list[str]:
    return [finding["rule"] for finding in version.findings]


def test_a_file_of_the_publishers_other_list_is_held_even_as_the_first(tmp_path: Path) -> None:
    receive(everybody(), FIRST)
    outcome = bring(tmp_path, "ofac-cons", everybody(), SECOND)
    held = ListVersion.objects.get(list__code="ofac-cons")
    assert (outcome.status, rules(held)) == ("quarantined", ["another list"])
    assert "20 of 20 entries stand with the same number and name on the OFAC SDN" in outcome.reason
    assert "import the file as ofac-sdn" in outcome.reason


def test_a_few_whom_another_list_names_too_hold_nothing(tmp_path: Path) -> None:
    receive(everybody(), FIRST)
    others = [entry(900 + number, f"ELSEWHERE{number}, Given") for number in range(10)]
    outcome = bring(tmp_path, "ofac-cons", [*everybody()[:9], *others], SECOND)
    assert outcome.status == "applied"


def test_one_list_may_use_the_numbers_of_another_for_others(tmp_path: Path) -> None:
    receive(everybody(), FIRST)
    others = [entry(101 + number, f"ELSEWHERE{number}, Given") for number in range(20)]
    assert bring(tmp_path, "ofac-cons", others, SECOND).status == "applied"


def test_an_excerpt_brought_as_the_whole_list_is_held() -> None:
    receive(everybody(), FIRST, coverage=["VENEZUELA", "SDGT"])
    held = receive(everybody(), SECOND)
    assert (held.status, rules(held)) == ("quarantined", ["an excerpt"])
    [finding] = held.findings
    assert "it has 20 entries; between" in finding["message"]
    assert "nothing in it stands outside SDGT, VENEZUELA" in finding["message"]


def test_a_whole_list_behind_excerpts_that_tells_of_others_too_is_applied() -> None:
    receive(everybody()[:12], FIRST, coverage=["VENEZUELA"])
    assert receive(everybody(), SECOND).status == "applied"


def test_once_a_whole_list_was_applied_the_next_is_compared_with_that() -> None:
    receive(everybody(), FIRST)
    receive(everybody()[:12], SECOND, coverage=["VENEZUELA"])
    assert receive([*everybody(), entry(150, "NEW, One")], THIRD).status == "applied"


def test_a_list_without_its_last_numbers_is_told_to_be_cut() -> None:
    receive(everybody(), FIRST)
    held = receive(everybody()[:-6], SECOND)
    assert (held.status, rules(held)[-1]) == ("quarantined", "cut at the end")
    assert "ends at number 114; the list before went on to 120" in held.findings[-1]["message"]


def test_a_few_of_the_last_may_go_like_others() -> None:
    receive(everybody(), FIRST)
    assert receive(everybody()[:-5], SECOND).status == "applied"


@pytest.mark.parametrize("more", [[], [entry(121, "NEW, One")]], ids=["in between", "and goes on"])
def test_removals_elsewhere_are_no_cut(more: list[Values]) -> None:
    receive(everybody(), FIRST)
    rows = everybody()[:-6] if more else [*everybody()[:10], *everybody()[16:]]
    assert "cut at the end" not in rules(receive([*rows, *more], SECOND))
