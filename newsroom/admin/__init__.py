"""Editors' screens: stories with their claims, and sources. They call workflow and readiness."""

from newsroom.admin import claims, sources, stories

__all__ = ["claims", "sources", "stories"]
