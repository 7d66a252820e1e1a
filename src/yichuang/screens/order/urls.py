"""Addresses of the order of the queue."""

from django.urls import path

from yichuang.screens.order import priority, remote, rule

app_name = "order"
urlpatterns = [
    path("queue/rule/", rule.page, name="rule"),
    path("queue/rule/set/", rule.set_version, name="set-rule"),
    path("queue/remote/", remote.page, name="remote"),
    path("queue/remote/check-in/", remote.help_check_in, name="help-check-in"),
    path("queue/remote/<str:line>/set/", remote.set_rule, name="set-remote"),
    path("queue/remote/<str:holder>/lift/", remote.lift, name="lift-remote"),
    path("queue/priority/", priority.page, name="priority"),
    path("queue/priority/grant/", priority.grant, name="grant"),
    path("queue/priority/<str:ticket>/approve/", priority.approve, name="approve"),
    path("queue/priority/<str:ticket>/refuse/", priority.refuse, name="refuse"),
    path("queue/priority/<str:ticket>/withdraw/", priority.withdraw, name="withdraw"),
]
