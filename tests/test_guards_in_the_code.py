"""What a reading of the code can prove: which text is trusted as HTML, what opens connections."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent

#: Who says of a text that it is safe HTML, and why it is. All else is escaped by Django.
TRUSTED = {
    "newsroom/admin/conflicts.py": "`clean` has made both bodies",
    "newsroom/admin/difference.py": "a difference of two bodies that `clean` has made",
    "newsroom/body/linked.py": "puts together what `escape` has gone over",
    "newsroom/body/rendering.py": "puts together what `escape` has gone over",
    "newsroom/reading/structured.py": "JSON whose < > & are written as \\u003c and so on",
    "newsroom/views/embed.py": "a passage of `rendering`, its links pointed elsewhere",
    "sanctions/admin/differences.py": "the words br, ins and del",
}
_TRUSTING = {"mark_safe", "SafeString", "SafeText"}
_FORMATTING = {"format_html", "format_html_join"}
#: Modules that speak to other machines, and those of ours that may.
_NETWORK = {
    *("aiohttp", "ftplib", "http.client", "httpx", "requests", "smtplib", "socket", "socketserver"),
    *("ssl", "telnetlib", "urllib.request", "urllib3", "xmlrpc.client"),
}
CONNECTING = {
    "newsroom/management/commands/demo.py": "asks whether its own port is free",
    "sanctions/admin/exporting.py": "looks whether its client has hung up",
    "sanctions/fetch.py": "fetches lists from their publishers' machines, and from no other",
}
#: Scripts that make HTML of a text: it comes from our own server, which has escaped it.
FRAGMENTS = {"static/desk/story-again.js", "static/desk/story-panel.js"}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    return [
        (str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8")))
        for app in ("newsroom", "sanctions")
        for file in sorted((ROOT / app).rglob("*.py"))
        if "migrations" not in file.parts
    ]


def calls(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node) in names:
            yield node


def name_of(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def test_only_these_say_of_a_text_that_it_is_safe() -> None:
    found = {file for file, tree in modules() for _ in calls(tree, _TRUSTING)}
    unknown = found - TRUSTED.keys()
    assert not unknown, "Escape it with format_html or a template; or say in TRUSTED why it is safe"


def test_a_pattern_for_html_is_written_in_the_code_and_put_together_from_nothing() -> None:
    """An f-string or a sum would put a value into the pattern before anything is escaped."""
    wrong = [
        f"{file}:{call.lineno}"
        for file, tree in modules()
        for call in calls(tree, _FORMATTING)
        for pattern in call.args[: 2 if name_of(call) == "format_html_join" else 1]
        if not isinstance(pattern, ast.Constant)
        and not (isinstance(pattern, ast.Call) and name_of(pattern) in _TRUSTING)
    ]
    assert not wrong


def test_no_template_leaves_a_text_unescaped() -> None:
    wrong = [
        f"{file.relative_to(ROOT)}: {found[0]}"
        for folder in ("templates", "newsroom", "sanctions")
        for file in sorted((ROOT / folder).rglob("*.*"))
        if file.suffix in {".html", ".xml", ".txt"}
        for found in re.finditer(
            r"\|\s*safe(seq)?\b|autoescape\s+off", file.read_text(encoding="utf-8")
        )
    ]
    assert not wrong


def test_only_these_scripts_make_html_of_a_text() -> None:
    pattern = re.compile(r"\b(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write|\beval\(")
    found = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "static").rglob("*.js")
        if pattern.search(file.read_text(encoding="utf-8"))
    }
    assert found <= FRAGMENTS


def test_only_these_open_connections() -> None:
    """No address that somebody types is asked: a document is uploaded or typed in, never fetched.

    So nobody at the desk can have our server look into the network it stands in.
    """
    found = set()
    for file, tree in modules():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if _NETWORK & set(names):
                found.add(file)
    assert found <= CONNECTING.keys()
