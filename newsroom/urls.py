"""The whole public surface, and the admin.

Public addresses never die. A page that is also JSON answers at the same address with `.json` in
place of the last slash.
"""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
