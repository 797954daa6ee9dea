"""Nothing goes out that names a source we protect: what readers would read of a text, piece by
piece, compared before it is public."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps

from django.contrib.auth.models import User
from django.db import transaction

from newsroom.body.cleaning import read
from newsroom.identities import Passage, are_any_kept, named_in
from newsroom.merging import LINES
from newsroom.models import Claim, Revision, Source, Story
from newsroom.naming import Words
from newsroom.workflow.errors import CorrectionNote, WorkflowError


class NamesSource(WorkflowError):  # noqa: N818
    """A text that was about to be published names a source that we protect."""

    def __init__(self, named: Sequence[str]) -> None:
        super().__init__(f"Nothing was published. {' '.join(named)}")


def refusal_is_kept[**P, R](step: Callable[P, R | NamesSource]) -> Callable[P, R]:
    """A step in one transaction, which returns a refusal instead of raising it.

    It is raised when the transaction has ended: that names were compared stays written down.
    """

    @wraps(step)
    def taken(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            outcome = step(*args, **kwargs)
        if isinstance(outcome, NamesSource):
            raise outcome
        return outcome

    return taken


def sources_named(revision: Revision, by: User, correction: CorrectionNote | None) -> list[str]:
    """Why the revision must not go out, as sentences for people. Noted whatever comes of it."""
    if not are_any_kept():
        return []
    story = revision.story
    passages = [*_of_revision(revision), *_of_story(story)]
    if correction is not None:
        passages += [
            Passage("the correction, what was wrong", Words(correction.wrong)),
            Passage("the correction, what is right", Words(correction.right)),
        ]
    about = f"Story {story.pk}, revision {revision.number}."
    return named_in(passages, by, cited=_cited(story), about=about)


def sources_named_in_notice(story: Story, by: User, note: str) -> list[str]:
    """The same of the notice that takes a withdrawn story's place."""
    if not are_any_kept():
        return []
    notice = [Passage("the notice", Words(note))]
    return named_in(notice, by, cited=_cited(story), about=f"Notice of story {story.pk}.")


def sources_named_in_address(story: Story, by: User, slug: str) -> list[str]:
    """The same of another address for a story that readers can read."""
    if not are_any_kept():
        return []
    address = [Passage("the address", Words(slug, address=True))]
    return named_in(address, by, cited=_cited(story), about=f"Address of story {story.pk}.")


def sources_named_in_label(source: Source, by: User, told: Mapping[str, str]) -> list[str]:
    """The same of what is told of a source, by the field: readers see it wherever it is cited."""
    if not are_any_kept():
        return []
    passages = [
        Passage(f"the {field}", Words(words, address=field == "slug"))
        for field, words in told.items()
    ]
    return named_in(passages, by, cited={source.pk}, about=f"Words for source {source.pk}.")


def _cited(story: Story) -> set[int]:
    """The sources of all its revisions: a name may stay where its claim has gone."""
    cited = Claim.objects.filter(revision__story=story, source__isnull=False)
    return set(cited.order_by().values_list("source_id", flat=True).distinct())


def _of_story(story: Story) -> Iterator[Passage]:
    yield Passage("the section", Words(story.section))
    yield Passage("the address", Words(story.slug, address=True))
    for slug in story.former_slugs.values_list("slug", flat=True):
        yield Passage("a former address", Words(slug, address=True))


def _of_revision(revision: Revision) -> Iterator[Passage]:
    for name in LINES:
        yield Passage(f"the {name}", Words(getattr(revision, name)))
    for number, block in enumerate(read(revision.body).blocks, start=1):
        # Marks, links and emphasis may end in the middle of a name.
        place = f"the text, paragraph {number}"
        yield Passage("the text", Words("".join(run.text for run in block.runs)), place)
        links = {tag.value for run in block.runs for tag in run.tags if tag.name == "a"}
        for link in sorted(links):
            words = Words(link, address=True)
            yield Passage("a link in the text", words, f"a link in {place}")
    for claim in revision.claims.select_related("source", "document"):
        yield from _of_claim(claim)
    if (picture := revision.picture) is not None:
        yield Passage("the picture’s alternative text", Words(picture.alt))
        yield Passage("the picture’s credit", Words(picture.credit))
        yield Passage("the picture’s caption", Words(picture.caption))
        yield Passage("the picture’s file name", Words(picture.file.name or "", address=True))


def _of_claim(claim: Claim) -> Iterator[Passage]:
    told = [(what, getattr(claim, what)) for what in ("words", "quote", "authority", "heading")]
    if (source := claim.source) is not None:
        told += [("source’s label", source.label), ("source’s description", source.description)]
    if (document := claim.document) is not None and claim.tells_document:
        told.append(("document’s title", document.title))
    for what, words in told:
        exactly = f"claim {claim.position + 1}, its {what}" if claim.position is not None else ""
        yield Passage(f"a claim, its {what}", Words(words), exactly)
