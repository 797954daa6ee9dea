"""A server for a benchmark to ask, the requests, and what they cost all processes together."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil
from django.db import connection

HOST = "127.0.0.1"
#: Readers who ask at the same time.
READERS = 4


@dataclass(frozen=True)
class Cost:
    """Of one request: seconds of CPU, of the server's processes and PostgreSQL's; and the rate."""

    cpu: float
    a_second: float


@dataclass(frozen=True)
class Server:
    process: psutil.Process
    port: int

    def get(self, address: str) -> tuple[float, bytes]:
        """Seconds until the whole answer was there, and the answer."""
        reader = HTTPConnection(HOST, self.port)
        began = time.perf_counter()
        answer = _ask(reader, address)
        seconds = time.perf_counter() - began
        reader.close()
        return seconds, answer

    def cost(self, address: str, requests: int, *, kept: bool) -> Cost:
        """What `requests` cost each, by connections that are kept or by a new one each."""

        def read(times: int) -> None:
            reader = HTTPConnection(HOST, self.port)
            for _ in range(times):
                _ask(reader, address)
                if not kept:
                    reader.close()
            reader.close()

        before = self._cpu()
        began = time.perf_counter()
        with ThreadPoolExecutor(READERS) as readers:
            list(readers.map(read, [requests // READERS] * READERS))
        seconds = time.perf_counter() - began
        after = self._cpu()
        used = sum(now - before.get(process, 0) for process, now in after.items())
        return Cost(used / requests, requests / seconds)

    def _cpu(self) -> dict[psutil.Process, float]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            own = psutil.Process(cursor.fetchone()[0])
        postmaster = own.parent()
        assert postmaster
        processes = {*self.process.children(recursive=True), *postmaster.children()} - {own}
        return {process: sum(process.cpu_times()[:2]) for process in processes}


def _ask(reader: HTTPConnection, address: str) -> bytes:
    reader.request("GET", address)
    response = reader.getresponse()
    answer = response.read()
    assert response.status == 200, f"{address} answered {response.status}: {answer[:500]!r}"
    return answer


@contextmanager
def served(
    command: Sequence[str | Path], port: int, environment: Mapping[str, str], folder: Path
) -> Iterator[Server]:
    """The server that `command` starts, once it listens at the port."""
    program = subprocess.Popen(
        [*command, "--bind", f"{HOST}:{port}"],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(program, port)
        yield Server(psutil.Process(program.pid), port)
    finally:
        program.send_signal(signal.SIGTERM)
        program.wait()


def _wait_for(program: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(300):
        if program.poll() is not None:
            raise RuntimeError(f"The server at {port} ended: {program.args!r}")
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The server at {port} does not listen.")
