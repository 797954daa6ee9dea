"""All saves of a story: who, when and why; any two compared, any one restored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from newsroom import workflow
from newsroom.admin.access import actor, newest_revision, open_story
from newsroom.admin.difference import differing
from newsroom.admin.pages import desk_page
from newsroom.body import plain_text
from newsroom.merging import Text
from newsroom.models import Revision, SavedText, Story
from newsroom.saves import Snapshot, said_by, snapshots

PER_PAGE = 50
#: What the list of saves does not read: the claims, and each time again the revision's own text.
_UNLISTED = ("claims", "revision__body", "revision__body_text", "revision__search")
#: What stands for the newest text, with its claims as they are now.
NOW = "now"


@dataclass(frozen=True)
class Save:
    """One row of the history: a saved text, or a revision from before saves were kept."""

    kept: SavedText | Revision
    is_now: bool = False

    @property
    def ref(self) -> str:
        if self.is_now:
            return NOW
        return f"{'s' if isinstance(self.kept, SavedText) else 'r'}{self.kept.pk}"

    @property
    def revision(self) -> Revision:
        return self.kept.revision if isinstance(self.kept, SavedText) else self.kept

    @property
    def at(self) -> datetime:
        return self.kept.at if isinstance(self.kept, SavedText) else self.kept.saved_at

    @property
    def by(self) -> str:
        by = self.kept.by if isinstance(self.kept, SavedText) else self.kept.saved_by
        return by.get_username()

    @property
    def why(self) -> str:
        return self.kept.get_why_display() if isinstance(self.kept, SavedText) else "Saved"

    @property
    def is_what_readers_got(self) -> bool:
        return self.revision.public_from is not None and self.kept.edits == self.revision.edits

    @property
    def text(self) -> Text:
        return Text.of(self.kept)

    @cached_property
    def words(self) -> int:
        return len(plain_text(self.kept.body).split())

    @cached_property
    def claims(self) -> Sequence[Snapshot]:
        if isinstance(self.kept, SavedText) and not self.is_now:
            return list(self.kept.claims)
        return snapshots(self.revision)


@never_cache
@require_safe
def saves(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id)
    if "from" in request.GET:
        return _compare(request, story)
    kept = SavedText.objects.filter(revision__story=story)
    before = Revision.objects.filter(story=story, saved_texts=None)
    rows = (
        kept.order_by()
        .annotate(table=Value("s"), when=F("at"))
        .values_list("table", "pk", "when")
        .union(
            before.order_by()
            .annotate(table=Value("r"), when=F("saved_at"))
            .values_list("table", "pk", "when")
        )
        .order_by("-when", "-pk")
    )
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    keys: dict[str, list[int]] = {"s": [], "r": []}
    for table, pk, _ in shown.object_list:
        keys[table].append(pk)
    found: dict[tuple[str, int], SavedText | Revision] = {}
    for saved in kept.filter(pk__in=keys["s"]).select_related("revision", "by").defer(*_UNLISTED):
        found["s", saved.pk] = saved
    for revision in before.filter(pk__in=keys["r"]).select_related("saved_by"):
        found["r", revision.pk] = revision
    return desk_page(
        request,
        story,
        "saves",
        "Saves",
        {
            "page": shown,
            "pages": shown.paginator.get_elided_page_range(shown.number),
            "rows": [Save(found[table, pk]) for table, pk, _ in shown.object_list],
        },
    )


def _compare(request: HttpRequest, story: Story) -> HttpResponse:
    old = _save_of(story, request.GET["from"])
    new = _save_of(story, request.GET.get("to", NOW))
    if old.at > new.at and not new.is_now:
        old, new = new, old
    revision = newest_revision(story)
    may_restore = actor(request).has_perm("newsroom.change_story") and story.withdrawn_at is None
    return desk_page(
        request,
        story,
        "compare",
        "Two saves compared",
        {
            "old": old,
            "new": new,
            "differing": differing(old.text, new.text),
            "claims": _claims_changed(old.claims, new.claims),
            "revision": revision,
            "may_restore": may_restore and not old.is_now,
        },
    )


@require_POST
def restore(request: HttpRequest, story_id: int) -> HttpResponse:
    story = open_story(request, story_id, to_change=True)
    save, edits = _save_of(story, request.POST.get("save", "")), request.POST.get("edits", "")
    if save.is_now or not (edits.isdecimal() and len(edits) < 10):
        raise Http404
    try:
        told = workflow.restore(
            story,
            by=actor(request),
            edits=int(edits),
            text=save.text,
            claims=save.claims,
            saved_at=save.at,
        )
    except workflow.Conflict:
        messages.error(
            request,
            "Not restored: somebody saved this story since you opened this page. Compare again.",
        )
        return redirect("admin:newsroom_story_saves", story.pk)
    except workflow.WorkflowError as error:
        messages.error(request, f"Not restored: {error}")
        return redirect("admin:newsroom_story_saves", story.pk)
    messages.success(request, "Restored. What it replaced is kept among the saves.")
    for line in told:
        messages.warning(request, line)
    return redirect("admin:newsroom_story_change", story.pk)


def _save_of(story: Story, ref: str) -> Save:
    """What an address names, if it is this story's."""
    if ref == NOW:
        return Save(newest_revision(story), is_now=True)
    table, number = ref[:1], ref[1:]
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise Http404
    kept: SavedText | Revision | None = None
    if table == "s":
        texts = SavedText.objects.select_related("revision", "by")
        kept = texts.filter(revision__story=story, pk=int(number)).first()
    elif table == "r":
        kept = story.revisions.select_related("saved_by").filter(pk=int(number)).first()
    if kept is None:
        raise Http404
    return Save(kept)


