"""Addresses of the guide."""

from django.urls import path

from yichuang.screens.guide import views

app_name = "guide"
urlpatterns = [
    path("<str:hall>/", views.page, name="page"),
    path("<str:hall>/promises/", views.promised, name="promises"),
    path("<str:hall>/<str:item>/", views.item, name="item"),
]
