"""Whether a newsroom that was restored is whole: what no comparison with the lost one can tell.

Each part tells in a line what was looked at, and then what is wrong with it. Nothing is written,
and no identity is shown to anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pgtrigger
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from newsroom import identities
from newsroom.models import Picture, Story
from sanctions import archive
from sanctions.entries import ListError
from sanctions.models import AuditEntry, Document, ListVersion

_CHUNK = 1 << 20  # bytes


@dataclass
class Part:
    """One part of a newsroom: what was found in it, and what is wrong."""

    told: str
    wrong: list[str] = field(default_factory=list)


def parts() -> Iterator[Part]:
    """Each when it has been looked at: files take their time."""
    yield _rows()
    yield _kept("documents", Document)
    yield _kept("pictures", Picture)
    yield _lists()
    yield _triggers()
    yield _trail()
    yield _identities()


def _rows() -> Part:
    stories, versions = Story.objects.count(), ListVersion.objects.count()
    part = Part(f"{stories:,} stories, {versions:,} list versions.")
    if not stories and not versions:
        part.wrong.append("The database is empty: is DATABASE_URL that of the restored one?")
    return part


def _kept(what: str, model: type[Document | Picture]) -> Part:
    """Every file that a row names, against the hash in that row."""
    rows = model._default_manager.exclude(file="").order_by("pk")
    files = set(rows.values_list("file", "sha256"))
    wrong = []
    for name, sha256 in sorted(files):
        try:
            with default_storage.open(name) as stream:
                digest = hashlib.sha256()
                for chunk in iter(lambda: stream.read(_CHUNK), b""):
                    digest.update(chunk)
        except OSError as error:
            wrong.append(f"{name} cannot be read: {error.strerror or error}.")
            continue
        if digest.hexdigest() != sha256:
            wrong.append(f"{name} holds other bytes than were kept.")
    return Part(f"{len(files):,} kept {what}, read and compared with their hashes.", wrong)


def _lists() -> Part:
    versions = [version for version in ListVersion.objects.order_by("pk") if version.files]
    wrong = []
    for version in versions:
        try:
            with archive.folder_of(version):
                pass
        except ListError as error:
            wrong.append(str(error))
    return Part(f"The bytes of {len(versions):,} list versions, unpacked and compared.", wrong)


def _triggers() -> Part:
    """What freezes, notes and audits: without it a database runs, and keeps no promise."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
        enabled = {name for (name,) in cursor.fetchall()}
    wrong = []
    registered = pgtrigger.registered()
    for model, trigger in registered:
        status, _ = trigger.get_installation_status(model)
        if status != "INSTALLED":
            wrong.append(f"{trigger.name} of {model._meta.db_table} is {status.lower()}.")
        elif trigger.get_pgid(model) not in enabled:
            wrong.append(f"{trigger.name} of {model._meta.db_table} is switched off.")
    return Part(f"{len(registered):,} triggers are there.", wrong)


def _trail() -> Part:
    last = AuditEntry.objects.first()
    if last is None:
        return Part("The audit trail is empty.")
    when = timezone.localtime(last.at)
    return Part(
        f"The audit trail ends with entry {last.pk}, {when:%-d %B %Y, %H:%M:%S %Z}: what was done "
        "after that is lost."
    )


def _identities() -> Part:
    wrong = [*identities.check(former=True)]
    return Part(f"{identities.count():,} identities of sources, each decrypted.", wrong)
