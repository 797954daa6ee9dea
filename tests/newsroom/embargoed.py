"""A newsroom of which something of every kind waits for a moment, and every place that tells of it.

For each moment there is one of each: a story, the next revision of a published one with a
correction, a licence that takes another's place, an action, an official, a vessel. Each is known
by a word that stands nowhere else and by addresses of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from newsroom import pictures
from newsroom.models import Correction, FormerSlug, Source, Story
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord, DeskRecordParty, Document, ListVersion, Party
from tests import factories
from tests.newsroom import stories
from tests.newsroom.stories import cite
from tests.newsroom.test_pictures import WORDS, image, written

KEY, CHANGED_KEY, STANDING_KEY = "aaaaaaaa", "bbbbbbbb", "cccccccc"
#: Addresses of a story that are made of the same parts as others of it; asked for at one moment.
OF_THE_SAME_PARTS = {"/evidence/", "/claims/<slug:key>.json"}
LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)

#: Whether an answer, by its status, its text and where it leads to, tells of a thing.
type Tells = Callable[[int, str, str], bool]


@dataclass(frozen=True)
class Probe:
    """One thing at one address. `pattern` is the address's in newsroom.urls."""

    pattern: str
    address: str
    thing: str
    tells: Tells
    #: Whether the address itself is the thing's, and is not there before it.
    own: bool = False


@dataclass
class Waiting:
    """All that becomes public at one moment."""

    letter: str
    at: datetime
    story: Story = field(init=False)
    changed: Story = field(init=False)
    source: Source = field(init=False)
    licence: DeskRecord = field(init=False)
    action: DeskRecord = field(init=False)
    official: Party = field(init=False)
    vessel: Party = field(init=False)

    def word(self, thing: str) -> str:
        return f"{thing}{self.letter}quill"

    def told(self, thing: str) -> str:
        """Its word, and one that all have that wait with it: by that one search finds them all."""
        return f"{self.word(thing)} {self.word('waits')}"


