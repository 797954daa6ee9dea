"""A story of 30 claims, beside a constant page and beside Wagtail's page of the same content; and
one of 500 claims and 200,000 letters.

Both servers run as they would in production, on the same PostgreSQL. What a request costs is the
CPU of all processes that take part: the server's, and PostgreSQL's.
"""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import md5
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.management.commands.serve import GUNICORN
from newsroom.reading.pages import live_at, story_page
from newsroom.storage import collect_changed_files
from sanctions.models import Party
from tests.benchmarks.content import make_story
from tests.benchmarks.rows import Row
from tests.benchmarks.serving import Server, served

PEER = Path(__file__).parent / "wagtail"
ENVIRONMENT = settings.BASE_DIR / ".tools" / "wagtail"
OURS_AT, PEER_AT = 8260, 8261
ROUNDS = 5
REQUESTS = 120
SIZES = (5, 30, 500)


def run() -> list[Row]:
    collect_changed_files()
    for claims in SIZES:
        make_story(slug_of(claims), claims)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    rows = [*statements(), *renderings()]
    with ExitStack() as servers:
        ours = servers.enter_context(our_server())
        wagtail = servers.enter_context(wagtail_server())
        return [*rows, *beside(ours, wagtail), *long_story(ours)]


def slug_of(claims: int) -> str:
    return f"story-of-{claims}"


def address_of(claims: int) -> str:
    return f"/stories/{slug_of(claims)}/"


# ---- What is measured -------------------------------------------------------------------------


def statements() -> Iterator[Row]:
    """Of a request whose article was kept, and of the first one."""
    for what, forget in (("statements", False), ("statements, nothing kept", True)):
        counts = {}
        for claims in SIZES:
            page(claims)
            if forget:
                cache.clear()
            with CaptureQueriesContext(connection) as asked:
                page(claims)
            counts[claims] = len(asked)
        yield Row(
            f"{what}: 500 claims",
            counts[500],
            "",
            f"30 and 5 claims: {counts[30]} and",
            counts[5],
            at_most=1,
        )


def renderings() -> Iterator[Row]:
    """CPU of the process that renders an article for the first time, and then again."""
    for claims in (30, 500):
        first, kept = [], []
        for _ in range(ROUNDS):
            cache.clear()
            first.append(seconds_of(claims))
            kept.append(seconds_of(claims))
        yield Row(f"{claims} claims: CPU, nothing kept", median(first) * 1000, "ms")
        yield Row(f"{claims} claims: CPU, kept", median(kept) * 1000, "ms")
    content = page(500)
    yield Row("500 claims: size", len(content) / 1000, "kB")
    began = time.process_time()
    for _ in range(20):
        md5(content, usedforsecurity=False).hexdigest()
    yield Row("500 claims: its ETag", (time.process_time() - began) / 20 * 1000, "ms")


@functools.cache
def client() -> Client:
    """One for all: with each new one Django loads its middleware again."""
    return Client(SERVER_NAME="localhost")


def page(claims: int) -> bytes:
    response = client().get(address_of(claims))
    assert response.status_code == 200
    return response.content


def seconds_of(claims: int) -> float:
    began = time.process_time()
    page(claims)
    return time.process_time() - began


