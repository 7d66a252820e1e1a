"""Addresses of the staffroom."""

from django.urls import path

from yichuang.screens.staffroom import calendar_views, swap_views, views

app_name = "staffroom"
urlpatterns = [
    path("", views.page, name="page"),
    path("leave/", views.ask, name="ask"),
    path("leave/<uuid:leave>/submit/", views.submit, name="submit"),
    path("leave/<uuid:leave>/cover/", views.cover, name="cover"),
    path("leave/<uuid:leave>/withdraw/", views.withdraw, name="withdraw"),
    path("leave/<uuid:leave>/back/", views.back, name="back"),
    path("leave/<uuid:leave>/proof/", views.proof, name="proof"),
    path("handover/<uuid:cover_id>/sign/", views.sign, name="sign"),
    path("calendar/", calendar_views.page, name="calendar"),
    path("calendar/open/", calendar_views.open_calendar, name="open-calendar"),
    path("calendar/end/", calendar_views.end_calendar, name="end-calendar"),
    path("feed/<str:token>.ics", calendar_views.feed, name="feed"),
    path("swaps/", swap_views.page, name="swaps"),
    path("swaps/ask/", swap_views.ask, name="ask-swap"),
    path("swaps/<uuid:swap>/agree/", swap_views.agree, name="agree-swap"),
    path("swaps/<uuid:swap>/approve/", swap_views.approve, name="approve-swap"),
    path("swaps/<uuid:swap>/refuse/", swap_views.refuse, name="refuse-swap"),
    path("post/<uuid:posting>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("attendance/", views.restatement, name="restatement"),
]
