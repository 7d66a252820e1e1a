"""Addresses of order and the day's end."""

from django.urls import path

from yichuang.screens.floor import views

app_name = "floor"
urlpatterns = [
    path("", views.page, name="page"),
    path("disturbance/", views.disturbance, name="disturbance"),
]
