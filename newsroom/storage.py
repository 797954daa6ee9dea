"""Where static files are kept."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, which browsers may keep for ever."""

    # Without it `import "./claim.js"` keeps its plain name, and the module is loaded twice.
    support_js_module_import_aggregation = True
