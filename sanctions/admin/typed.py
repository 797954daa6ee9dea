"""Django's classes, generic as the type checker knows them; at run time they take no types.

Every field that one of our admins makes of a column is a careful one (`sanctions.text`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin

from sanctions.text import careful

#: Of an inline: a request with a thousand fields, which is all that is read, holds no more.
MOST_ROWS = 250

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, TabularInline
    from django.forms import BaseInlineFormSet, ModelForm
else:

    class BaseInlineFormSet[Child, Parent, Form](forms.BaseInlineFormSet):
        pass

    class _Careful:
        def formfield_for_dbfield(self, db_field, request, **kwargs):
            field = super().formfield_for_dbfield(db_field, request, **kwargs)
            if field is not None:
                careful(field)
            return field

    class ModelAdmin[M](_Careful, admin.ModelAdmin):
        pass

    class TabularInline[Child, Parent](_Careful, admin.TabularInline):
        max_num = MOST_ROWS

        def get_formset(self, request, obj=None, **kwargs):
            # Django would make two thousand forms for whoever says that so many were sent.
            most = max(self.get_max_num(request, obj) or 0, MOST_ROWS)
            return super().get_formset(request, obj, absolute_max=most, **kwargs)

    class ModelForm[M](forms.ModelForm):
        pass


__all__ = ["BaseInlineFormSet", "ModelAdmin", "ModelForm", "TabularInline"]
