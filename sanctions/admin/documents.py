"""Documents: typed in, or uploaded as text, HTML or PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from sanctions import columns, kept
from sanctions.admin.exporting import ExportMixin
from sanctions.admin.typed import ModelForm
from sanctions.models import Document


class DocumentForm(ModelForm[Document]):
    """What is kept is proof: a file is chosen once, and its text is the one that it holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "url" in self.fields:
            self.fields["url"].label = "Address on the web"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        try:
            if isinstance(upload, UploadedFile):
                document = self._read(upload, text)
                upload.name = f"{document.sha256}.{document.extension}"
            elif "text" in self.fields and "file" not in self.errors:
                document = kept.typed_in(text)
            else:
                return cleaned
        except kept.UnreadableError as error:
            self.add_error("file", str(error))
            return cleaned
        cleaned["text"] = document.text
        self.instance.media_type, self.instance.sha256 = document.media_type, document.sha256
        return cleaned

    @staticmethod
    def _read(upload: UploadedFile[Any], typed: str) -> kept.Kept:
        if (upload.size or 0) > kept.LARGEST:
            raise kept.TooLargeError(upload.size or 0)
        upload.seek(0)
        return kept.read(upload.read(), instead=typed)


@admin.register(Document)
class DocumentAdmin(ExportMixin[Document]):
    form = DocumentForm
    export_columns = columns.DOCUMENTS
    list_display = ["title", "publisher", "number", "dated", "access", "media_type"]
    list_filter = ["access", "publisher"]
    date_hierarchy = "dated"
    search_fields = ["title", "publisher", "number", "url"]
    autocomplete_fields = ["translation_of"]
    fieldsets = [
        (None, {"fields": ["title", "publisher", "number", "url", "dated", "retrieved_at"]}),
        (
            "What it says",
            {
                "fields": ["file", "text"],
                "description": "Upload a text, an HTML page or a PDF, and its text is read from "
                "it; or type the text in.",
            },
        ),
        ("Who may read it", {"fields": ["access", "translation_of"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        if obj is None:
            return []
        shown = ["media_type", "sha256"]
        return ["kept_file", "text", *shown] if obj.file else shown

    def get_fieldsets(self, request: HttpRequest, obj: Document | None = None) -> Any:
        if obj is None:
            return self.fieldsets
        main, _, access = self.fieldsets
        held = ["kept_file", "text"] if obj.file else ["text"]
        return [main, ("What it says", {"fields": [*held, "media_type", "sha256"]}), access]

    @admin.display(description="file")
    def kept_file(self, document: Document) -> str:
        """Its size: it has no address of its own, and the document's page shows its text."""
        return f"kept, {filesizeformat(document.file.size)}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Without the texts, which no list shows."""
        found = super().get_queryset(request)
        names = getattr(request.resolver_match, "url_name", "") or ""
        return found.defer("text") if names.endswith("_changelist") else found
