"""Addresses of ratings: the terminal, a clerk's own page, the office's day."""

from django.urls import path

from yichuang.screens.rating import terminal, told

app_name = "rating"
urlpatterns = [
    path("rating/", terminal.terminal, name="terminal"),
    path("rating/now/", terminal.now, name="now"),
    path("rating/give/", terminal.give, name="give"),
    path("ratings/mine/", told.mine, name="mine"),
    path("office/ratings/", told.day, name="day"),
]
