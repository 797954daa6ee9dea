"""The daily round: what is due is fetched and received, and what became of it is kept.

One list is fetched by one worker at a time: it holds the list's advisory lock, so that a row
"running" whose lock can be had belongs to nobody who lives.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError, connection
from django.tasks import task
from django.utils import timezone

from sanctions import archive, versions
from sanctions.entries import ListError, PublishedFile
from sanctions.fetch import Fetched, Limits, Mark, Progress, download
from sanctions.fetch_times import ENDED_WELL, due, fetches_of
from sanctions.lists import PUBLICATIONS
from sanctions.lists.publication import Form, Publication
from sanctions.models import Fetch, ListVersion, SanctionsList
from sanctions.outcomes import Counts, Outcome

logger = logging.getLogger(__name__)

Status = Fetch.Status

#: In FETCH_LISTS: every list of which a version was ever received.
IMPORTED = "imported"
#: First half of the advisory lock's key; the second is made from the list's code. Any number.
_LOCK = 0xFE7C4


def wanted() -> list[Publication]:
    """The lists that this installation fetches by itself."""
    codes = set(settings.FETCH_LISTS)
    if IMPORTED in codes:
        codes |= set(ListVersion.objects.values_list("list__code", flat=True).order_by().distinct())
    return [PUBLICATIONS[code] for code in sorted(codes & PUBLICATIONS.keys())]


def ask(sanctions_list: SanctionsList, by: User) -> None:
    """Have the worker fetch the list as soon as it can, whatever was fetched before."""
    fetch_asked.enqueue(sanctions_list.code, by.pk)


@task
def fetch_asked(code: str, by: int) -> list[str]:
    """What somebody asked for at the desk; returns what became of each form."""
    publication = PUBLICATIONS[code]
    with _alone_with(code) as alone:
        if not alone:
            return ["is being fetched already"]
        person = User.objects.get(pk=by)
        for form in publication.forms:
            _end_abandoned(publication, form)
        return [str(fetch_form(publication, form, by=person).status) for form in publication.forms]


def fetch_due(limits: Limits | None = None) -> dict[str, list[str]]:
    """One round: fetch what is due; returns what became of it, by the list's code.

    A round that finds another one under way leaves everything to it.
    """
    done: dict[str, list[str]] = {}
    with _alone_with("every list") as alone:
        if alone:
            for publication in wanted():
                if fetches := list(_fetch_what_is_due(publication, limits)):
                    _log(publication, fetches)
                    done[publication.code] = [str(fetch.status) for fetch in fetches]
    return done


def _fetch_what_is_due(publication: Publication, limits: Limits | None) -> Iterator[Fetch]:
    with _alone_with(publication.code) as alone:
        if not alone:
            return
        for form in publication.forms:
            killed = _end_abandoned(publication, form)
            if attempt := due(publication, form, timezone.now(), at_once=killed):
                yield fetch_form(publication, form, attempt=attempt, limits=limits)


# ---- One fetch --------------------------------------------------------------------------------


def fetch_form(
    publication: Publication,
    form: Form,
    *,
    attempt: int = 1,
    by: User | None = None,
    limits: Limits | None = None,
) -> Fetch:
    """Ask for a list in one of its forms, and receive what comes. Whatever happens, it has ended.

    Nothing is raised but where the database is gone; the row is then ended by the next round.
    """
    fetch = Fetch.objects.create(
        list=versions.list_of(publication), form=form.name, attempt=attempt, asked_by=by
    )
    try:
        with _folder(publication, form) as folder:
            _fetch_into(folder, fetch, publication, form, limits)
    except ListError as error:
        _end(fetch, Status.FAILED, str(error))
    except DatabaseError as error:
        logger.exception("%s: the database gave up while it was fetched", publication.code)
        _end(fetch, Status.FAILED, f"The database gave up ({type(error).__name__}); old state.")
    except Exception as error:
        logger.exception("%s could not be fetched", publication.code)
        _end(
            fetch,
            Status.FAILED,
            f"A fault of ours ({type(error).__name__}); nothing was changed. The log says where.",
        )
    return fetch


def fetch_by_hand(
    publication: Publication, *, by: User | None, progress: Progress, **options: Any
) -> Iterator[Outcome]:
    """Fetch each form for somebody who waits for it; what becomes of it is a fetch like others.

    `options` are those of `versions.receive`. Raises ListError for the person.
    """
    with _alone_with(publication.code) as alone:
        if not alone:
            raise ListError(
                f"{publication.code} is being fetched already. Wait until that has ended: "
                "/admin/sanctions/fetch/ tells."
            )
        for form in publication.forms:
            _end_abandoned(publication, form)
            fetch = Fetch.objects.create(
                list=versions.list_of(publication), form=form.name, asked_by=by
            )
            try:
                with _folder(publication, form) as folder:
                    got = download(form.files, publication.hosts, folder, progress=progress)
                    options["progress"] = progress
                    outcome = _receive(fetch, publication, folder, got, **options)
            except Exception as error:
                if fetch.ended_at is None:
                    fault = f"{type(error).__name__}. Nothing was changed."
                    _end(fetch, Status.FAILED, str(error) if type(error) is ListError else fault)
                raise
            yield outcome


def _fetch_into(
    folder: Path, fetch: Fetch, publication: Publication, form: Form, limits: Limits | None
) -> None:
    known = None if fetch.asked_by else _last_known(publication, form)
    got = download(
        form.files,
        publication.hosts,
        folder,
        known=known.validators if known else None,
        limits=limits,
    )
    if not got.changed and known:
        fetch.version = known.version
        _end(
            fetch,
            Status.UNCHANGED,
            f"The publisher says that nothing has changed since the fetch of {known}.",
            got.marks,
        )
        return
    with suppress(ListError):  # the fetch tells of it
        _receive(fetch, publication, folder, got, fetched=True)


def _receive(
    fetch: Fetch, publication: Publication, folder: Path, got: Fetched, **options: Any
) -> Outcome:
    """Receive what was fetched, and end the fetch with what came of it."""
    try:
        outcome = versions.receive(
            publication, folder, published=got.day, by=fetch.asked_by, **options
        )
    except ListError as error:
        _end(fetch, Status.REFUSED, f"{error} {_keep(folder)}")
        raise
    if outcome.version:
        fetch.version = ListVersion.objects.get(list=fetch.list, sequence=outcome.version)
    told = [_counted(outcome.counts), outcome.reason, *outcome.warnings]
    if not got.day and got.modified:
        told.append(f"The publisher's machine says that it was last modified {got.modified}.")
    _end(fetch, Status(outcome.status), "\n".join(filter(None, told)), got.marks)
    return outcome


def _last_known(publication: Publication, form: Form) -> Fetch | None:
    """The fetch whose marks tell what we have.

    They are believed only while the version that they came with is what the list says: not while
    it is held, was refused or reverted, or where another version has changed something since.
    """
    known: Fetch | None = (
        fetches_of(publication, form)
        .filter(status__in=[Status.APPLIED, Status.UNCHANGED], version__status="applied")
        .select_related("version", "list")
        .first()
    )
    if known is None or known.version is None or not known.validators:
        return None
    changed_since = (
        ListVersion.objects.applied()
        .filter(list=known.list_id, sequence__gt=known.version.sequence)
        .exclude(added=0, changed=0, removed=0)
    )
    return None if changed_since.exists() else known


def _counted(counts: Counts) -> str:
    return (
        f"{counts.added:,} added, {counts.changed:,} changed, {counts.removed:,} removed, "
        f"{counts.unchanged:,} unchanged."
    )


def _keep(folder: Path) -> str:
    """What a reader refused may be the only proof of what the publisher sent that day."""
    try:
        files = [_as_published(path) for path in sorted(folder.iterdir())]
        archive.keep(files)
    except (ListError, OSError, EOFError) as error:
        return f"It could not be kept ({error})."
    return "It is kept: " + ", ".join(f"{file.name} {file.sha256}" for file in files) + "."


def _as_published(path: Path) -> PublishedFile:
    """The file as it came. What is packed is not unpacked here: nobody has seen how large it is."""
    with path.open("rb") as stream:
        if stream.read(2) == b"\x1f\x8b":
            raise ListError(f"{path.name} is packed with gzip")
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return PublishedFile(path.stem, path.name, path, digest, path.stat().st_size)


# ---- Rows, locks and folders ------------------------------------------------------------------


def _end(
    fetch: Fetch, status: Fetch.Status, message: str, marks: Mapping[str, Mark] | None = None
) -> None:
    fetch.status = status
    fetch.message = message
    fetch.validators = dict(marks or {})
    fetch.ended_at = timezone.now()
    fetch.save(update_fields=["status", "message", "validators", "version", "ended_at"])


def _end_abandoned(publication: Publication, form: Form) -> bool:
    """End what a killed worker left; only for who is alone with the list. Whether there was any."""
    abandoned = list(fetches_of(publication, form).filter(status=Status.RUNNING))
    for fetch in abandoned:
        _end(fetch, Status.FAILED, "The worker was stopped meanwhile. Nothing was changed.")
    return bool(abandoned)


@contextmanager
def _alone_with(what: str) -> Iterator[bool]:
    """Whether nobody else has it. Ends with us, also where this process is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [_LOCK, what])
        [alone] = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [_LOCK, what])


@contextmanager
def _folder(publication: Publication, form: Form) -> Iterator[Path]:
    """An empty folder that is gone afterwards; what a killed worker left in it goes first."""
    folder = settings.VAR / "fetching" / f"{publication.code}-{form.name}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise ListError(
            f"{folder} cannot be made ({error.strerror}). Nothing was fetched. Look at the disk "
            "that holds NEWSROOM_VAR."
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _log(publication: Publication, fetches: list[Fetch]) -> None:
    """One line where a list cannot be fetched; its further tries are on the desk alone."""
    for fetch in fetches:
        if fetch.status not in ENDED_WELL and fetch.attempt == 1:
            logger.warning(
                "%s was not fetched: %s It is tried again by itself.",
                publication.code,
                fetch.message.partition("\n")[0],
            )
            return
