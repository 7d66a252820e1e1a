"""Addresses of leave for those who decide it."""

from django.urls import path

from yichuang.screens.leaves import views

app_name = "leaves"
urlpatterns = [
    path("", views.page, name="page"),
    path("called-in/", views.called_in, name="called_in"),
    path("<uuid:leave>/approve/", views.approve, name="approve"),
    path("<uuid:leave>/refuse/", views.refuse, name="refuse"),
    path("<uuid:leave>/cover/", views.cover, name="cover"),
    path("<uuid:leave>/reason/", views.reason, name="reason"),
]
