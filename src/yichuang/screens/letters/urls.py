"""Addresses of the pages of notices."""

from django.urls import path

from yichuang.screens.letters import views

app_name = "letters"
urlpatterns = [
    path("notices/<str:hall>/", views.find, name="find"),
    path("notices/<str:hall>/open", views.open_it, name="open"),
    path("n/<str:token>/", views.page, name="page"),
    path("n/<str:token>/paper.pdf", views.paper, name="paper"),
]
