"""Addresses of delegations."""

from django.urls import path

from yichuang.screens.mandate import stationing, views

app_name = "mandate"
urlpatterns = [
    path("", views.page, name="page"),
    path("grant/", views.grant, name="grant"),
    path("<uuid:delegation>/suspend/", views.suspend, name="suspend"),
    path("<uuid:delegation>/resume/", views.resume, name="resume"),
    path("<uuid:delegation>/revoke/", views.revoke, name="revoke"),
    path("departments/", stationing.page, name="stationing"),
    path("departments/let-in/", stationing.station, name="station"),
    path("departments/outside/", stationing.outside, name="outside"),
    path("departments/outside/<uuid:item>/moved-in/", stationing.move_in, name="move-in"),
]
