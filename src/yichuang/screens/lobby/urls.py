"""Addresses of the boards; a zone's board shows the windows of that zone, a window screen its own window."""

from django.urls import path

from yichuang.screens.lobby import views, window

app_name = "lobby"
urlpatterns = [
    path("board/<slug:hall>/", views.board, name="board"),
    path("board/<slug:hall>/now/", views.now, name="now"),
    path("board/<slug:hall>/<slug:zone>/", views.board, name="zone"),
    path("board/<slug:hall>/<slug:zone>/now/", views.now, name="zone-now"),
    path("window/", window.screen, name="window"),
    path("window/now/", window.now, name="window-now"),
]
