"""Where the JSON door of the guide is."""

from __future__ import annotations

from django.urls import path

from yichuang.catalogue.api import api

urlpatterns = [path("api/v1/guide/", api.urls)]
