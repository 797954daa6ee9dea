"""A story's form that is sent after its session has ended: what was typed goes on to the draft.

Nothing of it is kept for somebody who is not logged in: it travels in the login page itself, back
to the browser that sent it, and becomes a draft of whoever logs in there, if they may change that
story. So no stranger can fill our database, and no session holds a story's text.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.http import urlencode

type GetResponse = Callable[[HttpRequest], HttpResponse]

KEPT = (
    "You were logged out before this could be saved. What you typed is still here: "
    "log in on this page, and it waits for you as a draft."
)
TOO_LONG = (
    "You were logged out before this could be saved, and what you typed is too long to be kept "
    "here. Go back to it in your browser, log in in another tab, and send it again."
)


class TypedMiddleware:
    """Before the gate, which would send whoever is logged out to the login page without it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if request.method != "POST" or match is None:
            return None
        if match.view_name != "admin:newsroom_story_change" or request.user.is_authenticated:
            return None
        if "body" not in request.POST or not request.POST.get("edits", "").isdecimal():
            return None
        # Told without a look at the database: a story that is not there answers alike.
        return _login_page(request, match.kwargs["object_id"])


def _login_page(request: HttpRequest, story: str) -> HttpResponseBase:
    from newsroom.drafts import KEPT as FIELDS  # noqa: PLC0415, needs the models loaded
    from newsroom.drafts import LONGEST  # noqa: PLC0415, likewise

    text = {name: request.POST[name] for name in FIELDS if name in request.POST}
    fits = sum(map(len, text.values())) <= LONGEST
    typed = {"story": story, "edits": request.POST["edits"], "text": text}
    after = urlencode({"next": request.path})
    asked = copy.copy(request)
    asked.method = "GET"
    asked.GET, asked.POST = QueryDict(after), QueryDict()
    return admin.site.login(
        asked,
        {
            "app_path": f"{reverse('admin:login')}?{after}",
            "ended": KEPT if fits else TOO_LONG,
            "typed": json.dumps(typed) if fits else "",
        },
    )


@receiver(user_logged_in)
def take_over(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """What the login page brought along becomes their draft; one that they have is not lost."""
    if not (sent := request.POST.get("typed")):
        return
    from newsroom.admin.access import newest_revision, stories_open_to  # noqa: PLC0415, likewise
    from newsroom.drafts import TooLong, keep_beside  # noqa: PLC0415, likewise

    try:
        typed = json.loads(sent)
        number, edits, text = int(typed["story"]), int(typed["edits"]), dict(typed["text"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return  # nobody's browser sent that
    if not (0 < number < 2**63 and 0 <= edits < 2**31 and user.has_perm("newsroom.change_story")):
        return
    story = stories_open_to(user).filter(pk=number).first()
    if story is None:
        return
    text = {name: value for name, value in text.items() if isinstance(value, str)}
    with suppress(TooLong):
        keep_beside(story, user, edits=edits, text=text, saved=newest_revision(story))
