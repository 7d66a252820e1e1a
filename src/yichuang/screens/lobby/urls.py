"""Addresses of the boards; a zone's board shows the windows of that zone, a window screen its own window.

Clips of the hall's own voice, and the office's page of how the boards speak.
"""

from django.urls import path

from yichuang.screens.lobby import views, voice, voices, whereabouts, window

app_name = "lobby"
urlpatterns = [
    path("board/<slug:hall>/", views.board, name="board"),
    path("board/<slug:hall>/now/", views.now, name="now"),
    path("board/<slug:hall>/<slug:zone>/", views.board, name="zone"),
    path("board/<slug:hall>/<slug:zone>/now/", views.now, name="zone-now"),
    path("voice/<str:language>/<slug:name>/", voice.clip, name="clip"),
    path("office/voice/", voices.page, name="voices"),
    path("office/voice/set/", voices.set_voice, name="set-voice"),
    path("office/voice/mute/", voices.mute, name="mute"),
    path("office/voice/unmute/", voices.unmute, name="unmute"),
    path("whereabouts/<slug:hall>/", whereabouts.page, name="whereabouts"),
    path("window/", window.screen, name="window"),
    path("window/now/", window.now, name="window-now"),
]
