"""The start page and the switch of language and type size."""

from django.urls import path

from yichuang.screens.kit import views

app_name = "kit"
urlpatterns = [
    path("", views.start, name="start"),
    path("look/", views.choose_look, name="look"),
]
