"""One of each role, logged in with a second factor given; and what is planted for them to find.

Nothing is refused here for want of a code: what a role may not do it may not do with one either.
"""

from __future__ import annotations

import io
import time
from base64 import b32encode
from dataclasses import dataclass, field

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from PIL import Image

from newsroom import identities, pictures, previews, sessions, workflow
from newsroom.models import Draft, IdentityReading, Picture, PreviewLink, Source, Story
from sanctions.decisions import decide_same_party
from sanctions.models import AuditEntry, Export, Fetch, Party, PartySuggestion
from sanctions.models import SanctionsList as List
from tests.canaries import IDENTITY
from tests.newsroom.demo.asking import Asker
from tests.newsroom.desk import marked, newest

#: Each role by the groups that somebody of it is in. The last two are given beside another, to
#: which they add: here they stand alone, so that what they give by themselves is seen.
ROLES: dict[str, tuple[str, ...] | None] = {
    "anonymous": None,
    "reporter": ("reporter",),
    "editor": ("editor",),
    "exporter": ("exporter",),
    "admin": ("admin",),
    "superuser": (),
    "cleared": ("cleared",),
    "head": ("head",),
}
WRITERS = {"editor", "admin", "superuser"}
#: Words that are planted, and who may be answered with them: each of these is, somewhere.
SECRETS: dict[str, set[str]] = {
    "zqdraftwords": WRITERS | {"exporter", "head"},
    "zq-draft": WRITERS | {"exporter", "head"},
    "zqearlierwords": WRITERS | {"exporter", "head"},
    "zqnote": WRITERS | {"head"},
    "zqcomment": WRITERS | {"head"},
    "zqtask": WRITERS | {"head"},
    "zqpicturealt": WRITERS | {"exporter", "head"},
    "zqunsaved": set(),
    # By the audit trail: what others looked for is the head's to know (newsroom/roles.py).
    "zqexportedby": {"admin", "superuser", "head"},
    "zqreadingreason": {"head"},
    "zqauditedname": {"admin", "superuser", "head"},
    "zqpasswordhash": set(),
    "zqrecoverycodes1": set(),
}


