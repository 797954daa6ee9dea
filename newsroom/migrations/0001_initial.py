"""Stories, revisions, sources, claims and the desk, with the triggers that freeze, lapse and end.

As in sanctions 0001, a model's indexes, constraints and triggers stand in its options. Proxies
have no table of their own, so their triggers follow in a step of their own.
"""

import django.contrib.auth.models
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import newsroom.assertions
import sanctions.fields
import sanctions.ids
import sanctions.triggers
from sanctions.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("otp_static", "0003_add_timestamps"),
        ("otp_totp", "0003_add_timestamps"),
        ("sanctions", "0001_initial"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Digest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("day", models.DateField(help_text="The day that it told of.")),
                        ("sent_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-day", "to"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("day", "to"), name="digest_is_sent_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GroupSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "four_eyes",
                            models.BooleanField(
                                default=False,
                                help_text="Members publish only what a second person has approved, word for word.",
                            ),
                        ),
                        (
                            "group",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="newsroom_settings",
                                to="auth.group",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "group settings",
                        "verbose_name_plural": "group settings",
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                    },
                ),
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "label",
                            models.CharField(
                                help_text="As readers are told: “Bradley T. Smith”, “A senior US official”.",
                                max_length=200,
                                unique=True,
                            ),
                        ),
                        ("slug", models.SlugField(max_length=120, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "A named person"),
                                    ("organisation", "An organisation"),
                                    ("document", "A document"),
                                    ("confidential", "A person we do not name"),
                                    ("ourselves", "Our own reporting"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "terms",
                            models.CharField(
                                choices=[
                                    ("on_record", "On the record"),
                                    ("background", "On background"),
                                    ("deep_background", "On deep background"),
                                    ("off_record", "Off the record"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "description",
                            models.CharField(
                                blank=True,
                                help_text="Its part: “acting under secretary of the Treasury”.",
                                max_length=300,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="sanctions.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["label"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "confidential"), ("terms", "on_record"), _negated=True
                                ),
                                name="confidential_source_is_not_on_the_record",
                                violation_error_message="Somebody we do not name is not on the record: choose other terms.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "document"), _negated=True),
                                    ("document__isnull", False),
                                    _connector="OR",
                                ),
                                name="document_source_has_its_document",
                                violation_error_message="Choose the document that this source is.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="1c57cd6095362e322aab930fcb9f54d7ae4c0d13",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_16552",
                                    table="newsroom_source",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('source', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE false AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="40a48f645381eeed609d3913ad985404529ed0c4",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_f7790",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="newsroom_source",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('source', (o.id)::bigint, (true)), ('source', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.document_id, o.terms) IS DISTINCT FROM ROW(n.document_id, n.terms) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="03a1d258062c572b47e5422ef1e01a2ebc4753e9",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_38eb3",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="newsroom_source",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('source', (o.id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="32f94eb833a0896943dde378580d44a8b869a101",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_eac5b",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="newsroom_source",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="lapses_approval",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP <> 'UPDATE' OR ROW(NEW.label, NEW.kind, NEW.terms, NEW.description, NEW.document_id) IS DISTINCT FROM ROW(OLD.label, OLD.kind, OLD.terms, OLD.description, OLD.document_id) THEN\n                UPDATE newsroom_story SET status = 'review', status_by_id = NULL, status_at = NULL\n                WHERE status = 'approved' AND id IN (\n                SELECT r.story_id FROM newsroom_revision r\n                JOIN newsroom_claim c ON c.revision_id = r.id\n                WHERE r.public_from IS NULL AND c.source_id = NEW.id\n                );\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="4054fd6bb3c0331d16d64dbc58570481b21df341",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_lapses_approval_fce99",
                                    table="newsroom_source",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IdentityReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("read", "Read"),
                                    ("written", "Written"),
                                    ("publishing", "Compared with a text, which does not name it"),
                                    ("stopped", "Named in a text, which was stopped"),
                                    ("refused", "Asked for and refused"),
                                    ("cleared", "Cleared to read identities"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("reason", models.CharField(max_length=300)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seen_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="identity_readings",
                                to="newsroom.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="identity_reading_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("seen_at__isnull", True), ("seen_by__isnull", True)),
                                    models.Q(
                                        ("seen_at__isnull", False), ("seen_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="identity_reading_is_seen_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("seen_by__isnull", True),
                                    models.Q(("seen_by", models.F("by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="identity_reading_is_seen_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("purpose", "cleared"), ("source__isnull", True)),
                                    models.Q(
                                        models.Q(("purpose", "cleared"), _negated=True),
                                        ("source__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="identity_reading_is_of_a_source",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="identity_reading_is_append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "source_id", "by_id", "purpose", "reason", "at" or delete rows from % table\', TG_TABLE_NAME;',
                                    hash="ddba2ce36df9d61da8f65dbb0ec319907a483928",
                                    operation='UPDATE OF "source_id", "by_id", "purpose", "reason", "at" OR DELETE',
                                    pgid="pgtrigger_identity_reading_is_append_only_ab862",
                                    table="newsroom_identityreading",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="identity_reading_is_seen_once",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.seen_at IS NOT NULL)",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="4e67303565a4061b122baa85c1f828347a09cd51",
                                    operation="UPDATE",
                                    pgid="pgtrigger_identity_reading_is_seen_once_5a765",
                                    table="newsroom_identityreading",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SourceIdentity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("ciphertext", models.BinaryField()),
                        ("key_id", models.CharField(editable=False, max_length=16)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="identity",
                                to="newsroom.source",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "source identities",
                        "default_permissions": ("read",),
                    },
                ),
                migrations.CreateModel(
                    name="StaffSession",
                    fields=[
                        (
                            "session_key",
                            models.CharField(
                                max_length=40,
                                primary_key=True,
                                serialize=False,
                                verbose_name="session key",
                            ),
                        ),
                        ("session_data", models.TextField(verbose_name="session data")),
                        (
                            "expire_date",
                            models.DateTimeField(db_index=True, verbose_name="expire date"),
                        ),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "ended_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "rights",
                                        "Something that the account might do was taken away",
                                    ),
                                    ("password", "The account’s password was changed"),
                                    (
                                        "device",
                                        "The account’s second factor was taken away or replaced",
                                    ),
                                    ("asked", "Somebody ended it"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.DB_CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at", None), ("ended_why", "")),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("session_data", ""),
                                        models.Q(("ended_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="session_that_ended_is_empty",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Story",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=120, unique=True)),
                        (
                            "section",
                            models.CharField(
                                blank=True, help_text="Stands above the headline.", max_length=60
                            ),
                        ),
                        ("language", models.CharField(default="en", max_length=10)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("review", "In review"),
                                    ("approved", "Approved"),
                                ],
                                default="draft",
                                help_text="Of the revision being worked on.",
                                max_length=8,
                            ),
                        ),
                        ("status_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "withdrawal_note",
                            models.TextField(
                                blank=True, help_text="What readers are told in the story's place."
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stories",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "status_by",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "stories",
                        "default_permissions": (
                            "add",
                            "change",
                            "delete",
                            "view",
                            "export",
                            "publish",
                        ),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("withdrawn_at__isnull", True),
                                    models.Q(("withdrawal_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="withdrawn_story_has_a_notice",
                                violation_error_message="Tell readers why the story was withdrawn.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status_at__isnull", True), ("status_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("status_at__isnull", False), ("status_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="story_status_says_who_and_when",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="IF ROW(NEW.slug, NEW.section, NEW.language, NEW.withdrawn_at, NEW.withdrawal_note) IS DISTINCT FROM ROW(OLD.slug, OLD.section, OLD.language, OLD.withdrawn_at, OLD.withdrawal_note) THEN \n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n END IF; RETURN NULL;",
                                    hash="9dc28cf8be4908aa7e090550c065d2483aae970e",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_notes_changes_7c7ee",
                                    table="newsroom_story",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="lapses_approval",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP <> 'UPDATE' OR ROW(NEW.slug, NEW.section, NEW.language) IS DISTINCT FROM ROW(OLD.slug, OLD.section, OLD.language) THEN\n                UPDATE newsroom_story SET status = 'review', status_by_id = NULL, status_at = NULL\n                WHERE status = 'approved' AND id IN (NEW.id);\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="3adec26beac3d42e27f5f78d37dc7071ca641de3",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_lapses_approval_f629b",
                                    table="newsroom_story",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("edits", models.PositiveIntegerField()),
                        ("text", models.JSONField()),
                        ("at", models.DateTimeField(auto_now=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("story", "by"), name="draft_is_one_persons"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerSlug",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("slug", models.SlugField(max_length=120, unique=True)),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_slugs",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                    },
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                blank=True,
                                help_text="Empty: about the story.",
                                max_length=8,
                                verbose_name="claim",
                            ),
                        ),
                        ("text", models.TextField(max_length=5000)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["at", "pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled_at__isnull", True), ("settled_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("settled_at__isnull", False), ("settled_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="note_is_settled_by_somebody",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Picture",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "public_id",
                            models.CharField(
                                default=sanctions.ids.new_public_id,
                                editable=False,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("file", models.FileField(editable=False, upload_to="pictures")),
                        ("sha256", models.CharField(editable=False, max_length=64)),
                        ("width", models.PositiveIntegerField(editable=False)),
                        ("height", models.PositiveIntegerField(editable=False)),
                        (
                            "alt",
                            models.CharField(
                                help_text="What can be seen, for whoever cannot see it.",
                                max_length=500,
                                verbose_name="alternative text",
                            ),
                        ),
                        (
                            "credit",
                            models.CharField(
                                help_text="“Ana Pérez/The Concordance”.", max_length=200
                            ),
                        ),
                        ("caption", models.CharField(blank=True, max_length=500)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pictures",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("alt", ""), _negated=True),
                                    models.Q(("credit", ""), _negated=True),
                                ),
                                name="picture_has_alternative_text_and_credit",
                                violation_error_message="Say what can be seen, and whose picture it is.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="picture_is_append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="83aff7b58dcdcd5790f2562c258b9986f3d94144",
                                    operation="UPDATE",
                                    pgid="pgtrigger_picture_is_append_only_f9cca",
                                    table="newsroom_picture",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Presence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("seen_at", models.DateTimeField()),
                        (
                            "who",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="present",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("story", "who"), name="presence_is_told_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PreviewLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("public_id", models.CharField(editable=False, max_length=22, unique=True)),
                        (
                            "for_whom",
                            models.CharField(help_text="Who is to read it.", max_length=200),
                        ),
                        (
                            "needs_login",
                            models.BooleanField(
                                default=True,
                                help_text="Only somebody with an account at the desk can open it.",
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="preview_links",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("expires_at__gt", models.F("made_at")),
                                    (
                                        "expires_at__lte",
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("made_at"),
                                            "+",
                                            models.Value("24 hours", models.DurationField()),
                                        ),
                                    ),
                                ),
                                name="preview_link_ends_within_a_day",
                                violation_error_message="A preview ends within 24 hours.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("revoked_at__isnull", True), ("revoked_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("revoked_at__isnull", False), ("revoked_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="preview_link_is_revoked_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("headline", models.CharField(max_length=300)),
                        ("standfirst", models.TextField(blank=True, max_length=1000)),
                        ("byline", models.CharField(blank=True, max_length=200)),
                        (
                            "dateline",
                            models.CharField(
                                blank=True, help_text="“Caracas and Washington”.", max_length=100
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                blank=True, help_text="HTML of the closed vocabulary, cleaned."
                            ),
                        ),
                        ("body_text", models.TextField(blank=True, editable=False)),
                        ("public_from", models.DateTimeField(blank=True, null=True)),
                        ("edits", models.PositiveIntegerField(default=0, editable=False)),
                        ("saved_at", models.DateTimeField(auto_now=True)),
                        (
                            "search",
                            models.GeneratedField(
                                db_persist=True,
                                expression=django.contrib.postgres.search.CombinedSearchVector(
                                    django.contrib.postgres.search.CombinedSearchVector(
                                        django.contrib.postgres.search.SearchVector(
                                            "headline", config="english", weight="A"
                                        ),
                                        "||",
                                        django.contrib.postgres.search.SearchVector(
                                            "standfirst", config="english", weight="B"
                                        ),
                                        django.contrib.postgres.search.SearchConfig("english"),
                                    ),
                                    "||",
                                    django.contrib.postgres.search.SearchVector(
                                        "body_text", config="english", weight="C"
                                    ),
                                    django.contrib.postgres.search.SearchConfig("english"),
                                ),
                                output_field=django.contrib.postgres.search.SearchVectorField(),
                            ),
                        ),
                        (
                            "picture",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.RESTRICT,
                                related_name="revisions",
                                to="newsroom.picture",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="revisions",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["story", "-number"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["search"], name="revision_search"
                            ),
                            models.Index(
                                models.OrderBy(models.F("public_from"), descending=True),
                                condition=models.Q(("public_from__isnull", False)),
                                name="revision_public_from",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("story", "number"), name="revision_number_is_unique"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("public_from__isnull", True)),
                                fields=("story",),
                                name="story_has_one_working_revision",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("public_from__isnull", True),
                                    ("published_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="published_revision_says_by_whom",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="published_revision_is_frozen",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.public_from <= statement_timestamp())",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="bb0e98a6b8820f1e0014aab1fd3bccee05bc064e",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_published_revision_is_frozen_6a39a",
                                    table="newsroom_revision",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="IF ROW(NEW.public_from) IS DISTINCT FROM ROW(OLD.public_from) THEN \n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n END IF; RETURN NULL;",
                                    hash="c11b7e59a5e4947c61713d476d25f70ad0c1072a",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_notes_changes_206d7",
                                    table="newsroom_revision",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="lapses_approval",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP <> 'UPDATE' OR ROW(NEW.headline, NEW.standfirst, NEW.byline, NEW.dateline, NEW.body, NEW.picture_id) IS DISTINCT FROM ROW(OLD.headline, OLD.standfirst, OLD.byline, OLD.dateline, OLD.body, OLD.picture_id) THEN\n                UPDATE newsroom_story SET status = 'review', status_by_id = NULL, status_at = NULL\n                WHERE status = 'approved' AND id IN (coalesce(NEW.story_id, OLD.story_id));\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="f7a257f7b175559ae49cba9ee6cad9071c3f633e",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_lapses_approval_cc77e",
                                    table="newsroom_revision",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                max_length=8,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[0-9a-z]{8}$", "A key is 8 letters and digits."
                                    )
                                ],
                            ),
                        ),
                        (
                            "words",
                            models.TextField(
                                help_text="The words under the mark when the story was last saved."
                            ),
                        ),
                        ("position", models.PositiveIntegerField(blank=True, null=True)),
                        ("confirmed_words", models.TextField(blank=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kind",
                            models.CharField(
                                blank=True, choices=newsroom.assertions.choices, max_length=24
                            ),
                        ),
                        (
                            "comparator",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("exactly", "exactly"),
                                    ("more_than", "more than"),
                                    ("at_least", "at least"),
                                    ("fewer_than", "fewer than"),
                                    ("up_to", "up to"),
                                    ("most", "most of"),
                                    ("all", "all"),
                                    ("none", "none"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "about",
                            models.BooleanField(
                                default=False, help_text="The words say “about”, or mean it."
                            ),
                        ),
                        (
                            "number",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("designations", "designations"),
                                    ("days", "days"),
                                    ("weeks", "weeks"),
                                    ("months", "months"),
                                    ("years", "years"),
                                    ("USD", "US dollars"),
                                    ("EUR", "euros"),
                                ],
                                max_length=14,
                            ),
                        ),
                        (
                            "authority",
                            models.CharField(
                                blank=True,
                                help_text="Who acts, as the words say: “US prosecutors”.",
                                max_length=200,
                            ),
                        ),
                        ("period_from", sanctions.fields.PartialDateField(blank=True, null=True)),
                        ("period_to", sanctions.fields.PartialDateField(blank=True, null=True)),
                        (
                            "heading",
                            models.CharField(
                                blank=True,
                                help_text="Only the parties under this heading are counted.",
                                max_length=200,
                            ),
                        ),
                        (
                            "quote",
                            models.TextField(
                                blank=True, help_text="Word for word, unless it is reported speech."
                            ),
                        ),
                        (
                            "reported",
                            models.BooleanField(
                                default=False,
                                help_text="What was said stands in our words: nothing is quoted.",
                                verbose_name="reported speech",
                            ),
                        ),
                        (
                            "tense",
                            models.CharField(
                                choices=[
                                    ("past", "it happened (true for ever, or never)"),
                                    ("lasting", "a lasting state (can end)"),
                                ],
                                default="past",
                                max_length=8,
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_why",
                            models.TextField(
                                blank=True,
                                help_text="Why it is published although the records contradict it.",
                            ),
                        ),
                        (
                            "first_published",
                            models.DateTimeField(
                                blank=True,
                                help_text="When these words with this assertion first became public.",
                                null=True,
                            ),
                        ),
                        ("edits", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                help_text="The kept document in which the words stand.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="sanctions.document",
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="claims",
                                to="newsroom.revision",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="newsroom.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["revision", "position", "pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            models.Index(fields=["kind", "tense"], name="claim_kind_and_tense"),
                            django.contrib.postgres.indexes.GistIndex(
                                condition=models.Q(("period_to__isnull", False)),
                                fields=["period_to"],
                                name="claim_period_to",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("revision", "key"), name="claim_key_is_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("key__regex", "^[0-9a-z]{8}$")),
                                name="claim_key_is_well_formed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", True),
                                        ("confirmed_by__isnull", True),
                                        ("confirmed_words", ""),
                                    ),
                                    models.Q(
                                        models.Q(("confirmed_words", ""), _negated=True),
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_confirmation_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("accepted_at__isnull", True),
                                        ("accepted_by__isnull", True),
                                        ("accepted_why", ""),
                                    ),
                                    models.Q(
                                        models.Q(("accepted_why", ""), _negated=True),
                                        ("accepted_at__isnull", False),
                                        ("accepted_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_acceptance_is_whole",
                                violation_error_message="Say why it is published although it is contradicted.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "count"), _negated=True),
                                    models.Q(
                                        ("number__isnull", False),
                                        models.Q(("comparator", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="count_has_number_and_comparator",
                                violation_error_message="A count needs its number and how it compares.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "share"), _negated=True),
                                    models.Q(("comparator", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="share_has_a_comparator",
                                violation_error_message="Say how large a share: most of, all, none, more than …",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "reward"), _negated=True),
                                    models.Q(
                                        ("number__gt", 0),
                                        ("unit__in", ["USD", "EUR"]),
                                        models.Q(("comparator", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reward_claim_has_amount_and_currency",
                                violation_error_message="A reward needs its amount and its currency.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "interval"), _negated=True),
                                    models.Q(
                                        ("number__isnull", False),
                                        ("unit__in", ["days", "weeks", "months", "years"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="interval_has_number_and_unit",
                                violation_error_message="An interval needs how many days, weeks, months or years.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "said"), _negated=True),
                                    models.Q(("quote", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="said_has_a_quote",
                                violation_error_message="Give the quoted words, or the statement in its own words.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="published_claim_is_frozen",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM newsroom_revision\n                        WHERE id IN (NEW.revision_id, OLD.revision_id)\n                        AND public_from <= statement_timestamp()\n                    ) THEN\n                        RAISE EXCEPTION 'The claims of a published revision are frozen.';\n                    END IF;\n                    RETURN coalesce(NEW, OLD);\n                ",
                                    hash="1fa80ae43bbc368a24dddac6d355eb1573d0b3b6",
                                    operation="UPDATE OR INSERT OR DELETE",
                                    pgid="pgtrigger_published_claim_is_frozen_c8e89",
                                    table="newsroom_claim",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="lapses_approval",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP <> 'UPDATE' OR ROW(NEW.revision_id, NEW.key, NEW.words, NEW.kind, NEW.source_id, NEW.document_id, NEW.comparator, NEW.about, NEW.number, NEW.unit, NEW.authority, NEW.period_from, NEW.period_to, NEW.heading, NEW.quote, NEW.reported, NEW.tense) IS DISTINCT FROM ROW(OLD.revision_id, OLD.key, OLD.words, OLD.kind, OLD.source_id, OLD.document_id, OLD.comparator, OLD.about, OLD.number, OLD.unit, OLD.authority, OLD.period_from, OLD.period_to, OLD.heading, OLD.quote, OLD.reported, OLD.tense) THEN\n                UPDATE newsroom_story SET status = 'review', status_by_id = NULL, status_at = NULL\n                WHERE status = 'approved' AND id IN (\n                SELECT story_id FROM newsroom_revision\n                WHERE id IN (NEW.revision_id, OLD.revision_id)\n                );\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="898a03751f6dc74b564f4544d14c8ec47a6b7e0b",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_lapses_approval_8a83f",
                                    table="newsroom_claim",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Check",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=8)),
                        (
                            "first_published",
                            models.DateTimeField(
                                help_text="The claim's own: other words or another assertion have another."
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[("publication", "as of publication"), ("today", "today")],
                                max_length=12,
                            ),
                        ),
                        ("day", models.DateField()),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("yes", "yes"),
                                    ("no", "no"),
                                    ("cannot tell", "cannot tell"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("supported", "Supported"),
                                    ("contradicted", "Contradicted"),
                                    ("outdated", "Outdated"),
                                    ("undecided", "Undecided"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("facts", models.JSONField()),
                        ("lists", models.JSONField(default=list)),
                        ("at", models.DateTimeField()),
                        ("replaced_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "claim",
                            models.ForeignKey(
                                help_text="The claim that was read, in the revision that was public then.",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="newsroom.claim",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="checks",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=["verdict", "basis"],
                                name="check_current_verdict",
                            ),
                            models.Index(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=["basis", "day"],
                                name="check_current_day",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=("story", "key", "basis"),
                                name="check_is_current_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("basis", "today"),
                                    models.Q(("verdict", "outdated"), _negated=True),
                                    _connector="OR",
                                ),
                                name="check_of_publication_is_not_outdated",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="check_is_append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "story_id", "key", "basis", "day", "answer", "verdict", "facts", "lists", "at" rows from % table\', TG_TABLE_NAME;',
                                    hash="57c0fa918118017ee518859f9792fc78f5723ad3",
                                    operation='UPDATE OF "story_id", "key", "basis", "day", "answer", "verdict", "facts", "lists", "at"',
                                    pgid="pgtrigger_check_is_append_only_b366b",
                                    table="newsroom_check",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="IF ROW(NEW.verdict, NEW.replaced_at) IS DISTINCT FROM ROW(OLD.verdict, OLD.replaced_at) THEN \n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n END IF; RETURN NULL;",
                                    hash="718563d49a25d135a7c89c0b8131b64ca87d9ebc",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_notes_changes_0b78a",
                                    table="newsroom_check",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClaimLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("designation", "designation"),
                                    ("action", "action"),
                                    ("scope", "counted in"),
                                    ("roster", "roster"),
                                    ("party", "who"),
                                    ("list", "list"),
                                    ("record", "record"),
                                    ("from", "from"),
                                    ("to", "to"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_why", models.CharField(blank=True, max_length=300)),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="newsroom.claim",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "designation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_links",
                                to="sanctions.designation",
                            ),
                        ),
                        (
                            "desk_record",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_links",
                                to="sanctions.deskrecord",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_links",
                                to="sanctions.sanctionslist",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_links",
                                to="sanctions.party",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claim_links",
                                to="sanctions.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["claim", "pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    models.Func(
                                        "designation",
                                        "party",
                                        "programme",
                                        "list",
                                        "desk_record",
                                        function="num_nonnulls",
                                        output_field=models.IntegerField(),
                                    ),
                                    1,
                                ),
                                name="claim_link_has_one_record",
                                violation_error_message="Choose exactly one record.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True), ("decided_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False), ("decided_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="claim_link_decision_is_whole",
                            ),
                            models.UniqueConstraint(
                                fields=(
                                    "claim",
                                    "role",
                                    "designation",
                                    "party",
                                    "programme",
                                    "list",
                                    "desk_record",
                                ),
                                name="claim_links_a_record_once",
                                nulls_distinct=False,
                                violation_error_message="The claim is linked to this record already.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="published_link_is_frozen",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n                    IF EXISTS (\n                        SELECT 1 FROM newsroom_revision r\n                        JOIN newsroom_claim c ON c.revision_id = r.id\n                        WHERE c.id IN (NEW.claim_id, OLD.claim_id)\n                        AND r.public_from <= statement_timestamp()\n                    ) THEN\n                        RAISE EXCEPTION 'The links of a published claim are frozen.';\n                    END IF;\n                    RETURN coalesce(NEW, OLD);\n                ",
                                    hash="3a2c2ca33c920d077974d69e854e05ad75681d49",
                                    operation='UPDATE OF "claim_id", "role", "designation_id", "party_id", "programme_id", "list_id", "desk_record_id" OR INSERT OR DELETE',
                                    pgid="pgtrigger_published_link_is_frozen_e9f20",
                                    table="newsroom_claimlink",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="IF ROW(NEW.decided_at) IS DISTINCT FROM ROW(OLD.decided_at) THEN \n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n END IF; RETURN NULL;",
                                    hash="6bc96010d676988cfbf16438fb8195084590654a",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_notes_changes_35252",
                                    table="newsroom_claimlink",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="lapses_approval",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP <> 'UPDATE' OR ROW(NEW.claim_id, NEW.role, NEW.designation_id, NEW.party_id, NEW.programme_id, NEW.list_id, NEW.desk_record_id) IS DISTINCT FROM ROW(OLD.claim_id, OLD.role, OLD.designation_id, OLD.party_id, OLD.programme_id, OLD.list_id, OLD.desk_record_id) THEN\n                UPDATE newsroom_story SET status = 'review', status_by_id = NULL, status_at = NULL\n                WHERE status = 'approved' AND id IN (\n                SELECT r.story_id FROM newsroom_revision r\n                JOIN newsroom_claim c ON c.revision_id = r.id\n                WHERE c.id IN (NEW.claim_id, OLD.claim_id)\n                );\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="7597eef19b3010879fd66f783b57acede18c1333",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_lapses_approval_4a97b",
                                    table="newsroom_claimlink",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "key",
                            models.CharField(
                                blank=True,
                                help_text="The key of the claim.",
                                max_length=8,
                                verbose_name="claim",
                            ),
                        ),
                        ("wrong", models.TextField(verbose_name="what was wrong")),
                        ("right", models.TextField(verbose_name="what is right")),
                        (
                            "at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision_after",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="newsroom.revision",
                            ),
                        ),
                        (
                            "revision_before",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="newsroom.revision",
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="correction_is_append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                                    hash="7b089968d09c0355676a7d21d234ea2b1324bd51",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_correction_is_append_only_b50ed",
                                    table="newsroom_correction",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="8d0f715632f73c32ff271e64396c03f95106a9af",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_f2017",
                                    table="newsroom_correction",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("edits", models.PositiveIntegerField()),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("saved", "Saved"),
                                    ("merged", "Merged with another’s"),
                                    ("restored", "Restored"),
                                    ("imported", "Brought in from elsewhere"),
                                    ("begun", "Begun from the published text"),
                                ],
                                default="saved",
                                max_length=8,
                            ),
                        ),
                        ("headline", models.CharField(max_length=300)),
                        ("standfirst", models.TextField(blank=True)),
                        ("byline", models.CharField(blank=True, max_length=200)),
                        ("dateline", models.CharField(blank=True, max_length=100)),
                        ("body", models.TextField(blank=True)),
                        ("claims", models.JSONField(default=list)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_texts",
                                to="newsroom.revision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("revision", "edits"), name="saved_text_is_of_one_save"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="saved_text_is_append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="b3a5cdcfaed2495ee6d41e854305d6ca3ffa4327",
                                    operation="UPDATE",
                                    pgid="pgtrigger_saved_text_is_append_only_66bd4",
                                    table="newsroom_savedtext",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaleClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=8, verbose_name="claim")),
                        ("raised_at", models.DateTimeField()),
                        (
                            "asked_again_on",
                            models.DateField(
                                blank=True,
                                help_text="Not shown before this day; empty means now.",
                                null=True,
                            ),
                        ),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[("corrected", "Corrected"), ("kept", "Kept as published")],
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_why", models.TextField(blank=True, verbose_name="reason")),
                        (
                            "after",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="newsroom.check",
                            ),
                        ),
                        (
                            "before",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="newsroom.check",
                            ),
                        ),
                        (
                            "correction",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="newsroom.correction",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stale_claims",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stale claim",
                        "verbose_name_plural": "claims gone stale",
                        "ordering": ["-raised_at", "-pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decision", "")),
                                fields=("story", "key"),
                                name="stale_claim_is_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("decision", ""),
                                    ),
                                    models.Q(
                                        models.Q(("decision", ""), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="stale_claim_decision_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decision", "kept"), _negated=True),
                                    models.Q(("decided_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="stale_claim_is_kept_with_a_reason",
                                violation_error_message="Say why it stays as it was published.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("taken_at__isnull", True), ("taken_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("taken_at__isnull", False), ("taken_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="stale_claim_is_taken_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountSessions",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.user",),
                    managers=[
                        ("objects", django.contrib.auth.models.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="AppSessions",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("otp_totp.totpdevice",),
                ),
                migrations.CreateModel(
                    name="GroupPermissionSessions",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.group_permissions",),
                ),
                migrations.CreateModel(
                    name="MembershipSessions",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.user_groups",),
                ),
                migrations.CreateModel(
                    name="RecoveryCodeSessions",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("otp_static.staticdevice",),
                ),
                migrations.CreateModel(
                    name="UserPermissionSessions",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.user_user_permissions",),
                ),
                migrations.CreateModel(
                    name="Approval",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("refused", models.BooleanField(default=False)),
                        ("note", models.TextField(blank=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "revision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="approvals",
                                to="newsroom.revision",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                                name="approval_names_a_text",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("refused", False),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="refused_approval_says_why",
                                violation_error_message="Say what is to be mended.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="approval_is_append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="69264f38f98a6750e1980096358f2340ba83a7e8",
                                    operation="UPDATE",
                                    pgid="pgtrigger_approval_is_append_only_55ba2",
                                    table="newsroom_approval",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "task",
                            models.CharField(
                                help_text="“Second source for the reward”.", max_length=200
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "story",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="newsroom.story",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due", "at"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["to"],
                                name="assignment_to_be_done",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField()),
                        (
                            "everything",
                            models.BooleanField(default=False, verbose_name="all claims"),
                        ),
                        ("day", models.DateField()),
                        ("lists", models.JSONField(default=list)),
                        (
                            "claims",
                            models.PositiveIntegerField(
                                default=0, help_text="How many were checked."
                            ),
                        ),
                        (
                            "written",
                            models.PositiveIntegerField(
                                default=0, help_text="How many new checks it wrote."
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-started_at"],
                        "get_latest_by": "started_at",
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [models.Index(fields=["-started_at"], name="check_run_newest")],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="IF ROW(NEW.ended_at) IS DISTINCT FROM ROW(OLD.ended_at) THEN \n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n END IF; RETURN NULL;",
                                    hash="9cac04d340d1fa0915df631e345c6aef61ddfa41",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_notes_changes_03260",
                                    table="newsroom_checkrun",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
            ],
        ),
        AtOnce(
            operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name="accountsessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_rights",
                        sql=sanctions.triggers.UnavoidableSql(
                            condition="WHEN (OLD.is_active > NEW.is_active OR OLD.is_staff > NEW.is_staff OR OLD.is_superuser > NEW.is_superuser)",
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'rights', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.id);\n            RETURN NULL;\n        ",
                            hash="b9a5a3b63d90d872b5d19da8225c602059f3d273",
                            operation='UPDATE OF "is_active", "is_staff", "is_superuser"',
                            pgid="pgtrigger_ends_sessions_for_rights_93ab4",
                            table="auth_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accountsessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_password",
                        sql=sanctions.triggers.UnavoidableSql(
                            condition="WHEN (OLD.password IS DISTINCT FROM NEW.password)",
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'password', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.id);\n            RETURN NULL;\n        ",
                            hash="f6a91eadd0f3fe00355992653646a48c48e168d7",
                            operation='UPDATE OF "password"',
                            pgid="pgtrigger_ends_sessions_for_password_c72ae",
                            table="auth_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="appsessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_device",
                        sql=sanctions.triggers.UnavoidableSql(
                            condition="WHEN (OLD.confirmed)",
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'device', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.user_id);\n            RETURN NULL;\n        ",
                            hash="514420fac8417c245189ebd21af36f0221cfad96",
                            operation="DELETE",
                            pgid="pgtrigger_ends_sessions_for_device_586b7",
                            table="otp_totp_totpdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="appsessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_other_device",
                        sql=sanctions.triggers.UnavoidableSql(
                            condition="WHEN (OLD.confirmed AND (NOT NEW.confirmed OR OLD.user_id <> NEW.user_id OR OLD.key IS DISTINCT FROM NEW.key))",
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'device', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.user_id);\n            RETURN NULL;\n        ",
                            hash="0209d2c2769fa81c5612458aa6bd4e36d56945ba",
                            operation="UPDATE",
                            pgid="pgtrigger_ends_sessions_for_other_device_29634",
                            table="otp_totp_totpdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="grouppermissionsessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_rights",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'rights', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (SELECT user_id FROM auth_user_groups WHERE group_id = OLD.group_id);\n            RETURN NULL;\n        ",
                            hash="30715fa00f3ec55b75ebdf5001ef965676d771e6",
                            operation="DELETE OR UPDATE",
                            pgid="pgtrigger_ends_sessions_for_rights_baf6c",
                            table="auth_group_permissions",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipsessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_rights",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'rights', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.user_id);\n            RETURN NULL;\n        ",
                            hash="48ea07d138a176939e96f6452f6992aa400ef410",
                            operation="DELETE OR UPDATE",
                            pgid="pgtrigger_ends_sessions_for_rights_0cc5f",
                            table="auth_user_groups",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recoverycodesessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_device",
                        sql=sanctions.triggers.UnavoidableSql(
                            condition="WHEN (OLD.confirmed)",
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'device', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.user_id);\n            RETURN NULL;\n        ",
                            hash="a146181de7b4b1a5ab803000cbbf2f6b2aea8442",
                            operation="DELETE",
                            pgid="pgtrigger_ends_sessions_for_device_daf29",
                            table="otp_static_staticdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="recoverycodesessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_other_device",
                        sql=sanctions.triggers.UnavoidableSql(
                            condition="WHEN (OLD.confirmed AND (NOT NEW.confirmed OR OLD.user_id <> NEW.user_id))",
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'device', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.user_id);\n            RETURN NULL;\n        ",
                            hash="c8082a41d3cc80c8ef1884d75e4577288beb82ad",
                            operation="UPDATE",
                            pgid="pgtrigger_ends_sessions_for_other_device_23b9d",
                            table="otp_static_staticdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userpermissionsessions",
                    trigger=pgtrigger.compiler.Trigger(
                        name="ends_sessions_for_rights",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="\n            UPDATE newsroom_staffsession\n            SET ended_at = now(), ended_why = 'rights', session_data = ''\n            WHERE ended_at IS NULL AND user_id IN (OLD.user_id);\n            RETURN NULL;\n        ",
                            hash="f6877405d6c90eca4e297544a658dafec77f96a7",
                            operation="DELETE OR UPDATE",
                            pgid="pgtrigger_ends_sessions_for_rights_4e86e",
                            table="auth_user_user_permissions",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
