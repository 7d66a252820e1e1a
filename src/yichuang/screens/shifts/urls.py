"""Addresses of the shifts."""

from django.urls import path

from yichuang.screens.shifts import views

app_name = "shifts"
urlpatterns = [
    path("", views.page, name="page"),
    path("publish/", views.publish, name="publish"),
    path("set/", views.set_one, name="set"),
]
