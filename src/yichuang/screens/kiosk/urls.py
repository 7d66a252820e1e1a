"""Addresses of the kiosk."""

from django.urls import path

from yichuang.screens.kiosk import check_in, guide, progress, reading, standing, views

app_name = "kiosk"
urlpatterns = [
    path("", views.home, name="home"),
    path("fresh/", views.fresh, name="fresh"),
    path("lines/", views.lines, name="lines"),
    path("find/", views.find, name="find"),
    path("find/<uuid:item>/", reading.page, name="item"),
    path("found/", views.found, name="found"),
    path("help/", views.ask, name="help"),
    path("priority/", views.priority, name="priority"),
    path("check-in/", check_in.page, name="check-in"),
    path("check-in/done/", check_in.act, name="checked-in"),
    path("progress/", progress.page, name="progress"),
    path("progress/of/", progress.look, name="progress-of"),
    path("progress/print/", standing.act, name="print-standing"),
    path("guide/", guide.act, name="print-guide"),
    path("guide/<uuid:guide>/", guide.page, name="guide"),
    path("guide/<uuid:guide>/now/", guide.now, name="guide-now"),
    path("take/", views.take, name="take"),
    path("ticket/<str:token>/", views.ticket, name="ticket"),
    path("ticket/<str:token>/slip/", views.slip, name="slip"),
    path("ticket/<str:token>/needs/", views.needs, name="needs"),
    path("ticket/<str:token>/again/", views.again, name="again"),
]
