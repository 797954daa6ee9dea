"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from newsroom.reading.freshness import freshness


def site(request: HttpRequest) -> dict[str, Any]:
    """The paper's name, and which lists its claims were checked against: asked only where shown."""
    return {
        "newsroom_name": settings.NEWSROOM_NAME,
        "freshness": SimpleLazyObject(freshness),
    }
