"""A publisher on this machine that may misbehave in every way."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

type Answer = Callable[[Asked], None]


class Asked(BaseHTTPRequestHandler):
    """One request; an answer is a function of it."""

    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        self.close_connection = True
        self.publisher.asked.append((self.path, dict(self.headers)))
        answer = self.publisher.answers.get(self.path.partition("?")[0])
        with contextlib.suppress(OSError):  # who asked has gone
            if answer is None:
                self.send_error(404, "Not Found")
            else:
                answer(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: the tests look at what came."""


@dataclass
class Publisher:
    """What is answered at which path, and what was asked."""

    base: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def serve(self, path: str, answer: Answer | bytes) -> str:
        """Answer at this path from now on; returns its address."""
        self.answers[path] = whole(answer) if isinstance(answer, bytes) else answer
        return f"{self.base}{path}"


@contextlib.contextmanager
def publishing() -> Iterator[Publisher]:
    publisher = Publisher()

    class Handler(Asked):
        pass

    Handler.publisher = publisher
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    publisher.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield publisher
    finally:
        publisher.ended.set()
        server.shutdown()
        server.server_close()


# ---- Answers ----------------------------------------------------------------------------------


def whole(body: bytes, headers: Mapping[str, str] | None = None, status: int = 200) -> Answer:
    """The body with its length, and 304 to who has it by its ETag."""
    sent = {"Content-Length": str(len(body)), **(headers or {})}

    def answer(asked: Asked) -> None:
        if (tag := sent.get("ETag")) and asked.headers.get("If-None-Match") == tag:
            asked.send_response(304)
            asked.end_headers()
            return
        asked.send_response(status)
        for name, value in sent.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(body)

    return answer


def refusing(status: int, words: str) -> Answer:
    return lambda asked: asked.send_error(status, words)


def redirect(to: str) -> Answer:
    return whole(b"", {"Location": to}, 302)


def part_of(body: bytes, announced: int) -> Answer:
    """The connection ends after the body, which is not as long as was said."""
    return whole(body, {"Content-Length": str(announced)})


def endless(asked: Asked) -> None:
    asked.send_response(200)
    asked.end_headers()
    while not asked.publisher.ended.is_set():
        asked.wfile.write(b"x" * 65536)


def dripping(every: float) -> Answer:
    """A byte now and then, never silent for long and never done."""

    def answer(asked: Asked) -> None:
        asked.send_response(200)
        asked.send_header("Content-Length", "1000000")
        asked.end_headers()
        while not asked.publisher.ended.wait(every):
            asked.wfile.write(b"x")

    return answer


def dripping_headers(asked: Asked) -> None:
    asked.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not asked.publisher.ended.wait(0.02):
        asked.wfile.write(b"x")


def silent(asked: Asked) -> None:
    asked.publisher.ended.wait(10)


def hanging_up(asked: Asked) -> None:
    """Not a word."""


def raw(data: bytes) -> Answer:
    """These bytes in place of an HTTP answer."""

    def answer(asked: Asked) -> None:
        asked.wfile.write(data)

    return answer
