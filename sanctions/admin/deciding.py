"""What may be decided about a list version, by whom, and what is said where it may not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from sanctions import reverting, versions
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome

Status = ListVersion.Status


#: What the reason is asked for as.
LABELS = {
    "apply": "Why it is applied",
    "refuse": "Why it is refused",
    "revert": "Why it is reverted",
}


class DecisionForm(forms.Form):
    """Why somebody decides so, and the comparison that they had before them (`seen`)."""

    why = forms.CharField(
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Write why. It stays with the version for good."},
    )
    seen = forms.CharField(required=False)
    use_required_attribute = False

    def __init__(self, version: ListVersion, what: str, sent: Any = None) -> None:
        super().__init__(sent, auto_id=f"id_{what}_%s")
        self.version = version
        self.fields["why"].label = LABELS[what]

    def clean(self) -> dict[str, Any]:
        if self.has_error("why"):
            self.fields["why"].widget.attrs["autofocus"] = True  # the form ends a long page
        if self.cleaned_data.get("seen") != seen(self.version):
            raise ValidationError(
                "It has been compared again since you opened this page: what is shown now is new. "
                "Look at it, then decide."
            )
        return self.cleaned_data


def seen(version: ListVersion) -> str:
    """Marks what a version was compared with."""
    return str(version.compared_with_id or "nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What carries it out, and how it is told of: in the log, and to whoever made it.

    `status` is what the outcome has when it was carried out.
    """

    carry_out: Callable[..., Outcome]
    status: str
    log: str
    said: str


DECISIONS: Mapping[str, Decision] = {
    "apply": Decision(
        carry_out=versions.apply_held,
        status=Status.APPLIED,
        log="Applied the version that was held.",
        said="Applied. Readers see this list now.",
    ),
    "refuse": Decision(
        carry_out=versions.refuse,
        status=Status.REFUSED,
        log="Refused the version that was held.",
        said="Refused. Nothing has changed for readers, and its files stay kept.",
    ),
    "revert": Decision(
        carry_out=reverting.revert,
        status=Status.REVERTED,
        log="Reverted the version.",
        said="Reverted. It counts in no answer any more.",
    ),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A button that says exactly what it does, under a form where a reason is asked for."""

    action: str
    form: DecisionForm | None
    button: str
    help: str


@dataclass(frozen=True, slots=True)
class Deciding:
    """The end of a version's page: what may be decided there, or why it may not."""

    heading: str
    told: str
    offers: tuple[Offer, ...] = ()
    stale: bool = False


def may_decide(request: HttpRequest) -> bool:
    return request.user.has_perm("sanctions.change_listversion")


def deciding(
    request: HttpRequest, version: ListVersion, sent: Mapping[str, DecisionForm]
) -> Deciding | None:
    """None where nothing is left to decide. `sent` are forms that came back with errors."""
    applied = ListVersion.objects.applied().filter(list=version.list_id).select_related("list")
    newest, before = [*applied.order_by("-sequence")[:2], None, None][:2]

    def offer(what: str, button: str, told: str) -> Offer:
        return Offer(_address(version, what), _form(version, what, sent), button, told)

    if version.status == Status.QUARANTINED:
        if told := _who_decides(request, version):
            return Deciding("Decide", told)
        refuse = offer(
            "refuse",
            f"Refuse: readers keep {_list_of(newest)}",
            "Its files stay kept. The same files again are held again, with your reason.",
        )
        if is_stale(version, newest):
            compare = Offer(
                _address(version, "compare"), None, "Compare again", "Nothing is applied by that."
            )
            return Deciding("Decide", _stale(version, newest), (compare, refuse), stale=True)
        apply = offer(
            "apply",
            "Apply: readers will see this list",
            "What waits beside it with a smaller number is refused then.",
        )
        return Deciding("Decide", "", (apply, refuse))
    if version == newest and may_decide(request):
        again = f"{_list_of(before)}, again" if before else "no version of this list"
        revert = offer(
            "revert",
            f"Revert: readers will see {again}",
            "Nothing is deleted. This page will say who reverted it and why.",
        )
        return Deciding("Take it back", "Readers see this version now.", (revert,))
    return None


def _address(version: ListVersion, what: str) -> str:
    return reverse(f"admin:sanctions_listversion_{what}", args=[version.pk])


def _form(version: ListVersion, what: str, sent: Mapping[str, DecisionForm]) -> DecisionForm:
    return sent.get(what) or DecisionForm(version, what)


def is_stale(version: ListVersion, newest: ListVersion | None) -> bool:
    """Whether what stands is another state than the one that it was compared with."""
    return version.compared_with_id != (newest.pk if newest else None)


def _who_decides(request: HttpRequest, version: ListVersion) -> str:
    """Why it is not this person; "" where it may be."""
    if not may_decide(request):
        return (
            "Editors and administrators decide about it: whoever may change list versions. "
            "You may read it."
        )
    if version.received_by_id == request.user.pk:
        return (
            "You imported it, so a second person decides: send somebody else who may change list "
            "versions the address of this page."
        )
    return ""


def _stale(version: ListVersion, newest: ListVersion | None) -> str:
    return (
        f"It was compared with {_list_of(version.compared_with)}; by now readers see "
        f"{_list_of(newest)}. Compare it again before you apply it: what is told here is not "
        "what it would change."
    )


def _list_of(version: ListVersion | None) -> str:
    if version is None:
        return "no version of this list"
    return f"the list of {version.dated:%-d %B %Y} (version {version.sequence})"
