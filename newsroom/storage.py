"""Where static files are kept."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """Names with a hash of the content, which browsers may keep for ever."""

    # Without it `import "./claim.js"` keeps its plain name, and the module is loaded twice.
    support_js_module_import_aggregation = True


def collect_changed_files() -> None:
    """Run collectstatic, unless no file has changed since this function last did."""
    stamp = settings.STATIC_ROOT.with_name("static.stamp")
    state = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            state.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    if not stamp.exists() or stamp.read_text() != state.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(state.hexdigest())
