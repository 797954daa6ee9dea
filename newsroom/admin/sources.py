"""Sources. One that we do not name is an alias and its terms; who it is has a page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import ModelForm as AnyModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse

from newsroom import columns
from newsroom.admin.access import actor
from newsroom.admin.identities import identity
from newsroom.clearance import cleared
from newsroom.models import Claim, Source
from newsroom.workflow import sources_named_in_label
from sanctions.admin.exporting import ExportMixin
from sanctions.admin.typed import ModelForm

#: What everybody at the desk reads, and readers of the paper too.
TOLD = ("label", "slug", "description")


class SourceForm(ModelForm[Source]):
    by: Any = None

    class Meta:
        model = Source
        fields = ("label", "slug", "kind", "terms", "description", "document")
        help_texts = {
            "label": "As readers are told: “Bradley T. Smith”, “A senior US official”. Of somebody "
            "we do not name an alias, from which nobody can guess who it is.",
            "description": "Its part: “acting under secretary of the Treasury”. Of somebody we do "
            "not name nothing that fits one person alone: no office, place, age or employer that "
            "leads to them, no address, no number.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and _is_confidential(self.instance) and "kind" in self.fields:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = "Whom we promised not to name stays unnamed."

    def clean(self) -> dict[str, Any]:
        """What is told of a source is public at once where a published claim cites it, and at its
        time where a scheduled one does."""
        super().clean()  # asks for the constraints to be checked
        values = self.cleaned_data
        if self.instance.pk and {*self.changed_data} & {*TOLD} and self._is_told():
            told = {name: str(values.get(name, "")) for name in TOLD}
            for refusal in sources_named_in_label(self.instance, self.by, told):
                self.add_error(None, refusal)
        return values

    def _is_told(self) -> bool:
        return (
            _is_confidential(self.instance)
            or Claim.objects.filter(
                source=self.instance, revision__public_from__isnull=False
            ).exists()
        )


@admin.register(Source)
class SourceAdmin(ExportMixin[Source]):
    export_columns = columns.SOURCES
    form = SourceForm
    change_form_template = "admin/newsroom/source/change_form.html"
    list_display = ["label", "kind", "terms", "description", "document", "claim_count"]
    list_select_related = ["document"]
    list_filter = ["kind", "terms"]
    search_fields = ["label", "slug", "description"]
    search_help_text = "By its name or code word, or by what it does."
    ordering = ["label"]
    fields = ["label", "slug", "kind", "terms", "description", "document"]
    prepopulated_fields = {"slug": ["label"]}
    autocomplete_fields = ["document"]
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        return super().get_queryset(request).annotate(claim_count=Count("claims"))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """An address that readers may have kept does not follow its label."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[AnyModelForm[Source]]:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.by = actor(request)
        return form  # type: ignore[no-any-return]  # made for this request

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """For the cleared with a link to who it is; nobody else learns whether that is kept."""
        source = context.get("original")
        if source is not None and _is_confidential(source) and cleared(actor(request)):
            context["identity_url"] = reverse("admin:newsroom_source_identity", args=[source.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Somebody we do not name is never deleted: whether more is kept of them is no hint."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if any(_is_confidential(source) for source in objs):
            claims = Claim.objects.filter(source__in=[source.pk for source in objs])
            protected = [
                "The desk’s promise not to name them, which stays as long as the desk",
                *(f"Claim: {claim}" for claim in claims.order_by("pk")),
            ]
        return found, counts, lacking, protected

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view(identity)
        own = path("<int:source_id>/identity/", page, name="newsroom_source_identity")
        return [own, *super().get_urls()]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Only of a source that readers have a page of."""
        if obj is None or not Source.objects.public().filter(pk=obj.pk).exists():
            return None
        return super().get_view_on_site_url(obj)

    @admin.display(description="claims", ordering="claim_count")
    def claim_count(self, source: Any) -> int:
        return int(source.claim_count)


def _is_confidential(source: Source) -> bool:
    return source.kind == Source.Kind.CONFIDENTIAL
