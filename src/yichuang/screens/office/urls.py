"""Addresses of the hall office."""

from django.urls import path

from yichuang.screens.office import views

app_name = "office"
urlpatterns = [
    path("", views.today, name="today"),
    path("now/", views.now, name="now"),
]
