"""The desk's daily mail: what the lists did, what it did to us, and what waits.

It tells of published words and public records, and of who has an item: no source is ever named.
It is sent where there is something to say, once a day to each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from newsroom.addresses import absolute
from newsroom.facts import Facts
from newsroom.models import Digest, StaleClaim
from newsroom.reading.verdicts import public_facts
from newsroom.stale.day import Day, Turned, told_of
from newsroom.stale.telling import Item, waiting

#: So many sentences are told of each kind; the others are counted.
SHOWN = 20


@dataclass(frozen=True)
class Mail:
    """What one mail says, the same to everybody; `text` is empty where nothing is to be said."""

    day: date
    subject: str = ""
    text: str = ""


@dataclass
class Sent:
    """To how many it went, how many had it already, and what could not be sent."""

    sent: int = 0
    before: int = 0
    failed: list[str] = field(default_factory=list)


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def compose(day: date) -> Mail:
    """About that day, with what waits now."""
    told, waits = Day.of(day), waiting()
    asked_again = StaleClaim.objects.due().filter(asked_again_on=timezone.localdate()).exists()
    if told.is_quiet and not asked_again:
        return Mail(day)
    untrue = len(waits)
    subject = f"{settings.NEWSROOM_NAME}: {_subject(untrue)}, {day:%-d %B %Y}"
    return Mail(day, subject, "\n".join(_lines(told, waits)) + "\n")


def recipients() -> list[User]:
    """Who may decide about an item, and has an address."""
    users = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")
    return [user for user in users if user.has_perm("newsroom.change_staleclaim")]


def send(day: date) -> Sent:
    """To all who have not had it; safe to repeat, also after some of it could not be sent.

    Where no mail server is named nobody gets any.
    """
    result = Sent()
    if not settings.MAILERS:
        return result
    users = recipients()
    had = set(Digest.objects.filter(day=day, to__in=users).values_list("to", flat=True))
    result.before = len(had)
    left = [user for user in users if user.pk not in had]
    if not left or not (mail := compose(day)).text:
        return result
    for user in left:
        try:
            with transaction.atomic():  # it counts as sent when it was
                _, created = Digest.objects.get_or_create(day=day, to=user)
                if created:
                    send_to(user.email, mail)
                    result.sent += 1
        except OSError as error:  # the mail server's; the others are tried all the same
            result.failed.append(f"{user}: {' '.join(str(error).split())}")
    return result


def send_to(address: str, mail: Mail) -> None:
    EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [address]).send()


# ---- The words --------------------------------------------------------------------------------


def _subject(untrue: int) -> str:
    if not untrue:
        return "what the lists did"
    return f"{untrue} published {'sentence' if untrue == 1 else 'sentences'} to look at"


def _lines(told: Day, waits: Sequence[Item]) -> Iterator[str]:
    yield f"What the lists did on {told.day:%-d %B %Y}"
    yield ""
    if not told.moved:
        yield "* No list was applied or taken back."
    for one in told.moved:
        yield f"* {one.sentence}"
    yield ""
    yield "What it did to us"
    yield ""
    if not told.turned:
        yield "* No published sentence changed its verdict."
    shown = told.turned[:SHOWN]
    facts = public_facts(one for turned in shown for one in turned.checks)
    for turned in shown:
        yield from _turned(turned, facts)
    if (more := told.count - SHOWN) > 0:
        yield f"* And {more} more."
    yield ""
    yield from _waiting(waits)
    yield ""
    yield "Each has its page at the desk, under “Claims gone stale”, and each day has one there:"
    yield absolute(told.url)


def _turned(one: Turned, facts: Mapping[int, Facts]) -> Iterator[str]:
    """A mail cannot be taken back: what readers may not see by now is not named in it."""
    was = one.was_word.lower() if one.before else "first check"
    yield f"* {one.words}, in “{one.headline}”: {was} → {one.word.lower()}"
    if one.before and (then := told_of(one.before, facts)):
        yield f"  Before: {then.reason}"
    if now := told_of(one.check, facts):
        yield f"  Since then: {now.reason}"


def _waiting(waits: Sequence[Item]) -> Iterator[str]:
    yield "What waits for somebody to decide"
    yield ""
    if not waits:
        yield "* Nothing."
    for one in waits[:SHOWN]:
        days = "1 day" if one.waiting == 1 else f"{one.waiting} days"
        has = f", {one.item.taken_by} has it" if one.item.taken_by else ""
        yield f"* {one.words}, in “{one.headline}”: {one.word.lower()}, {days}{has}"
    if (more := len(waits) - SHOWN) > 0:
        yield f"* And {more} more."
