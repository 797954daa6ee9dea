"""Writes small lists in OFAC's layout, for tests that need one entry more or one column less."""

from collections.abc import Sequence
from pathlib import Path

type Values = Sequence[str | None]

NULL = "-0- "


def entry(
    number: int,
    name: str,
    programmes: str = "VENEZUELA",
    *,
    kind: str | None = "individual",
    title: str | None = None,
    remarks: str | None = None,
) -> Values:
    """A row of sdn.csv; `programmes` as published: "ONE] [OTHER"."""
    return (str(number), name, kind, programmes, title, *[None] * 6, remarks)


def alias(number: int, position: int, name: str, kind: str = "aka") -> Values:
    return (str(number), str(position), kind, name, None)


def text(rows: Sequence[Values], numbers: int, *, end_mark: bool = True) -> bytes:
    """The file's bytes; the first `numbers` columns stand without quotation marks."""
    lines = [
        ",".join(
            NULL if value is None else value if column < numbers else f'"{value}"'
            for column, value in enumerate(row)
        )
        for row in rows
    ]
    return ("".join(f"{line}\r\n" for line in lines) + ("\x1a" if end_mark else "")).encode()


def write_set(
    folder: Path,
    sdn: Sequence[Values],
    *,
    alt: Sequence[Values] | None = None,
    add: Sequence[Values] | None = None,
    comments: Sequence[Values] | None = None,
) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sdn.csv").write_bytes(text(sdn, 1))
    if alt is not None:
        (folder / "alt.csv").write_bytes(text(alt, 2))
    if add is not None:
        (folder / "add.csv").write_bytes(text(add, 2))
    if comments is not None:
        (folder / "sdn_comments.csv").write_bytes(text(comments, 1, end_mark=False))
    return folder
