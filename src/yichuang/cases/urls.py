"""Where the JSON door of cases is."""

from __future__ import annotations

from django.urls import path

from yichuang.cases.api import api

urlpatterns = [path("api/v1/cases/", api.urls)]
