"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from newsroom.reading.freshness import newest_of_principal_list


def site(request: HttpRequest) -> dict[str, Any]:
    """The paper's name, and how old its principal list is: asked only where a page shows it."""
    return {
        "newsroom_name": settings.NEWSROOM_NAME,
        "newest_list": SimpleLazyObject(newest_of_principal_list),
    }
