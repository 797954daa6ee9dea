"""The audit trail of our tables, and of the accounts, groups and devices of other apps."""

import django.contrib.admin.models
import django.contrib.auth.models
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

import sanctions.triggers
from sanctions.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("newsroom", "0001_initial"),
        ("sanctions", "0002_audit_trail"),
    ]

    operations = [
        AtOnce(
            operations=[
                migrations.CreateModel(
                    name="AuditedGroup",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.group",),
                    managers=[
                        ("objects", django.contrib.auth.models.GroupManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="AuditedGroupPermission",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.group_permissions",),
                ),
                migrations.CreateModel(
                    name="AuditedLogEntry",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("admin.logentry",),
                    managers=[
                        ("objects", django.contrib.admin.models.LogEntryManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="AuditedMembership",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.user_groups",),
                ),
                migrations.CreateModel(
                    name="AuditedStaticDevice",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("otp_static.staticdevice",),
                ),
                migrations.CreateModel(
                    name="AuditedStaticToken",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("otp_static.statictoken",),
                ),
                migrations.CreateModel(
                    name="AuditedTOTPDevice",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("otp_totp.totpdevice",),
                ),
                migrations.CreateModel(
                    name="AuditedUser",
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
                    name="AuditedUserPermission",
                    fields=[],
                    options={
                        "proxy": True,
                        "default_permissions": (),
                    },
                    bases=("auth.user_user_permissions",),
                ),
            ],
        ),
        AtOnce(
            operations=[
                pgtrigger.migrations.AddTrigger(
                    model_name="approval",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."revision_id", NEW."fingerprint", NEW."refused", NEW."note", NEW."by_id", NEW."at") IS NOT DISTINCT FROM ROW(OLD."revision_id", OLD."fingerprint", OLD."refused", OLD."note", OLD."by_id", OLD."at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'revision_id\', to_jsonb(OLD."revision_id"), to_jsonb(NEW."revision_id"), NEW."revision_id" IS DISTINCT FROM OLD."revision_id"), (\'fingerprint\', to_jsonb(OLD."fingerprint"), to_jsonb(NEW."fingerprint"), NEW."fingerprint" IS DISTINCT FROM OLD."fingerprint"), (\'refused\', to_jsonb(OLD."refused"), to_jsonb(NEW."refused"), NEW."refused" IS DISTINCT FROM OLD."refused"), (\'note\', to_jsonb(OLD."note"), to_jsonb(NEW."note"), NEW."note" IS DISTINCT FROM OLD."note"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'at\', to_jsonb(OLD."at"), to_jsonb(NEW."at"), NEW."at" IS DISTINCT FROM OLD."at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.approval\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (SELECT story_id FROM newsroom_revision WHERE id = OLD.revision_id) ELSE (SELECT story_id FROM newsroom_revision WHERE id = NEW.revision_id) END, \'newsroom.approval/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="a0822f15855d113a9459252541a2d1162dd2744b",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_eff67",
                            table="newsroom_approval",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="approval",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.approval', '*', 'newsroom.approval/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="8805c539a8baaddbda82cd49bbe3847d7ce6eff7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_02941",
                            table="newsroom_approval",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="assignment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."to_id", NEW."task", NEW."due", NEW."by_id", NEW."at", NEW."done_at") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."to_id", OLD."task", OLD."due", OLD."by_id", OLD."at", OLD."done_at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'to_id\', to_jsonb(OLD."to_id"), to_jsonb(NEW."to_id"), NEW."to_id" IS DISTINCT FROM OLD."to_id"), (\'task\', to_jsonb(OLD."task"), to_jsonb(NEW."task"), NEW."task" IS DISTINCT FROM OLD."task"), (\'due\', to_jsonb(OLD."due"), to_jsonb(NEW."due"), NEW."due" IS DISTINCT FROM OLD."due"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'at\', to_jsonb(OLD."at"), to_jsonb(NEW."at"), NEW."at" IS DISTINCT FROM OLD."at"), (\'done_at\', to_jsonb(OLD."done_at"), to_jsonb(NEW."done_at"), NEW."done_at" IS DISTINCT FROM OLD."done_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.assignment\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.assignment/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="3f8d7f7c79e8ecf536706f02bff122702b4f0c77",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_66313",
                            table="newsroom_assignment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="assignment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.assignment', '*', 'newsroom.assignment/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="2e155c8b5ef988ab39e05af73354a889c9d86b24",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_9988d",
                            table="newsroom_assignment",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedgroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func="\n            IF TG_OP = 'UPDATE' AND ROW(NEW.\"name\") IS NOT DISTINCT FROM ROW(OLD.\"name\") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES ('name', to_jsonb(OLD.\"name\"), to_jsonb(NEW.\"name\"), NEW.\"name\" IS DISTINCT FROM OLD.\"name\")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = 'UPDATE' OR coalesce(after, before) <> '\"\"');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                'auth.group', coalesce(NEW.\"id\", OLD.\"id\")::text, coalesce('auth.group/' || coalesce(NEW.\"id\", OLD.\"id\")::text, 'auth.group/' || coalesce(NEW.\"id\", OLD.\"id\")::text),\n                CASE TG_OP WHEN 'INSERT' THEN 'added' WHEN 'UPDATE' THEN 'changed'\n                    ELSE 'deleted' END,\n                CASE WHEN TG_OP <> 'INSERT' THEN was END,\n                CASE WHEN TG_OP <> 'DELETE' THEN becomes END\n            );\n            RETURN NULL;\n        ",
                            hash="f3d16b2692ab1b8bb8b0a7aff71348d4f3793213",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_b1b84",
                            table="auth_group",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedgroup",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('auth.group', '*', 'auth.group/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="0ced476964c013ecd3feee9518540da8db16d00f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_c028b",
                            table="auth_group",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedgrouppermission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."group_id", NEW."permission_id") IS NOT DISTINCT FROM ROW(OLD."group_id", OLD."permission_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'group_id\', to_jsonb(OLD."group_id"), to_jsonb(NEW."group_id"), NEW."group_id" IS DISTINCT FROM OLD."group_id"), (\'permission_id\', to_jsonb(OLD."permission_id"), to_jsonb(NEW."permission_id"), NEW."permission_id" IS DISTINCT FROM OLD."permission_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'auth.group_permissions\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.group/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.group_id) ELSE (NEW.group_id) END, \'auth.group_permissions/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="7fa8f6fe5e09d6d90a8c0d47e52226f1d0c7d0b4",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_e78a1",
                            table="auth_group_permissions",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedgrouppermission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('auth.group_permissions', '*', 'auth.group_permissions/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="969bfc01e1c4e5eddf41bbdba88b48e4c4005cf8",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_05819",
                            table="auth_group_permissions",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedlogentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."action_time", NEW."user_id", NEW."content_type_id", NEW."object_id", NEW."object_repr", NEW."action_flag") IS NOT DISTINCT FROM ROW(OLD."action_time", OLD."user_id", OLD."content_type_id", OLD."object_id", OLD."object_repr", OLD."action_flag") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'action_time\', to_jsonb(OLD."action_time"), to_jsonb(NEW."action_time"), NEW."action_time" IS DISTINCT FROM OLD."action_time"), (\'user_id\', to_jsonb(OLD."user_id"), to_jsonb(NEW."user_id"), NEW."user_id" IS DISTINCT FROM OLD."user_id"), (\'content_type_id\', to_jsonb(OLD."content_type_id"), to_jsonb(NEW."content_type_id"), NEW."content_type_id" IS DISTINCT FROM OLD."content_type_id"), (\'object_id\', to_jsonb(OLD."object_id"), to_jsonb(NEW."object_id"), NEW."object_id" IS DISTINCT FROM OLD."object_id"), (\'object_repr\', to_jsonb(OLD."object_repr"), to_jsonb(NEW."object_repr"), NEW."object_repr" IS DISTINCT FROM OLD."object_repr"), (\'action_flag\', to_jsonb(OLD."action_flag"), to_jsonb(NEW."action_flag"), NEW."action_flag" IS DISTINCT FROM OLD."action_flag")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'admin.logentry\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.user/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.user_id) ELSE (NEW.user_id) END, \'admin.logentry/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="46465834fba4e50388463ae48ea24865e3963a46",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_audited_2b5dc",
                            table="django_admin_log",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedlogentry",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('admin.logentry', '*', 'admin.logentry/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="0f4e7681b9c34525864af15fac848bbcdd175c9f",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_1fd9f",
                            table="django_admin_log",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedmembership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."user_id", NEW."group_id") IS NOT DISTINCT FROM ROW(OLD."user_id", OLD."group_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'user_id\', to_jsonb(OLD."user_id"), to_jsonb(NEW."user_id"), NEW."user_id" IS DISTINCT FROM OLD."user_id"), (\'group_id\', to_jsonb(OLD."group_id"), to_jsonb(NEW."group_id"), NEW."group_id" IS DISTINCT FROM OLD."group_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'auth.user_groups\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.user/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.user_id) ELSE (NEW.user_id) END, \'auth.user_groups/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="1bdaa4265a6e0afc786ab18cea43cbb8f77121bb",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_98c85",
                            table="auth_user_groups",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedmembership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('auth.user_groups', '*', 'auth.user_groups/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="216382fe5419683aa1a9bab9b5d570c5e82f2e60",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_14042",
                            table="auth_user_groups",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedstaticdevice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."user_id", NEW."name", NEW."confirmed", NEW."created_at") IS NOT DISTINCT FROM ROW(OLD."user_id", OLD."name", OLD."confirmed", OLD."created_at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'user_id\', to_jsonb(OLD."user_id"), to_jsonb(NEW."user_id"), NEW."user_id" IS DISTINCT FROM OLD."user_id"), (\'name\', to_jsonb(OLD."name"), to_jsonb(NEW."name"), NEW."name" IS DISTINCT FROM OLD."name"), (\'confirmed\', to_jsonb(OLD."confirmed"), to_jsonb(NEW."confirmed"), NEW."confirmed" IS DISTINCT FROM OLD."confirmed"), (\'created_at\', to_jsonb(OLD."created_at"), to_jsonb(NEW."created_at"), NEW."created_at" IS DISTINCT FROM OLD."created_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'otp_static.staticdevice\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.user/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.user_id) ELSE (NEW.user_id) END, \'otp_static.staticdevice/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="a847adc945fb5764b24ab865a2533f445598ae4d",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_c1713",
                            table="otp_static_staticdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedstaticdevice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('otp_static.staticdevice', '*', 'otp_static.staticdevice/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="0c9e034c1624b766f3d54675ff1a7f845303c8fe",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_dc8aa",
                            table="otp_static_staticdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedstatictoken",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."device_id", NEW."token") IS NOT DISTINCT FROM ROW(OLD."device_id", OLD."token") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'device_id\', to_jsonb(OLD."device_id"), to_jsonb(NEW."device_id"), NEW."device_id" IS DISTINCT FROM OLD."device_id"), (\'token\', CASE WHEN OLD."token" IS NOT NULL THEN \'"not kept here"\'::jsonb END, CASE WHEN NEW."token" IS NOT NULL THEN \'"not kept here"\'::jsonb END, NEW."token" IS DISTINCT FROM OLD."token")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'otp_static.statictoken\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.user/\' || CASE TG_OP WHEN \'DELETE\' THEN (SELECT user_id FROM otp_static_staticdevice WHERE id = OLD.device_id) ELSE (SELECT user_id FROM otp_static_staticdevice WHERE id = NEW.device_id) END, \'otp_static.statictoken/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="a5ce322a90d283aef3a4ece204d43eb14fdd72fd",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_d4cfb",
                            table="otp_static_statictoken",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedstatictoken",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('otp_static.statictoken', '*', 'otp_static.statictoken/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="416be1a8950a472c8b363ff45dc55f58a3fbc337",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_63139",
                            table="otp_static_statictoken",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedtotpdevice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."user_id", NEW."name", NEW."confirmed", NEW."created_at", NEW."key", NEW."step", NEW."t0", NEW."digits", NEW."tolerance") IS NOT DISTINCT FROM ROW(OLD."user_id", OLD."name", OLD."confirmed", OLD."created_at", OLD."key", OLD."step", OLD."t0", OLD."digits", OLD."tolerance") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'user_id\', to_jsonb(OLD."user_id"), to_jsonb(NEW."user_id"), NEW."user_id" IS DISTINCT FROM OLD."user_id"), (\'name\', to_jsonb(OLD."name"), to_jsonb(NEW."name"), NEW."name" IS DISTINCT FROM OLD."name"), (\'confirmed\', to_jsonb(OLD."confirmed"), to_jsonb(NEW."confirmed"), NEW."confirmed" IS DISTINCT FROM OLD."confirmed"), (\'created_at\', to_jsonb(OLD."created_at"), to_jsonb(NEW."created_at"), NEW."created_at" IS DISTINCT FROM OLD."created_at"), (\'key\', CASE WHEN OLD."key" IS NOT NULL THEN \'"not kept here"\'::jsonb END, CASE WHEN NEW."key" IS NOT NULL THEN \'"not kept here"\'::jsonb END, NEW."key" IS DISTINCT FROM OLD."key"), (\'step\', to_jsonb(OLD."step"), to_jsonb(NEW."step"), NEW."step" IS DISTINCT FROM OLD."step"), (\'t0\', to_jsonb(OLD."t0"), to_jsonb(NEW."t0"), NEW."t0" IS DISTINCT FROM OLD."t0"), (\'digits\', to_jsonb(OLD."digits"), to_jsonb(NEW."digits"), NEW."digits" IS DISTINCT FROM OLD."digits"), (\'tolerance\', to_jsonb(OLD."tolerance"), to_jsonb(NEW."tolerance"), NEW."tolerance" IS DISTINCT FROM OLD."tolerance")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'otp_totp.totpdevice\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.user/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.user_id) ELSE (NEW.user_id) END, \'otp_totp.totpdevice/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="6ffed8817dd46e3422c59c95ad0bab1b73e4a014",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_d925b",
                            table="otp_totp_totpdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditedtotpdevice",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('otp_totp.totpdevice', '*', 'otp_totp.totpdevice/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="41ec73ad390eea53e0c739647ecb17c6a4b1a2f8",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_f4c98",
                            table="otp_totp_totpdevice",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditeduser",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."password", NEW."is_superuser", NEW."username", NEW."first_name", NEW."last_name", NEW."email", NEW."is_staff", NEW."is_active", NEW."date_joined") IS NOT DISTINCT FROM ROW(OLD."password", OLD."is_superuser", OLD."username", OLD."first_name", OLD."last_name", OLD."email", OLD."is_staff", OLD."is_active", OLD."date_joined") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'password\', CASE WHEN OLD."password" IS NOT NULL THEN \'"not kept here"\'::jsonb END, CASE WHEN NEW."password" IS NOT NULL THEN \'"not kept here"\'::jsonb END, NEW."password" IS DISTINCT FROM OLD."password"), (\'is_superuser\', to_jsonb(OLD."is_superuser"), to_jsonb(NEW."is_superuser"), NEW."is_superuser" IS DISTINCT FROM OLD."is_superuser"), (\'username\', to_jsonb(OLD."username"), to_jsonb(NEW."username"), NEW."username" IS DISTINCT FROM OLD."username"), (\'first_name\', to_jsonb(OLD."first_name"), to_jsonb(NEW."first_name"), NEW."first_name" IS DISTINCT FROM OLD."first_name"), (\'last_name\', to_jsonb(OLD."last_name"), to_jsonb(NEW."last_name"), NEW."last_name" IS DISTINCT FROM OLD."last_name"), (\'email\', to_jsonb(OLD."email"), to_jsonb(NEW."email"), NEW."email" IS DISTINCT FROM OLD."email"), (\'is_staff\', to_jsonb(OLD."is_staff"), to_jsonb(NEW."is_staff"), NEW."is_staff" IS DISTINCT FROM OLD."is_staff"), (\'is_active\', to_jsonb(OLD."is_active"), to_jsonb(NEW."is_active"), NEW."is_active" IS DISTINCT FROM OLD."is_active"), (\'date_joined\', to_jsonb(OLD."date_joined"), to_jsonb(NEW."date_joined"), NEW."date_joined" IS DISTINCT FROM OLD."date_joined")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'auth.user\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.user/\' || coalesce(NEW."id", OLD."id")::text, \'auth.user/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="5f074bce576e063910d1a7a1b9a79f92b00f941a",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_babf4",
                            table="auth_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditeduser",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('auth.user', '*', 'auth.user/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="f1edfa0b308dda5ad397d33a1687e0f9c22204c7",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_ac25d",
                            table="auth_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditeduserpermission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."user_id", NEW."permission_id") IS NOT DISTINCT FROM ROW(OLD."user_id", OLD."permission_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'user_id\', to_jsonb(OLD."user_id"), to_jsonb(NEW."user_id"), NEW."user_id" IS DISTINCT FROM OLD."user_id"), (\'permission_id\', to_jsonb(OLD."permission_id"), to_jsonb(NEW."permission_id"), NEW."permission_id" IS DISTINCT FROM OLD."permission_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'auth.user_user_permissions\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.user/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.user_id) ELSE (NEW.user_id) END, \'auth.user_user_permissions/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="2839c382cebfc451f9fa929312b41c98ef407e88",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_0728d",
                            table="auth_user_user_permissions",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="auditeduserpermission",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('auth.user_user_permissions', '*', 'auth.user_user_permissions/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="ac0c6372bd20ee0ae253fcd21d9a2da2b52da59e",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_9c22e",
                            table="auth_user_user_permissions",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."revision_id", NEW."key", NEW."words", NEW."position", NEW."confirmed_words", NEW."confirmed_by_id", NEW."confirmed_at", NEW."kind", NEW."source_id", NEW."document_id", NEW."comparator", NEW."about", NEW."number", NEW."unit", NEW."authority", NEW."period_from", NEW."period_to", NEW."heading", NEW."quote", NEW."reported", NEW."tense", NEW."accepted_by_id", NEW."accepted_at", NEW."accepted_why", NEW."first_published") IS NOT DISTINCT FROM ROW(OLD."revision_id", OLD."key", OLD."words", OLD."position", OLD."confirmed_words", OLD."confirmed_by_id", OLD."confirmed_at", OLD."kind", OLD."source_id", OLD."document_id", OLD."comparator", OLD."about", OLD."number", OLD."unit", OLD."authority", OLD."period_from", OLD."period_to", OLD."heading", OLD."quote", OLD."reported", OLD."tense", OLD."accepted_by_id", OLD."accepted_at", OLD."accepted_why", OLD."first_published") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'revision_id\', to_jsonb(OLD."revision_id"), to_jsonb(NEW."revision_id"), NEW."revision_id" IS DISTINCT FROM OLD."revision_id"), (\'key\', to_jsonb(OLD."key"), to_jsonb(NEW."key"), NEW."key" IS DISTINCT FROM OLD."key"), (\'words\', to_jsonb(OLD."words"), to_jsonb(NEW."words"), NEW."words" IS DISTINCT FROM OLD."words"), (\'position\', to_jsonb(OLD."position"), to_jsonb(NEW."position"), NEW."position" IS DISTINCT FROM OLD."position"), (\'confirmed_words\', to_jsonb(OLD."confirmed_words"), to_jsonb(NEW."confirmed_words"), NEW."confirmed_words" IS DISTINCT FROM OLD."confirmed_words"), (\'confirmed_by_id\', to_jsonb(OLD."confirmed_by_id"), to_jsonb(NEW."confirmed_by_id"), NEW."confirmed_by_id" IS DISTINCT FROM OLD."confirmed_by_id"), (\'confirmed_at\', to_jsonb(OLD."confirmed_at"), to_jsonb(NEW."confirmed_at"), NEW."confirmed_at" IS DISTINCT FROM OLD."confirmed_at"), (\'kind\', to_jsonb(OLD."kind"), to_jsonb(NEW."kind"), NEW."kind" IS DISTINCT FROM OLD."kind"), (\'source_id\', to_jsonb(OLD."source_id"), to_jsonb(NEW."source_id"), NEW."source_id" IS DISTINCT FROM OLD."source_id"), (\'document_id\', to_jsonb(OLD."document_id"), to_jsonb(NEW."document_id"), NEW."document_id" IS DISTINCT FROM OLD."document_id"), (\'comparator\', to_jsonb(OLD."comparator"), to_jsonb(NEW."comparator"), NEW."comparator" IS DISTINCT FROM OLD."comparator"), (\'about\', to_jsonb(OLD."about"), to_jsonb(NEW."about"), NEW."about" IS DISTINCT FROM OLD."about"), (\'number\', to_jsonb(OLD."number"), to_jsonb(NEW."number"), NEW."number" IS DISTINCT FROM OLD."number"), (\'unit\', to_jsonb(OLD."unit"), to_jsonb(NEW."unit"), NEW."unit" IS DISTINCT FROM OLD."unit"), (\'authority\', to_jsonb(OLD."authority"), to_jsonb(NEW."authority"), NEW."authority" IS DISTINCT FROM OLD."authority"), (\'period_from\', to_jsonb(OLD."period_from"), to_jsonb(NEW."period_from"), NEW."period_from" IS DISTINCT FROM OLD."period_from"), (\'period_to\', to_jsonb(OLD."period_to"), to_jsonb(NEW."period_to"), NEW."period_to" IS DISTINCT FROM OLD."period_to"), (\'heading\', to_jsonb(OLD."heading"), to_jsonb(NEW."heading"), NEW."heading" IS DISTINCT FROM OLD."heading"), (\'quote\', to_jsonb(OLD."quote"), to_jsonb(NEW."quote"), NEW."quote" IS DISTINCT FROM OLD."quote"), (\'reported\', to_jsonb(OLD."reported"), to_jsonb(NEW."reported"), NEW."reported" IS DISTINCT FROM OLD."reported"), (\'tense\', to_jsonb(OLD."tense"), to_jsonb(NEW."tense"), NEW."tense" IS DISTINCT FROM OLD."tense"), (\'accepted_by_id\', to_jsonb(OLD."accepted_by_id"), to_jsonb(NEW."accepted_by_id"), NEW."accepted_by_id" IS DISTINCT FROM OLD."accepted_by_id"), (\'accepted_at\', to_jsonb(OLD."accepted_at"), to_jsonb(NEW."accepted_at"), NEW."accepted_at" IS DISTINCT FROM OLD."accepted_at"), (\'accepted_why\', to_jsonb(OLD."accepted_why"), to_jsonb(NEW."accepted_why"), NEW."accepted_why" IS DISTINCT FROM OLD."accepted_why"), (\'first_published\', to_jsonb(OLD."first_published"), to_jsonb(NEW."first_published"), NEW."first_published" IS DISTINCT FROM OLD."first_published")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.claim\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (SELECT story_id FROM newsroom_revision WHERE id = OLD.revision_id) ELSE (SELECT story_id FROM newsroom_revision WHERE id = NEW.revision_id) END, \'newsroom.claim/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="b2c69590331cb637f641031f2dde126f237e07f6",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_a588e",
                            table="newsroom_claim",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.claim', '*', 'newsroom.claim/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="c165cc4ed705bd60466c4cc869629d9845bca9c4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_1c677",
                            table="newsroom_claim",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claimlink",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."claim_id", NEW."role", NEW."designation_id", NEW."party_id", NEW."programme_id", NEW."list_id", NEW."desk_record_id", NEW."decided_by_id", NEW."decided_at", NEW."decided_why") IS NOT DISTINCT FROM ROW(OLD."claim_id", OLD."role", OLD."designation_id", OLD."party_id", OLD."programme_id", OLD."list_id", OLD."desk_record_id", OLD."decided_by_id", OLD."decided_at", OLD."decided_why") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'claim_id\', to_jsonb(OLD."claim_id"), to_jsonb(NEW."claim_id"), NEW."claim_id" IS DISTINCT FROM OLD."claim_id"), (\'role\', to_jsonb(OLD."role"), to_jsonb(NEW."role"), NEW."role" IS DISTINCT FROM OLD."role"), (\'designation_id\', to_jsonb(OLD."designation_id"), to_jsonb(NEW."designation_id"), NEW."designation_id" IS DISTINCT FROM OLD."designation_id"), (\'party_id\', to_jsonb(OLD."party_id"), to_jsonb(NEW."party_id"), NEW."party_id" IS DISTINCT FROM OLD."party_id"), (\'programme_id\', to_jsonb(OLD."programme_id"), to_jsonb(NEW."programme_id"), NEW."programme_id" IS DISTINCT FROM OLD."programme_id"), (\'list_id\', to_jsonb(OLD."list_id"), to_jsonb(NEW."list_id"), NEW."list_id" IS DISTINCT FROM OLD."list_id"), (\'desk_record_id\', to_jsonb(OLD."desk_record_id"), to_jsonb(NEW."desk_record_id"), NEW."desk_record_id" IS DISTINCT FROM OLD."desk_record_id"), (\'decided_by_id\', to_jsonb(OLD."decided_by_id"), to_jsonb(NEW."decided_by_id"), NEW."decided_by_id" IS DISTINCT FROM OLD."decided_by_id"), (\'decided_at\', to_jsonb(OLD."decided_at"), to_jsonb(NEW."decided_at"), NEW."decided_at" IS DISTINCT FROM OLD."decided_at"), (\'decided_why\', to_jsonb(OLD."decided_why"), to_jsonb(NEW."decided_why"), NEW."decided_why" IS DISTINCT FROM OLD."decided_why")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.claimlink\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (\n                    SELECT revision.story_id FROM newsroom_revision revision\n                    JOIN newsroom_claim claim ON claim.revision_id = revision.id\n                    WHERE claim.id = OLD.claim_id\n                    ) ELSE (\n                    SELECT revision.story_id FROM newsroom_revision revision\n                    JOIN newsroom_claim claim ON claim.revision_id = revision.id\n                    WHERE claim.id = NEW.claim_id\n                    ) END, \'newsroom.claimlink/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="bddcd86460d6870f7641d6eb464ddcaf6b88e055",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_46223",
                            table="newsroom_claimlink",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="claimlink",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.claimlink', '*', 'newsroom.claimlink/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="45ada0c748475f529d39f4ac1670d425c85cfab9",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_46d03",
                            table="newsroom_claimlink",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."key", NEW."revision_before_id", NEW."revision_after_id", NEW."wrong", NEW."right", NEW."by_id", NEW."at") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."key", OLD."revision_before_id", OLD."revision_after_id", OLD."wrong", OLD."right", OLD."by_id", OLD."at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'key\', to_jsonb(OLD."key"), to_jsonb(NEW."key"), NEW."key" IS DISTINCT FROM OLD."key"), (\'revision_before_id\', to_jsonb(OLD."revision_before_id"), to_jsonb(NEW."revision_before_id"), NEW."revision_before_id" IS DISTINCT FROM OLD."revision_before_id"), (\'revision_after_id\', to_jsonb(OLD."revision_after_id"), to_jsonb(NEW."revision_after_id"), NEW."revision_after_id" IS DISTINCT FROM OLD."revision_after_id"), (\'wrong\', to_jsonb(OLD."wrong"), to_jsonb(NEW."wrong"), NEW."wrong" IS DISTINCT FROM OLD."wrong"), (\'right\', to_jsonb(OLD."right"), to_jsonb(NEW."right"), NEW."right" IS DISTINCT FROM OLD."right"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'at\', to_jsonb(OLD."at"), to_jsonb(NEW."at"), NEW."at" IS DISTINCT FROM OLD."at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.correction\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.correction/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="2d18fbfb42a2ad75015bb1c7f90312c9988bd570",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_77033",
                            table="newsroom_correction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="correction",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.correction', '*', 'newsroom.correction/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="eee13cf179e0354a1ce65a355885340d8ac38ead",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_f8879",
                            table="newsroom_correction",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formerslug",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."slug") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."slug") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'slug\', to_jsonb(OLD."slug"), to_jsonb(NEW."slug"), NEW."slug" IS DISTINCT FROM OLD."slug")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.formerslug\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.formerslug/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="ad295527bbbe887c5afac87a6afbd66e3e1445dc",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_7b8ce",
                            table="newsroom_formerslug",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="formerslug",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.formerslug', '*', 'newsroom.formerslug/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="0b48b5a2c11d1915bbdc9fad4fbb17eb8214b5a4",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_e1474",
                            table="newsroom_formerslug",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="groupsettings",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."group_id", NEW."four_eyes") IS NOT DISTINCT FROM ROW(OLD."group_id", OLD."four_eyes") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'group_id\', to_jsonb(OLD."group_id"), to_jsonb(NEW."group_id"), NEW."group_id" IS DISTINCT FROM OLD."group_id"), (\'four_eyes\', to_jsonb(OLD."four_eyes"), to_jsonb(NEW."four_eyes"), NEW."four_eyes" IS DISTINCT FROM OLD."four_eyes")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.groupsettings\', coalesce(NEW."id", OLD."id")::text, coalesce(\'auth.group/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.group_id) ELSE (NEW.group_id) END, \'newsroom.groupsettings/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="6022ee96f98882352dfb4c063404d56d33d6ce5d",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_9915d",
                            table="newsroom_groupsettings",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="groupsettings",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.groupsettings', '*', 'newsroom.groupsettings/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="035af269eac19c277effe3549e01206c126e5b8d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_aacc6",
                            table="newsroom_groupsettings",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="identityreading",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."source_id", NEW."by_id", NEW."purpose", NEW."seen_by_id", NEW."seen_at") IS NOT DISTINCT FROM ROW(OLD."source_id", OLD."by_id", OLD."purpose", OLD."seen_by_id", OLD."seen_at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'source_id\', to_jsonb(OLD."source_id"), to_jsonb(NEW."source_id"), NEW."source_id" IS DISTINCT FROM OLD."source_id"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'purpose\', to_jsonb(OLD."purpose"), to_jsonb(NEW."purpose"), NEW."purpose" IS DISTINCT FROM OLD."purpose"), (\'seen_by_id\', to_jsonb(OLD."seen_by_id"), to_jsonb(NEW."seen_by_id"), NEW."seen_by_id" IS DISTINCT FROM OLD."seen_by_id"), (\'seen_at\', to_jsonb(OLD."seen_at"), to_jsonb(NEW."seen_at"), NEW."seen_at" IS DISTINCT FROM OLD."seen_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.identityreading\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.source/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.source_id) ELSE (NEW.source_id) END, \'newsroom.identityreading/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'read\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="7f0c51d43eb837928c9758a605cce1d5f68f4648",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_83a97",
                            table="newsroom_identityreading",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="identityreading",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.identityreading', '*', 'newsroom.identityreading/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="4f66cfd460a3c43de7b090b67c38ca4a07cd16bd",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_891c9",
                            table="newsroom_identityreading",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="note",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."key", NEW."text", NEW."by_id", NEW."at", NEW."settled_by_id", NEW."settled_at") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."key", OLD."text", OLD."by_id", OLD."at", OLD."settled_by_id", OLD."settled_at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'key\', to_jsonb(OLD."key"), to_jsonb(NEW."key"), NEW."key" IS DISTINCT FROM OLD."key"), (\'text\', to_jsonb(OLD."text"), to_jsonb(NEW."text"), NEW."text" IS DISTINCT FROM OLD."text"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'at\', to_jsonb(OLD."at"), to_jsonb(NEW."at"), NEW."at" IS DISTINCT FROM OLD."at"), (\'settled_by_id\', to_jsonb(OLD."settled_by_id"), to_jsonb(NEW."settled_by_id"), NEW."settled_by_id" IS DISTINCT FROM OLD."settled_by_id"), (\'settled_at\', to_jsonb(OLD."settled_at"), to_jsonb(NEW."settled_at"), NEW."settled_at" IS DISTINCT FROM OLD."settled_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.note\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.note/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="437e4969c9e0a66fa7bf76f1ffa2ba37c481005a",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_a49f4",
                            table="newsroom_note",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="note",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.note', '*', 'newsroom.note/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="500fe2f8c1109898d3afd4c4567cc90273e29f2d",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_cb6d3",
                            table="newsroom_note",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="picture",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."public_id", NEW."file", NEW."sha256", NEW."width", NEW."height", NEW."alt", NEW."credit", NEW."caption", NEW."by_id", NEW."at") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."public_id", OLD."file", OLD."sha256", OLD."width", OLD."height", OLD."alt", OLD."credit", OLD."caption", OLD."by_id", OLD."at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'public_id\', to_jsonb(OLD."public_id"), to_jsonb(NEW."public_id"), NEW."public_id" IS DISTINCT FROM OLD."public_id"), (\'file\', to_jsonb(OLD."file"), to_jsonb(NEW."file"), NEW."file" IS DISTINCT FROM OLD."file"), (\'sha256\', to_jsonb(OLD."sha256"), to_jsonb(NEW."sha256"), NEW."sha256" IS DISTINCT FROM OLD."sha256"), (\'width\', to_jsonb(OLD."width"), to_jsonb(NEW."width"), NEW."width" IS DISTINCT FROM OLD."width"), (\'height\', to_jsonb(OLD."height"), to_jsonb(NEW."height"), NEW."height" IS DISTINCT FROM OLD."height"), (\'alt\', to_jsonb(OLD."alt"), to_jsonb(NEW."alt"), NEW."alt" IS DISTINCT FROM OLD."alt"), (\'credit\', to_jsonb(OLD."credit"), to_jsonb(NEW."credit"), NEW."credit" IS DISTINCT FROM OLD."credit"), (\'caption\', to_jsonb(OLD."caption"), to_jsonb(NEW."caption"), NEW."caption" IS DISTINCT FROM OLD."caption"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'at\', to_jsonb(OLD."at"), to_jsonb(NEW."at"), NEW."at" IS DISTINCT FROM OLD."at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.picture\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.picture/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="c1a48e8a37666de5bb914af522a7de34fdcd8eef",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_bb841",
                            table="newsroom_picture",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="picture",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.picture', '*', 'newsroom.picture/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="17a993ee8bede83cef9eae1b91be2785a0c051db",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_fbff5",
                            table="newsroom_picture",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="previewlink",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."for_whom", NEW."needs_login", NEW."by_id", NEW."made_at", NEW."expires_at", NEW."revoked_by_id", NEW."revoked_at") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."for_whom", OLD."needs_login", OLD."by_id", OLD."made_at", OLD."expires_at", OLD."revoked_by_id", OLD."revoked_at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'for_whom\', to_jsonb(OLD."for_whom"), to_jsonb(NEW."for_whom"), NEW."for_whom" IS DISTINCT FROM OLD."for_whom"), (\'needs_login\', to_jsonb(OLD."needs_login"), to_jsonb(NEW."needs_login"), NEW."needs_login" IS DISTINCT FROM OLD."needs_login"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id"), (\'made_at\', to_jsonb(OLD."made_at"), to_jsonb(NEW."made_at"), NEW."made_at" IS DISTINCT FROM OLD."made_at"), (\'expires_at\', to_jsonb(OLD."expires_at"), to_jsonb(NEW."expires_at"), NEW."expires_at" IS DISTINCT FROM OLD."expires_at"), (\'revoked_by_id\', to_jsonb(OLD."revoked_by_id"), to_jsonb(NEW."revoked_by_id"), NEW."revoked_by_id" IS DISTINCT FROM OLD."revoked_by_id"), (\'revoked_at\', to_jsonb(OLD."revoked_at"), to_jsonb(NEW."revoked_at"), NEW."revoked_at" IS DISTINCT FROM OLD."revoked_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.previewlink\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.previewlink/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="6fa97d3157a01d83339ab18a99e6e5a3f3a1fd6c",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_e79c9",
                            table="newsroom_previewlink",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="previewlink",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.previewlink', '*', 'newsroom.previewlink/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="aadb891e3704986d09d0f5144450b1e902e9c677",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_5250e",
                            table="newsroom_previewlink",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="revision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."number", NEW."headline", NEW."standfirst", NEW."byline", NEW."dateline", NEW."body", NEW."picture_id", NEW."public_from", NEW."saved_by_id", NEW."published_by_id") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."number", OLD."headline", OLD."standfirst", OLD."byline", OLD."dateline", OLD."body", OLD."picture_id", OLD."public_from", OLD."saved_by_id", OLD."published_by_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'number\', to_jsonb(OLD."number"), to_jsonb(NEW."number"), NEW."number" IS DISTINCT FROM OLD."number"), (\'headline\', to_jsonb(OLD."headline"), to_jsonb(NEW."headline"), NEW."headline" IS DISTINCT FROM OLD."headline"), (\'standfirst\', to_jsonb(OLD."standfirst"), to_jsonb(NEW."standfirst"), NEW."standfirst" IS DISTINCT FROM OLD."standfirst"), (\'byline\', to_jsonb(OLD."byline"), to_jsonb(NEW."byline"), NEW."byline" IS DISTINCT FROM OLD."byline"), (\'dateline\', to_jsonb(OLD."dateline"), to_jsonb(NEW."dateline"), NEW."dateline" IS DISTINCT FROM OLD."dateline"), (\'body\', CASE WHEN NEW."body" IS DISTINCT FROM OLD."body" THEN CASE WHEN OLD."body" IS NOT NULL THEN jsonb_build_object(\'length\', length(OLD."body"::text), \'sha256\', encode(sha256(convert_to(OLD."body"::text, \'UTF8\')), \'hex\')) END END, CASE WHEN NEW."body" IS DISTINCT FROM OLD."body" THEN CASE WHEN NEW."body" IS NOT NULL THEN jsonb_build_object(\'length\', length(NEW."body"::text), \'sha256\', encode(sha256(convert_to(NEW."body"::text, \'UTF8\')), \'hex\')) END END, NEW."body" IS DISTINCT FROM OLD."body"), (\'picture_id\', to_jsonb(OLD."picture_id"), to_jsonb(NEW."picture_id"), NEW."picture_id" IS DISTINCT FROM OLD."picture_id"), (\'public_from\', to_jsonb(OLD."public_from"), to_jsonb(NEW."public_from"), NEW."public_from" IS DISTINCT FROM OLD."public_from"), (\'saved_by_id\', to_jsonb(OLD."saved_by_id"), to_jsonb(NEW."saved_by_id"), NEW."saved_by_id" IS DISTINCT FROM OLD."saved_by_id"), (\'published_by_id\', to_jsonb(OLD."published_by_id"), to_jsonb(NEW."published_by_id"), NEW."published_by_id" IS DISTINCT FROM OLD."published_by_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.revision\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.revision/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="80c97e142b6aa4c44d38e42b043e720132c94a42",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_1cc48",
                            table="newsroom_revision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="revision",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.revision', '*', 'newsroom.revision/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="23ef51ac3f01c858dbaff0b917c943f5c65df187",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_29d3e",
                            table="newsroom_revision",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="savedtext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."revision_id", NEW."edits", NEW."why", NEW."headline", NEW."standfirst", NEW."byline", NEW."dateline", NEW."body", NEW."claims", NEW."by_id") IS NOT DISTINCT FROM ROW(OLD."revision_id", OLD."edits", OLD."why", OLD."headline", OLD."standfirst", OLD."byline", OLD."dateline", OLD."body", OLD."claims", OLD."by_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'revision_id\', to_jsonb(OLD."revision_id"), to_jsonb(NEW."revision_id"), NEW."revision_id" IS DISTINCT FROM OLD."revision_id"), (\'edits\', to_jsonb(OLD."edits"), to_jsonb(NEW."edits"), NEW."edits" IS DISTINCT FROM OLD."edits"), (\'why\', to_jsonb(OLD."why"), to_jsonb(NEW."why"), NEW."why" IS DISTINCT FROM OLD."why"), (\'headline\', to_jsonb(OLD."headline"), to_jsonb(NEW."headline"), NEW."headline" IS DISTINCT FROM OLD."headline"), (\'standfirst\', to_jsonb(OLD."standfirst"), to_jsonb(NEW."standfirst"), NEW."standfirst" IS DISTINCT FROM OLD."standfirst"), (\'byline\', to_jsonb(OLD."byline"), to_jsonb(NEW."byline"), NEW."byline" IS DISTINCT FROM OLD."byline"), (\'dateline\', to_jsonb(OLD."dateline"), to_jsonb(NEW."dateline"), NEW."dateline" IS DISTINCT FROM OLD."dateline"), (\'body\', CASE WHEN NEW."body" IS DISTINCT FROM OLD."body" THEN CASE WHEN OLD."body" IS NOT NULL THEN jsonb_build_object(\'length\', length(OLD."body"::text), \'sha256\', encode(sha256(convert_to(OLD."body"::text, \'UTF8\')), \'hex\')) END END, CASE WHEN NEW."body" IS DISTINCT FROM OLD."body" THEN CASE WHEN NEW."body" IS NOT NULL THEN jsonb_build_object(\'length\', length(NEW."body"::text), \'sha256\', encode(sha256(convert_to(NEW."body"::text, \'UTF8\')), \'hex\')) END END, NEW."body" IS DISTINCT FROM OLD."body"), (\'claims\', CASE WHEN NEW."claims" IS DISTINCT FROM OLD."claims" THEN CASE WHEN OLD."claims" IS NOT NULL THEN jsonb_build_object(\'length\', length(OLD."claims"::text), \'sha256\', encode(sha256(convert_to(OLD."claims"::text, \'UTF8\')), \'hex\')) END END, CASE WHEN NEW."claims" IS DISTINCT FROM OLD."claims" THEN CASE WHEN NEW."claims" IS NOT NULL THEN jsonb_build_object(\'length\', length(NEW."claims"::text), \'sha256\', encode(sha256(convert_to(NEW."claims"::text, \'UTF8\')), \'hex\')) END END, NEW."claims" IS DISTINCT FROM OLD."claims"), (\'by_id\', to_jsonb(OLD."by_id"), to_jsonb(NEW."by_id"), NEW."by_id" IS DISTINCT FROM OLD."by_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.savedtext\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (SELECT story_id FROM newsroom_revision WHERE id = OLD.revision_id) ELSE (SELECT story_id FROM newsroom_revision WHERE id = NEW.revision_id) END, \'newsroom.savedtext/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="4daa9f43e960c3bca8840cb6316ac711c17a0b69",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_7de7d",
                            table="newsroom_savedtext",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="savedtext",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.savedtext', '*', 'newsroom.savedtext/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="7a6574002fb127d42d80f835b9cd5c2b302bf5ec",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_31a26",
                            table="newsroom_savedtext",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="source",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."label", NEW."slug", NEW."kind", NEW."terms", NEW."description", NEW."document_id") IS NOT DISTINCT FROM ROW(OLD."label", OLD."slug", OLD."kind", OLD."terms", OLD."description", OLD."document_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'label\', to_jsonb(OLD."label"), to_jsonb(NEW."label"), NEW."label" IS DISTINCT FROM OLD."label"), (\'slug\', to_jsonb(OLD."slug"), to_jsonb(NEW."slug"), NEW."slug" IS DISTINCT FROM OLD."slug"), (\'kind\', to_jsonb(OLD."kind"), to_jsonb(NEW."kind"), NEW."kind" IS DISTINCT FROM OLD."kind"), (\'terms\', to_jsonb(OLD."terms"), to_jsonb(NEW."terms"), NEW."terms" IS DISTINCT FROM OLD."terms"), (\'description\', to_jsonb(OLD."description"), to_jsonb(NEW."description"), NEW."description" IS DISTINCT FROM OLD."description"), (\'document_id\', to_jsonb(OLD."document_id"), to_jsonb(NEW."document_id"), NEW."document_id" IS DISTINCT FROM OLD."document_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.source\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.source/\' || coalesce(NEW."id", OLD."id")::text, \'newsroom.source/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="b4549557aa125351fbc92a87763e121cca9a08ff",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_7fab1",
                            table="newsroom_source",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="source",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.source', '*', 'newsroom.source/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="0e0e4dbccc26a5b76665a227033835e52558d490",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_4d1ed",
                            table="newsroom_source",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sourceidentity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."source_id", NEW."ciphertext", NEW."key_id", NEW."changed_by_id", NEW."changed_at") IS NOT DISTINCT FROM ROW(OLD."source_id", OLD."ciphertext", OLD."key_id", OLD."changed_by_id", OLD."changed_at") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'source_id\', to_jsonb(OLD."source_id"), to_jsonb(NEW."source_id"), NEW."source_id" IS DISTINCT FROM OLD."source_id"), (\'ciphertext\', CASE WHEN OLD."ciphertext" IS NOT NULL THEN \'"not kept here"\'::jsonb END, CASE WHEN NEW."ciphertext" IS NOT NULL THEN \'"not kept here"\'::jsonb END, NEW."ciphertext" IS DISTINCT FROM OLD."ciphertext"), (\'key_id\', to_jsonb(OLD."key_id"), to_jsonb(NEW."key_id"), NEW."key_id" IS DISTINCT FROM OLD."key_id"), (\'changed_by_id\', to_jsonb(OLD."changed_by_id"), to_jsonb(NEW."changed_by_id"), NEW."changed_by_id" IS DISTINCT FROM OLD."changed_by_id"), (\'changed_at\', to_jsonb(OLD."changed_at"), to_jsonb(NEW."changed_at"), NEW."changed_at" IS DISTINCT FROM OLD."changed_at")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.sourceidentity\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.source/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.source_id) ELSE (NEW.source_id) END, \'newsroom.sourceidentity/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="e404081c8511e1f66de3c7463c053dc568370636",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_51284",
                            table="newsroom_sourceidentity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="sourceidentity",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.sourceidentity', '*', 'newsroom.sourceidentity/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="b1548c3e458aa1660c45624b049bbff56b801f25",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_a7440",
                            table="newsroom_sourceidentity",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="staleclaim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."story_id", NEW."key", NEW."before_id", NEW."after_id", NEW."raised_at", NEW."asked_again_on", NEW."taken_by_id", NEW."taken_at", NEW."decision", NEW."decided_by_id", NEW."decided_at", NEW."decided_why", NEW."correction_id") IS NOT DISTINCT FROM ROW(OLD."story_id", OLD."key", OLD."before_id", OLD."after_id", OLD."raised_at", OLD."asked_again_on", OLD."taken_by_id", OLD."taken_at", OLD."decision", OLD."decided_by_id", OLD."decided_at", OLD."decided_why", OLD."correction_id") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'story_id\', to_jsonb(OLD."story_id"), to_jsonb(NEW."story_id"), NEW."story_id" IS DISTINCT FROM OLD."story_id"), (\'key\', to_jsonb(OLD."key"), to_jsonb(NEW."key"), NEW."key" IS DISTINCT FROM OLD."key"), (\'before_id\', to_jsonb(OLD."before_id"), to_jsonb(NEW."before_id"), NEW."before_id" IS DISTINCT FROM OLD."before_id"), (\'after_id\', to_jsonb(OLD."after_id"), to_jsonb(NEW."after_id"), NEW."after_id" IS DISTINCT FROM OLD."after_id"), (\'raised_at\', to_jsonb(OLD."raised_at"), to_jsonb(NEW."raised_at"), NEW."raised_at" IS DISTINCT FROM OLD."raised_at"), (\'asked_again_on\', to_jsonb(OLD."asked_again_on"), to_jsonb(NEW."asked_again_on"), NEW."asked_again_on" IS DISTINCT FROM OLD."asked_again_on"), (\'taken_by_id\', to_jsonb(OLD."taken_by_id"), to_jsonb(NEW."taken_by_id"), NEW."taken_by_id" IS DISTINCT FROM OLD."taken_by_id"), (\'taken_at\', to_jsonb(OLD."taken_at"), to_jsonb(NEW."taken_at"), NEW."taken_at" IS DISTINCT FROM OLD."taken_at"), (\'decision\', to_jsonb(OLD."decision"), to_jsonb(NEW."decision"), NEW."decision" IS DISTINCT FROM OLD."decision"), (\'decided_by_id\', to_jsonb(OLD."decided_by_id"), to_jsonb(NEW."decided_by_id"), NEW."decided_by_id" IS DISTINCT FROM OLD."decided_by_id"), (\'decided_at\', to_jsonb(OLD."decided_at"), to_jsonb(NEW."decided_at"), NEW."decided_at" IS DISTINCT FROM OLD."decided_at"), (\'decided_why\', to_jsonb(OLD."decided_why"), to_jsonb(NEW."decided_why"), NEW."decided_why" IS DISTINCT FROM OLD."decided_why"), (\'correction_id\', to_jsonb(OLD."correction_id"), to_jsonb(NEW."correction_id"), NEW."correction_id" IS DISTINCT FROM OLD."correction_id")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.staleclaim\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || CASE TG_OP WHEN \'DELETE\' THEN (OLD.story_id) ELSE (NEW.story_id) END, \'newsroom.staleclaim/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="e62f8f1a23522ead67c98eb4fff46856fb19a650",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_c76c2",
                            table="newsroom_staleclaim",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="staleclaim",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.staleclaim', '*', 'newsroom.staleclaim/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="3da3555e2afa8ea3776c0ad91202d31dcfb2addb",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_838e8",
                            table="newsroom_staleclaim",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="story",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited",
                        sql=sanctions.triggers.UnavoidableSql(
                            declare="DECLARE was jsonb; becomes jsonb;",
                            func='\n            IF TG_OP = \'UPDATE\' AND ROW(NEW."slug", NEW."section", NEW."language", NEW."owner_id", NEW."status", NEW."status_by_id", NEW."status_at", NEW."withdrawn_at", NEW."withdrawal_note") IS NOT DISTINCT FROM ROW(OLD."slug", OLD."section", OLD."language", OLD."owner_id", OLD."status", OLD."status_by_id", OLD."status_at", OLD."withdrawn_at", OLD."withdrawal_note") THEN\n                RETURN NULL;\n            END IF;\n            \n            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)\n            INTO was, becomes\n            FROM (VALUES (\'slug\', to_jsonb(OLD."slug"), to_jsonb(NEW."slug"), NEW."slug" IS DISTINCT FROM OLD."slug"), (\'section\', to_jsonb(OLD."section"), to_jsonb(NEW."section"), NEW."section" IS DISTINCT FROM OLD."section"), (\'language\', to_jsonb(OLD."language"), to_jsonb(NEW."language"), NEW."language" IS DISTINCT FROM OLD."language"), (\'owner_id\', to_jsonb(OLD."owner_id"), to_jsonb(NEW."owner_id"), NEW."owner_id" IS DISTINCT FROM OLD."owner_id"), (\'status\', to_jsonb(OLD."status"), to_jsonb(NEW."status"), NEW."status" IS DISTINCT FROM OLD."status"), (\'status_by_id\', to_jsonb(OLD."status_by_id"), to_jsonb(NEW."status_by_id"), NEW."status_by_id" IS DISTINCT FROM OLD."status_by_id"), (\'status_at\', to_jsonb(OLD."status_at"), to_jsonb(NEW."status_at"), NEW."status_at" IS DISTINCT FROM OLD."status_at"), (\'withdrawn_at\', to_jsonb(OLD."withdrawn_at"), to_jsonb(NEW."withdrawn_at"), NEW."withdrawn_at" IS DISTINCT FROM OLD."withdrawn_at"), (\'withdrawal_note\', to_jsonb(OLD."withdrawal_note"), to_jsonb(NEW."withdrawal_note"), NEW."withdrawal_note" IS DISTINCT FROM OLD."withdrawal_note")) told (name, before, after, differs)\n            WHERE differs AND (TG_OP = \'UPDATE\' OR coalesce(after, before) <> \'""\');\n            INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES (\n                \'newsroom.story\', coalesce(NEW."id", OLD."id")::text, coalesce(\'newsroom.story/\' || coalesce(NEW."id", OLD."id")::text, \'newsroom.story/\' || coalesce(NEW."id", OLD."id")::text),\n                CASE TG_OP WHEN \'INSERT\' THEN \'added\' WHEN \'UPDATE\' THEN \'changed\'\n                    ELSE \'deleted\' END,\n                CASE WHEN TG_OP <> \'INSERT\' THEN was END,\n                CASE WHEN TG_OP <> \'DELETE\' THEN becomes END\n            );\n            RETURN NULL;\n        ',
                            hash="f7edffd06c7e21cadc7e25c0a4329893cfbcebe8",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_audited_2e454",
                            table="newsroom_story",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="story",
                    trigger=pgtrigger.compiler.Trigger(
                        name="audited_truncate",
                        sql=sanctions.triggers.UnavoidableSql(
                            func="INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES ('newsroom.story', '*', 'newsroom.story/*', 'deleted', NULL, NULL); RETURN NULL;",
                            hash="7748e5be0649d5f105ba51bfc25bd5a36954bb6b",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_audited_truncate_f3a72",
                            table="newsroom_story",
                            when="AFTER",
                        ),
                    ),
                ),
            ],
        ),
    ]
