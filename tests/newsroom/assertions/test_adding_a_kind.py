"""A kind is added from docs/adding-an-assertion.md alone, and touches no other code."""

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from newsroom import assertions
from newsroom.models import Claim, Revision, Story
from tests.newsroom.assertions.made import (
    NO,
    OPEN,
    YES,
    claim,
    listing,
    part,
    settle,
    spell,
    told,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "adding-an-assertion.md"
GONE = {"last_seen": "2024-05-03", "first_gone": "2024-07-23"}


@pytest.fixture
def kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The page's module among the kinds; answers its folder."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "delisted.py").write_text(code)
    monkeypatch.setattr(assertions, "__path__", [*assertions.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    for name, kind in assertions.discovered().items():
        monkeypatch.setitem(assertions.ASSERTIONS, name, kind)
    yield tmp_path
    del sys.modules["newsroom.assertions.delisted"]


def test_the_pages_kind_is_settled(kinds: Path) -> None:
    def asked(period: str = "", on: str = "2024-11-27", **dated: str) -> tuple[str, str]:
        stated = claim("delisted", **({"period_from": period} if period else {}))
        entry = listing(spell("2024-05-03", **dated))
        return told(settle(stated, part("designation", entry), on=on))

    left = "Entry 22790 left the OFAC SDN list between 3 May 2024 and 23 July 2024"
    assert asked(**GONE) == (YES, f"{left}.")
    assert asked(on="2024-06-01", **GONE) == (OPEN, f"{left}; that may be after 1 June 2024.")
    assert asked("2023", **GONE) == (NO, f"{left}; that is not in 2023.")
    assert asked() == (NO, "Every version of the OFAC SDN list held here has entry 22790.")


def test_the_pages_kind_says_what_it_asserts(kinds: Path) -> None:
    assert assertions.sentence(claim("delisted", period_from="2024"), {"designation": ["A"]}) == (
        "A was taken off the list in 2024."
    )
    assert list(assertions.discovered())[:3] == ["designated", "designated_in_action", "delisted"]


@pytest.mark.django_db
def test_a_claim_of_the_pages_kind_is_stored(kinds: Path) -> None:
    by = User.objects.create(username="reporter")
    story = Story.objects.create(slug="s", owner=by)
    revision = Revision.objects.create(story=story, number=1, saved_by=by)
    stored = Claim(revision=revision, key="delisted", words="was delisted", kind="delisted")
    stored.full_clean()
    stored.save()
    assert stored.get_kind_display() == "Delisted"
    stored.kind = "unheard"
    with pytest.raises(ValidationError, match="unheard"):
        stored.full_clean()


def test_two_kinds_of_one_name_are_no_kinds(kinds: Path) -> None:
    (kinds / "other.py").write_text((kinds / "delisted.py").read_text())
    importlib.invalidate_caches()
    with pytest.raises(ValueError, match=r"other: delisted is another kind's name"):
        assertions.discovered()
    del sys.modules["newsroom.assertions.other"]
