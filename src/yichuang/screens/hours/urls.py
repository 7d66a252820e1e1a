"""Addresses of the page of hours."""

from django.urls import path

from yichuang.screens.hours import views

app_name = "hours"
urlpatterns = [
    path("", views.page, name="page"),
    path("ask/", views.ask, name="ask"),
    path("decide/", views.decide, name="decide"),
    path("end/", views.end, name="end"),
    path("explain/", views.explain, name="explain"),
    path("closing/", views.closing, name="closing"),
    path("alarm/", views.alarm, name="alarm"),
    path("acknowledge/", views.acknowledge, name="acknowledge"),
    path("lift/", views.lift, name="lift"),
    path("leaders/", views.leaders, name="leaders"),
]
