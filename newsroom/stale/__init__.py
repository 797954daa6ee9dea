"""The desk's queue: published sentences whose verdict has changed.

`raising` puts items in, `steps` is what people do with them, `telling` what they are shown of
them, `day` what happened on one day, `digest` the mail about it.
"""

from newsroom.stale.raising import raise_items

__all__ = ["raise_items"]
