"""Addresses of the equipment page."""

from django.urls import path

from yichuang.screens.equipment import views

app_name = "equipment"
urlpatterns = [
    path("", views.page, name="page"),
    path("now/", views.now, name="now"),
    path("add/", views.add, name="add"),
    path("<uuid:equipment_id>/down/", views.down, name="down"),
    path("<uuid:equipment_id>/back/", views.back, name="back"),
    path("<uuid:equipment_id>/retire/", views.retire, name="retire"),
]
