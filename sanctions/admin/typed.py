"""Django's classes, generic as the type checker knows them; at run time they take no types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms import BaseInlineFormSet, ModelForm
else:

    class BaseInlineFormSet[Child, Parent, Form](forms.BaseInlineFormSet):
        pass

    class ModelAdmin[M](admin.ModelAdmin):
        pass

    class TabularInline[Child, Parent](admin.TabularInline):
        pass

    class ModelForm[M](forms.ModelForm):
        pass


__all__ = ["BaseInlineFormSet", "ModelAdmin", "ModelForm", "TabularInline"]
