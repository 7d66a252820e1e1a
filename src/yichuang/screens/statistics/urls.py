"""Addresses of the figures."""

from django.urls import path

from yichuang.screens.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.page, name="page"),
    path("rows/", views.rows, name="rows"),
    path("workbook/", views.book, name="workbook"),
]
