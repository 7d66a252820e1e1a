"""Addresses of the desk: one a verb."""

from django.urls import path

from yichuang.screens.desk import slip, views, visit

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("now/", views.now, name="now"),
    path("stand-in/", views.stand_in, name="stand_in"),
    path("on/", views.on, name="on"),
    path("off/", views.off, name="off"),
    path("call/", views.call, name="call"),
    path("recall/", views.recall, name="recall"),
    path("begin/", views.begin, name="begin"),
    path("finish/", views.finish, name="finish"),
    path("miss/", views.miss, name="miss"),
    path("rejoin/", views.rejoin, name="rejoin"),
    path("quick/", views.quick, name="quick"),
    path("rate/", views.ask_to_rate, name="ask-to-rate"),
    path("park/", views.park, name="park"),
    path("resume/", views.resume, name="resume"),
    path("transfer/", views.transfer, name="transfer"),
    path("send-back/", views.send_back, name="send_back"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("pause/", views.pause, name="pause"),
    path("serve/", views.serve, name="serve"),
    path("service/", visit.service, name="service"),
    path("slip/<uuid:ticket_id>/", slip.state, name="slip"),
    path("slip/<uuid:ticket_id>/print/", slip.print_here, name="print"),
    path("note/", visit.note, name="note"),
    path("note/read/", visit.read, name="read"),
]
