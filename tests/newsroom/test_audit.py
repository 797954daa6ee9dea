"""The audit trail: every write and every protected reading, who did it, and for ever."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom.audit import NOT_AUDITED, opened
from newsroom.models import (
    GroupSettings,
    IdentityReading,
    Note,
    PreviewLink,
    SourceIdentity,
)
from sanctions.acting import acting, audited_tables
from sanctions.models import AuditEntry, Document, Export, Party
from tests import factories
from tests.newsroom import desk, stories

pytestmark = pytest.mark.django_db

CANARY = "Wilhelmina Quetzalcoatl"
Verb = AuditEntry.Verb


def entries(**of: Any) -> list[Any]:
    """The newest first."""
    return list(AuditEntry.objects.filter(**of))


def newest(model: str = "") -> Any:
    return entries(**({"model": model} if model else {}))[0]


@pytest.fixture
def ines() -> User:
    return desk.staff("editor", "ines")


# ---- What is audited --------------------------------------------------------------------------


def test_every_table_is_audited_or_left_out_for_a_reason() -> None:
    models = {
        model._meta.label_lower: model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy and model._meta.managed
    }
    audited = {label for label, table in models.items() if table in audited_tables()}
    assert set(models) - audited == set(NOT_AUDITED)
    assert all(NOT_AUDITED.values())


def test_every_audited_table_has_its_triggers_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT tgrelid::regclass::text, count(*) FROM pg_trigger
            WHERE tgname LIKE 'pgtrigger_audited%' AND tgenabled = 'A' GROUP BY 1
        """)
        found = dict(cursor.fetchall())
    assert found == dict.fromkeys(audited_tables(), 2)


def test_a_row_added_changed_and_deleted_leaves_only_the_columns_that_changed(ines: User) -> None:
    with acting(ines, through="/admin/"):
        party = factories.party("Pedro Infante", listed_name="")
        Party.objects.filter(pk=party.pk).update(description="a minister")
        party.delete()
    deleted, changed, added = entries(model="sanctions.party")
    assert (added.verb, added.before) == (Verb.ADDED, None)
    assert added.after["desk_name"] == "Pedro Infante"
    assert (changed.before, changed.after) == ({"description": ""}, {"description": "a minister"})
    assert (deleted.verb, deleted.after) == (Verb.DELETED, None)
    assert deleted.before["description"] == "a minister"
    assert {entry.actor for entry in (added, changed, deleted)} == {ines.pk}
    assert {entry.actor_name for entry in (added, changed, deleted)} == {"ines"}
    assert {entry.through for entry in (added, changed, deleted)} == {"/admin/"}
    assert added.transaction == deleted.transaction
    assert added.at < deleted.at


def test_a_save_that_changes_nothing_leaves_nothing() -> None:
    document = factories.document()
    before = len(entries())
    document.save()
    assert len(entries()) == before


def test_long_texts_are_kept_as_length_and_hash() -> None:
    document = factories.document(text="First.")
    Document.objects.filter(pk=document.pk).update(text="Second, and longer.")
    entry = newest("sanctions.document")
    assert entry.after["text"] == {
        "length": 19,
        "sha256": hashlib.sha256(b"Second, and longer.").hexdigest(),
    }
    assert entry.before["text"]["length"] == 6


def test_what_hangs_on_a_story_is_found_under_it(ines: User) -> None:
    story = desk.ready(ines)
    Note.objects.create(story=story, text="Call them again.", by=ines)
    thing = f"newsroom.story/{story.pk}"
    found = {entry.model for entry in entries(thing=thing)}
    assert found >= {"newsroom.story", "newsroom.revision", "newsroom.claim", "newsroom.note"}
    story.delete()
    gone = {entry.model for entry in entries(thing=thing, verb=Verb.DELETED)}
    assert gone >= {"newsroom.story", "newsroom.revision", "newsroom.claim", "newsroom.note"}


def test_a_body_is_never_in_the_trail(ines: User) -> None:
    desk.ready(ines, body=f"<p>{CANARY} and {desk.marked('what she says')}</p>")
    assert not trail_holds(CANARY)


def trail_holds(words: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sanctions_auditentry t WHERE to_jsonb(t)::text ILIKE %s",
            [f"%{words}%"],
        )
        return bool(cursor.fetchone()[0])


def test_an_emptied_table_leaves_an_entry() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE newsroom_note")
    entry = newest("newsroom.note")
    assert (entry.verb, entry.key, entry.thing) == (Verb.DELETED, "*", "newsroom.note/*")


# ---- Accounts and secrets ---------------------------------------------------------------------


def test_accounts_groups_and_devices_are_told_without_their_secrets(ines: User) -> None:
    ines.set_password(CANARY)
    ines.email = "ines@news.example"
    ines.save()
    changed = newest("auth.user")
    assert changed.after == {"email": "ines@news.example", "password": "not kept here"}
    ines.groups.add(Group.objects.get(name="cleared"))
    ines.user_permissions.add(Permission.objects.all()[0])
    device = TOTPDevice.objects.create(user=ines, name="phone", key=CANARY.encode().hex()[:40])
    codes = StaticDevice.objects.create(user=ines, name="codes")
    codes.token_set.create(token=CANARY[:16])
    codes.token_set.all().delete()
    device.throttle_increment()
    found = [(entry.model, entry.verb) for entry in entries(thing=f"auth.user/{ines.pk}")][:6]
    assert found == [
        ("otp_static.statictoken", "deleted"),
        ("otp_static.statictoken", "added"),
        ("otp_static.staticdevice", "added"),
        ("otp_totp.totpdevice", "added"),
        ("auth.user_user_permissions", "added"),
        ("auth.user_groups", "added"),
    ]
    for secret in (CANARY, CANARY[:16], device.key, ines.password):
        assert not trail_holds(secret)
    group = Group.objects.get(name="editor")
    GroupSettings.objects.create(group=group, four_eyes=True)
    group.permissions.remove(*group.permissions.all()[:1])
    found = [(entry.model, entry.verb) for entry in entries(thing=f"auth.group/{group.pk}")][:2]
    assert found == [("auth.group_permissions", "deleted"), ("newsroom.groupsettings", "added")]


