"""Addresses of the order of the queue."""

from django.urls import path

from yichuang.screens.order import priority, rule

app_name = "order"
urlpatterns = [
    path("queue/rule/", rule.page, name="rule"),
    path("queue/rule/set/", rule.set_version, name="set-rule"),
    path("queue/priority/", priority.page, name="priority"),
    path("queue/priority/grant/", priority.grant, name="grant"),
    path("queue/priority/<str:ticket>/approve/", priority.approve, name="approve"),
    path("queue/priority/<str:ticket>/refuse/", priority.refuse, name="refuse"),
    path("queue/priority/<str:ticket>/withdraw/", priority.withdraw, name="withdraw"),
]