class Newsroom:
    """The standing newsroom, and what waits in it."""

    def __init__(self, moments: list[datetime]) -> None:
        self.document: Document = factories.document(title="The statement", access="public")
        self.version: ListVersion = factories.list_version(date(2000, 5, 3))
        self.programme = factories.programme()
        self.official: Party = factories.party("Standing person", public_from=LONG_AGO)
        self.licence: DeskRecord = factories.desk_record(
            "licence",
            title="Standing licence",
            public_from=LONG_AGO,
            begins=PartialDate.of_day(date(2000, 1, 1)),
        )
        self._newest_licence = self.licence
        self.waiting = [Waiting("abcdefghij"[at], moment) for at, moment in enumerate(moments)]
        for number, one in enumerate(self.waiting):
            self._add(one, number)
        self.story = self._standing_story()

    def _add(self, one: Waiting, number: int) -> None:
        day = PartialDate.of_day(date(2001 + number, 1, 1))
        one.official = factories.entry(
            one.told("official").upper(),
            party=factories.party(
                one.told("official"),
                listed_name=one.told("official").upper(),
                public_from=one.at,
            ),
        ).party
        factories.designation(entry=one.official.entries.get(), first_seen=date(2000, 5, 3))
        one.vessel = factories.party(one.told("vessel"), kind="vessel", public_from=one.at)
        one.licence = factories.desk_record(
            "licence",
            title=one.told("licence"),
            number=one.word("number"),
            public_from=one.at,
            begins=day,
            supersedes=self._newest_licence,
            programme=self.programme,
            document=self.document,
        )
        self._newest_licence = one.licence
        one.action = factories.desk_record(
            "action",
            title=one.told("action"),
            slug=one.word("action"),
            public_from=one.at,
            begins=day,
            programme=self.programme,
        )
        for record in (one.licence, one.action):
            DeskRecordParty.objects.create(
                desk_record=record, party=self.official, role="participant"
            )
        for party in (one.official, one.vessel):
            DeskRecordParty.objects.create(desk_record=self.licence, party=party, role="licensee")
        one.source = stories.source(one.word("source"))
        asserted = {
            "kind": "event",
            "document": self.document,
            "source": one.source,
            "first_published": one.at,
            "records": [("party", self.official), ("record", self.licence)],
        }
        one.story = stories.story(
            one.word("story"),
            f"<p>{cite(KEY, one.word('claim') + ' met them')}.</p>",
            public_from=one.at,
            headline=one.told("story"),
            section=one.word("section"),
            claims={KEY: asserted},
        )
        FormerSlug.objects.create(story=one.story, slug=f"former-{one.word('story')}")
        one.changed = stories.story(
            f"changed-{one.letter}",
            f"<p>{cite(CHANGED_KEY, 'He met them')}.</p>",
            public_from=LONG_AGO + timedelta(days=number),
            claims={CHANGED_KEY: {"kind": "event", "first_published": LONG_AGO}},
        )
        after = stories.revision(
            one.changed,
            f"<p>{cite(CHANGED_KEY, one.word('revision') + ' met nobody')}.</p>",
            public_from=one.at,
            headline=f"{one.told('revision')} headline",
            picture=pictures.store(
                written(image(320, 320)), one.changed, **WORDS, by=stories.editor()
            ),
            claims={CHANGED_KEY: {"kind": "event", "first_published": one.at}},
        )
        Correction.objects.create(
            story=one.changed,
            key=CHANGED_KEY,
            revision_before=one.changed.revisions.get(number=1),
            revision_after=after,
            wrong=f"{one.word('correction')} wrong",
            right="It was not so.",
            by=stories.editor(),
            at=one.at,
        )

    def _standing_story(self) -> Story:
        """Public since long ago; a claim of it points to all that waits."""
        records = [
            (role, record)
            for one in self.waiting
            for role, record in (
                ("record", one.licence),
                ("record", one.action),
                ("party", one.official),
                ("party", one.vessel),
            )
        ]
        return stories.story(
            "standing",
            f"<p>{cite(STANDING_KEY, 'It stood')}.</p>",
            public_from=LONG_AGO - timedelta(days=1),
            headline="Standing",
            claims={STANDING_KEY: {"kind": "event", "records": records}},
        )

    # ---- What tells of it ----

    def probes(self, one: Waiting) -> Iterator[Probe]:
        """Every place where one of these things is told, and what of it is looked for there.

        For all but the first moment without some that are made of the same parts as others.
        """
        yield from self._of_the_story(one)
        yield from self._of_the_revision(one)
        yield from self._of_the_records(one)
        yield from self._counts(one)

    def _search(self, one: Waiting, thing: str) -> str:
        """By its own word; from the second moment on by the word of all that waits for it."""
        return f"/search/?q={one.word(thing if one is self.waiting[0] else 'waits')}"

    def _of_the_story(self, one: Waiting) -> Iterator[Probe]:
        slug, word, claim = one.story.slug, says(one.word("story")), says(one.word("claim"))
        page = f"/stories/{slug}/"
        for pattern, tail, tells in (
            ("/", "", word),
            (".json", None, word),
            ("/evidence/", "evidence/", claim),
            ("/evidence.json", "evidence.json", claim),
            ("/embed/", "embed/", claim),
            ("/claims/<slug:key>/", f"claims/{KEY}/", claim),
            ("/claims/<slug:key>.json", f"claims/{KEY}.json", claim),
        ):
            if pattern in OF_THE_SAME_PARTS and one is not self.waiting[0]:
                continue
            address = f"/stories/{slug}.json" if tail is None else f"{page}{tail}"
            yield Probe(f"stories/<slug:slug>{pattern}", address, "story", tells, own=True)
            if one is self.waiting[0]:
                former = address.replace(f"/{slug}", f"/former-{slug}", 1)
                leads = leads_to(address)
                yield Probe(f"stories/<slug:slug>{pattern}", former, "story", leads, own=True)
        for address in ("stories/", "stories.json", "feed.atom", "sitemap.xml", ""):
            yield Probe(address, f"/{address}", "story", says(page))
        yield Probe("stories/", f"/stories/?section={one.word('section')}", "story", says(page))
        yield Probe("stories/", "/stories/", "story", says(one.word("section")))
        yield Probe("sitemap.xml", "/sitemap.xml", "story", says(f"{page}claims/{KEY}/"))
        for sought in ("story", "claim"):
            yield Probe("search/", self._search(one, sought), "story", says(page))
        source = f"/sources/{one.source.slug}/"
        yield Probe("sources/<slug:slug>/", source, "story", claim, own=True)
        # Where the story is related to what readers could read before it.
        official, licence = self.official.public_id, self.licence.public_id
        for pattern, address in (
            ("officials/<slug:public_id>/", f"/officials/{official}/"),
            ("officials/<slug:public_id>.json", f"/officials/{official}.json"),
            ("records/<slug:public_id>/", f"/records/{licence}/"),
            ("records/<slug:public_id>.json", f"/records/{licence}.json"),
            ("documents/<slug:public_id>/", f"/documents/{self.document.public_id}/"),
        ):
            yield Probe(pattern, address, "story", claim)

    def _of_the_revision(self, one: Waiting) -> Iterator[Probe]:
        page = f"/stories/{one.changed.slug}/"
        new, wrong = says(one.word("revision")), says(one.word("correction"))
        for pattern, address in (
            ("/", page),
            (".json", f"{page[:-1]}.json"),
            ("/evidence/", f"{page}evidence/"),
            ("/evidence.json", f"{page}evidence.json"),
            ("/claims/<slug:key>/", f"{page}claims/{CHANGED_KEY}/"),
            ("/claims/<slug:key>.json", f"{page}claims/{CHANGED_KEY}.json"),
        ):
            if pattern in OF_THE_SAME_PARTS and one is not self.waiting[0]:
                continue
            yield Probe(f"stories/<slug:slug>{pattern}", address, "revision", new)
            yield Probe(f"stories/<slug:slug>{pattern}", address, "correction", wrong)
        for address in ("", "stories/", "stories.json", "feed.atom", "corrections.atom"):
            yield Probe(address, f"/{address}", "revision", new)
        for address in ("corrections/", "corrections.atom"):
            yield Probe(address, f"/{address}", "correction", wrong)
        yield Probe("stories/<slug:slug>/embed/", f"{page}embed/", "revision", new)
        picture = one.changed.pictures.get()
        file = f"/pictures/{picture.public_id}/{picture.width}.jpg"
        yield Probe(
            "pictures/<slug:public_id>/<int:width>.<slug:extension>",
            file,
            "revision",
            lambda status, text, location: status == 200,
            own=True,
        )
        yield Probe("stories/<slug:slug>/", page, "revision", says(file))
        yield Probe("search/", self._search(one, "revision"), "revision", says(page))

    def _of_the_records(self, one: Waiting) -> Iterator[Probe]:
        official, vessel = one.official.public_id, one.vessel.public_id
        addresses = {
            "licence": ("records/<slug:public_id>", f"/records/{one.licence.public_id}"),
            "action": ("actions/<slug:slug>", f"/actions/{one.action.slug}"),
            "official": ("officials/<slug:public_id>", f"/officials/{official}"),
            "vessel": ("parties/<slug:public_id>", f"/parties/{vessel}"),
        }
        story = f"/stories/{self.story.slug}"
        for thing, (pattern, address) in addresses.items():
            word = says(one.word(thing))
            for end in ("/", ".json"):
                yield Probe(f"{pattern}{end}", f"{address}{end}", thing, word, own=True)
            link = says(f"{address}/")
            yield Probe("search/", self._search(one, thing), thing, link)
            yield Probe("sitemap.xml", "/sitemap.xml", thing, link)
            page, claim = ("/", ".json"), f"/claims/{STANDING_KEY}"
            others = ("/evidence/", "/evidence.json", f"{claim}/", f"{claim}.json")
            for tail in (*page, *others) if one is self.waiting[0] else page:
                of = f"stories/<slug:slug>{tail.replace(STANDING_KEY, '<slug:key>')}"
                yield Probe(of, f"{story}{tail}", thing, word)
        # An action's page by the address that all records have, and back.
        action = f"/records/{one.action.public_id}/"
        leads = leads_to(f"/actions/{one.action.slug}/")
        yield Probe("records/<slug:public_id>/", action, "action", leads, own=True)
        person = f"/parties/{official}/"
        yield Probe(
            "parties/<slug:public_id>/",
            person,
            "official",
            leads_to(f"/officials/{official}/"),
            own=True,
        )
        standing, licence = self.official.public_id, self.licence.public_id
        programme = f"/programmes/ofac/{self.programme.slug}/"
        for thing, pattern, address in (
            ("action", "actions/", "/actions/"),
            ("action", "actions.json", "/actions.json"),
            ("action", "", "/"),
            ("action", "officials/", "/officials/"),
            ("action", "programmes/<slug:authority>/<slug:slug>/", programme),
            ("licence", "programmes/<slug:authority>/<slug:slug>/", programme),
            ("official", "programmes/<slug:authority>/<slug:slug>/", programme),
            ("action", "officials/<slug:public_id>/", f"/officials/{standing}/"),
            ("licence", "officials/<slug:public_id>/", f"/officials/{standing}/"),
            ("licence", "records/<slug:public_id>/", f"/records/{licence}/"),
            ("licence", "records/<slug:public_id>.json", f"/records/{licence}.json"),
            ("licence", "documents/<slug:public_id>/", f"/documents/{self.document.public_id}/"),
            ("official", "records/<slug:public_id>/", f"/records/{licence}/"),
            ("vessel", "records/<slug:public_id>.json", f"/records/{licence}.json"),
            ("official", "officials/", "/officials/"),
            ("official", "officials.json", "/officials.json"),
            ("official", "lists/<slug:code>/<int:sequence>/", self.version.get_absolute_url()),
        ):
            yield Probe(pattern, address, thing, says(one.word(thing)))
        by_action = f"/officials/?action={one.action.slug}"
        yield Probe("officials/", by_action, "action", says(one.word("action")), own=False)

    def _counts(self, one: Waiting) -> Iterator[Probe]:
        number = self.waiting.index(one) + 1
        for pattern, thing, before in (
            ("stories.json", "story", len(self.waiting) + 1),
            ("officials.json", "official", 1),
            ("actions.json", "action", 0),
        ):
            yield Probe(pattern, f"/{pattern}", thing, counts(before + number))


def says(word: str) -> Tells:
    return lambda status, text, location: status == 200 and word.lower() in text.lower()


def leads_to(address: str) -> Tells:
    return lambda status, text, location: status == 301 and location == address


def counts(number: int) -> Tells:
    """Of as many, or more: later ones count too."""
    return lambda status, text, location: status == 200 and json.loads(text)["count"] >= number
