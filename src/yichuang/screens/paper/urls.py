"""Addresses of numbers on paper."""

from django.urls import path

from yichuang.screens.paper import views

app_name = "paper"
urlpatterns = [
    path("", views.page, name="page"),
    path("prepare/", views.prepare, name="prepare"),
    path("print/", views.print_out, name="print-out"),
    path("void/", views.void, name="void"),
    path("outage/", views.outage, name="outage"),
    path("<uuid:pack>/", views.sheets, name="sheets"),
    path("<uuid:pack>/enter/", views.enter, name="enter"),
    path("<uuid:pack>/merge/", views.merge, name="merge"),
    path("<uuid:pack>/rows/", views.rows, name="rows"),
    path("<uuid:pack>/correct/", views.correct, name="correct"),
]
