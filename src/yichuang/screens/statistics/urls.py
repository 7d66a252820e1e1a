"""Addresses of the figures."""

from django.urls import path

from yichuang.screens.statistics import definitions, views

app_name = "statistics"
urlpatterns = [
    path("", views.page, name="page"),
    path("rows/", views.rows, name="rows"),
    path("definitions/", definitions.page, name="definitions"),
    path("definitions/set/", definitions.define, name="define"),
    path("workbook/", views.book, name="workbook"),
]
