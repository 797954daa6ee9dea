"""The audit trail, and the triggers that write it for the tables of 0001."""

import django.contrib.postgres.indexes
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import sanctions.models.audit
import sanctions.triggers
from sanctions.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("sanctions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="when",
                    ),
                ),
                ("transaction", models.BigIntegerField(db_default=0, editable=False)),
                (
                    "actor",
                    models.BigIntegerField(editable=False, null=True, verbose_name="account"),
                ),
                (
                    "actor_name",
                    models.CharField(
                        db_default="", editable=False, max_length=150, verbose_name="who"
                    ),
                ),
                ("through", models.CharField(db_default="", editable=False, max_length=300)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("deleted", "Deleted"),
                            ("read", "Read"),
                            ("exported", "Exported"),
                            ("opened", "Opened"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("model", models.CharField(editable=False, max_length=100)),
                ("key", models.CharField(editable=False, max_length=40, verbose_name="row")),
                ("thing", models.CharField(editable=False, max_length=140)),
                ("before", models.JSONField(editable=False, null=True)),
                ("after", models.JSONField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "audit trail entry",
                "verbose_name_plural": "audit trail entries",
                "ordering": ["-pk"],
                "default_permissions": ("view", "export"),
                "indexes": [
                    models.Index(fields=["thing", "-id"], name="audit_thing"),
                    models.Index(fields=["actor", "-id"], name="audit_actor"),
                    models.Index(fields=["model", "-id"], name="audit_model"),
                    models.Index(fields=["verb", "-id"], name="audit_verb"),
                    models.Index(fields=["at"], name="audit_at"),
                    django.contrib.postgres.indexes.GinIndex(
                        sanctions.models.audit.EntryWords(), name="audit_words"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verb__in",
                                ["added", "changed", "deleted", "read", "exported", "opened"],
                            )
                        ),
                        name="audit_entry_says_what_was_done",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="audit_entry_is_stamped",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="\n                    NEW.at = clock_timestamp();\n                    NEW.transaction = pg_current_xact_id()::text::bigint;\n                    NEW.actor = nullif(current_setting('newsroom.actor', true), '')::bigint;\n                    NEW.actor_name =\n                        left(coalesce(current_setting('newsroom.actor_name', true), ''), 150);\n                    NEW.through = left(coalesce(\n                        nullif(current_setting('newsroom.through', true), ''), 'database'), 300);\n                    -- The text that was compared with an identity may say who the source is: what\n                    -- leads from a reading to its story is not kept.\n                    IF NEW.verb = 'read' THEN\n                        NEW.transaction = 0;\n                        NEW.through = regexp_replace(NEW.through, '^/.*', 'the desk');\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="93e2f726f28fe261d4ea2f575e68ad6f3058ac9a",
                            operation="INSERT",
                            pgid="pgtrigger_audit_entry_is_stamped_482e4",
                            table="sanctions_auditentry",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="audit_trail_is_append_only",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="RAISE EXCEPTION 'The audit trail is only added to.';",
                            hash="657f1d9b068c44c104eb934e2da09c8f89894df9",
                            level="STATEMENT",
                            operation="UPDATE OR DELETE OR TRUNCATE",
                            pgid="pgtrigger_audit_trail_is_append_only_6d0fa",
                            table="sanctions_auditentry",
                            when="BEFORE",
                        ),
                    ),
                ],
            },
        ),
        AtOnce(
            operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name="designationdate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."designation_id", NEW."end", NEW."day", NEW."version_id", NEW."action_id", NEW."document_id", NEW."decided_by_id", NEW."decided_at") IS NOT DISTINCT FROM ROW(OLD."designation_id", OLD."end", OLD."day", OLD."version_id", OLD."action_id", OLD."document_id", OLD."decided_by_id", OLD."decided_at") THEN\n                RETURN NULL;\n            END IF;\n            IF ((NEW.decided_at IS NOT NULL) OR (OLD.decided_at IS NOT NULL)) IS NOT TRUE THEN RETURN NULL; END IF;\n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'designation_id\', to_jsonb(OLD."designation_id"), to_jsonb(NEW."designation_id"), NEW."designation_id" IS DISTINCT FROM OLD."designation_id"), (\'end\', to_jsonb(OLD."end"), to_jsonb(NEW."end"), NEW."end" IS DISTINCT FROM OLD."end"), (\'day\', to_jsonb(OLD."day"), to_jsonb(NEW."day"), NEW."day" IS DISTINCT FROM OLD."day"), (\'version_id\', to_jsonb(OLD."version_id"), to_jsonb(NEW."version_id"), NEW."version_id" IS DISTINCT FROM OLD."version_id"), (\'action_id\', to_jsonb(OLD."action_id"), to_jsonb(NEW."action_id"), NEW."action_id" IS DISTINCT FROM OLD."action_id"), (\'document_id\', to_jsonb(OLD."document_id"), to_jsonb(NEW."document_id"), NEW."document_id" IS DISTINCT FROM OLD."document_id"), (\'decided_by_id\', to_jsonb(OLD."decided_by_id"), to_jsonb(NEW."decided_by_id"), NEW."decided_by_id" IS DISTINCT FROM OLD."decided_by_id"), (\'decided_at\', to_jsonb(OLD."decided_at"), to_jsonb(NEW."decided_at"), NEW."decided_at" IS DISTINCT FROM OLD."decided_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.designationdate\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.designationdate/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.designationdate/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="37560d699340c1ae6b0482135a6b5e1f7f18c238",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_77b04",
                            table="sanctions_designationdate",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="designationdate",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.designationdate', '*', 'sanctions.designationdate/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="c19a03c373190af031b49ab32b9a732667f65c07",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_56f95",
                            table="sanctions_designationdate",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."kind", NEW."public_id", NEW."slug", NEW."title", NEW."number", NEW."authority", NEW."programme_id", NEW."legal_basis", NEW."summary", NEW."begins", NEW."ends", NEW."known_until", NEW."amount", NEW."currency", NEW."winds_down", NEW."complete", NEW."document_id", NEW."supersedes_id", NEW."public_from") IS NOT DISTINCT FROM ROW(OLD."kind", OLD."public_id", OLD."slug", OLD."title", OLD."number", OLD."authority", OLD."programme_id", OLD."legal_basis", OLD."summary", OLD."begins", OLD."ends", OLD."known_until", OLD."amount", OLD."currency", OLD."winds_down", OLD."complete", OLD."document_id", OLD."supersedes_id", OLD."public_from") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'kind\', to_jsonb(OLD."kind"), to_jsonb(NEW."kind"), NEW."kind" IS DISTINCT FROM OLD."kind"), (\'public_id\', to_jsonb(OLD."public_id"), to_jsonb(NEW."public_id"), NEW."public_id" IS DISTINCT FROM OLD."public_id"), (\'slug\', to_jsonb(OLD."slug"), to_jsonb(NEW."slug"), NEW."slug" IS DISTINCT FROM OLD."slug"), (\'title\', to_jsonb(OLD."title"), to_jsonb(NEW."title"), NEW."title" IS DISTINCT FROM OLD."title"), (\'number\', to_jsonb(OLD."number"), to_jsonb(NEW."number"), NEW."number" IS DISTINCT FROM OLD."number"), (\'authority\', to_jsonb(OLD."authority"), to_jsonb(NEW."authority"), NEW."authority" IS DISTINCT FROM OLD."authority"), (\'programme_id\', to_jsonb(OLD."programme_id"), to_jsonb(NEW."programme_id"), NEW."programme_id" IS DISTINCT FROM OLD."programme_id"), (\'legal_basis\', to_jsonb(OLD."legal_basis"), to_jsonb(NEW."legal_basis"), NEW."legal_basis" IS DISTINCT FROM OLD."legal_basis"), (\'summary\', to_jsonb(OLD."summary"), to_jsonb(NEW."summary"), NEW."summary" IS DISTINCT FROM OLD."summary"), (\'begins\', to_jsonb(OLD."begins"), to_jsonb(NEW."begins"), NEW."begins" IS DISTINCT FROM OLD."begins"), (\'ends\', to_jsonb(OLD."ends"), to_jsonb(NEW."ends"), NEW."ends" IS DISTINCT FROM OLD."ends"), (\'known_until\', to_jsonb(OLD."known_until"), to_jsonb(NEW."known_until"), NEW."known_until" IS DISTINCT FROM OLD."known_until"), (\'amount\', to_jsonb(OLD."amount"), to_jsonb(NEW."amount"), NEW."amount" IS DISTINCT FROM OLD."amount"), (\'currency\', to_jsonb(OLD."currency"), to_jsonb(NEW."currency"), NEW."currency" IS DISTINCT FROM OLD."currency"), (\'winds_down\', to_jsonb(OLD."winds_down"), to_jsonb(NEW."winds_down"), NEW."winds_down" IS DISTINCT FROM OLD."winds_down"), (\'complete\', to_jsonb(OLD."complete"), to_jsonb(NEW."complete"), NEW."complete" IS DISTINCT FROM OLD."complete"), (\'document_id\', to_jsonb(OLD."document_id"), to_jsonb(NEW."document_id"), NEW."document_id" IS DISTINCT FROM OLD."document_id"), (\'supersedes_id\', to_jsonb(OLD."supersedes_id"), to_jsonb(NEW."supersedes_id"), NEW."supersedes_id" IS DISTINCT FROM OLD."supersedes_id"), (\'public_from\', to_jsonb(OLD."public_from"), to_jsonb(NEW."public_from"), NEW."public_from" IS DISTINCT FROM OLD."public_from")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.deskrecord\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.deskrecord/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.deskrecord/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="29b5cd9e1aeae1787ad9efedf95aa686d3f2b0fa",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_2b338",
                            table="sanctions_deskrecord",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskrecord",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.deskrecord', '*', 'sanctions.deskrecord/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="639c71b0af54deceb7e4f03cf68d338443240d13",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_4e1d8",
                            table="sanctions_deskrecord",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskrecordparty",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."desk_record_id", NEW."party_id", NEW."role", NEW."heading", NEW."written_as") IS NOT DISTINCT FROM ROW(OLD."desk_record_id", OLD."party_id", OLD."role", OLD."heading", OLD."written_as") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'desk_record_id\', to_jsonb(OLD."desk_record_id"), to_jsonb(NEW."desk_record_id"), NEW."desk_record_id" IS DISTINCT FROM OLD."desk_record_id"), (\'party_id\', to_jsonb(OLD."party_id"), to_jsonb(NEW."party_id"), NEW."party_id" IS DISTINCT FROM OLD."party_id"), (\'role\', to_jsonb(OLD."role"), to_jsonb(NEW."role"), NEW."role" IS DISTINCT FROM OLD."role"), (\'heading\', to_jsonb(OLD."heading"), to_jsonb(NEW."heading"), NEW."heading" IS DISTINCT FROM OLD."heading"), (\'written_as\', to_jsonb(OLD."written_as"), to_jsonb(NEW."written_as"), NEW."written_as" IS DISTINCT FROM OLD."written_as")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.deskrecordparty\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.deskrecord/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.desk_record_id) ELSE (NEW.desk_record_id) END, \'sanctions.deskrecordparty/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="f1bbe6d8a5c33ace3c1533ec663e9133ab900a25",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_64e44",
                            table="sanctions_deskrecordparty",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="deskrecordparty",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.deskrecordparty', '*', 'sanctions.deskrecordparty/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="33dd7a979211e752e51657813586945f65a77a6b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_35cfd",
                            table="sanctions_deskrecordparty",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="document",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."public_id", NEW."title", NEW."publisher", NEW."number", NEW."url", NEW."dated", NEW."retrieved_at", NEW."file", NEW."media_type", NEW."sha256", NEW."text", NEW."access", NEW."translation_of_id") IS NOT DISTINCT FROM ROW(OLD."public_id", OLD."title", OLD."publisher", OLD."number", OLD."url", OLD."dated", OLD."retrieved_at", OLD."file", OLD."media_type", OLD."sha256", OLD."text", OLD."access", OLD."translation_of_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'public_id\', to_jsonb(OLD."public_id"), to_jsonb(NEW."public_id"), NEW."public_id" IS DISTINCT FROM OLD."public_id"), (\'title\', to_jsonb(OLD."title"), to_jsonb(NEW."title"), NEW."title" IS DISTINCT FROM OLD."title"), (\'publisher\', to_jsonb(OLD."publisher"), to_jsonb(NEW."publisher"), NEW."publisher" IS DISTINCT FROM OLD."publisher"), (\'number\', to_jsonb(OLD."number"), to_jsonb(NEW."number"), NEW."number" IS DISTINCT FROM OLD."number"), (\'url\', to_jsonb(OLD."url"), to_jsonb(NEW."url"), NEW."url" IS DISTINCT FROM OLD."url"), (\'dated\', to_jsonb(OLD."dated"), to_jsonb(NEW."dated"), NEW."dated" IS DISTINCT FROM OLD."dated"), (\'retrieved_at\', to_jsonb(OLD."retrieved_at"), to_jsonb(NEW."retrieved_at"), NEW."retrieved_at" IS DISTINCT FROM OLD."retrieved_at"), (\'file\', to_jsonb(OLD."file"), to_jsonb(NEW."file"), NEW."file" IS DISTINCT FROM OLD."file"), (\'media_type\', to_jsonb(OLD."media_type"), to_jsonb(NEW."media_type"), NEW."media_type" IS DISTINCT FROM OLD."media_type"), (\'sha256\', to_jsonb(OLD."sha256"), to_jsonb(NEW."sha256"), NEW."sha256" IS DISTINCT FROM OLD."sha256"), (\'text\', CASE WHEN NEW."text" IS DISTINCT FROM OLD."text" THEN CASE WHEN OLD."text" IS NOT NULL THEN jsonb_build_object(\'length\', length(OLD."text"::text), \'sha256\', encode(sha256(convert_to(OLD."text"::text, \'UTF8\')), \'hex\')) END END, CASE WHEN NEW."text" IS DISTINCT FROM OLD."text" THEN CASE WHEN NEW."text" IS NOT NULL THEN jsonb_build_object(\'length\', length(NEW."text"::text), \'sha256\', encode(sha256(convert_to(NEW."text"::text, \'UTF8\')), \'hex\')) END END, NEW."text" IS DISTINCT FROM OLD."text"), (\'access\', to_jsonb(OLD."access"), to_jsonb(NEW."access"), NEW."access" IS DISTINCT FROM OLD."access"), (\'translation_of_id\', to_jsonb(OLD."translation_of_id"), to_jsonb(NEW."translation_of_id"), NEW."translation_of_id" IS DISTINCT FROM OLD."translation_of_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.document\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.document/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.document/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="7873c53553409fa845bf7a5835c250f15a261d79",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_b2941",
                            table="sanctions_document",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="document",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.document', '*', 'sanctions.document/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="8869b189c7524aac644f9bed83252ae81fbb35b9",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_f587b",
                            table="sanctions_document",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="export",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."by_id", NEW."model", NEW."title", NEW."file_name") IS NOT DISTINCT FROM ROW(OLD."by_id", OLD."model", OLD."title", OLD."file_name") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'model\', to_jsonb(OLD."model"), to_jsonb(NEW."model"), NEW."model" IS DISTINCT FROM OLD."model"), (\'title\', to_jsonb(OLD."title"), to_jsonb(NEW."title"), NEW."title" IS DISTINCT FROM OLD."title"), (\'file_name\', to_jsonb(OLD."file_name"), to_jsonb(NEW."file_name"), NEW."file_name" IS DISTINCT FROM OLD."file_name")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.export\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.export/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.export/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'exported\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="3f97e6529d8fb0bfd70deae8461244030a6bd61f",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_b8650",
                            table="sanctions_export",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="export",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.export', '*', 'sanctions.export/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="59d258bbbb12bf42e84adc1708ede01f03b9cfc0",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_702cd",
                            table="sanctions_export",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="listversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."list_id", NEW."sequence", NEW."dated", NEW."sha256", NEW."status", NEW."received_by_id", NEW."decided_by_id", NEW."decided_at", NEW."decided_why", NEW."reverted_by_id", NEW."reverted_at", NEW."reverted_why") IS NOT DISTINCT FROM ROW(OLD."list_id", OLD."sequence", OLD."dated", OLD."sha256", OLD."status", OLD."received_by_id", OLD."decided_by_id", OLD."decided_at", OLD."decided_why", OLD."reverted_by_id", OLD."reverted_at", OLD."reverted_why") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'list_id\', to_jsonb(OLD."list_id"), to_jsonb(NEW."list_id"), NEW."list_id" IS DISTINCT FROM OLD."list_id"), (\'sequence\', to_jsonb(OLD."sequence"), to_jsonb(NEW."sequence"), NEW."sequence" IS DISTINCT FROM OLD."sequence"), (\'dated\', to_jsonb(OLD."dated"), to_jsonb(NEW."dated"), NEW."dated" IS DISTINCT FROM OLD."dated"), (\'sha256\', to_jsonb(OLD."sha256"), to_jsonb(NEW."sha256"), NEW."sha256" IS DISTINCT FROM OLD."sha256"), (\'status\', to_jsonb(OLD."status"), to_jsonb(NEW."status"), NEW."status" IS DISTINCT FROM OLD."status"), (\'received_by_id\', to_jsonb(OLD."received_by_id"), to_jsonb(NEW."received_by_id"), NEW."received_by_id" IS DISTINCT FROM OLD."received_by_id"), (\'decided_by_id\', to_jsonb(OLD."decided_by_id"), to_jsonb(NEW."decided_by_id"), NEW."decided_by_id" IS DISTINCT FROM OLD."decided_by_id"), (\'decided_at\', to_jsonb(OLD."decided_at"), to_jsonb(NEW."decided_at"), NEW."decided_at" IS DISTINCT FROM OLD."decided_at"), (\'decided_why\', to_jsonb(OLD."decided_why"), to_jsonb(NEW."decided_why"), NEW."decided_why" IS DISTINCT FROM OLD."decided_why"), (\'reverted_by_id\', to_jsonb(OLD."reverted_by_id"), to_jsonb(NEW."reverted_by_id"), NEW."reverted_by_id" IS DISTINCT FROM OLD."reverted_by_id"), (\'reverted_at\', to_jsonb(OLD."reverted_at"), to_jsonb(NEW."reverted_at"), NEW."reverted_at" IS DISTINCT FROM OLD."reverted_at"), (\'reverted_why\', to_jsonb(OLD."reverted_why"), to_jsonb(NEW."reverted_why"), NEW."reverted_why" IS DISTINCT FROM OLD."reverted_why")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.listversion\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.listversion/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.listversion/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="723a8ee1ef807c8e20d8fd87dbd9d85ebd12a670",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_5d7e5",
                            table="sanctions_listversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="listversion",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.listversion', '*', 'sanctions.listversion/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="3446393a9554b9b96316504038cce52815af6a7e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_c487c",
                            table="sanctions_listversion",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="noentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."decided_by_id", NEW."decided_at", NEW."decided_why", NEW."party_id", NEW."version_id") IS NOT DISTINCT FROM ROW(OLD."decided_by_id", OLD."decided_at", OLD."decided_why", OLD."party_id", OLD."version_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'decided_by_id\', to_jsonb(OLD."decided_by_id"), to_jsonb(NEW."decided_by_id"), NEW."decided_by_id" IS DISTINCT FROM OLD."decided_by_id"), (\'decided_at\', to_jsonb(OLD."decided_at"), to_jsonb(NEW."decided_at"), NEW."decided_at" IS DISTINCT FROM OLD."decided_at"), (\'decided_why\', to_jsonb(OLD."decided_why"), to_jsonb(NEW."decided_why"), NEW."decided_why" IS DISTINCT FROM OLD."decided_why"), (\'party_id\', to_jsonb(OLD."party_id"), to_jsonb(NEW."party_id"), NEW."party_id" IS DISTINCT FROM OLD."party_id"), (\'version_id\', to_jsonb(OLD."version_id"), to_jsonb(NEW."version_id"), NEW."version_id" IS DISTINCT FROM OLD."version_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.noentry\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.party/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.party_id) ELSE (NEW.party_id) END, \'sanctions.noentry/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="50172723db48e64f9eb6a731b70a4000f6ef254c",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_8e1c3",
                            table="sanctions_noentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="noentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.noentry', '*', 'sanctions.noentry/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="e38fd598878a0fb9b870a4ed7d2b53de3e312637",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_00ccf",
                            table="sanctions_noentry",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="party",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."desk_name", NEW."description", NEW."merged_into_id", NEW."public_from") IS NOT DISTINCT FROM ROW(OLD."desk_name", OLD."description", OLD."merged_into_id", OLD."public_from") THEN\n                RETURN NULL;\n            END IF;\n            IF ((TG_OP = \'UPDATE\' OR NEW.desk_name <> \'\' OR NEW.listed_name = \'\') OR (TG_OP = \'UPDATE\' OR OLD.desk_name <> \'\' OR OLD.listed_name = \'\')) IS NOT TRUE THEN RETURN NULL; END IF;\n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'desk_name\', to_jsonb(OLD."desk_name"), to_jsonb(NEW."desk_name"), NEW."desk_name" IS DISTINCT FROM OLD."desk_name"), (\'description\', to_jsonb(OLD."description"), to_jsonb(NEW."description"), NEW."description" IS DISTINCT FROM OLD."description"), (\'merged_into_id\', to_jsonb(OLD."merged_into_id"), to_jsonb(NEW."merged_into_id"), NEW."merged_into_id" IS DISTINCT FROM OLD."merged_into_id"), (\'public_from\', to_jsonb(OLD."public_from"), to_jsonb(NEW."public_from"), NEW."public_from" IS DISTINCT FROM OLD."public_from")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.party\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.party/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.party/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="f8c9fa937807445bbcd1d4ebec06c2551982dde6",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_dd3db",
                            table="sanctions_party",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="party",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.party', '*', 'sanctions.party/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="8af4900cdbf0bf761c68c353ba64bac089e8af36",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_18825",
                            table="sanctions_party",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programme",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."authority", NEW."code", NEW."slug", NEW."title", NEW."legal_basis") IS NOT DISTINCT FROM ROW(OLD."authority", OLD."code", OLD."slug", OLD."title", OLD."legal_basis") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'authority\', to_jsonb(OLD."authority"), to_jsonb(NEW."authority"), NEW."authority" IS DISTINCT FROM OLD."authority"), (\'code\', to_jsonb(OLD."code"), to_jsonb(NEW."code"), NEW."code" IS DISTINCT FROM OLD."code"), (\'slug\', to_jsonb(OLD."slug"), to_jsonb(NEW."slug"), NEW."slug" IS DISTINCT FROM OLD."slug"), (\'title\', to_jsonb(OLD."title"), to_jsonb(NEW."title"), NEW."title" IS DISTINCT FROM OLD."title"), (\'legal_basis\', to_jsonb(OLD."legal_basis"), to_jsonb(NEW."legal_basis"), NEW."legal_basis" IS DISTINCT FROM OLD."legal_basis")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.programme\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.programme/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.programme/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="272717e09817016d9479187b876241236d9c4331",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_d5ab5",
                            table="sanctions_programme",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="programme",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.programme', '*', 'sanctions.programme/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="14f02a484f88ba50784f640919e15e72e34ff4a2",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_23b2e",
                            table="sanctions_programme",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sameparty",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."decided_by_id", NEW."decided_at", NEW."decided_why", NEW."one_id", NEW."other_id", NEW."same", NEW."replaced_at") IS NOT DISTINCT FROM ROW(OLD."decided_by_id", OLD."decided_at", OLD."decided_why", OLD."one_id", OLD."other_id", OLD."same", OLD."replaced_at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'decided_by_id\', to_jsonb(OLD."decided_by_id"), to_jsonb(NEW."decided_by_id"), NEW."decided_by_id" IS DISTINCT FROM OLD."decided_by_id"), (\'decided_at\', to_jsonb(OLD."decided_at"), to_jsonb(NEW."decided_at"), NEW."decided_at" IS DISTINCT FROM OLD."decided_at"), (\'decided_why\', to_jsonb(OLD."decided_why"), to_jsonb(NEW."decided_why"), NEW."decided_why" IS DISTINCT FROM OLD."decided_why"), (\'one_id\', to_jsonb(OLD."one_id"), to_jsonb(NEW."one_id"), NEW."one_id" IS DISTINCT FROM OLD."one_id"), (\'other_id\', to_jsonb(OLD."other_id"), to_jsonb(NEW."other_id"), NEW."other_id" IS DISTINCT FROM OLD."other_id"), (\'same\', to_jsonb(OLD."same"), to_jsonb(NEW."same"), NEW."same" IS DISTINCT FROM OLD."same"), (\'replaced_at\', to_jsonb(OLD."replaced_at"), to_jsonb(NEW."replaced_at"), NEW."replaced_at" IS DISTINCT FROM OLD."replaced_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.sameparty\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.sameparty/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.sameparty/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="f4eac5a1e9a9581051c9227261315b20f8b336c4",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_b04ea",
                            table="sanctions_sameparty",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sameparty",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.sameparty', '*', 'sanctions.sameparty/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="85a4a40d9fabf3116577a89242b33b8a300f75f1",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_25754",
                            table="sanctions_sameparty",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sanctionslist",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."code", NEW."authority", NEW."title", NEW."licence", NEW."url", NEW."entry_url", NEW."stale_after") IS NOT DISTINCT FROM ROW(OLD."code", OLD."authority", OLD."title", OLD."licence", OLD."url", OLD."entry_url", OLD."stale_after") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'code\', to_jsonb(OLD."code"), to_jsonb(NEW."code"), NEW."code" IS DISTINCT FROM OLD."code"), (\'authority\', to_jsonb(OLD."authority"), to_jsonb(NEW."authority"), NEW."authority" IS DISTINCT FROM OLD."authority"), (\'title\', to_jsonb(OLD."title"), to_jsonb(NEW."title"), NEW."title" IS DISTINCT FROM OLD."title"), (\'licence\', to_jsonb(OLD."licence"), to_jsonb(NEW."licence"), NEW."licence" IS DISTINCT FROM OLD."licence"), (\'url\', to_jsonb(OLD."url"), to_jsonb(NEW."url"), NEW."url" IS DISTINCT FROM OLD."url"), (\'entry_url\', to_jsonb(OLD."entry_url"), to_jsonb(NEW."entry_url"), NEW."entry_url" IS DISTINCT FROM OLD."entry_url"), (\'stale_after\', to_jsonb(OLD."stale_after"), to_jsonb(NEW."stale_after"), NEW."stale_after" IS DISTINCT FROM OLD."stale_after")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'sanctions.sanctionslist\', coalesce(NEW."id", OLD."id")::text, coalesce(\'sanctions.sanctionslist/\' || coalesce(NEW."id", OLD."id")::text, \'sanctions.sanctionslist/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="2bc1adf96a0cab2275e024eafb6f5b6cd8b7f0de",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_a0842",
                            table="sanctions_sanctionslist",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sanctionslist",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('sanctions.sanctionslist', '*', 'sanctions.sanctionslist/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="467fa477fa645e90594bc2a72bfc0ca13c7ba2d2",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_91f75",
                            table="sanctions_sanctionslist",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
