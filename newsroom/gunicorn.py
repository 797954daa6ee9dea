"""How gunicorn serves the newsroom (`./run serve`): its settings, and its log in our format."""

from __future__ import annotations

import logging
from typing import Any

import django
from gunicorn.glogging import Logger

from newsroom import wsgi  # noqa: F401  # says which settings
from newsroom.logs import without_tokens

django.setup()  # the log's format, before the first line

# Two, so that one's exports (at most three at once) leave the other's readers alone; each has a
# pool of connections of its own (DATABASE_POOL), which should not be smaller than its threads.
workers = 2
threads = 8
preload_app = True  # what cannot start says so once, and the processes share its memory
# A request's own time is not limited, for an export may be long; a process that hangs is ended.
timeout = 30
# On TERM running requests have so many seconds; an export that is cut short has no last line.
graceful_timeout = 5
limit_request_line = 4094
limit_request_fields = 50
limit_request_field_size = 8190
control_socket_disable = True

access_log = logging.getLogger("newsroom.requests")


class logger_class(Logger):  # type: ignore[misc]  # noqa: N801  # the setting's name; no types
    """gunicorn's own lines go where ours go, and its access log is one of ours."""

    def setup(self, cfg: Any) -> None:
        self.cfg = cfg
        self.error_log.setLevel(self.LOG_LEVELS[cfg.loglevel])
        self.error_log.propagate = True

    @property
    def access_log_enabled(self) -> bool:
        return True

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Of a request that cannot be read, only that: gunicorn quotes its line or its header."""
        if msg.startswith("Invalid request from ip"):
            msg = msg.partition(": ")[0]
        super().warning(msg, *args, **kwargs)

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> None:
        """Called when a response has been sent to its end, or its client has hung up."""
        fields = {
            "method": environ.get("REQUEST_METHOD"),
            # Bytes taken for Latin-1, as WSGI has it.
            "path": without_tokens(
                environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
            ),
            "status": int(str(resp.status).split()[0]),
            "ms": round(request_time.total_seconds() * 1000),
            "bytes": resp.sent,
            "client": environ.get("REMOTE_ADDR"),
        }
        if user := environ.get("newsroom.user"):
            fields["user"] = user
        access_log.info("request", extra={"fields": fields})
