"""Lists, parties, designations, desk records and documents, and the triggers that note changes.

What `makemigrations` would write as operations of their own, indexes, constraints and triggers,
stands in each model's options: installed with its table, and AtOnce takes a fraction of the time.
The triggers of the audit trail follow in 0002.
"""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.lookups
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

import sanctions.fields
import sanctions.ids
from sanctions.at_once import AtOnce


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        BtreeGistExtension(),  # entry versions may not overlap
        TrigramExtension(),  # names are found by a part of them
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="Change",
                    fields=[
                        ("transaction", models.BigIntegerField(primary_key=True, serialize=False)),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="ChangedRecord",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("entry", "entry"),
                                    ("party", "party"),
                                    ("desk_record", "desk record"),
                                    ("document", "document"),
                                    ("list", "list"),
                                    ("list_name", "list's name"),
                                    ("programme", "programme"),
                                    ("source", "source"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now()
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Document",
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
                        ("title", models.CharField(max_length=300)),
                        (
                            "publisher",
                            models.CharField(
                                help_text="“US Department of the Treasury”.", max_length=200
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                blank=True,
                                help_text="The publisher's own, where it has one: jy2730.",
                                max_length=60,
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500)),
                        (
                            "dated",
                            models.DateField(blank=True, help_text="The day it bears.", null=True),
                        ),
                        ("retrieved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("file", models.FileField(blank=True, upload_to="documents/")),
                        (
                            "media_type",
                            models.CharField(default="text/plain", editable=False, max_length=60),
                        ),
                        ("sha256", models.CharField(editable=False, max_length=64)),
                        (
                            "text",
                            models.TextField(
                                blank=True,
                                help_text="What it says; read from the file if you give one.",
                            ),
                        ),
                        (
                            "access",
                            models.CharField(
                                choices=[("public", "Public"), ("desk", "The desk only")],
                                default="desk",
                                max_length=6,
                            ),
                        ),
                        (
                            "translation_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="translations",
                                to="sanctions.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-dated", "title"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("text", ""), _negated=True),
                                    models.Q(("file", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="document_holds_something",
                                violation_error_message="Type the text in, or upload a file.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="40efedbeaf438e815bfa6bfcfb20331adf141972",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_078d4",
                                    table="sanctions_document",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('document', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE false AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="ebd60669fe105a5c290d73fdaea01a6140651ac2",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_c7c3c",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_document",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('document', (o.id)::bigint, (true)), ('document', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.title, o.publisher, o.dated, o.text, o.access, o.translation_of_id) IS DISTINCT FROM ROW(n.title, n.publisher, n.dated, n.text, n.access, n.translation_of_id) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="cf2c1b2680de199a2414ec604bd086547ac85db4",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_ff2a5",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_document",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('document', (o.id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="f63e4f09a430351e89403ac09f1334bc4be86b6f",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_2d6f0",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_document",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Party",
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
                                default=sanctions.ids.new_public_id, editable=False, max_length=12
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Person"),
                                    ("organisation", "Organisation"),
                                    ("vessel", "Vessel"),
                                    ("aircraft", "Aircraft"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "desk_name",
                            models.CharField(
                                blank=True,
                                help_text="“Freddy Ñáñez”.",
                                max_length=300,
                                verbose_name="name, our spelling",
                            ),
                        ),
                        (
                            "listed_name",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=400,
                                verbose_name="name as listed",
                            ),
                        ),
                        ("sort_key", models.CharField(editable=False, max_length=400)),
                        (
                            "tokens",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                default=list,
                                editable=False,
                            ),
                        ),
                        (
                            "description",
                            models.CharField(
                                blank=True,
                                help_text="Who it is, in a few words of ours.",
                                max_length=300,
                            ),
                        ),
                        (
                            "public_from",
                            models.DateTimeField(
                                blank=True,
                                help_text="When readers may see it; empty means not yet.",
                                null=True,
                            ),
                        ),
                        ("reverted", models.BooleanField(default=False, editable=False)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="sanctions.party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "parties",
                        "ordering": ["sort_key", "pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            models.Index(fields=["kind", "sort_key", "id"], name="party_kind_sort"),
                            models.Index(fields=["sort_key", "id"], name="party_sort"),
                            models.Index(
                                django.db.models.functions.comparison.Coalesce("merged_into", "id"),
                                name="party_them",
                            ),
                            models.Index(
                                condition=models.Q(("merged_into__isnull", False)),
                                fields=["merged_into"],
                                name="party_merged",
                            ),
                            models.Index(fields=["public_from"], name="party_public_from"),
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["tokens"], name="party_tokens"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("public_id",), name="party_address_is_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("desk_name", ""), ("listed_name", ""), _negated=True
                                ),
                                name="party_has_a_name",
                                violation_error_message="Give the party a name.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                                name="party_is_not_merged_into_itself",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="55486da94edfd68278f8586a928d721ef13dbd74",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_c2fdf",
                                    table="sanctions_party",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('party', (n.id)::bigint, (true)), ('party', (n.merged_into_id)::bigint, (true))) told (kind, key, counts)\n        WHERE false AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="7dc33d311ef1b8ff162dcd9289e1011051cefe80",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_d437c",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_party",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('party', (o.id)::bigint, (true)), ('party', (o.merged_into_id)::bigint, (true)), ('party', (n.id)::bigint, (true)), ('party', (n.merged_into_id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.desk_name, o.listed_name, o.merged_into_id, o.public_from, o.reverted) IS DISTINCT FROM ROW(n.desk_name, n.listed_name, n.merged_into_id, n.public_from, n.reverted) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="a7f376a5282ff72f351612b689ece4479f2dd1d5",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_808ce",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_party",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('party', (o.id)::bigint, (true)), ('party', (o.merged_into_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="eae99c94bf22fd8d44b4cc0f27ca8262b2edd0f0",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_9ecc5",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_party",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartySuggestion",
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
                            "weight",
                            models.PositiveSmallIntegerField(
                                help_text="The more speaks for it, the greater."
                            ),
                        ),
                        (
                            "reasons",
                            models.JSONField(
                                help_text="What both have, and what sets them apart, in words."
                            ),
                        ),
                        ("found_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="sanctions.party",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="sanctions.party",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-weight", "pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("one__lt", models.F("other"))),
                                name="suggestion_pair_is_ordered",
                            ),
                            models.UniqueConstraint(
                                fields=("one", "other"), name="suggestion_is_made_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
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
                        ("authority", models.SlugField(help_text="Stands in addresses: ofac.")),
                        (
                            "code",
                            models.CharField(
                                help_text="As the authority writes it.", max_length=60
                            ),
                        ),
                        ("slug", models.SlugField(max_length=60)),
                        (
                            "title",
                            models.CharField(
                                blank=True, help_text="In plain words, by the desk.", max_length=200
                            ),
                        ),
                        (
                            "legal_basis",
                            models.CharField(blank=True, help_text="“E.O. 13692”.", max_length=200),
                        ),
                    ],
                    options={
                        "ordering": ["authority", "code"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("authority", "code"), name="programme_is_unique"
                            ),
                            models.UniqueConstraint(
                                fields=("authority", "slug"), name="programme_address_is_unique"
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="be702c9cd5d033ede958000153c05311a7f49e64",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_514d1",
                                    table="sanctions_programme",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('programme', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE false AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="e7e8dea49024c022381619d76c90bb5ced901d93",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_c64c9",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_programme",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('programme', (o.id)::bigint, (true)), ('programme', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.code) IS DISTINCT FROM ROW(n.code) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="e0f251da1623381f16f6593e9e6f9cf3c35f4bbd",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_026cc",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_programme",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('programme', (o.id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="e253091c99f98268717636c2f20d57c3bfaa4b93",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_85ed8",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_programme",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskRecord",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("action", "Action"),
                                    ("licence", "Licence"),
                                    ("case", "Case"),
                                    ("reward", "Reward"),
                                    ("position", "Position"),
                                    ("event", "Event"),
                                    ("roster", "Roster"),
                                ],
                                max_length=10,
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
                        (
                            "slug",
                            models.SlugField(
                                blank=True,
                                help_text="An action's address. Leave empty for other kinds.",
                                max_length=120,
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="“21 officials designated”, “Director of SEBIN”.",
                                max_length=300,
                            ),
                        ),
                        (
                            "number",
                            models.CharField(
                                blank=True, help_text="“41A”, “jy2730”.", max_length=60
                            ),
                        ),
                        (
                            "authority",
                            models.CharField(
                                blank=True, help_text="“US Treasury, OFAC”.", max_length=200
                            ),
                        ),
                        (
                            "legal_basis",
                            models.CharField(blank=True, help_text="“E.O. 13692”.", max_length=200),
                        ),
                        (
                            "summary",
                            models.TextField(blank=True, help_text="What it says, in our words."),
                        ),
                        (
                            "begins",
                            sanctions.fields.PartialDateField(
                                blank=True,
                                help_text="Its day, or its first one.",
                                null=True,
                                verbose_name="begins",
                            ),
                        ),
                        (
                            "ends",
                            sanctions.fields.PartialDateField(
                                blank=True,
                                help_text="Its last day, where it has one.",
                                null=True,
                                verbose_name="ends",
                            ),
                        ),
                        (
                            "known_until",
                            models.DateField(
                                blank=True,
                                help_text="The last day for which we know that it holds.",
                                null=True,
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True
                            ),
                        ),
                        ("currency", models.CharField(blank=True, help_text="USD", max_length=3)),
                        (
                            "winds_down",
                            models.BooleanField(
                                default=False,
                                help_text="A licence that only lets business be wound down.",
                            ),
                        ),
                        (
                            "complete",
                            models.BooleanField(
                                default=False,
                                help_text="A roster or an action that names everybody who belongs.",
                            ),
                        ),
                        (
                            "public_from",
                            models.DateTimeField(
                                blank=True,
                                help_text="When readers may see it; empty means not yet.",
                                null=True,
                            ),
                        ),
                        (
                            "supersedes",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="superseded_by",
                                to="sanctions.deskrecord",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desk_records",
                                to="sanctions.document",
                            ),
                        ),
                        (
                            "parties",
                            models.ManyToManyField(
                                related_name="desk_records",
                                through="sanctions.DeskRecordParty",
                                to="sanctions.party",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desk_records",
                                to="sanctions.programme",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-begins", "kind", "title"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            models.Index(fields=["kind", "-begins"], name="desk_record_kind_begins")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("slug", ""), _negated=True),
                                fields=("slug",),
                                name="desk_record_slug_is_unique",
                                violation_error_message="Another record has this address: choose another.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "action"), _negated=True),
                                    models.Q(
                                        ("begins__isnull", False),
                                        models.Q(("authority", ""), _negated=True),
                                        models.Q(("slug", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="action_has_day_authority_and_address",
                                violation_error_message="An action needs its day, its authority and an address.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "licence"), _negated=True),
                                    models.Q(
                                        ("begins__isnull", False),
                                        models.Q(("number", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="licence_has_number_and_day",
                                violation_error_message="A licence needs its number and the day it was issued.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["case", "event"]), _negated=True),
                                    ("begins__isnull", False),
                                    _connector="OR",
                                ),
                                name="case_and_event_have_a_day",
                                violation_error_message="A case and an event need their day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "reward"), _negated=True),
                                    models.Q(
                                        ("amount__gt", 0),
                                        ("begins__isnull", False),
                                        ("currency__regex", "^[A-Z]{3}$"),
                                    ),
                                    _connector="OR",
                                ),
                                name="reward_has_amount_currency_and_day",
                                violation_error_message="A reward needs its amount, its currency (USD), its day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "roster"), _negated=True),
                                    ("begins__isnull", False),
                                    ("known_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="roster_has_a_day",
                                violation_error_message="A roster needs the day for which it holds.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "reward"),
                                    models.Q(("amount__isnull", True), ("currency", "")),
                                    _connector="OR",
                                ),
                                name="only_a_reward_has_an_amount",
                                violation_error_message="Only a reward has an amount and a currency.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "licence"), ("winds_down", False), _connector="OR"
                                ),
                                name="only_a_licence_winds_down",
                                violation_error_message="Only a licence can wind down.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["roster", "action"]),
                                    ("complete", False),
                                    _connector="OR",
                                ),
                                name="only_a_roster_or_an_action_is_complete",
                                violation_error_message="Only a roster or an action can be complete.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "action"), ("slug", ""), _connector="OR"
                                ),
                                name="only_an_action_has_a_slug",
                                violation_error_message="Only an action's address has words: leave it empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("begins__isnull", True),
                                    ("ends__isnull", True),
                                    ("ends__endswith__gt", models.F("begins__startswith")),
                                    _connector="OR",
                                ),
                                name="desk_record_ends_after_it_begins",
                                violation_error_message="It ends before it begins: look at both days.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("supersedes", models.F("id")), _negated=True),
                                name="desk_record_does_not_supersede_itself",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="4555ab69160f3bd2902459b0d814fe893bd2deab",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_e9d14",
                                    table="sanctions_deskrecord",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('desk_record', (n.id)::bigint, (true)), ('desk_record', (n.supersedes_id)::bigint, (true))) told (kind, key, counts)\n        WHERE n.supersedes_id IS NOT NULL AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="49e1b74e3bee05d1a1e90fde0aa613247cf6c6f0",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_a422d",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_deskrecord",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('desk_record', (o.id)::bigint, (true)), ('desk_record', (o.supersedes_id)::bigint, (true)), ('desk_record', (n.id)::bigint, (true)), ('desk_record', (n.supersedes_id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.kind, o.title, o.number, o.authority, o.begins, o.ends, o.known_until, o.amount, o.currency, o.winds_down, o.complete, o.supersedes_id, o.public_from) IS DISTINCT FROM ROW(n.kind, n.title, n.number, n.authority, n.begins, n.ends, n.known_until, n.amount, n.currency, n.winds_down, n.complete, n.supersedes_id, n.public_from) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="0a4ade668651ea97d5bade13c11c65341761d720",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_c85bd",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_deskrecord",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('desk_record', (o.id)::bigint, (true)), ('desk_record', (o.supersedes_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="39c827ddc13c579ecee66cba325e4f5eef66a568",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_f83d3",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_deskrecord",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeskRecordParty",
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
                                    ("designated", "designated"),
                                    ("delisted", "delisted"),
                                    ("holder", "holder"),
                                    ("organisation", "organisation"),
                                    ("member", "member"),
                                    ("defendant", "defendant"),
                                    ("subject", "subject"),
                                    ("licensee", "licensee"),
                                    ("participant", "participant"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "heading",
                            models.CharField(
                                blank=True,
                                help_text="Under which the document names it: “GNB Officials”.",
                                max_length=200,
                            ),
                        ),
                        (
                            "written_as",
                            models.CharField(
                                blank=True,
                                help_text="If the document spells it otherwise: “Marcana”.",
                                max_length=300,
                            ),
                        ),
                        (
                            "desk_record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="desk_record_parties",
                                to="sanctions.deskrecord",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="desk_record_parties",
                                to="sanctions.party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "party of a desk record",
                        "verbose_name_plural": "parties of desk records",
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("desk_record", "party", "role"),
                                name="party_has_a_role_once",
                                violation_error_message="This party has this role already.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="5a15ec8bfbf52460ab970fa1a7e885eb2ac487f9",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_aa019",
                                    table="sanctions_deskrecordparty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('desk_record', (n.desk_record_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="c2e2619517aac09f79eaf51f4dee99dbc1449099",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_98932",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_deskrecordparty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('desk_record', (o.desk_record_id)::bigint, (true)), ('desk_record', (n.desk_record_id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.desk_record_id, o.party_id, o.role, o.heading) IS DISTINCT FROM ROW(n.desk_record_id, n.party_id, n.role, n.heading) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="51561df04926175652c4b507fdf95b1fdedf7322",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_d6dc1",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_deskrecordparty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('desk_record', (o.desk_record_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="de92cf2a204225a90ec274472fc295b070b7d528",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_34a0a",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_deskrecordparty",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SameParty",
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
                        ("decided_at", models.DateTimeField(auto_now_add=True)),
                        ("decided_why", models.TextField(verbose_name="reason")),
                        ("same", models.BooleanField(verbose_name="the same party")),
                        (
                            "replaced_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sanctions.party",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sanctions.party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "same-party decision",
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("one__lt", models.F("other"))),
                                name="same_party_pair_is_ordered",
                                violation_error_message="Choose two different parties, the older one first.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_at__isnull", True)),
                                fields=("one", "other"),
                                name="same_party_is_decided_once",
                                violation_error_message="This pair has been decided already: change that decision.",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="a3f6288bc35fc6d368241d23e82239db6c9a4796",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_43052",
                                    table="sanctions_sameparty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('party', (n.one_id)::bigint, (true)), ('party', (n.other_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="17e92ceb7427f0d3239938d54b31e0279f66e7d0",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_83138",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_sameparty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('party', (o.one_id)::bigint, (true)), ('party', (o.other_id)::bigint, (true)), ('party', (n.one_id)::bigint, (true)), ('party', (n.other_id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.one_id, o.other_id, o.same, o.replaced_at) IS DISTINCT FROM ROW(n.one_id, n.other_id, n.same, n.replaced_at) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="c15e9132af206972f492d0e860d17c078858d299",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_1bfe4",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_sameparty",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('party', (o.one_id)::bigint, (true)), ('party', (o.other_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="3eea2b19532e0bb45acda586fd5b0e151392500a",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_c2361",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_sameparty",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SanctionsList",
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
                            "code",
                            models.SlugField(
                                help_text="Stands in addresses; never changes.", unique=True
                            ),
                        ),
                        (
                            "authority",
                            models.CharField(
                                help_text="Who issues it: “US Treasury, OFAC”.", max_length=200
                            ),
                        ),
                        ("title", models.CharField(help_text="“OFAC SDN list”.", max_length=200)),
                        ("licence", models.CharField(blank=True, max_length=200)),
                        ("url", models.URLField(blank=True, verbose_name="publisher's page")),
                        (
                            "entry_url",
                            models.CharField(
                                blank=True,
                                help_text="With {number} where the entry's number goes.",
                                max_length=300,
                                verbose_name="publisher's page of one entry",
                            ),
                        ),
                        (
                            "stale_after",
                            models.DurationField(
                                help_text="How old the newest version may grow before readers see its age in amber."
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "list",
                        "ordering": ["code"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="3ebd54095120710277808f85a9bc35958713680e",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_96868",
                                    table="sanctions_sanctionslist",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('list_name', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE false AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="7078cd38504dd3b5a78e7c319a58f55fc10f2fa9",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_ff79e",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_sanctionslist",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('list_name', (o.id)::bigint, (true)), ('list_name', (n.id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.code, o.title) IS DISTINCT FROM ROW(n.code, n.title) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="f81081b9fd2fee95bd14dd54d2acc6ea7bfd63b5",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_bba53",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_sanctionslist",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('list_name', (o.id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="10e4d046ff7e01336dcac86f6fa8c75d5cce29ab",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_4be9c",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_sanctionslist",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
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
                            "number",
                            models.CharField(
                                help_text="The publisher's own, as published.", max_length=60
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="sanctions.party",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="sanctions.sanctionslist",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [models.Index(fields=["number"], name="entry_number")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("list", "number"), name="entry_number_is_unique"
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="38840ea4c8e1b58343a7ed019002b25b0b27f231",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_aba5f",
                                    table="sanctions_entry",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Designation",
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
                        ("spell", models.PositiveSmallIntegerField(default=1)),
                        ("last_absent", models.DateField(blank=True, null=True)),
                        ("first_seen", models.DateField()),
                        ("last_seen", models.DateField(blank=True, null=True)),
                        ("first_gone", models.DateField(blank=True, null=True)),
                        ("listed_on", sanctions.fields.PartialDateField(blank=True, null=True)),
                        ("delisted_on", sanctions.fields.PartialDateField(blank=True, null=True)),
                        ("reverted", models.BooleanField(default=False)),
                        (
                            "entry",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="designations",
                                to="sanctions.entry",
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="designations",
                                to="sanctions.programme",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "programme", "spell"),
                                name="designation_spell_is_unique",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("last_seen__isnull", True), ("reverted", False)
                                ),
                                fields=("entry", "programme"),
                                name="designation_is_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_absent__isnull", True),
                                    ("last_absent__lte", models.F("first_seen")),
                                    _connector="OR",
                                ),
                                name="designation_was_absent_before_it_was_seen",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("last_seen__isnull", True),
                                    ("last_seen__gte", models.F("first_seen")),
                                    _connector="OR",
                                ),
                                name="designation_was_last_seen_after_first",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_gone__isnull", True),
                                    models.Q(
                                        ("first_gone__gte", models.F("last_seen")),
                                        ("last_seen__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="designation_was_gone_after_it_was_seen",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="6dee2cee05a213f642ce89d5b3bf9f78e276c494",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_8a2de",
                                    table="sanctions_designation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('entry', (n.entry_id)::bigint, (\n    n.entry_id < coalesce(\n        nullif(current_setting('sanctions.new_entries_from', true), '')::bigint,\n        9223372036854775807)\n))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="e6a1c129570ea4153a362eda5533414c23341db4",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_9e781",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_designation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('entry', (o.entry_id)::bigint, (\n    o.entry_id < coalesce(\n        nullif(current_setting('sanctions.new_entries_from', true), '')::bigint,\n        9223372036854775807)\n)), ('entry', (n.entry_id)::bigint, (\n    n.entry_id < coalesce(\n        nullif(current_setting('sanctions.new_entries_from', true), '')::bigint,\n        9223372036854775807)\n))) told (kind, key, counts)\n        WHERE ROW(o.last_absent, o.first_seen, o.last_seen, o.first_gone, o.listed_on, o.delisted_on, o.reverted) IS DISTINCT FROM ROW(n.last_absent, n.first_seen, n.last_seen, n.first_gone, n.listed_on, n.delisted_on, n.reverted) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="a034b74de0c51b3c1d99e009c2d37c30cf5fb2e4",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_e74cc",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_designation",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('entry', (o.entry_id)::bigint, (\n    o.entry_id < coalesce(\n        nullif(current_setting('sanctions.new_entries_from', true), '')::bigint,\n        9223372036854775807)\n))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="609926b4c1c546c276255340f6c4750671cb2d86",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_d70c5",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_designation",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EntryVersion",
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
                        ("content", models.JSONField()),
                        ("facts", models.JSONField(default=dict)),
                        (
                            "hash",
                            models.CharField(help_text="SHA-256 of the content.", max_length=64),
                        ),
                        ("span", django.contrib.postgres.fields.ranges.IntegerRangeField()),
                        (
                            "entry",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="sanctions.entry",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            models.Index(models.F("span__startswith"), name="entry_version_begins"),
                            models.Index(
                                models.F("span__endswith"),
                                condition=models.Q(("span__upper_inf", False)),
                                name="entry_version_ends",
                            ),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("entry", "="), ("span", "&&")],
                                name="entry_versions_do_not_overlap",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("span__upper_inf", True)),
                                fields=("entry",),
                                name="entry_has_one_open_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("span__isempty", False), ("span__lower_inf", False)
                                ),
                                name="entry_version_span_has_a_beginning",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="6d3ace8473ccd55f49fbb3d69b22d863189a3343",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_b765b",
                                    table="sanctions_entryversion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('entry', (n.entry_id)::bigint, (\n    n.entry_id < coalesce(\n        nullif(current_setting('sanctions.new_entries_from', true), '')::bigint,\n        9223372036854775807)\n))) told (kind, key, counts)\n        WHERE \n    NOT EXISTS (\n        SELECT FROM sanctions_entryversion before\n        WHERE before.entry_id = n.entry_id AND upper(before.span) = lower(n.span)\n            AND before.content -> 'programmes' = n.content -> 'programmes')\n AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="4421abb73fb568121ea3c6e918124f240fadcc94",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_84f4d",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_entryversion",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListVersion",
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
                            "sequence",
                            models.PositiveIntegerField(
                                help_text="Counts what was received of this list, from 1."
                            ),
                        ),
                        (
                            "dated",
                            models.DateField(
                                help_text="The publisher's own day, where it is known."
                            ),
                        ),
                        (
                            "dated_by",
                            models.CharField(
                                choices=[
                                    ("file", "the file itself"),
                                    ("address", "the publisher's address"),
                                    ("given", "whoever imported it"),
                                    ("received", "the day it was received"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "confirmed_on",
                            models.DateField(
                                blank=True,
                                help_text="The last day whose list was the same bytes: unchanged until then.",
                                null=True,
                            ),
                        ),
                        ("format", models.CharField(help_text="“OFAC delimited”.", max_length=40)),
                        (
                            "parts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20)
                            ),
                        ),
                        (
                            "fields",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=30)
                            ),
                        ),
                        (
                            "coverage",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                help_text="Programmes it is complete for; empty means the whole list.",
                                null=True,
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "files",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="What it was read from: part, name, sha256 and size (bytes, unpacked) of each.",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("applied", "Applied"),
                                    ("quarantined", "Quarantined"),
                                    ("refused", "Refused"),
                                    ("reverted", "Reverted"),
                                ],
                                default="applied",
                                max_length=12,
                            ),
                        ),
                        ("added", models.PositiveIntegerField(default=0)),
                        ("changed", models.PositiveIntegerField(default=0)),
                        ("removed", models.PositiveIntegerField(default=0)),
                        ("unchanged", models.PositiveIntegerField(default=0)),
                        (
                            "enriched",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Of the unchanged, those of which this version tells more.",
                            ),
                        ),
                        (
                            "entry_count",
                            models.PositiveIntegerField(default=0, verbose_name="entries"),
                        ),
                        (
                            "findings",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="Why it is held: the rule, and what was found, of each.",
                            ),
                        ),
                        (
                            "report",
                            models.JSONField(
                                blank=True,
                                default=dict,
                                help_text="What it would change, for who decides about it.",
                            ),
                        ),
                        ("received_at", models.DateTimeField(auto_now_add=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decided_why", models.TextField(blank=True)),
                        ("reverted_at", models.DateTimeField(blank=True, null=True)),
                        ("reverted_why", models.TextField(blank=True)),
                        (
                            "compared_with",
                            models.ForeignKey(
                                blank=True,
                                help_text="The version that was the newest when its changes were counted.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sanctions.listversion",
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
                            "received_by",
                            models.ForeignKey(
                                blank=True,
                                help_text="Who imported it; empty where the worker or the command line did.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "restores",
                            models.ForeignKey(
                                blank=True,
                                help_text="The version whose state came back when a newer one was reverted.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="restored_by",
                                to="sanctions.listversion",
                            ),
                        ),
                        (
                            "reverted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "superseded_by",
                            models.ForeignKey(
                                blank=True,
                                help_text="The version that was applied instead while this one was held.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sanctions.listversion",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="sanctions.sanctionslist",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["list", "-sequence"],
                        "get_latest_by": "sequence",
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("list", "sequence"), name="list_version_sequence_is_unique"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("reverted_at__isnull", True),
                                        ("reverted_by__isnull", True),
                                        ("reverted_why", ""),
                                        models.Q(("status", "reverted"), _negated=True),
                                    ),
                                    models.Q(
                                        ("reverted_at__isnull", False),
                                        ("status", "reverted"),
                                        models.Q(("reverted_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="list_version_revert_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("received_by__isnull", True),
                                    ("decided_by__isnull", True),
                                    models.Q(
                                        ("decided_by", models.F("received_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="list_version_is_decided_by_a_second_person",
                                violation_error_message="Who imported a version does not decide about it.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("decided_why", ""),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        models.Q(("decided_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="list_version_decision_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_on__isnull", True),
                                    ("confirmed_on__gt", models.F("dated")),
                                    _connector="OR",
                                ),
                                name="list_version_is_confirmed_after_its_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "quarantined"), _negated=True),
                                    ("decided_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="list_version_held_is_undecided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), _negated=True),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="list_version_refused_is_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "applied"), _negated=True),
                                    ("findings", []),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="list_version_with_findings_is_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("superseded_by__isnull", True),
                                    models.Q(("decided_by__isnull", True), ("status", "refused")),
                                    _connector="OR",
                                ),
                                name="list_version_superseded_is_refused_by_nobody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "entry_count",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("added"), "+", models.F("changed")
                                            ),
                                            "+",
                                            models.F("unchanged"),
                                        ),
                                    )
                                ),
                                name="list_version_counts_add_up",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="c317a116baec477e359c7432856b41e9ec7a6a91",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_a646d",
                                    table="sanctions_listversion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('list', (n.list_id)::bigint, (n.status = 'applied'))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="b2c1d3fa9ca5455108efe9cfee0660da9aceb443",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_39e29",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_listversion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('list', (o.list_id)::bigint, (o.status = 'applied')), ('list', (n.list_id)::bigint, (n.status = 'applied'))) told (kind, key, counts)\n        WHERE ROW(o.sequence, o.dated, o.confirmed_on, o.fields, o.coverage, o.status) IS DISTINCT FROM ROW(n.sequence, n.dated, n.confirmed_on, n.fields, n.coverage, n.status) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="26df12d2cdb8db210c2adf7206d69cdbac838625",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_48690",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_listversion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('list', (o.list_id)::bigint, (o.status = 'applied'))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="36cda2518c380a0f046c8ad1841d7ac22f701b9f",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_b9356",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_listversion",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DesignationDate",
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
                            "end",
                            models.CharField(
                                choices=[("listed", "listed"), ("delisted", "delisted")],
                                default="listed",
                                max_length=8,
                            ),
                        ),
                        ("day", sanctions.fields.PartialDateField()),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "designation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="dates",
                                to="sanctions.designation",
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"kind": "action"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="designation_dates",
                                to="sanctions.deskrecord",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="sanctions.document",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="sanctions.listversion",
                            ),
                        ),
                    ],
                    options={
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    models.Func(
                                        "version",
                                        "action",
                                        "document",
                                        function="num_nonnulls",
                                        output_field=models.IntegerField(),
                                    ),
                                    1,
                                ),
                                name="designation_date_has_one_origin",
                                violation_error_message="Name exactly one origin: an action or a document.",
                            ),
                            models.UniqueConstraint(
                                fields=("designation", "end", "action"),
                                name="action_joins_a_designation_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("version__isnull", False),
                                    ("decided_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="designation_date_is_a_list_s_or_decided",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="15463f71c72c49c94de307310e31521db6f78205",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_13f14",
                                    table="sanctions_designationdate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('entry', (SELECT entry_id FROM sanctions_designation WHERE id = n.designation_id)::bigint, (n.action_id IS NOT NULL)), ('desk_record', (n.action_id)::bigint, (n.action_id IS NOT NULL))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="009c6790f1d289fa501b9cf7f8d979acab2994a0",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_eb870",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_designationdate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('entry', (SELECT entry_id FROM sanctions_designation WHERE id = o.designation_id)::bigint, (o.action_id IS NOT NULL)), ('desk_record', (o.action_id)::bigint, (o.action_id IS NOT NULL)), ('entry', (SELECT entry_id FROM sanctions_designation WHERE id = n.designation_id)::bigint, (n.action_id IS NOT NULL)), ('desk_record', (n.action_id)::bigint, (n.action_id IS NOT NULL))) told (kind, key, counts)\n        WHERE ROW(o.designation_id, o.\"end\", o.action_id) IS DISTINCT FROM ROW(n.designation_id, n.\"end\", n.action_id) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="db9da0d4a6d046ee65cc164dbfd3e0a2d27b6306",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_66a08",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_designationdate",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('entry', (SELECT entry_id FROM sanctions_designation WHERE id = o.designation_id)::bigint, (o.action_id IS NOT NULL)), ('desk_record', (o.action_id)::bigint, (o.action_id IS NOT NULL))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="7c7de4b8b5b227e3b20e8ee1c80aaf374844b240",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_8fef9",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_designationdate",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Export",
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
                            "model",
                            models.CharField(help_text="“sanctions.designation”.", max_length=100),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="The change list's name.",
                                max_length=100,
                                verbose_name="list",
                            ),
                        ),
                        (
                            "query",
                            models.TextField(
                                blank=True, help_text="The filter as it stood in the address."
                            ),
                        ),
                        ("filter", models.TextField(help_text="The filter in words.")),
                        (
                            "columns",
                            models.JSONField(help_text="Name and help text of each, in order."),
                        ),
                        ("file_name", models.CharField(max_length=300)),
                        (
                            "began_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), editable=False
                            ),
                        ),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "ending",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("whole", "Whole"),
                                    ("broken off", "Broken off by whoever took it"),
                                    ("failed", "Failed on our side"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "rows",
                            models.PositiveIntegerField(
                                help_text="Sent, without the header.", null=True
                            ),
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
                            "versions",
                            models.ManyToManyField(related_name="+", to="sanctions.listversion"),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "default_permissions": ("view", "export"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ending", ""),
                                        ("rows__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("rows__isnull", False),
                                        models.Q(("ending", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="export_end_is_whole",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="export_is_kept",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                                    hash="ecc3894515009ac252eed04e689de64b54cca4d6",
                                    operation="DELETE",
                                    pgid="pgtrigger_export_is_kept_b94b9",
                                    table="sanctions_export",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="ended_export_is_frozen",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.ended_at IS NOT NULL)",
                                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                                    hash="dfadc1967d501822f6bf92b60a39b94a904f2f21",
                                    operation="UPDATE",
                                    pgid="pgtrigger_ended_export_is_frozen_7026b",
                                    table="sanctions_export",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fetch",
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
                            "form",
                            models.CharField(help_text="“delimited”, “enhanced”.", max_length=20),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("running", "Running"),
                                    ("unchanged", "Nothing new"),
                                    ("applied", "Applied"),
                                    ("quarantined", "Quarantined"),
                                    ("refused", "Refused"),
                                    ("failed", "Failed"),
                                ],
                                default="running",
                                max_length=12,
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=1)),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("message", models.TextField(blank=True)),
                        ("validators", models.JSONField(blank=True, default=dict)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fetches",
                                to="sanctions.listversion",
                            ),
                        ),
                        (
                            "list",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="fetches",
                                to="sanctions.sanctionslist",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "fetches",
                        "ordering": ["-started_at"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            models.Index(fields=["list", "-started_at"], name="fetch_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", True), ("status", "running")),
                                    models.Q(
                                        models.Q(("status", "running"), _negated=True),
                                        ("ended_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="fetch_has_ended_or_runs",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="IF ROW(NEW.ended_at, NEW.status) IS DISTINCT FROM ROW(OLD.ended_at, OLD.status) THEN \n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n END IF; RETURN NULL;",
                                    hash="60ced084758c33f9755347c6fae6eeee58a930c5",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_notes_changes_91673",
                                    table="sanctions_fetch",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Name",
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
                        ("name", models.CharField(help_text="As published.", max_length=1000)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("principal", "principal name"),
                                    ("aka", "also known as"),
                                    ("fka", "formerly known as"),
                                    ("nka", "now known as"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "weak",
                            models.BooleanField(
                                default=False, help_text="The publisher calls it a weak alias."
                            ),
                        ),
                        ("script", models.CharField(default="Latn", max_length=20)),
                        (
                            "tokens",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100)
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="names",
                                to="sanctions.entry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-kind", "weak", "name", "pk"],
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["tokens"], name="name_tokens"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "name", "kind", "weak"),
                                name="name_of_an_entry_is_unique",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="98a57b19c7578e1187e824a1a9fc6862e7c3a1b8",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_630ed",
                                    table="sanctions_name",
                                    when="AFTER",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NoEntry",
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
                        ("decided_at", models.DateTimeField(auto_now_add=True)),
                        ("decided_why", models.TextField(verbose_name="reason")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="no_entries",
                                to="sanctions.listversion",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="no_entries",
                                to="sanctions.party",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "no-entry decision",
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("party", "version"),
                                name="no_entry_is_decided_once",
                                violation_error_message="This party has been looked for on this version already.",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="notes_changes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)\n    ON CONFLICT DO NOTHING;\n RETURN NULL;",
                                    hash="2ec4e50b3ab259cd1e8bd7e8fac16a0494430ba6",
                                    level="STATEMENT",
                                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                                    pgid="pgtrigger_notes_changes_0d0d5",
                                    table="sanctions_noentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM new_rows n CROSS JOIN LATERAL (VALUES ('party', (n.party_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="65bde62cf5511513e887b25e93a2ca233a5db1f2",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_tells_changed_insert_b0c2a",
                                    referencing="REFERENCING NEW TABLE AS new_rows ",
                                    table="sanctions_noentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (VALUES ('party', (o.party_id)::bigint, (true)), ('party', (n.party_id)::bigint, (true))) told (kind, key, counts)\n        WHERE ROW(o.party_id, o.version_id) IS DISTINCT FROM ROW(n.party_id, n.version_id) AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="57aa46e819553fdac797c5925b83f543cd79c267",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_tells_changed_update_02b5b",
                                    referencing="REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ",
                                    table="sanctions_noentry",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="tells_changed_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n        INSERT INTO sanctions_changedrecord (kind, key)\n        SELECT DISTINCT told.kind, told.key\n        FROM old_rows o CROSS JOIN LATERAL (VALUES ('party', (o.party_id)::bigint, (true))) told (kind, key, counts)\n        WHERE true AND told.counts AND told.key IS NOT NULL;\n        RETURN NULL;\n    ",
                                    hash="d16931f69125cc1b67f20caa4ea58e0a61b0f674",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_tells_changed_delete_a6006",
                                    referencing="REFERENCING OLD TABLE AS old_rows ",
                                    table="sanctions_noentry",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Official",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": ("add", "change", "delete", "view", "export"),
                    },
                    bases=("sanctions.party",),
                ),
            ],
        ),
    ]
