from django.apps import AppConfig


class SanctionsConfig(AppConfig):
    """What the lists and the records say. Knows nothing of stories."""

    name = "sanctions"
    verbose_name = "Records"
