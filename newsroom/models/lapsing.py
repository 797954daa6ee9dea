"""What was approved and has changed since is approved no more, whoever changed it and how."""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger


def lapses_approval(stories: str, columns: Sequence[str]) -> pgtrigger.Trigger:
    """For a model's Meta: a row that comes, goes or gets other values sends its story to review.

    `stories` is SQL for the stories' keys, `columns` are those that go out to readers: the same
    that `newsroom.approval` makes the fingerprint of. The fingerprint decides at last; this keeps
    the status true in every list, filter and export without computing it. Nobody put the story
    into review, so nobody is named for it: least of all whoever had approved it.
    """
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return pgtrigger.Trigger(
        name="lapses_approval",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP <> 'UPDATE' OR ROW({new}) IS DISTINCT FROM ROW({old}) THEN
                UPDATE newsroom_story SET status = 'review', status_by_id = NULL, status_at = NULL
                WHERE status = 'approved' AND id IN ({stories});
            END IF;
            RETURN NULL;
        """,  # noqa: S608  # made of names in the code
    )
