"""The database's clock alone says what readers may see; where a server's own is asked, it is said.

That a page shows what it should when it should is what test_embargo_boundaries.py asks. This finds
the line that a page with nothing waiting on it would not betray.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

#: What readers' pages are made of.
PUBLIC = (
    *("newsroom/views", "newsroom/reading", "newsroom/api", "newsroom/feeds.py"),
    *("newsroom/sitemaps.py", "newsroom/querysets.py", "newsroom/filters.py", "newsroom/http.py"),
    *("newsroom/pictures.py", "newsroom/previews.py", "newsroom/states.py"),
    *("newsroom/verdicts/gathering.py", "newsroom/verdicts/desk.py", "sanctions/querysets.py"),
)
#: Where a server's clock is asked, and for what. Nothing of it decides who sees what.
ASKED_FOR_A_DAY = {
    ("newsroom/views/officials.py", "timezone.localdate"): "to say that the day asked lies ahead",
    ("newsroom/reading/dossier.py", "timezone.localdate"): "likewise, and to draw today's line",
    ("newsroom/reading/freshness.py", "timezone.localdate"): "how many days old a list is",
    ("newsroom/reading/verdicts.py", "timezone.now"): "the desk's preview: when it was settled",
    ("newsroom/querysets.py", "timezone.localdate"): "the desk's queue: what was put off",
}
_CLOCKS = {"timezone.now", "date.today", "datetime.now", "datetime.today", "time.time"}


def clocks(path: Path) -> Iterator[str]:
    """The calls that ask a server what time it is."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            of_now = name.rpartition(".")[2] in {"localdate", "localtime"} and not node.args
            if name in _CLOCKS or of_now:
                yield name


def test_no_page_asks_a_server_what_time_it_is() -> None:
    root = settings.BASE_DIR
    files = [
        path
        for part in PUBLIC
        for path in ([root / part] if part.endswith(".py") else sorted((root / part).rglob("*.py")))
    ]
    asked = {(str(path.relative_to(root)), name) for path in files for name in clocks(path)}
    assert asked == set(ASKED_FOR_A_DAY)
