"""An identity as it is kept: encrypted with keys that are in the environment alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from newsroom.models import Source, SourceIdentity
from newsroom.naming import Name, Words

#: The least that is encrypted, in bytes; what is longer is padded to twice, four times … as much.
LENGTH_CLASS = 1024


class IdentityError(Exception):
    """What could not be done. Its message is for people, and tells nothing protected."""


class Refused(IdentityError):  # noqa: N818
    """Whoever asks may not, or not so."""


class Unreadable(IdentityError):  # noqa: N818
    """It is there, and cannot be decrypted; the message says what is missing."""


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who a source is, for as long as a page or a comparison needs it. Shows nothing of itself."""

    name: str
    other_names: str = ""
    contact: str = ""
    notes: str = ""
    #: Of somebody whom the paper names anyway: only texts that cite the source are stopped.
    only_where_cited: bool = False

    def __str__(self) -> str:
        return "an identity"

    __repr__ = __str__

    def __reduce__(self) -> str:
        raise TypeError("An identity is kept in no session, no cache and no queue.")

    @property
    def names(self) -> list[Name]:
        """All that a text must not say."""
        lines = (self.name, *self.other_names.splitlines())
        return [Name(line) for line in lines if line.strip()]

    def is_named(self, words: Words, *, partly: bool) -> bool:
        return any(name.is_in(words, partly=partly) for name in self.names)


# ---- Encrypting -------------------------------------------------------------------------------


def key_id(key: str) -> str:
    """By what a key is told from others, without telling the key."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@sensitive_variables()
def sealed(source: Source, identity: Identity) -> tuple[bytes, str]:
    """The ciphertext, and the number of its key. Neither its length nor its time tells much."""
    if not settings.SOURCE_KEYS:
        raise Unreadable("No identity can be kept: SOURCE_KEY is not set (docs/operations.md).")
    values = {field.name: getattr(identity, field.name) for field in fields(identity)}
    plain = json.dumps({"source": source.pk, **values}, ensure_ascii=False).encode()
    length = LENGTH_CLASS
    while length < len(plain):
        length *= 2
    # A token says when it was made; the table says it already, to whoever may know.
    token = _fernet(settings.SOURCE_KEYS).encrypt_at_time(plain.ljust(length), 0)
    return token, key_id(settings.SOURCE_KEYS[0])


@sensitive_variables()
def opened(row: SourceIdentity, keys: Sequence[str]) -> Identity:
    alias = row.source.label
    if not keys:
        raise Unreadable(
            f"The identity of “{alias}” cannot be read: SOURCE_KEY is not set (docs/operations.md)."
        )
    if row.key_id not in map(key_id, keys):
        raise Unreadable(
            f"The identity of “{alias}” cannot be read: it was encrypted with the key "
            f"{row.key_id}, which SOURCE_KEY does not hold (docs/operations.md)."
        )
    try:
        values = json.loads(_fernet(keys).decrypt(bytes(row.ciphertext)))
        if values.pop("source") == row.source_id:  # else another's ciphertext was put here
            return Identity(**values)
    except (InvalidToken, ValueError, TypeError, KeyError, AttributeError):
        pass  # said below, without a cause on which what was being read would hang
    raise Unreadable(
        f"The identity of “{alias}” is damaged: it is not what was written with the key "
        f"{row.key_id}. Take it from a backup, or write it again."
    )


def _fernet(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


# ---- Keys -------------------------------------------------------------------------------------


@transaction.atomic
def rotate() -> int:
    """Encrypts every identity anew with the first key, all or none; says how many there are.

    Nobody is shown anything, so it is no reading.
    """
    if not settings.SOURCE_KEYS:
        raise Unreadable("SOURCE_KEY is not set.")
    rows = list(SourceIdentity.objects.select_for_update(of=("self",)).select_related("source"))
    for row in rows:
        opened(row, settings.SOURCE_KEYS)  # says what is wrong before anything is written
        row.ciphertext = _fernet(settings.SOURCE_KEYS).rotate(bytes(row.ciphertext))
        row.key_id = key_id(settings.SOURCE_KEYS[0])
    SourceIdentity.objects.bulk_update(rows, ["ciphertext", "key_id"])
    if wrong := list(check()):
        raise Unreadable(wrong[0])
    return len(rows)


def count() -> int:
    return SourceIdentity.objects.count()


def keys_lacking() -> list[str]:
    """The numbers of keys that identities were encrypted with and SOURCE_KEY does not hold."""
    held = [key_id(key) for key in settings.SOURCE_KEYS]
    lacking = SourceIdentity.objects.exclude(key_id__in=held).order_by("key_id")
    return list(lacking.values_list("key_id", flat=True).distinct())


def check(*, former: bool = False) -> Iterator[str]:
    """What is wrong with each identity that the first key alone, or a former one, cannot read."""
    keys = settings.SOURCE_KEYS if former else settings.SOURCE_KEYS[:1]
    for row in SourceIdentity.objects.select_related("source").order_by("pk"):
        try:
            opened(row, keys)
        except Unreadable as error:
            yield str(error)
