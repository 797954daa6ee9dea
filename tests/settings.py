"""newsroom.settings as the tests see them: what is in a developer's .env changes nothing."""

import os

os.environ.update(
    DEBUG="false",
    HTTPS="false",
    SECOND_FACTOR="false",
    SESSION_IDLE_MINUTES="30",
    SESSION_HOURS="12",
    SECRET_KEY="the tests need a key, and nothing that it signs outlives them",
    SOURCE_KEY="dGhlIHRlc3RzIG5lZWQgYSBrZXkgb2YgMzIgYnl0ZXM=",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    DATABASE_POOL="0",
    FETCH_LISTS="imported",
    NEWSROOM_NAME="The Concordance",
    TIME_ZONE="UTC",
    EMAIL_URL="console:",
    MAIL_FROM="newsroom@localhost",
    DIGEST_HOUR="7",
)

from newsroom.settings import *  # noqa: F403
from newsroom.settings import DATABASES, STORAGES

# Plain names, so that no test waits for collectstatic.
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
# Cheap on purpose: a safe hash takes a quarter of a second for every account and login.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nobody misses a test's last half second after a power cut.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
