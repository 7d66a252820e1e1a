"""Addresses of the time limits."""

from django.urls import path

from yichuang.screens.limits import views

app_name = "limits"
urlpatterns = [
    path("", views.page, name="page"),
    path("now/", views.now, name="now"),
    path("book/", views.book, name="book"),
]
