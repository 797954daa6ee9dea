"""What one run of a task or a process took: seconds, CPU, memory."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil
import psycopg
from django.conf import settings
from django.db import connection


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of CPU; in a process of its own also its peak, in bytes.

    CPU of the server is that of the connection's own process.
    """

    seconds: float
    python: float = 0
    server: float = 0
    peak: int = 0

    @property
    def cpu(self) -> float:
        return self.python + self.server

    @property
    def megabytes(self) -> float:
        return self.peak / 2**20


def middle(which: Callable[[Run], float], runs: Sequence[Run]) -> float:
    return median(map(which, runs))


def measured(task: Callable[[], object]) -> Run:
    server = psutil.Process(server_connection().info.backend_pid)
    before, python, start = _cpu(server), time.process_time(), time.perf_counter()
    task()
    seconds = time.perf_counter() - start
    return Run(seconds, time.process_time() - python, _cpu(server) - before)


def server_connection() -> psycopg.Connection:
    connection.ensure_connection()
    found: psycopg.Connection = connection.connection
    return found


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def process(arguments: Sequence[object]) -> Run:
    """From its start to its end; the peak is read until it ends, for it only grows."""
    start = time.perf_counter()
    started = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peak = 0
    while started.poll() is None:
        with suppress(OSError):
            status = Path(f"/proc/{started.pid}/status").read_text()
            peak = max(peak, *(int(size) for size in re.findall(r"VmHWM:\s+(\d+) kB", status)), 0)
        time.sleep(0.01)
    seconds = time.perf_counter() - start
    assert started.returncode == 0, f"{arguments[1]} failed"
    return Run(seconds, peak=peak * 1024)
