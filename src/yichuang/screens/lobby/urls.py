"""Addresses of the boards; a zone's board shows the windows of that zone."""

from django.urls import path

from yichuang.screens.lobby import views

app_name = "lobby"
urlpatterns = [
    path("<slug:hall>/", views.board, name="board"),
    path("<slug:hall>/now/", views.now, name="now"),
    path("<slug:hall>/<slug:zone>/", views.board, name="zone"),
    path("<slug:hall>/<slug:zone>/now/", views.now, name="zone-now"),
]