def test_a_login_is_no_change_of_the_account(ines: User) -> None:
    before = len(entries(model="auth.user"))
    User.objects.filter(pk=ines.pk).update(last_login=timezone.now())
    assert len(entries(model="auth.user")) == before


def test_an_identity_is_told_to_have_changed_and_to_have_been_read(ines: User) -> None:
    source = stories.source("A senior official", kind="confidential", terms="background")
    identity = SourceIdentity.objects.create(
        source=source, ciphertext=CANARY.encode(), key_id="k1", changed_by=ines
    )
    IdentityReading.objects.create(
        source=source, by=ines, purpose="read", reason=f"To call {CANARY}"
    )
    with acting(ines, through="/admin/newsroom/story/7/publish/"):
        IdentityReading.objects.create(source=source, by=ines, purpose="stopped", reason="Why")
    stopped = newest("newsroom.identityreading")
    assert (stopped.through, stopped.transaction) == ("the desk", 0), "leads to no text"
    assert stopped.actor_name == "ines"
    SourceIdentity.objects.filter(pk=identity.pk).update(ciphertext=b"another")
    changed, _, read, added = entries(thing=f"newsroom.source/{source.pk}")[:4]
    assert added.after["ciphertext"] == changed.after["ciphertext"] == "not kept here"
    assert (read.verb, read.after["purpose"], read.after["by_id"]) == (Verb.READ, "read", ines.pk)
    assert not trail_holds(CANARY)
    assert not trail_holds(CANARY.encode().hex())


def test_exports_and_opened_previews_are_told(ines: User) -> None:
    story = desk.ready(ines)
    with acting(ines, through="/admin/"):
        Export.objects.create(
            by=ines, model="sanctions.name", title="names", query=CANARY, filter=CANARY,
            columns=[], file_name="names.csv",
        )  # fmt: skip
    exported = newest("sanctions.export")
    assert (exported.verb, exported.actor_name) == (Verb.EXPORTED, "ines")
    assert exported.after["model"] == "sanctions.name"
    now = timezone.now()
    link = PreviewLink.objects.create(
        story=story, public_id=CANARY[:22], for_whom="our lawyer", by=ines, made_at=now,
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    opened(link, None)
    seen = newest("newsroom.previewlink")
    assert (seen.verb, seen.actor, seen.through) == (Verb.OPENED, None, "preview")
    assert seen.thing == f"newsroom.story/{story.pk}"
    assert not trail_holds(CANARY)


# ---- Append-only ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sanctions_auditentry SET actor_name = 'nobody'",
        "DELETE FROM sanctions_auditentry",
        "TRUNCATE sanctions_auditentry",
        """
        INSERT INTO sanctions_auditentry (id, model, key, thing, verb)
        SELECT min(id), 'x', 'x', 'x', 'added' FROM sanctions_auditentry
        ON CONFLICT (id) DO UPDATE SET key = 'y'
        """,
    ],
)
@pytest.mark.parametrize("avoiding", ["", "SET LOCAL session_replication_role = replica"])
def test_the_trail_is_only_added_to_whoever_asks(statement: str, avoiding: str) -> None:
    factories.document()
    with connection.cursor() as cursor, transaction.atomic():
        if avoiding:
            try:
                with transaction.atomic():
                    cursor.execute(avoiding)  # a superuser's, which our account need not be
            except DatabaseError:
                pytest.skip("The account may not.")
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true)"
            " FROM pg_trigger WHERE NOT tgisinternal"
        )
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            cursor.execute(statement)


def test_old_entries_are_moved_away_as_the_documentation_says() -> None:
    """By the tables' owner, who changes the schema; and the trail says so."""
    docs = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    _, _, section = docs.partition("### Move old entries away")
    [statements] = re.findall(r"```sql\nBEGIN;\n(.*?)COMMIT;\n```", section, re.DOTALL)
    factories.document()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statements.replace("2026-01-01'", "9999-01-01'"))
    [left] = entries()
    assert (left.model, left.verb) == ("sanctions.auditentry", "deleted")
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="only added to"):
        cursor.execute("DELETE FROM sanctions_auditentry")


def test_nobody_gives_an_entry_another_time_or_another_name(ines: User) -> None:
    with acting(ines, through="here"):
        AuditEntry.objects.create(
            verb=Verb.ADDED, model="x", key="1", thing="x/1", actor=0, actor_name="nobody",
            at="2020-01-01T00:00Z", transaction=1,
        )  # fmt: skip
    entry = newest("x")
    assert (entry.actor, entry.actor_name, entry.through) == (ines.pk, "ines", "here")
    assert entry.at.year > 2024
    assert entry.transaction > 1


def test_the_history_in_words_is_not_altered_unseen(ines: User) -> None:
    story = desk.published(ines)
    entry = LogEntry.objects.filter(object_id=str(story.pk)).first()
    assert entry is not None
    before = len(entries(model="admin.logentry"))
    LogEntry.objects.filter(pk=entry.pk).update(object_repr="Something else")
    assert newest("admin.logentry").after == {"object_repr": "Something else"}
    assert len(entries(model="admin.logentry")) == before + 1
