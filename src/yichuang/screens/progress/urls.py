"""Addresses of a case's page, and of looking one up."""

from django.urls import path

from yichuang.screens.progress import look_up, views

app_name = "progress"
urlpatterns = [
    path("progress/<str:hall>/", look_up.find, name="find"),
    path("progress/<str:hall>/look", look_up.look, name="look"),
    path("c/<str:token>/", views.page, name="page"),
    path("c/<str:token>/urge", views.urge, name="urge"),
]
