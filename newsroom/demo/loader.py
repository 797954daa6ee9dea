"""Loads the demo newsroom: its lists, records, sources and stories, from the files beside this one.

Everything goes the way it goes at the desk: lists through the import, claims, links and
publication through the workflow, so that each decision has its who and when. One transaction.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import OutputWrapper
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from newsroom import identities, pictures, verdicts, workflow
from newsroom.approval import fingerprint
from newsroom.assertions import ASSERTIONS
from newsroom.models import Claim, Source, StaleClaim, Story
from sanctions.dates import PartialDate
from sanctions.decisions import join_action, resolve_dates
from sanctions.kept import typed_in
from sanctions.lists import PUBLICATIONS
from sanctions.models import (
    Designation,
    DesignationDate,
    DeskRecord,
    DeskRecordParty,
    Document,
    Entry,
    ListVersion,
    NoEntry,
    Party,
    Programme,
    SanctionsList,
)
from sanctions.statistics import gather_all
from sanctions.versions import apply_held, receive

HERE = Path(__file__).parent
LIST = "ofac-sdn"
VERSIONS = ("2024-05-03", "2026-07-23", "2026-08-20")
COVERAGE = ("VENEZUELA", "VENEZUELA-EO13850", "VENEZUELA-EO13884")
#: The first two lie two years apart.
HELD_BECAUSE = "Two years of news in one step: the changes are those that were reported."
#: The list's programme under which everybody in the stories is listed, unless they have only one.
PROGRAMME = "VENEZUELA"
#: Posts that the announcement calls former ended in these years: under the president it speaks of.
FORMER_SINCE = "2013"
PARTIAL_DATES = frozenset({"begins", "ends", "day", "period_from", "period_to"})

#: A table of a data file.
Table = dict[str, Any]


def is_loaded() -> bool:
    """Whether this database holds the demo's stories; False too where nothing is migrated yet."""
    if Story._meta.db_table not in connection.introspection.table_names():
        return False
    return Story.objects.filter(slug__in=[story["slug"] for story in _stories()]).exists()


def load(stdout: OutputWrapper) -> None:
    """Load everything or nothing. The demo's accounts must be there."""
    with transaction.atomic():
        loader = _Loader()
        loader.load_lists()
        stdout.write(f"  {ListVersion.objects.count()} versions of {PUBLICATIONS[LIST].title}")
        loader.load_records()
        stdout.write(f"  {DeskRecord.objects.count()} desk records")
        for story in _stories():
            loader.load_story(story)
        stdout.write(f"  {Story.objects.count()} stories with {Claim.objects.count()} claims")
        verdicts.check_all()
        loader.work_queue(**_read("queue.toml"))
        stdout.write(f"  {StaleClaim.objects.open().count()} claims in the desk's queue")
        keep_identities()
        gather_all()


def keep_identities() -> None:
    """Who the invented confidential sources are, where that is not kept yet.

    After the stories, which would otherwise each leave a line that they were compared with it.
    """
    editor = User.objects.get(username="editor")
    if not (settings.SOURCE_KEYS and identities.cleared(editor)):
        return
    for source in Source.objects.filter(slug__in=(told := _read("identities.toml"))):
        if not identities.is_kept(source):
            who = identities.Identity(**told[source.slug])
            identities.write(source, who, editor, "Loaded with the demo: an invention.", None)


