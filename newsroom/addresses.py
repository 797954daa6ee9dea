"""Addresses for where no request says which site this is: mail, files, other sites' pages."""

from __future__ import annotations

from django.conf import settings


def absolute(path: str) -> str:
    return f"{settings.ADDRESS}{path}"
