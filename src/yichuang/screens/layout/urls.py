"""Addresses of the hall's layout."""

from django.urls import path

from yichuang.screens.layout import sign, views

app_name = "layout"
urlpatterns = [
    path("", views.page, name="page"),
    path("sign/", sign.page, name="sign"),
    path("sign/print/", sign.printed, name="print-sign"),
    path("sign/phone/", sign.set_phone, name="set-phone"),
    path("add/", views.add, name="add"),
    path("<uuid:area>/change/", views.change, name="change"),
    path("<uuid:area>/remove/", views.remove, name="remove"),
]
