from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete, post_migrate

from newsroom.logs import log_what_nobody_caught


class NewsroomConfig(AppConfig):
    """Stories, sources and claims, and the only place that joins them to the records."""

    name = "newsroom"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        import newsroom.clearance  # noqa: PLC0415, tells of who is cleared
        import newsroom.system_checks  # noqa: PLC0415, registers them
        import newsroom.typed  # noqa: F401, PLC0415, hears of logins
        from newsroom.joins import undecide_links  # noqa: PLC0415, needs the models loaded
        from newsroom.pictures import forget_files_of_deleted  # noqa: PLC0415, needs the models loaded
        from newsroom.roles import create_missing_groups  # noqa: PLC0415, needs the models loaded
        from sanctions.signals import parties_parted  # noqa: PLC0415

        if settings.LOG_FORMAT == "json":
            log_what_nobody_caught()
        post_delete.connect(
            forget_files_of_deleted, "newsroom.Picture", dispatch_uid="forget_files_of_deleted"
        )
        post_migrate.connect(create_missing_groups, sender=self)
        parties_parted.connect(undecide_links, dispatch_uid="undecide_links")
