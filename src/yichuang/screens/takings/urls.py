"""Addresses of the page of takings."""

from django.urls import path

from yichuang.screens.takings import views

app_name = "takings"
urlpatterns = [
    path("", views.page, name="page"),
    path("read/", views.read, name="read"),
    path("decide/", views.decide, name="decide"),
    path("evidence/", views.read_evidence, name="read_evidence"),
    path("remission/", views.settle_remission, name="settle_remission"),
]
