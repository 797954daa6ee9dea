"""Editors' screens: stories with their claims, and sources. They call workflow and readiness."""

from django.contrib import admin
from django_ox.models import OxSchedule, OxTask

from newsroom.admin import claims, sources, stale, stories

__all__ = ["claims", "sources", "stale", "stories"]

# A job that failed shows there what the log must not: an error's words, which quote rows.
admin.site.unregister([OxTask, OxSchedule])
