"""Where the JSON doors are."""

from __future__ import annotations

from django.urls import path

from yichuang.queueing.api import api

urlpatterns = [path("api/v1/", api.urls)]
