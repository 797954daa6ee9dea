"""A running `./run serve`: asked over http as its proxy asks it, its log read as it is written."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.operations.conftest import PASSWORD, ROOT, Installation, free_port

READER = "203.0.113.7"
HEADERS = {
    "Host": "news.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-For": f"198.51.100.1, {READER}",
}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Serving:
    """A running `./run serve` and what it has logged so far."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(
        self, path: str, method: str = "GET", form: dict[str, str] | None = None, **headers: str
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        sent = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        body = None
        if form is not None:
            body = urlencode(form)
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def lines(self) -> list[dict[str, Any]]:
        """What was logged. A line that is no JSON fails the test."""
        written = self.log.read_text().splitlines()
        return [json.loads(line) for line in written if line]

    def line_of(self, path: str) -> dict[str, Any]:
        """The newest line of a request, which is written when its answer has been sent."""
        return waited(
            lambda: next((line for line in self.lines()[::-1] if line.get("path") == path), None)
        )

    def log_in(self, password: str = PASSWORD, **headers: str) -> tuple[Answer, str]:
        """The answer to the login form, and the cookies that it leaves."""
        form = self.ask("/admin/login/")
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', form.body)
        assert token
        cookie = form.headers["Set-Cookie"].partition(";")[0]
        answer = self.ask(
            "/admin/login/?next=/admin/",
            "POST",
            {
                "csrfmiddlewaretoken": token[1].decode(),
                "username": "admin",
                "password": password,
            },
            Cookie=cookie,
            Referer="https://news.example/admin/login/",
            **headers,
        )
        given = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
        return answer, "; ".join(given)


def waited[T](look: Callable[[], T | None], patience: float = 300) -> T:
    """What `look` finds, sooner or later: the patience is for a machine that does much else."""
    deadline = time.monotonic() + patience
    while not (found := look()):
        assert time.monotonic() < deadline, "It did not happen."
        time.sleep(0.05)
    return found


@contextmanager
def serving_of(installation: Installation, log: Path, **environment: str) -> Iterator[Serving]:
    """`./run serve` on an installation, from when it answers until the block is left."""
    port = free_port()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [ROOT / "run", "serve", "--bind", f"127.0.0.1:{port}"],
            env=installation.environment(**environment),
            stdout=output,
            stderr=output,
        )
    serving = Serving(process, port, log)

    def answers() -> bool:
        assert process.poll() is None, log.read_text()
        try:
            return serving.ask("/healthz").status == 200
        except OSError:
            return False

    try:
        waited(answers)
        yield serving
    finally:
        process.terminate()
        process.wait(300)
