"""The page on which the cleared read who a source is, or write it down.

Nothing of an identity is on a page that was only opened: what is asked for is posted with a
reason, shown once and gone after a minute. Whoever is not cleared gets the answer of a page that
is not there, and the desk's head learns that they asked.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from newsroom import identities
from newsroom.admin.access import actor
from newsroom.identities import SHORTEST_REASON, Identity, IdentityError, Unreadable
from newsroom.models import Source
from newsroom.second_factor import second_factor_required

#: Seconds after which a page that shows an identity leaves it; a form has as long as a code holds.
SHOWN_FOR, WRITTEN_WITHIN = 60, 600
#: Neither the browser nor a service that it asks for spelling keeps what is typed here.
_UNKEPT = {"autocomplete": "off", "spellcheck": "false", "autocorrect": "off"}
_SHORTEST_NAME = 3


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why",
        min_length=SHORTEST_REASON,
        max_length=300,
        widget=AdminTextInputWidget(_UNKEPT),
        help_text=f"At least {SHORTEST_REASON} letters. The desk’s head reads it, so write the "
        "alias here and no name.",
        error_messages={"min_length": f"Say why, in at least {SHORTEST_REASON} letters."},
    )


class ReasonForm(forms.Form):
    reason = _reason()


class IdentityForm(forms.Form):
    """Who a source is. What is typed here is in no message, no session and no log."""

    name = forms.CharField(
        max_length=200,
        widget=AdminTextInputWidget(_UNKEPT),
        help_text="As it would stand in a text: given name, then surname.",
    )
    other_names = forms.CharField(
        required=False,
        max_length=2000,
        widget=AdminTextareaWidget({"rows": 3, **_UNKEPT}),
        help_text="One a line: other spellings, nicknames, a surname by itself. No text that "
        "has one of them is published. A surname by itself stops every text with that surname.",
    )
    contact = forms.CharField(
        required=False,
        max_length=2000,
        label="How to reach them",
        widget=AdminTextareaWidget({"rows": 2, **_UNKEPT}),
    )
    notes = forms.CharField(
        required=False, max_length=5000, widget=AdminTextareaWidget({"rows": 5, **_UNKEPT})
    )
    only_where_cited = forms.BooleanField(
        required=False,
        label="The paper names this person anyway",
        help_text="Stops only the texts that cite this source. Without it, every text with the "
        "name is stopped, and whoever publishes it learns that the name belongs to a source.",
    )
    reason = _reason()

    def clean_name(self) -> str:
        return _long_enough(str(self.cleaned_data["name"]))

    def clean_other_names(self) -> str:
        lines = (line.strip() for line in str(self.cleaned_data["other_names"]).splitlines())
        return "\n".join(_long_enough(line) for line in lines if line)

    @property
    def identity(self) -> Identity:
        return Identity(**{name: self.cleaned_data[name] for name in Identity.__slots__})


def _long_enough(name: str) -> str:
    """Two letters would stop half of all texts; two signs of Chinese are a name."""
    letters = [sign for sign in name if sign.isalpha()]
    signs = letters and all(unicodedata.category(letter) == "Lo" for letter in letters)
    if len(letters) < (2 if signs else _SHORTEST_NAME):
        raise ValidationError("This is too short to be looked for in a text.")
    return name


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def identity(request: HttpRequest, source_id: int) -> HttpResponse:
    source = Source.objects.filter(pk=source_id).first()
    if not identities.cleared(actor(request)):
        if source is not None:
            identities.note_refusal(source, actor(request))
        raise Http404
    if source is None or source.kind != Source.Kind.CONFIDENTIAL:
        raise Http404
    response = _for_the_cleared(request, source)
    add_never_cache_headers(response)
    return response


@second_factor_required
@sensitive_variables()
def _for_the_cleared(request: HttpRequest, source: Source) -> HttpResponse:
    kept = identities.is_kept(source)
    action = request.POST.get("action", "")
    if action == "save":
        return _save(request, source, kept)
    if request.method != "POST":
        return _page(request, source, kept, form=ReasonForm() if kept else IdentityForm())
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, source, kept, form=form if kept else IdentityForm())
    reason = form.cleaned_data["reason"]
    try:
        shown = identities.read(source, actor(request), reason, request)
    except IdentityError as error:
        if action == "change" and isinstance(error, Unreadable):
            anew = IdentityForm(initial={"reason": reason})  # the only way out where a key is lost
            return _page(request, source, kept, form=anew, unreadable=str(error))
        form.add_error(None, str(error))
        return _page(request, source, kept, form=form)
    if action == "change":
        values = {name: getattr(shown, name) for name in Identity.__slots__}
        filled = IdentityForm(initial=values | {"reason": reason})
        return _page(request, source, kept, seconds=WRITTEN_WITHIN, form=filled)
    return _page(request, source, kept, seconds=SHOWN_FOR, identity=shown)


@sensitive_variables()
def _save(request: HttpRequest, source: Source, kept: bool) -> HttpResponse:
    form = IdentityForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            identities.write(source, form.identity, actor(request), reason, request)
        except IdentityError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Who “{source.label}” is has been written down.")
            return HttpResponseRedirect(reverse("admin:newsroom_source_change", args=[source.pk]))
    return _page(request, source, kept, seconds=WRITTEN_WITHIN, form=form)


@sensitive_variables()
def _page(
    request: HttpRequest, source: Source, kept: bool, seconds: int = 0, **context: Any
) -> HttpResponse:
    shared = {
        **admin.site.each_context(request),
        "title": f"Who “{source.label}” is",
        "opts": Source._meta,
        "source": source,
        "kept": kept,
        "writes": isinstance(context.get("form"), IdentityForm),
        "seconds": seconds,
    }
    response = render(request, "admin/newsroom/source/identity.html", shared | context)
    if seconds:
        # Without a script too: the browser asks for this page again, which shows nothing.
        response.headers["Refresh"] = f"{seconds};url={request.path}"
    return response
