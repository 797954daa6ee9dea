"""What is backed up as docs/operations.md says can be restored as it says, and is the same."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from newsroom import identities
from newsroom.identities.sealing import opened
from newsroom.models import SourceIdentity
from sanctions.models import AuditEntry
from tests.operations.conftest import ROOT, Installation, programs
from tests.operations.rows import tables

PAGES = (
    "/stories/treasury-puts-21-of-maduros-officials-on-the-list/",
    "/officials/",
    "/corrections.atom",
)


OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def commands(heading: str) -> str:
    """What docs/operations.md tells to type under a heading."""
    _, _, section = OPERATIONS.partition(f"\n### {heading}\n")
    [block, *_] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return block


def kept_files(installation: Installation) -> dict[str, bytes]:
    kept = installation.var / "kept"
    return {
        str(file.relative_to(kept)): file.read_bytes() for file in kept.rglob("*") if file.is_file()
    }


def pages() -> list[bytes]:
    return [Client(headers={"host": "testserver"}).get(path).content for path in PAGES]


@dataclass(frozen=True)
class Drill:
    """A backup of the newsroom, and what was made of it beside."""

    backup: Path
    restored: Installation


@pytest.fixture(scope="module")
def drill(
    populated: Installation,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Drill]:
    """As docs/operations.md says, into an empty database and an empty folder."""
    folder = tmp_path_factory.mktemp("drill")
    made = Drill(folder / "backup", Installation(f"{populated.database}_restored", folder / "var"))
    made.backup.mkdir()
    made.restored.var.mkdir()
    with django_db_blocker.unblock():
        made.restored.make_database()
        for heading, installation in (("Back up", populated), ("Restore", made.restored)):
            done = subprocess.run(
                ["sh", "-eu", "-c", commands(heading)],
                env=installation.environment(
                    BACKUP=str(made.backup), PATH=f"{programs()}:{os.defpath}"
                ),
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr
    yield made
    with django_db_blocker.unblock():
        made.restored.drop_database()


def test_a_restored_newsroom_is_the_same(populated: Installation, drill: Drill) -> None:
    assert {file.name for file in drill.backup.iterdir()} == {"newsroom.dump", "kept.tar.gz"}
    with populated.entered():
        before = tables(), pages()
    with drill.restored.entered():
        after = tables(), pages()
    assert before[0]["newsroom_claim"][0] > 100, "there was something to lose"
    assert before[0]["sanctions_auditentry"][0] > 100
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert b"Wednesday" in after[1][0]
    assert kept_files(drill.restored) == kept_files(populated)
    assert kept_files(drill.restored)
    assert drill.restored.manage("migrate", "--check").returncode == 0


# ---- Whether it is whole ----------------------------------------------------------------------


def checked(installation: Installation) -> tuple[str, str]:
    """What `check_restored` tells, and what it finds wrong."""
    told, wrong = io.StringIO(), io.StringIO()
    with installation.entered():
        try:
            call_command("check_restored", stdout=told, stderr=wrong)
        except CommandError as error:
            wrong.write(str(error))
    return told.getvalue(), wrong.getvalue()


def test_a_restored_newsroom_says_that_nothing_is_missing(drill: Drill) -> None:
    told, wrong = checked(drill.restored)
    assert wrong == ""
    assert "Nothing is missing." in told
    for words in (
        "12 stories",
        r"[1-9]\d* kept documents, read and compared with their hashes",
        r"The bytes of [1-9]\d* list versions, unpacked",
        r"[1-9]\d* triggers are there",
        r"The audit trail ends with entry \d+, \d+ \w+ \d{4}",
        r"[1-9]\d* identities of sources, each decrypted",
    ):
        assert re.search(words, told), (words, told)


def test_without_its_key_it_says_whose_identity_cannot_be_read(drill: Drill) -> None:
    with override_settings(SOURCE_KEYS=[]):
        _, wrong = checked(drill.restored)
        with drill.restored.entered():
            alias = SourceIdentity.objects.get().source.label
            warned = io.StringIO()
            call_command("check", databases=["default"], stderr=warned, stdout=io.StringIO())
            assert pages()[0].count(b"Wednesday"), "readers read all the same"
    assert f"The identity of “{alias}” cannot be read: SOURCE_KEY is not set" in wrong
    assert "which SOURCE_KEY does not hold: nobody can read them" in " ".join(
        warned.getvalue().split()
    )
    with override_settings(SOURCE_KEYS=[Fernet.generate_key().decode()]):
        _, wrong = checked(drill.restored)
    assert f"“{alias}” cannot be read: it was encrypted with the key" in wrong


def test_with_its_key_lost_it_starts_again_without_identities(drill: Drill) -> None:
    """As docs/operations.md says of a key that is in no safe either."""
    [command] = re.findall(r"shell -v0 -c '(from newsroom import identities.*)'", OPERATIONS)
    with (
        override_settings(SOURCE_KEYS=[Fernet.generate_key().decode()]),
        drill.restored.entered(),
        transaction.atomic(),
    ):
        assert identities.keys_lacking()
        call_command("shell", "-v0", "-c", command)
        assert not identities.keys_lacking()
        told = AuditEntry.objects.filter(model="newsroom.sourceidentity")[0]
        assert told.verb == "deleted"
        transaction.set_rollback(True)


def test_what_did_not_come_back_is_named(drill: Drill) -> None:
    kept = drill.restored.var / "kept"
    document, lists = next(kept.glob("documents/*")), next(kept.glob("lists/*/*.gz"))
    saved = {file: file.read_bytes() for file in (document, lists)}
    off = "ALTER TABLE newsroom_revision {} TRIGGER ALL"
    try:
        document.write_bytes(b"something else")
        lists.unlink()
        with drill.restored.entered(), connection.cursor() as cursor:
            cursor.execute(off.format("DISABLE"))
        _, wrong = checked(drill.restored)
    finally:
        for file, content in saved.items():
            file.write_bytes(content)
        with drill.restored.entered(), connection.cursor() as cursor:
            cursor.execute(off.format("ENABLE"))
    assert f"documents/{document.name} holds other bytes than were kept." in wrong
    assert f"{lists}: the kept bytes of a list cannot be read" in wrong
    assert "published_revision_is_frozen of newsroom_revision is switched off." in wrong
    assert "things are not as they were." in wrong


# ---- What a backup tells whoever finds it -----------------------------------------------------


def test_a_backup_holds_identities_as_ciphertext_only(
    populated: Installation, drill: Drill
) -> None:
    with populated.entered():
        identity = opened(SourceIdentity.objects.get(), settings.SOURCE_KEYS)
    names = [*identity.name.split(), *identity.other_names.splitlines()]
    secrets = [*names, identity.name, identity.contact, identity.notes, settings.SOURCE_KEYS[0]]
    secrets = [word for word in secrets if len(word) > 4]
    assert len(secrets) > 2
    plain = subprocess.check_output(
        [programs() / "pg_restore", "--file=-", drill.backup / "newsroom.dump"]
    )
    with tarfile.open(drill.backup / "kept.tar.gz") as packed:
        for member in packed:
            if content := packed.extractfile(member) if member.isfile() else None:
                plain += content.read()
    assert b"newsroom_sourceidentity" in plain
    for word in secrets:
        written = word.encode()
        for form in (
            written,
            written.hex().encode(),
            base64.b64encode(written).rstrip(b"=")[:-1],
            word.encode("utf-16-le"),
            json.dumps(word)[1:-1].encode(),
        ):
            assert form not in plain, word
