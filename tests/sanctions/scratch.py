"""A database for a command of the tests, which is gone when the command ends."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def scratch_database(name: str) -> Iterator[None]:
    """Django with an empty, migrated database; kept files go to a temporary folder."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import override_settings

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_{name}"
    connection.settings_dict["TEST"]["NAME"] = f"test_{name}"
    before = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as kept, override_settings(MEDIA_ROOT=kept):
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(before, verbosity=0)
