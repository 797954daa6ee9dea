"""Who a source is: encrypted, read by the cleared alone, and each reading written down."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import fields, replace
from io import StringIO
from unittest import mock

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import Group, Permission, User
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.test import RequestFactory
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from newsroom import identities
from newsroom.clearance import cleared_people
from newsroom.identities import Identity, IdentityError, Refused, Unreadable
from newsroom.models import IdentityReading, Source, SourceIdentity
from newsroom.roles import create_missing_groups
from tests import factories
from tests.newsroom.cleared import (
    NAME,
    REASON,
    WHO,
    asking,
    cleared_editor,
    confidential,
    head,
    kept,
)
from tests.newsroom.stories import source as other_source

pytestmark = pytest.mark.django_db

#: Each is said of this source alone.
SECRETS = [NAME, "Zoraida", "Quebrantahuesos", "zoraida@example.org", "fountain"]


@pytest.fixture
def source() -> Source:
    return kept()


@pytest.fixture
def clara() -> User:
    create_missing_groups()
    return cleared_editor()


def readings(**columns: object) -> list[tuple[str, str]]:
    found = IdentityReading.objects.filter(**columns).exclude(by__username="writer")
    return list(found.order_by("pk").values_list("purpose", "reason"))


def row() -> SourceIdentity:
    return SourceIdentity.objects.get()


# ---- What is kept -----------------------------------------------------------------------------


def test_it_is_read_as_it_was_written(source: Source, clara: User) -> None:
    read = identities.read(source, clara, REASON, asking(clara))
    assert read == WHO
    assert read is not WHO
    assert readings(by=clara, source=source) == [("read", REASON)]


def test_nothing_of_it_stands_in_the_database(source: Source, clara: User) -> None:
    identities.read(source, clara, REASON, asking(clara))
    with connection.cursor() as cursor:
        tables = [
            table for table in connection.introspection.table_names() if table.startswith("news")
        ]
        dump = ""
        for table in (*tables, "sanctions_auditentry", "django_admin_log"):
            cursor.execute(f"SELECT x::text FROM {table} x")  # noqa: S608  # names of tables
            dump += "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("SELECT convert_from(ciphertext, 'UTF8') FROM newsroom_sourceidentity")
        [token] = cursor.fetchone()
    assert "Lamplighter" in dump
    assert token.startswith("gAAA")
    for secret in SECRETS:
        for spelled in (secret, secret.encode().hex(), secret.upper()):
            assert spelled not in dump
            assert spelled not in token


def test_its_length_and_its_time_tell_little(clara: User) -> None:
    lengths = []
    for number, notes in enumerate(["", "a", "a" * 700, "a" * 1000]):
        source = kept(replace(WHO, notes=notes), f"Alias {number}")
        ciphertext = bytes(SourceIdentity.objects.get(source=source).ciphertext)
        assert Fernet(_key()).extract_timestamp(ciphertext) == 0
        lengths.append(len(ciphertext))
    assert lengths[0] == lengths[1] == lengths[2] < lengths[3]


def _key() -> str:
    from django.conf import settings

    return str(settings.SOURCE_KEYS[0])


def test_an_identity_shows_nothing_of_itself(source: Source) -> None:
    for shown in (str(WHO), repr(WHO), f"{WHO}", repr([WHO]), str(row()), repr(row())):
        assert not any(secret in shown for secret in SECRETS)
    assert not any(secret in repr(name) for name in WHO.names for secret in SECRETS)
    with pytest.raises(TypeError, match="no session"):
        pickle.dumps(WHO)


def test_every_field_of_an_identity_is_encrypted_and_none_is_a_column() -> None:
    columns = {field.name for field in SourceIdentity._meta.get_fields()}
    assert not columns & {field.name for field in fields(Identity)}


# ---- Who reads it -----------------------------------------------------------------------------


def _superuser() -> User:
    return User.objects.create_superuser("root", password="x")


def _former() -> User:
    user = cleared_editor("former")
    user.is_active = False
    user.save()
    return user


def _no_staff() -> User:
    user = cleared_editor("outsider")
    user.is_staff = False
    user.save()
    return user


@pytest.mark.parametrize(
    "who", [_superuser, _former, _no_staff, head, lambda: factories.user("admin")]
)
def test_nobody_reads_it_who_is_not_cleared(source: Source, who: Callable[[], User]) -> None:
    user = who()
    assert not identities.cleared(user)
    with pytest.raises(Refused, match="not cleared"):
        identities.read(source, user, REASON, asking(user))
    with pytest.raises(Refused, match="not cleared"):
        identities.write(source, WHO, user, REASON, asking(user))
    assert [purpose for purpose, _ in readings(by=user, source=source)] == ["refused"] * 2


def test_the_permission_clears_by_a_group_or_by_name(source: Source) -> None:
    user = factories.user("reporter")
    assert not identities.cleared(user)
    user.user_permissions.add(Permission.objects.get(codename="read_sourceidentity"))
    assert identities.cleared(user)
    assert user in cleared_people()


def test_it_is_not_read_without_a_second_factor_or_a_reason(source: Source, clara: User) -> None:
    request = asking(clara)
    for reason in ("", "because", " .   . ", "a b c d e f"):
        with pytest.raises(Refused, match="at least 10 letters"):
            identities.read(source, clara, reason, request)
    request.session["second_factor_at"] -= 601
    with pytest.raises(Refused, match="second factor"):
        identities.read(source, clara, REASON, request)
    with pytest.raises(Refused, match="second factor"):
        identities.write(source, WHO, clara, REASON, request)


@pytest.mark.parametrize("reason", [f"To call {NAME} today", "Z. Quebrantahuesos has a letter"])
def test_a_reason_that_names_the_source_is_refused_and_not_kept(
    source: Source, clara: User, reason: str
) -> None:
    with pytest.raises(Refused, match="Your reason names the source") as refused:
        identities.read(source, clara, reason, asking(clara))
    with pytest.raises(Refused, match="Your reason names the source"):
        identities.write(source, WHO, clara, reason, asking(clara))
    assert readings(by=clara, source=source) == [("refused", str(refused.value))] * 2


def test_only_a_confidential_source_has_one(clara: User) -> None:
    known = other_source("US Department of State")
    with pytest.raises(Refused, match="no confidential source"):
        identities.write(known, WHO, clara, REASON, asking(clara))
    with pytest.raises(Refused, match="No identity of “Ferryman” is kept"):
        identities.read(confidential("Ferryman"), clara, REASON, asking(clara))


@pytest.mark.parametrize(
    ("columns", "what"),
    [
        ({"label": "A friend of Z. Quebrantahuesos"}, "label"),
        ({"label": "Falconer", "slug": "zoraida-quebrantahuesos"}, "address"),
        ({"label": "Falconer", "description": "QUEBRANTAHUESOS Zoraida’s desk"}, "description"),
    ],
)
def test_it_is_not_written_while_the_alias_tells_it(
    clara: User, columns: dict[str, str], what: str
) -> None:
    source = confidential(columns["label"])
    for name, value in columns.items():
        setattr(source, name, value)
    source.save()
    with pytest.raises(Refused, match=f"The source's {what} has a name of this identity"):
        identities.write(source, WHO, clara, REASON, asking(clara))
    assert not SourceIdentity.objects.exists()


def test_a_reading_that_cannot_be_written_down_shows_nothing(source: Source, clara: User) -> None:
    with (
        mock.patch.object(IdentityReading.objects, "create", side_effect=IntegrityError),
        pytest.raises(IntegrityError),
    ):
        identities.read(source, clara, REASON, asking(clara))


def test_it_is_changed_as_a_whole_and_each_time_written_down(source: Source, clara: User) -> None:
    other = Identity(name="Somebody Else")
    identities.write(source, other, clara, REASON, asking(clara))
    assert SourceIdentity.objects.count() == 1
    assert row().changed_by == clara
    assert identities.read(source, clara, REASON, asking(clara)) == other
    assert [purpose for purpose, _ in readings(by=clara, source=source)] == ["written", "read"]


def test_a_reading_is_never_altered_and_seen_once_by_another(source: Source, clara: User) -> None:
    identities.read(source, clara, REASON, asking(clara))
    made = IdentityReading.objects.filter(by=clara, purpose="read")
    for change in ({"reason": "Another"}, {"by": factories.user()}, {"purpose": "written"}):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            made.update(**change)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        made.delete()
    at = made.get().at
    with pytest.raises(IntegrityError), transaction.atomic():
        made.update(seen_by=clara, seen_at=at)
    made.update(seen_by=factories.user(), seen_at=at)
    with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
        made.update(seen_by=None, seen_at=None)


# ---- The head is told of clearance ------------------------------------------------------------


def test_whoever_comes_to_be_cleared_is_told_to_the_head() -> None:
    create_missing_groups()
    reads = Permission.objects.get(codename="read_sourceidentity")
    ana, ben, dan, eva = (
        factories.user("editor", username=name) for name in ("ana", "ben", "dan", "eva")
    )
    group = Group.objects.get(name="cleared")
    assert readings() == []
    ana.groups.add(group)
    group.user_set.add(ben)
    eva.user_permissions.add(reads)
    reads.user_set.add(dan)
    Group.objects.get(name="editor").permissions.add(reads)
    told = IdentityReading.objects.filter(purpose="cleared", source=None)
    assert [(one.by.username, one.reason) for one in told.order_by("pk")][:4] == [
        ("ana", "Joined the group cleared."),
        ("ben", "Joined the group cleared."),
        ("eva", "Was given the permission."),
        ("dan", "Was given the permission."),
    ]
    assert told.filter(reason="The group editor was given the permission.").count() == 4
    assert list(cleared_people()) == [ana, ben, dan, eva]


def test_a_cleared_account_that_is_switched_on_again_is_told_to_the_head(clara: User) -> None:
    before = len(readings())
    for field in ("is_active", "is_staff"):
        setattr(clara, field, False)
        clara.save()
        assert not identities.cleared(clara)
        setattr(clara, field, True)
        clara.save()
        clara.save()
    told = IdentityReading.objects.filter(reason="Their account was switched on again.", by=clara)
    assert told.count() == len(readings()) - before == 2


# ---- Keys -------------------------------------------------------------------------------------


def other_keys(settings: Settings, *, keep: bool) -> str:
    old = list(settings.SOURCE_KEYS)
    new = Fernet.generate_key().decode()
    settings.SOURCE_KEYS = [new, *old] if keep else [new]
    return new


def refused(source: Source, clara: User) -> str:
    with pytest.raises(Unreadable) as error:
        identities.read(source, clara, REASON, asking(clara))
    assert readings(by=clara, source=source)[-1] == ("refused", str(error.value)[:300])
    assert not any(secret in str(error.value) for secret in SECRETS)
    assert error.value.__cause__ is error.value.__context__ is None
    return str(error.value)


def test_without_the_key_it_says_which_one_is_missing(
    source: Source, clara: User, settings: Settings
) -> None:
    number = identities.key_id(settings.SOURCE_KEYS[0])
    other_keys(settings, keep=False)
    assert f"with the key {number}, which SOURCE_KEY does not hold" in refused(source, clara)
    settings.SOURCE_KEYS = []
    assert "SOURCE_KEY is not set" in refused(source, clara)
    with pytest.raises(Unreadable, match="SOURCE_KEY is not set"):
        identities.write(source, WHO, clara, REASON, asking(clara))


def test_what_is_damaged_or_another_s_is_refused(source: Source, clara: User) -> None:
    whole = bytes(row().ciphertext)
    other = kept(Identity(name="Somebody Else"), "Ferryman")
    theirs = bytes(SourceIdentity.objects.get(source=other).ciphertext)
    for wrong in (whole[:-4] + b"AAA=", whole[: len(whole) // 2], b"", b"\x00\xff", theirs):
        SourceIdentity.objects.filter(source=source).update(ciphertext=wrong)
        assert "“Lamplighter” is damaged" in refused(source, clara)


def rotate(*arguments: str) -> str:
    out = StringIO()
    call_command("rotate_source_key", *arguments, stdout=out)
    return out.getvalue()


def test_rotation_makes_the_former_key_needless(
    source: Source, clara: User, settings: Settings
) -> None:
    kept(Identity(name="Somebody Else"), "Ferryman")
    before = bytes(SourceIdentity.objects.get(source=source).ciphertext)
    new = other_keys(settings, keep=True)
    assert identities.read(source, clara, REASON, asking(clara)) == WHO, "with the former one"
    with pytest.raises(CommandError, match="“Lamplighter” cannot be read"):
        rotate("--check")
    assert "Encrypted all 2 identities with the first key" in rotate()
    settings.SOURCE_KEYS = [new]
    assert "The first key reads all 2 identities" in rotate("--check")
    assert identities.read(source, clara, REASON, asking(clara)) == WHO
    stored = SourceIdentity.objects.get(source=source)
    assert stored.key_id == identities.key_id(new)
    assert bytes(stored.ciphertext) != before
    assert Fernet(new).extract_timestamp(bytes(stored.ciphertext)) == 0


def test_rotation_is_all_or_none(source: Source, settings: Settings) -> None:
    other = kept(Identity(name="Somebody Else"), "Ferryman")
    SourceIdentity.objects.filter(source=other).update(ciphertext=b"gone")
    before = bytes(SourceIdentity.objects.get(source=source).ciphertext)
    other_keys(settings, keep=True)
    with pytest.raises(CommandError, match=r"Nothing was changed.*“Ferryman” is damaged"):
        rotate()
    assert bytes(SourceIdentity.objects.get(source=source).ciphertext) == before


def test_a_server_without_a_key_that_is_needed_is_not_started(
    source: Source, settings: Settings
) -> None:
    assert run_checks(databases=["default"]) == []
    number = identities.key_id(settings.SOURCE_KEYS[0])
    for keys in ([], [Fernet.generate_key().decode()]):
        settings.SOURCE_KEYS = keys
        [problem] = run_checks(databases=["default"])
        assert problem.id == "newsroom.W007"
        assert number in problem.msg


# ---- Errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize("debug", [True, False])
def test_an_error_report_holds_nothing_of_it(
    source: Source, clara: User, settings: Settings, *, debug: bool
) -> None:
    settings.DEBUG = debug
    request = RequestFactory().post("/admin/")
    request.user = clara
    patched = mock.patch("newsroom.identities.readings.note", side_effect=ValueError("broken"))
    try:
        with patched:
            identities.read(source, clara, REASON, asking(clara))
    except ValueError as error:
        reporter = ExceptionReporter(request, type(error), error, error.__traceback__)
        told = f"{reporter.get_traceback_html()}{reporter.get_traceback_text()}"
        told += "".join(traceback.format_exception(error))
    assert "broken" in told
    assert not any(secret in told for secret in SECRETS)


def test_every_error_is_one_for_people() -> None:
    assert issubclass(Refused, IdentityError)
    assert issubclass(Unreadable, IdentityError)
