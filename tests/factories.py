"""Rows for tests, each whole: give what the test is about, the rest is made up."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils import timezone

from newsroom.roles import create_missing_groups
from sanctions.dates import PartialDate
from sanctions.models import (
    Designation,
    DeskRecord,
    Document,
    Entry,
    EntryVersion,
    ListVersion,
    Name,
    Party,
    Programme,
    SanctionsList,
)
from sanctions.names import tokens

_numbers = count(1)


def user(role: str = "", **columns: Any) -> User:
    """Somebody of the staff, in one of the newsroom's roles."""
    who = User.objects.create(
        username=columns.pop("username", f"user{next(_numbers)}"), is_staff=True, **columns
    )
    if role:
        create_missing_groups()
        who.groups.add(Group.objects.get(name=role))
    return who


def party(name: str = "", **columns: Any) -> Party:
    """A person whom readers may see, on no list."""
    columns = {"kind": "person", "public_from": timezone.now() - timedelta(days=1)} | columns
    return Party.objects.create(desk_name=name or f"Somebody {next(_numbers)}", **columns)


def sanctions_list(code: str = "ofac-sdn") -> SanctionsList:
    return SanctionsList.objects.get_or_create(
        code=code,
        defaults={
            "authority": "US Treasury, OFAC",
            "title": f"{code.upper().replace('-', ' ')} list",
            "stale_after": timedelta(days=7),
        },
    )[0]


def list_version(dated: date = date(2024, 5, 3), **columns: Any) -> ListVersion:
    """An applied version of ofac-sdn, the next in its sequence."""
    of = columns.pop("list", None) or sanctions_list()
    columns = {
        "sequence": of.versions.count() + 1,
        "dated_by": "file",
        "format": "OFAC delimited",
        "parts": ["sdn"],
        "fields": ["name"],
        "sha256": "0" * 64,
    } | columns
    if columns.get("status") == "refused":
        columns = {"decided_at": timezone.now(), "decided_why": "Half a list."} | columns
    return ListVersion.objects.create(list=of, dated=dated, **columns)


def programme(code: str = "VENEZUELA") -> Programme:
    return Programme.objects.get_or_create(
        authority="ofac", code=code, defaults={"slug": code.lower()}
    )[0]


def entry(name: str = "", number: str = "", **columns: Any) -> Entry:
    """An entry of ofac-sdn in its version 1, under its party's name."""
    name = name or f"PERSON {next(_numbers)}, Some"
    who = columns.pop("party", None) or party(name, listed_name=name)
    made = Entry.objects.create(
        list=columns.pop("list", None) or sanctions_list(),
        number=number or str(next(_numbers)),
        party=who,
        **columns,
    )
    Name.objects.create(entry=made, name=name, kind="principal", tokens=tokens(name))
    EntryVersion.objects.create(
        entry=made, content={"name": name}, hash="0" * 64, span=NumericRange(1, None)
    )
    return made


def designation(name: str = "", **columns: Any) -> Designation:
    """First seen on 3 May 2024 and on the list since."""
    columns = {
        "programme": columns.get("programme") or programme(),
        "first_seen": date(2024, 5, 3),
    } | columns
    of = columns.pop("entry", None) or entry(name)
    return Designation.objects.create(entry=of, **columns)


def desk_record(kind: str = "event", **columns: Any) -> DeskRecord:
    """A record with what its kind cannot do without."""
    number = next(_numbers)
    needed: dict[str, dict[str, Any]] = {
        "action": {"authority": "US Treasury, OFAC", "slug": f"action-{number}"},
        "licence": {"number": "41"},
        "reward": {"amount": 15_000_000, "currency": "USD"},
    }
    columns = {
        "title": f"{kind.capitalize()} {number}",
        "begins": PartialDate.of_day(date(2024, 11, 27)),
        "public_from": timezone.now() - timedelta(days=1),
        **needed.get(kind, {}),
    } | columns
    return DeskRecord.objects.create(kind=kind, **columns)


def document(text: str = "What it says.", **columns: Any) -> Document:
    columns = {"title": f"Document {next(_numbers)}", "publisher": "US Treasury"} | columns
    return Document.objects.create(text=text, **{"sha256": "0" * 64} | columns)
