"""Addresses of what is done at once."""

from django.urls import path

from yichuang.screens.once import gaps, views, visits

app_name = "once"
urlpatterns = [
    path("", views.page, name="page"),
    path("cases/", views.rows, name="rows"),
    path("gaps/", gaps.page, name="gaps"),
    path("gaps/cases/", gaps.rows, name="gap_rows"),
    path("visits/", visits.page, name="visits"),
    path("visits/<uuid:case>/settle/", visits.settle, name="settle"),
]