def beside(ours: Server, wagtail: Server) -> Iterator[Row]:
    """In turn, with new connections and with kept ones: these pile up on one process by chance."""
    asked = {
        "ours": (ours, address_of(30)),
        "constant": (ours, "/constant/"),
        "Wagtail": (wagtail, "/officials/"),
    }
    sizes = {name: len(server.get(address)[1]) for name, (server, address) in asked.items()}
    yield Row("30 claims: size", sizes["ours"], "bytes", "Wagtail", sizes["Wagtail"])
    for how, kept in (("new", False), ("kept", True)):
        costs: dict[str, list[Any]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, (server, address) in asked.items():
                costs[name].append(server.cost(address, REQUESTS, kept=kept))
        cpu = {name: median(one.cpu for one in some) * 1000 for name, some in costs.items()}
        rate = {name: median(one.a_second for one in some) for name, some in costs.items()}
        what = f"30 claims, {how} connections"
        yield Row(f"{what}: CPU", cpu["ours"], "ms", "Wagtail", cpu["Wagtail"], at_most=0.25)
        yield Row(f"{what}: requests", rate["ours"], "/s", "Wagtail", rate["Wagtail"])
        yield Row(f"{what}: CPU", cpu["ours"], "ms", "constant", cpu["constant"])
        yield Row(f"{what}: requests", rate["ours"], "/s", "constant", rate["constant"])


def long_story(ours: Server) -> Iterator[Row]:
    """As one reader waits for it: kept, and right after a record has changed."""
    kept, changed = [], []
    for _ in range(ROUNDS):
        Party.objects.filter(pk=Party.objects.earliest("pk").pk).update(description="changed")
        changed.append(ours.get(address_of(500))[0])
        for _ in range(4):  # each of the server's processes keeps its own
            ours.get(address_of(500))
        kept += [ours.get(address_of(500))[0] for _ in range(5)]
    yield Row("500 claims: until all is there", median(kept) * 1000, "ms", at_most=200)
    yield Row("500 claims: right after a change", median(changed) * 1000, "ms")


# ---- The servers ------------------------------------------------------------------------------


def our_server() -> Any:
    constant = settings.VAR / "constant.html"
    constant.write_bytes(page(30))
    return served(
        [sys.executable, "-m", "gunicorn", *GUNICORN, "newsroom.wsgi"],
        OURS_AT,
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.constant.settings",
            "DATABASE_POOL": "10",
            "LOG_FORMAT": "json",
            "CONSTANT": str(constant),
        },
        settings.BASE_DIR,
    )


def wagtail_server() -> Any:
    python = wagtail_environment()
    database = connection.settings_dict
    name = f"{database['NAME']}_peer"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "stories.settings",
        "PYTHONPATH": str(PEER),
        "SECRET_KEY": settings.SECRET_KEY,
        "PEER_DATABASE": name,
        "PEER_USER": database["USER"],
        "PEER_SOCKET": database["HOST"],
    }
    for task, given in (("migrate", ""), ("load_story", json.dumps(facts()))):
        subprocess.run(
            [python, "-m", "django", task, "--verbosity", "0"],
            env=environment,
            cwd=PEER,
            input=given,
            text=True,
            check=True,
        )
    # The same processes and threads as ours (newsroom/gunicorn.py), and no log of requests.
    processes = ("--workers", "2", "--threads", "8", "--preload", "--no-control-socket")
    command = [str(python), "-m", "gunicorn", *processes, "stories.wsgi"]
    return served(command, PEER_AT, environment, PEER)


def wagtail_environment() -> Path:
    """Its Python; what it needs is installed the first time, from its lock."""
    python = ENVIRONMENT / "bin" / "python"
    lock, installed = PEER / "requirements.txt", ENVIRONMENT / "installed.txt"
    if not (installed.exists() and installed.read_text() == lock.read_text()):
        print("Installing Wagtail into .tools/wagtail …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "--requirement", str(lock)], check=True)
        installed.write_text(lock.read_text())
    return python


def facts() -> dict[str, Any]:
    """What the page of 30 claims shows, for the peer to show."""
    story = story_page(live_at(slug_of(30)).get().pk)
    return {
        "headline": story.revision.headline,
        "standfirst": story.revision.standfirst,
        "byline": story.revision.byline,
        "passages": [
            {
                "html": passage.html,
                "claims": [
                    {
                        "key": card.key,
                        "words": card.claim.words,
                        "sentence": card.sentence,
                        "now": card.now,
                        "state": card.state,
                        "url": card.url,
                        "stub": card.stub,
                        "source": {
                            "label": card.source.label,
                            "description": card.source.description,
                            "url": card.source.url,
                        }
                        if card.source
                        else None,
                        "records": [
                            {
                                "label": record.label,
                                "name": record.name,
                                "url": record.url,
                                "facts": [vars(fact) for fact in record.facts],
                            }
                            for record in card.records
                        ],
                    }
                    for card in cards
                ],
            }
            for passage, cards in story.passages
        ],
    }
