"""A story with its claims as HTML for another site: one `<article>`, no script, no style.

It holds what the story's page holds and no more. Every address is whole, and each claim's words
lead to the claim's own page. `import_story` reads it again: `data-story` says that it is ours, and
`data-claim` which claims cover a link's words.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string

from newsroom.addresses import absolute
from newsroom.body.linked import linked
from newsroom.models import Story
from newsroom.reading.pages import StoryPage


def article_html(page: StoryPage) -> str:
    address = absolute(page.story.get_absolute_url())
    return _without_blank_lines(
        render_to_string(
            "newsroom/carried.html",
            {
                "page": page,
                "address": address,
                "site": settings.ADDRESS,
                "newsroom_name": settings.NEWSROOM_NAME,
                "text": text_html(page),
                "is_updated": page.published_at != page.revision.public_from,
            },
        )
    )


def text_html(page: StoryPage) -> str:
    """The text alone, each claim's words a link to the claim's page."""
    address = absolute(page.story.get_absolute_url())
    return linked(page.revision.body, lambda key: f"{address}claims/{key}/")


def notice_html(story: Story) -> str:
    """What a withdrawn story is for other sites too: its notice, and nothing else of it."""
    return _without_blank_lines(
        render_to_string(
            "newsroom/carried_notice.html",
            {"story": story, "address": absolute(story.get_absolute_url())},
        )
    )


def _without_blank_lines(html: str) -> str:
    return "".join(f"{line}\n" for line in html.splitlines() if line.strip())
