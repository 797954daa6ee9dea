"""`embedded start|stop|status`: the embedded PostgreSQL server by hand."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from newsroom.embedded.server import DATABASE, USER, Server


class Command(BaseCommand):
    help = (
        "Start, stop or look at the embedded PostgreSQL server. Other commands start it when they "
        "need it and stop it when nobody is left; after `start` it stays until `stop`."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["start", "stop", "status"])

    def handle(self, *, action: str, **options: Any) -> None:
        server = Server(settings.VAR)
        with server.lock():
            getattr(self, action)(server)

    def start(self, server: Server) -> None:
        server.start()
        server.keep.touch()
        self.status(server)

    def stop(self, server: Server) -> None:
        server.keep.unlink(missing_ok=True)
        if others := self.clients(server):
            raise CommandError(
                f"The server is in use (open connections: {others}). End what uses it first; "
                "the last to leave stops the server."
            )
        server.stop()
        self.status(server)

    def clients(self, server: Server) -> int:
        """How many still use it, after a moment: whoever has just left is seen for a while yet."""
        for _ in range(10):
            if not (others := server.clients()):
                break
            time.sleep(0.1)
        return others

    def status(self, server: Server) -> None:
        if not server.is_running():
            self.stdout.write("The embedded server is stopped.")
            return
        stays = "until `embedded stop`" if server.keep.exists() else "while it is used"
        self.stdout.write(
            f"The embedded server runs {stays}. Open connections: {server.clients()}.\n"
            f"Look inside with: psql -h '{server.socket}' -U {USER} {DATABASE}"
        )
