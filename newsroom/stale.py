"""The desk's queue: published sentences whose verdict has changed."""

from __future__ import annotations

from collections.abc import Sequence

from newsroom.models import Check


def raise_items(replaced: Sequence[tuple[Check | None, Check]]) -> int:
    """Called inside a run's transaction with each old current check, or None, and the new one."""
    return 0
