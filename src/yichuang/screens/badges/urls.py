"""Addresses of the badge register."""

from django.urls import path

from yichuang.screens.badges import views

app_name = "badges"
urlpatterns = [
    path("", views.page, name="page"),
    path("<uuid:person>/issue/", views.issue, name="issue"),
    path("<uuid:person>/lost/", views.lost, name="lost"),
    path("<uuid:person>/replace/", views.replace, name="replace"),
]
