"""Addresses of the yearly undertaking."""

from django.urls import path

from yichuang.screens.privacy import views

app_name = "privacy"
urlpatterns = [
    path("undertaking/", views.page, name="undertaking"),
    path("undertaking/sign/", views.sign, name="sign"),
]