# ---- Claims compared --------------------------------------------------------------------------


@dataclass(frozen=True)
class ClaimChange:
    """A claim that is on one side only, or says another thing; `lines` are what, before, after."""

    kind: str
    words: str
    lines: Sequence[tuple[str, str, str]] = ()


def _claims_changed(old: Sequence[Snapshot], new: Sequence[Snapshot]) -> list[ClaimChange]:
    before, after = _standing(old), _standing(new)
    found = [
        ClaimChange("added", claim["words"], [("Asserts", "", said_by(claim) or "nothing yet")])
        for key, claim in after.items()
        if key not in before
    ]
    found += [
        ClaimChange("gone", claim["words"], [("Asserted", said_by(claim) or "nothing yet", "")])
        for key, claim in before.items()
        if key not in after
    ]
    for key in before.keys() & after.keys():
        if lines := [line for line in _lines(before[key], after[key]) if line[1] != line[2]]:
            found.append(ClaimChange("changed", after[key]["words"], lines))
    places = {claim["words"]: at for at, claim in enumerate([*after.values(), *before.values()])}
    return sorted(found, key=lambda change: places.get(change.words, 0))


def _standing(claims: Sequence[Snapshot]) -> dict[str, Snapshot]:
    """Those whose words stand in the text."""
    return {claim["key"]: claim for claim in claims if claim["position"] is not None}


def _lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    def records(claim: Mapping[str, Any]) -> str:
        return "; ".join(
            sorted(
                f"{link['role']}: {link['label']}{'' if link['at'] else ' (undecided)'}"
                for link in claim["links"]
            )
        )

    def label(claim: Mapping[str, Any], name: str) -> str:
        return str(claim[name]["label"]) if claim[name] else ""

    return [
        ("Words", old["words"], new["words"]),
        ("Asserts", said_by(dict(old)), said_by(dict(new))),
        ("Source", label(old, "source"), label(new, "source")),
        ("Document", label(old, "document"), label(new, "document")),
        ("Records", records(old), records(new)),
        ("Confirmed", _yes(old["confirmed"]), _yes(new["confirmed"])),
    ]


def _yes(value: bool) -> str:
    return "yes" if value else "no"
