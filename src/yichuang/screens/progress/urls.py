"""Addresses of a case's page, and of looking one up."""

from django.urls import path

from yichuang.screens.progress import look_up, telephone, views

app_name = "progress"
urlpatterns = [
    path("call/", telephone.call, name="call"),
    path("call/answer/", telephone.answer, name="answer"),
    path("progress/<str:hall>/", look_up.find, name="find"),
    path("progress/<str:hall>/look", look_up.look, name="look"),
    path("c/<str:token>/", views.page, name="page"),
    path("c/<str:token>/urge", views.urge, name="urge"),
]
