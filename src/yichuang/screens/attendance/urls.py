"""Addresses of attendance for those who answer for it."""

from django.urls import path

from yichuang.screens.attendance import views

app_name = "attendance"
urlpatterns = [
    path("", views.page, name="page"),
    path("ask/", views.ask, name="ask"),
    path("<uuid:restatement>/approve/", views.approve, name="approve"),
    path("<uuid:restatement>/refuse/", views.refuse, name="refuse"),
]
