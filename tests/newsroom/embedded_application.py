"""An application of its own that uses the embedded server, for the tests that kill and crowd it.

    python -m tests.newsroom.embedded_application VAR ACCOUNT [SQL …]

It connects, executes, prints the first value of the last answer, keeps the connection until its
standard input ends, and leaves as any other does.
"""

import os
import pwd
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings


def main(var: str, account: str, *statements: str) -> None:
    settings.configure(
        VAR=Path(var), DATABASES={"default": {"ENGINE": "newsroom.embedded", "NAME": "newsroom"}}
    )
    apps.populate([])
    from django.db import connection

    from newsroom.embedded.errors import ServerError

    connection.cursor  # noqa: B018  # imports the backend while root can still read it
    if account:
        entry = pwd.getpwnam(account)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            sys.stdout.write(f"{cursor.fetchone()[0] if cursor.description else ''}\n")
            sys.stdout.flush()
            sys.stdin.read()
    except ServerError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
