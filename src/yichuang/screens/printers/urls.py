"""Addresses of the printers' page."""

from django.urls import path

from yichuang.screens.printers import views

app_name = "printers"
urlpatterns = [
    path("", views.page, name="page"),
    path("now/", views.now, name="now"),
    path("set/", views.set_up, name="set"),
    path("<uuid:printer_id>/test/", views.test, name="test"),
    path("<uuid:ticket_id>/again/", views.again, name="again"),
]
