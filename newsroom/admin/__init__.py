"""Editors' screens: stories with their claims, and sources. They call workflow and readiness."""

from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_ox.models import OxSchedule, OxTask

from newsroom.admin import accounts, claims, groups, readings, sources, stale, stories

__all__ = ["accounts", "claims", "groups", "readings", "sources", "stale", "stories"]

# A job that failed shows there what the log must not: an error's words, which quote rows.
admin.site.unregister([OxTask, OxSchedule])
# These show every account's key; a person's own pages are in newsroom.admin.second_factor.
admin.site.unregister([TOTPDevice, StaticDevice])