@dataclass
class Planted:
    people: dict[str, User] = field(default_factory=dict)
    #: Where each is logged in, by their cookies.
    cookies: dict[str, str] = field(default_factory=dict)
    #: What nobody else is answered with, and who by themselves is: keys of apps, of sessions.
    own: dict[str, set[str]] = field(default_factory=dict)

    def plant(self) -> None:
        for role, groups in ROLES.items():
            if groups is not None:
                self.people[role] = self._person(role, groups)
        self.writer = self._person("writer", ("editor",))
        self.draft = self._story(self.writer, "zq-draft", "zqdraftwords")
        self.link = self._preview(self.draft, needs_login=False)
        self.link_for_staff = self._preview(self.draft, needs_login=True)
        self.mine = self._story(self.people["reporter"], "zq-own", "their own words")
        self.my_link = self._preview(self.mine, needs_login=True)
        Draft.objects.create(
            story=self.draft, by=self.writer, edits=1, text={"headline": "zqunsaved"}
        )
        self._source()
        self._logs()
        self._parties()
        self.entries = AuditEntry.objects.order_by("-pk")[0].pk

    def asker(self, role: str, *, enforce_csrf_checks: bool = False) -> Asker:
        cookies = self.cookies.get(role, "")
        return Asker(cookies, self.entries, enforce_csrf_checks=enforce_csrf_checks)

    def token(self, link: PreviewLink) -> str:
        return previews.address_of(link).split("/")[2]

    # ---- People -------------------------------------------------------------------------------

    def _person(self, role: str, groups: tuple[str, ...]) -> User:
        user = User.objects.create(
            username=f"a-{role}",
            is_staff=True,
            is_superuser=role == "superuser",
            password="zqpasswordhash",
        )
        user.groups.set(Group.objects.filter(name__in=groups))
        assert user.groups.count() == len(groups)
        app = self._app(user, role.ljust(20, "+"), confirmed=True)
        self._app(user, role.ljust(20, "-"), confirmed=False)
        codes = StaticDevice.objects.create(user=user, name="recovery codes")
        codes.token_set.create(token="zqrecoverycodes1")
        client = Client()
        client.force_login(user)
        session = client.session
        now = int(time.time())
        session[DEVICE_ID_SESSION_KEY] = app.persistent_id
        session["second_factor_at"] = session["enrolling_since"] = now
        session.save()
        self.own[str(session.session_key)] = set()
        self.own[sessions.kept_key(session.session_key)] = set()
        self.cookies[role] = client.cookies.output(header="", sep=";")
        return user

    def _app(self, user: User, key: str, *, confirmed: bool) -> TOTPDevice:
        """One that does not count yet its owner sees, who is enrolling it."""
        device = TOTPDevice.objects.create(
            user=user, name="app", key=key.encode().hex(), confirmed=confirmed
        )
        shown = b32encode(key.encode()).decode()
        spaced = " ".join(shown[at : at + 4] for at in range(0, len(shown), 4))
        self.own |= {str(device.key): set(), shown: set()}
        self.own[spaced] = set() if confirmed else {user.username.removeprefix("a-")}
        return device

    # ---- Stories ------------------------------------------------------------------------------

    def _story(self, by: User, slug: str, words: str) -> Story:
        """With all that hangs on one: two saves, a claim with a link, a picture, notes, a task."""
        key = f"{slug:x<8}".replace("-", "")[:7] + "2"
        story = workflow.start_story(
            headline="zqearlierwords" if slug == "zq-draft" else "Earlier words",
            slug=slug,
            by=by,
            body=f"<p>They {marked(f'{words} resigned', key)}.</p>",
        )
        revision = newest(story)
        workflow.save_text(
            revision, by=by, edits=revision.edits, headline=words, body=revision.body
        )
        claim = newest(story).claims.get()
        workflow.link(claim, "party", Party.objects.public()[0], by=by)
        secret = "zq" if slug == "zq-draft" else ""
        workflow.add_note(story, by=by, text=f"{secret}note")
        workflow.add_note(story, by=by, text=f"{secret}comment", key=claim.key)
        workflow.assign(story, by=by, to=by, task=f"{secret}task")
        pictures.show(story, self._picture(story, by, f"{secret}picturealt"), by=by)
        return story

    def _picture(self, story: Story, by: User, alt: str) -> Picture:
        file = io.BytesIO()
        Image.new("RGB", (600, 400)).save(file, "PNG")
        return pictures.store(file.getvalue(), story, alt=alt, credit="Nobody", by=by)

    def _preview(self, story: Story, *, needs_login: bool) -> PreviewLink:
        link = previews.make(
            story, by=story.owner, for_whom="Ana", hours=4, needs_login=needs_login
        )
        if story.owner == self.writer:
            self.own[link.public_id] = WRITERS
        return link

    def _source(self) -> None:
        self.source = Source.objects.create(
            label="Zephyr", slug="zephyr", kind="confidential", terms="off_record"
        )
        by = self._person("reader", ("cleared",))
        identities.write(self.source, IDENTITY, by, "zqreadingreason, for a test", None)
        self.reading = IdentityReading.objects.get(source=self.source)

    # ---- What else there is to be seen --------------------------------------------------------

    def _logs(self) -> None:
        self.export = Export.objects.create(
            by=self.people["admin"],
            model="newsroom.story",
            title="stories",
            query="",
            columns=[],
            filter="zqexportedby",
            file_name="zqexportedby.csv",
        )
        group = Group.objects.create(name="zqauditedname")
        Group.objects.filter(pk=group.pk).update(name="night desk")
        self.audited = AuditEntry.objects.filter(model="auth.group", key=str(group.pk))[0]
        Fetch.objects.create(list=List.objects.all()[0], form="delimited", status="running")
        for log in (AccessAttempt, AccessFailureLog, AccessLog):
            columns = {"failures_since_start": 1} if log is AccessAttempt else {}
            log.objects.create(username="somebody", ip_address="192.0.2.1", **columns)

    def _parties(self) -> None:
        one, other, third = Party.objects.order_by("pk")[:3]
        PartySuggestion.objects.create(
            one=one, other=other, weight=1, reasons={"for": ["A name."], "against": []}
        )
        decide_same_party(one, third, same=False, by=self.writer, why="Born in other years.")
