"""The first import of an enhanced XML of 110 MB: how long it takes, and how much memory at most."""

from __future__ import annotations

import tempfile
from pathlib import Path

from sanctions.models import Entry
from tests.benchmarks.enhanced_file import write
from tests.benchmarks.list_import import ENTRIES, LIST, empty
from tests.benchmarks.rows import Row
from tests.benchmarks.runs import process
from tests.shared import OFAC

PEAK = 300  # MB


def run() -> list[Row]:
    if not OFAC.is_dir():
        print("  needs the real names of ../shared, which are not here", flush=True)
        return []
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "sdn_enhanced.xml")
        megabytes = path.stat().st_size / 1_000_000
        empty()
        import_ = process(("manage.py", "import_list", LIST.code, path))
        assert Entry.objects.count() == ENTRIES
    return [
        Row(f"import of an enhanced XML of {megabytes:.0f} MB", import_.seconds, "s"),
        Row("  its peak of memory", import_.megabytes, "MB", at_most=PEAK),
    ]
