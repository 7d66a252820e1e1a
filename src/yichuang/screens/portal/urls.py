"""Addresses of the phone page."""

from django.urls import path

from yichuang.screens.portal import views

app_name = "portal"
urlpatterns = [
    path("t/<str:token>", views.ticket, name="ticket"),
    path("t/<str:token>/now", views.now, name="now"),
    path("t/<str:token>/delay", views.delay, name="delay"),
    path("t/<str:token>/leave", views.leave, name="leave"),
    path("t/<str:token>/rate", views.rate, name="rate"),
]
