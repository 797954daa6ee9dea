"""A claim's two verdicts as JSON, the same wherever a claim stands."""

from __future__ import annotations

from typing import Any

from newsroom.reading.verdicts import Told, Verdicts


def verdicts_json(verdicts: Verdicts) -> dict[str, Any]:
    """Null while it is not checked, and for a judgement."""
    return {"publication": _told(verdicts.publication), "today": _told(verdicts.today)}


def _told(told: Told | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "verdict": told.verdict,
        "reason": told.reason,
        "day": told.day.isoformat(),
        "checked_at": told.checked_at,
    }
