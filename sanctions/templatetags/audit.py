"""For the desk's pages: where the audit trail tells of a thing."""

from django import template
from django.db.models import Model

register = template.Library()


@register.simple_tag
def all_changes(row: Model) -> str:
    from sanctions.admin import audit  # noqa: PLC0415, registers screens, which need the site

    return audit.all_changes(audit.thing_of(row))