class _Loader:
    """Remembers what it made by the handles that the data files use."""

    def __init__(self) -> None:
        accounts = User.objects.in_bulk(field_name="username")
        self.editor, self.second_editor = accounts["editor"], accounts["editor2"]
        self.accounts = accounts
        self.now = timezone.now()
        self.documents: dict[str, Document] = {}
        self.sources: dict[str, Source] = {}
        self.parties: dict[str, Party] = {}
        #: What claims link to beside parties: desk records, programmes, lists.
        self.records: dict[str, DeskRecord | Programme | SanctionsList] = {}

    # ---- Lists and records --------------------------------------------------------------------

    def load_lists(self) -> None:
        publication = PUBLICATIONS[LIST]
        for day in VERSIONS:
            outcome = receive(
                publication,
                HERE / "lists" / day,
                given=date.fromisoformat(day),
                coverage=COVERAGE,
            )
            if outcome.status == ListVersion.Status.QUARANTINED and outcome.version:
                apply_held(
                    ListVersion.objects.get(list__code=LIST, sequence=outcome.version),
                    by=self.second_editor,
                    why=HELD_BECAUSE,
                )
        self.records[LIST] = SanctionsList.objects.get(code=LIST)

    def load_records(self) -> None:
        data, officials = _read("records.toml"), _read("officials.toml")["officials"]
        for code, columns in data["programmes"].items():
            self.records[code] = programme = Programme.objects.get(
                authority=PUBLICATIONS[LIST].programmes_of, code=code
            )
            _save(programme, **columns)
        for handle, columns in data["documents"].items():
            kept = typed_in(columns.pop("text"))
            self.documents[handle] = _save(
                Document(access="public", text=kept.text, sha256=kept.sha256), **columns
            )
        for handle, columns in data["parties"].items():
            self.load_party(handle, **columns)
        for official in officials:
            self.load_party(official["handle"], number=official["number"], name=official["name"])
        for handle, columns in _with_officials(data["records"], officials).items():
            self.load_record(handle, **columns)
        for word in data["designation_dates"]:
            self.load_designation_date(**word)
        for decision in data["no_entries"]:
            self.load_no_entry(**decision)
        for slug, columns in _read("sources.toml").items():
            document = self.documents.get(columns.pop("document", ""))
            self.sources[slug] = _save(Source(slug=slug, document=document), **columns)

    def load_party(
        self, handle: str, *, name: str, number: str = "", kind: str = "", description: str = ""
    ) -> None:
        """Ours for a number on the list, or a party that is on none."""
        if number:
            party = Entry.objects.get(list__code=LIST, number=number).party
        else:
            party = Party(kind=kind, public_from=self.now)
        self.parties[handle] = _save(party, desk_name=name, description=description)

    def load_record(self, handle: str, *, parties: Sequence[Table] = (), **columns: Any) -> None:
        for column, known in (
            ("document", self.documents),
            ("programme", self.records),
            ("supersedes", self.records),
        ):
            if column in columns:
                columns[column] = known[columns[column]]
        self.records[handle] = record = _save(DeskRecord(public_from=self.now), **columns)
        for part in parties:
            self.load_part(record, **part)

    def load_part(self, record: DeskRecord, *, party: str, role: str, **words: str) -> None:
        _save(DeskRecordParty(desk_record=record, party=self.parties[party], role=role), **words)
        if role == DeskRecordParty.Role.DESIGNATED:
            join_action(record, self.designation(party), self.editor)

    def load_designation_date(
        self, *, party: str, day: str, document: str, end: str = DesignationDate.End.LISTED
    ) -> None:
        designation = self.designation(party)
        _save(
            DesignationDate(designation=designation, document=self.documents[document], end=end),
            day=day,
            decided_by=self.editor,
            decided_at=self.now,
        )
        resolve_dates(designation)

    def load_no_entry(self, *, party: str, lists: Sequence[str], why: str) -> None:
        for version in ListVersion.objects.filter(list__code=LIST, dated__in=lists):
            _save(
                NoEntry(party=self.parties[party], version=version),
                decided_by=self.second_editor,
                decided_why=why,
            )

    def designation(self, party: str) -> Designation:
        designations = Designation.objects.filter(entry__party=self.parties[party])
        return designations.filter(programme__code=PROGRAMME).first() or designations.get()

    # ---- Stories ------------------------------------------------------------------------------

    def load_story(self, data: Table) -> None:
        owner = self.accounts[data["owner"]]
        first, *later = data["revisions"]
        story = workflow.start_story(
            headline=first["headline"], by=owner, slug=data["slug"], section=data["section"]
        )
        claims: Table = {}
        text: Table = {}
        for revision in (first, *later):
            text |= {column: revision[column] for column in _TEXT if column in revision}
            for old, new in revision.get("replace", {}).items():
                text["body"] = text["body"].replace(old, new)
            changed = revision.get("claims", {})
            for key, columns in changed.items():
                claims[key] = claims.get(key, {}) | columns
            accepted = revision.get("accepted", {})
            self.write(story, owner, text, {key: claims[key] for key in changed}, accepted, data)
            if "picture" in revision:
                self.add_picture(story, owner, **revision["picture"])
            self.publish(story, **revision)
        self.review(story, owner, data)
        if withdrawal := data.get("withdrawal"):
            workflow.withdraw(story, by=self.editor, note=withdrawal["note"])
            Story.objects.filter(pk=story.pk).update(withdrawn_at=withdrawal["at"])

    def review(self, story: Story, owner: User, data: Table) -> None:
        """What people at the desk do with it before readers get it, and say to each other."""
        if data.get("handed_over") or "approved_by" in data:
            workflow.hand_over(story, by=owner)
        if "approved_by" in data:
            second = self.accounts[data["approved_by"]]
            read = fingerprint(story.revisions.working().get())
            workflow.approve(story, by=second, fingerprint=read)
        for note in data.get("notes", ()):
            workflow.add_note(story, **{**note, "by": self.accounts[note["by"]]})
        for task in data.get("tasks", ()):
            workflow.assign(
                story,
                by=self.accounts[task["by"]],
                to=self.accounts[task["to"]],
                task=task["task"],
                due=timezone.localdate() + timedelta(days=task["in_days"]),
            )

    def write(
        self, story: Story, owner: User, text: Table, claims: Table, accepted: Table, data: Table
    ) -> None:
        """The working revision: its text, what its claims assert, and their confirmation."""
        revision = workflow.working_revision(story, owner)
        revision = workflow.save_text(revision, by=owner, edits=revision.edits, **text)
        for key, columns in claims.items():
            self.assert_claim(revision.claims.get(key=key), owner, dict(columns))
        for claim in revision.claims.all():
            if not claim.is_confirmed and claim.key not in data.get("unconfirmed", ()):
                workflow.confirm(claim, by=self.editor)
            if why := accepted.get(claim.key):
                workflow.accept_contradiction(claim, by=self.editor, why=why)

    def add_picture(self, story: Story, owner: User, *, file: str, **words: str) -> None:
        content = (HERE / "pictures" / file).read_bytes()
        pictures.show(story, pictures.store(content, story, by=owner, **words), by=owner)

    def assert_claim(self, claim: Claim, owner: User, columns: Table) -> None:
        records, why = columns.pop("records", {}), columns.pop("why", "")
        kind = columns.pop("kind")
        workflow.assert_claim(
            claim,
            by=owner,
            kind=kind,
            source=self.sources[columns.pop("source")],
            document=self.documents.get(columns.pop("document", "")),
            **_with_dates(columns),
        )
        for role in ASSERTIONS[kind].roles:
            handles = records.get(role.name, [])
            for handle in [handles] if isinstance(handles, str) else handles:
                record = self.record(handle, designation="designation" in role.targets)
                workflow.link(claim, role.name, record, by=self.editor, why=why)

    def record(
        self, handle: str, *, designation: bool
    ) -> Designation | DeskRecord | Party | Programme | SanctionsList:
        """A party's handle stands for its designation where the role asks for one."""
        if handle in self.parties:
            return self.designation(handle) if designation else self.parties[handle]
        return self.records[handle]

    def work_queue(self, *, kept: Sequence[Table], asked_again: Sequence[Table]) -> None:
        """What the desk did about claims whose verdict had changed; the others wait."""
        for one in kept:
            _save(
                self.stale(**one),
                decision=StaleClaim.Decision.KEPT,
                decided_by=self.editor,
                decided_at=self.now,
                decided_why=one["why"],
            )
        for one in asked_again:
            day = timezone.localdate() + timedelta(days=one["in_days"])
            _save(self.stale(**one), asked_again_on=day)

    def stale(self, *, story: str, claim: str, **_: Any) -> StaleClaim:
        return StaleClaim.objects.open().get(story__slug=story, key=claim)

    def publish(
        self,
        story: Story,
        *,
        public_from: datetime | None = None,
        public_in_days: int = 0,
        correction: Table | None = None,
        **text: Any,
    ) -> None:
        if public_in_days:
            public_from = self.now + timedelta(days=public_in_days)
        if public_from:
            note = workflow.CorrectionNote(**correction) if correction else None
            workflow.publish(story, by=self.editor, public_from=public_from, correction=note)


