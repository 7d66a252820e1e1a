"""Addresses of the phone page."""

from django.urls import path

from yichuang.screens.portal import remote, views

app_name = "portal"
urlpatterns = [
    path("q/<str:hall>/", remote.page, name="remote"),
    path("q/<str:hall>/take", remote.take, name="remote-take"),
    path("t/<str:token>", views.ticket, name="ticket"),
    path("t/<str:token>/now", views.now, name="now"),
    path("t/<str:token>/delay", views.delay, name="delay"),
    path("t/<str:token>/leave", views.leave, name="leave"),
    path("t/<str:token>/needs", views.needs, name="needs"),
    path("t/<str:token>/rate", views.rate, name="rate"),
]
