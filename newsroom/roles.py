"""What each role may do, as Django's groups. Made by every `migrate` where one is missing.

A group that exists is left as its administrators made it.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

# Per group: the models, and what it may do to each.
DESK_MODELS = (
    "sanctions.official",
    "sanctions.party",
    "sanctions.deskrecord",
    "sanctions.deskrecordparty",
    "sanctions.document",
    "sanctions.designationdate",
    "sanctions.noentry",
    "sanctions.sameparty",
    "sanctions.programme",
    "newsroom.source",
)
STORY_MODELS = (
    "newsroom.story",
    "newsroom.revision",
    "newsroom.claim",
    "newsroom.claimlink",
)
#: What others were looking for is the desk's head's to know; everybody sees their own.
EXPORT_LOG = "sanctions.export"
#: Who wrote and read what: for who answers for the desk.
AUDIT_TRAIL = "sanctions.auditentry"
#: What most roles see nothing of, but their own exports.
LOGS: dict[str, tuple[str, ...]] = dict.fromkeys((EXPORT_LOG, AUDIT_TRAIL), ())
#: Who may add one imports and fetches lists, who may change one decides about what is held.
LIST_VERSIONS = "sanctions.listversion"
#: Who may change one takes it, puts it off, and decides about it.
STALE_CLAIMS = "newsroom.staleclaim"
#: Only the cleared read who a source is; that they did is the desk's head's to know.
IDENTITIES = dict.fromkeys(("newsroom.sourceidentity", "newsroom.identityreading"), ())
#: What people at a story tell each other; approving is the second person's.
WORK_MODELS = ("newsroom.note", "newsroom.assignment")
ALL = "*"

ROLES: dict[str, dict[str, tuple[str, ...]]] = {
    "reporter": {
        ALL: ("view",),
        **dict.fromkeys(STORY_MODELS, ("view", "add", "change")),
        **dict.fromkeys(WORK_MODELS, ("view", "add", "change")),
        "newsroom.picture": ("view", "add", "change"),
        "newsroom.previewlink": ("view", "add", "change"),
        **LOGS,
        **IDENTITIES,
        **dict.fromkeys(
            ("newsroom.source", "sanctions.document", "sanctions.deskrecord"), ("view", "add")
        ),
    },
    "editor": {
        ALL: ("view",),
        **dict.fromkeys(DESK_MODELS, ("view", "add", "change", "delete")),
        **dict.fromkeys(STORY_MODELS, ("view", "add", "change", "delete")),
        "newsroom.story": ("view", "add", "change", "delete", "publish"),
        "newsroom.correction": ("view", "add"),
        **dict.fromkeys(WORK_MODELS, ("view", "add", "change")),
        "newsroom.approval": ("view", "add"),
        "newsroom.picture": ("view", "add", "change", "delete"),
        "newsroom.previewlink": ("view", "add", "change"),
        **IDENTITIES,
        STALE_CLAIMS: ("view", "change"),
        LIST_VERSIONS: ("view", "add", "change"),
        **LOGS,
    },
    "exporter": {ALL: ("view", "export"), **LOGS, **IDENTITIES},
    "admin": {
        ALL: ("view", "add", "change", "delete", "export"),
        **dict.fromkeys(LOGS, ("view", "export")),
        **IDENTITIES,
        "newsroom.story": ("view", "add", "change", "delete", "export", "publish"),
        "auth.user": ("view", "add", "change", "delete"),
        "auth.group": ("view", "add", "change"),
    },
    # Beside another group: these two give nothing but what they say.
    "cleared": {ALL: (), **IDENTITIES, "newsroom.sourceidentity": ("read",)},
    "head": {
        ALL: (),
        **IDENTITIES,
        "newsroom.identityreading": ("view", "change", "export"),
        AUDIT_TRAIL: ("view", "export"),
    },
}


def create_missing_groups(**kwargs: Any) -> None:
    """Handler of `post_migrate`: makes the groups that do not exist yet."""
    using = kwargs.get("using", "default")
    existing = set(Group.objects.using(using).values_list("name", flat=True))
    missing = [role for role in ROLES if role not in existing]
    if not missing:
        return
    for label in ("auth", "sanctions", "newsroom"):
        create_permissions(apps.get_app_config(label), verbosity=0, using=using)
    permissions = {
        (f"{app}.{model}", codename.rsplit("_", 1)[0]): pk
        for pk, codename, app, model in Permission.objects.using(using).values_list(
            "pk", "codename", "content_type__app_label", "content_type__model"
        )
    }
    ours = {model for model, _ in permissions if model.split(".")[0] in ("sanctions", "newsroom")}
    for role in missing:
        grants = dict.fromkeys(ours, ROLES[role][ALL]) | {
            model: may for model, may in ROLES[role].items() if model != ALL
        }
        group = Group.objects.using(using).create(name=role)
        group.permissions.set(
            permissions[model, verb] for model, verbs in grants.items() for verb in verbs
        )
