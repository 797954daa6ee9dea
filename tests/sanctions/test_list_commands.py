"""`apply_list`, `refuse_list` and `revert_list` as the desk runs them: what they print and do."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, ManagementUtility, call_command

from sanctions.models import Entry, ListVersion
from tests import factories
from tests.sanctions.held import FIRST, SECOND, THIRD, applied_and_held, everybody, receive
from tests.sanctions.ofac import entry

pytestmark = pytest.mark.django_db

WHY = "The announcement of 27 August names all eight."


def run(command: str, *arguments: object) -> dict[str, Any]:
    """Run it with --json; its answer, also when it fails."""
    out, err = io.StringIO(), io.StringIO()
    options = [str(argument) for argument in arguments]
    told, status = "", 0
    try:
        call_command(command, *options, "--json", stdout=out, stderr=err)
    except CommandError as error:
        told, status = str(error), error.returncode
    answer: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return answer | {"exit": status, "told": told}


def status_of(sequence: int) -> str:
    return ListVersion.objects.get(sequence=sequence).status


# ---- What they do ----


def test_a_held_version_is_applied_by_the_command_line() -> None:
    applied_and_held()
    answer = run("apply_list", "ofac-sdn", 2, "--reason", WHY)
    assert (answer["status"], answer["version"], answer["exit"]) == ("applied", 2, 0)
    assert (answer["added"], answer["removed"]) == (1, 8)
    version = ListVersion.objects.get(sequence=2)
    assert (version.status, version.decided_by, version.decided_why) == ("applied", None, WHY)
    assert version.decided_at is not None
    assert Entry.objects.filter(number="140").exists()


def test_the_account_that_is_named_decided() -> None:
    ines = factories.user("editor", username="ines")
    applied_and_held(by=factories.user("editor", username="tomas"))
    assert run("apply_list", "ofac-sdn", 2, "--reason", WHY, "--by", "ines")["exit"] == 0
    assert ListVersion.objects.get(sequence=2).decided_by == ines


def test_a_held_version_is_refused() -> None:
    applied_and_held()
    answer = run("refuse_list", "ofac-sdn", 2, "--reason", "Half a list.")
    assert (answer["status"], answer["version"], answer["exit"]) == ("refused", 2, 0)
    assert ListVersion.objects.get(sequence=2).decided_why == "Half a list."
    assert not Entry.objects.filter(number="140").exists()


def test_the_newest_version_is_reverted() -> None:
    applied_and_held()
    run("apply_list", "ofac-sdn", 2, "--reason", WHY)
    answer = run("revert_list", "ofac-sdn", 2, "--reason", "It was half a list.")
    assert (answer["status"], answer["version"], answer["exit"]) == ("reverted", 3, 0)
    assert (answer["added"], answer["removed"]) == (8, 1)
    assert status_of(2) == "reverted"
    assert ListVersion.objects.get(sequence=3).restores_id == ListVersion.objects.get(sequence=1).pk


def test_in_words_it_names_the_list_and_the_counts() -> None:
    applied_and_held()
    out = io.StringIO()
    call_command("apply_list", "ofac-sdn", "2", reason=WHY, stdout=out, stderr=io.StringIO())
    assert out.getvalue() == (
        "OFAC SDN list of 27 August 2026, version 2: applied; "
        "1 added, 2 changed, 8 removed, 10 unchanged\n"
    )


def test_the_last_line_has_the_keys_of_an_import() -> None:
    applied_and_held()
    out = io.StringIO()
    again = receive_command(out)
    assert run("apply_list", "ofac-sdn", 2, "--reason", WHY).keys() - {"exit", "told"} == again


def receive_command(out: io.StringIO) -> set[str]:
    with pytest.raises(CommandError):
        call_command("import_list", "ofac-sdn", "/nowhere", "--json", stdout=out, stderr=out)
    return set(json.loads(out.getvalue().splitlines()[-1]))


# ---- What they refuse ----


REFUSED = {
    "no such list": (["un-xx", 1], "No version of a list “un-xx” was ever received."),
    "no such version": (["ofac-sdn", 7], "There is no version 7 of ofac-sdn; the newest is 2"),
    "not held": (["ofac-sdn", 1], "applied"),
}


@pytest.mark.parametrize("command", ["apply_list", "refuse_list"])
@pytest.mark.parametrize("named", REFUSED)
def test_it_says_what_it_did_not_find(command: str, named: str) -> None:
    applied_and_held()
    which, told = REFUSED[named]
    answer = run(command, *which, "--reason", WHY)
    assert answer["exit"] == 1
    assert told in answer["told"]
    assert told in answer["reason"]
    assert (status_of(1), status_of(2)) == ("applied", "quarantined")


def test_the_json_of_a_failure_tells_the_state_in_which_the_version_was_left() -> None:
    applied_and_held()
    assert run("apply_list", "ofac-sdn", 1, "--reason", WHY)["status"] == "applied"
    assert run("revert_list", "ofac-sdn", 2, "--reason", WHY)["status"] == "quarantined"
    assert run("apply_list", "ofac-sdn", 9, "--reason", WHY)["status"] == "refused"


@pytest.mark.parametrize("command", ["apply_list", "refuse_list", "revert_list"])
def test_without_a_reason_nothing_is_decided(command: str) -> None:
    applied_and_held()
    version = 1 if command == "revert_list" else 2
    with pytest.raises(CommandError, match="--reason"):
        call_command(command, "ofac-sdn", str(version))
    assert run(command, "ofac-sdn", version, "--reason", " ")["exit"] == 1
    assert (status_of(1), status_of(2)) == ("applied", "quarantined")


@pytest.mark.parametrize("active", [False, None])
def test_nobody_unknown_decides(active: bool | None) -> None:
    applied_and_held()
    if active is False:
        factories.user("editor", username="ines", is_active=False)
    answer = run("apply_list", "ofac-sdn", 2, "--reason", WHY, "--by", "ines")
    assert answer["exit"] == 1
    assert "There is no active account “ines”" in answer["told"]
    assert status_of(2) == "quarantined"


@pytest.mark.parametrize("command", ["apply_list", "refuse_list"])
def test_who_imported_it_does_not_decide(command: str) -> None:
    applied_and_held(by=factories.user("editor", username="tomas"))
    answer = run(command, "ofac-sdn", 2, "--reason", WHY, "--by", "tomas")
    assert answer["exit"] == 1
    assert "ask somebody else" in answer["told"]
    assert status_of(2) == "quarantined"


def test_only_the_newest_applied_version_is_reverted() -> None:
    receive(everybody(), FIRST)
    receive([*everybody(), entry(150, "OTHER, One")], SECOND)
    answer = run("revert_list", "ofac-sdn", 1, "--reason", WHY)
    assert answer["exit"] == 1
    assert (status_of(1), status_of(2)) == ("applied", "applied")


def test_what_was_compared_with_an_older_state_stays_held_and_is_compared_again() -> None:
    """Two are held; the older is applied first, so the newer would change something else."""
    applied_and_held()
    newer = receive(everybody()[:11], THIRD)
    assert newer.status == "quarantined"
    run("apply_list", "ofac-sdn", 2, "--reason", WHY)
    answer = run("apply_list", "ofac-sdn", 3, "--reason", WHY)
    assert (answer["status"], answer["version"], answer["exit"]) == ("quarantined", 3, 3)
    assert "look at it" in answer["told"]
    assert ListVersion.objects.get(sequence=3).compared_with == ListVersion.objects.get(sequence=2)
    assert run("apply_list", "ofac-sdn", 3, "--reason", WHY)["exit"] == 0


def test_a_reverted_first_version_leaves_no_list_and_that_is_said() -> None:
    receive(everybody(), FIRST)
    answer = run("revert_list", "ofac-sdn", 1, "--reason", WHY)
    assert (answer["status"], answer["version"], answer["removed"]) == ("reverted", None, 20)
    assert answer["reason"].startswith("no version of this list is left")


@pytest.mark.parametrize("command", ["apply_list", "refuse_list", "revert_list"])
def test_called_wrongly_it_ends_with_1_and_a_line_of_json(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="1"):
        ManagementUtility(["manage.py", command, "ofac-sdn", "two", "--json"]).execute()
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["version"]) == ("refused", None)
    assert "VERSION: invalid int value: 'two'" in told["reason"]


@pytest.mark.parametrize("command", ["apply_list", "refuse_list", "revert_list"])
def test_it_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        call_command(command, "--help")
    told = capsys.readouterr().out
    assert all(word in told for word in ("LIST", "VERSION", "--reason", "--by", "--json"))
