"""Address of a case's page."""

from django.urls import path

from yichuang.screens.progress import views

app_name = "progress"
urlpatterns = [path("c/<str:token>/", views.page, name="page")]
