"""Addresses of the hall's layout."""

from django.urls import path

from yichuang.screens.layout import views

app_name = "layout"
urlpatterns = [
    path("", views.page, name="page"),
    path("add/", views.add, name="add"),
    path("<uuid:area>/change/", views.change, name="change"),
    path("<uuid:area>/remove/", views.remove, name="remove"),
]