_TEXT = ("headline", "standfirst", "byline", "dateline", "body")


def _read(name: str) -> Table:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _stories() -> Iterator[Table]:
    """In the order in which they were published, those that are not yet last."""
    stories = [_read(str(path)) for path in (HERE / "stories").glob("*.toml")]
    never = datetime.max.replace(tzinfo=timezone.get_current_timezone())
    yield from sorted(
        stories, key=lambda story: (story["revisions"][0].get("public_from", never), story["slug"])
    )


def _with_officials(records: Table, officials: Sequence[Table]) -> Table:
    """The records, with the 21 as parties of their action and with the post of each."""
    action = records["round"]
    day = PartialDate.parse(action["begins"])
    action["parties"] = [
        {
            "party": official["handle"],
            "role": DeskRecordParty.Role.DESIGNATED,
            "heading": official["heading"],
            "written_as": official.get("written_as", ""),
        }
        for official in officials
    ]
    posts: Table = {}
    for official in officials:
        posts[f"{official['handle']}-post"] = post = {
            "kind": DeskRecord.Kind.POSITION,
            "title": official["post"],
            "document": action["document"],
            "parties": [{"party": official["handle"], "role": DeskRecordParty.Role.HOLDER}],
        }
        if "since" in official:
            post["begins"] = official["since"]
        if official.get("former"):
            post["summary"] = f"A former post by {day}."
            post["ends"] = f"between {FORMER_SINCE} and {day}"
        else:
            post["known_until"] = day.latest
    return records | posts


def _with_dates(columns: Table) -> Table:
    return {
        column: PartialDate.parse(value) if column in PARTIAL_DATES else value
        for column, value in columns.items()
    }


def _save[Row: Model](row: Row, **columns: Any) -> Row:
    """Store a row with these columns; the database's constraints look at the whole of it."""
    for column, value in _with_dates(columns).items():
        setattr(row, column, value)
    row.clean_fields()
    row.save()
    return row
