"""The controls these pages keep."""

from yichuang.kernel.claims import control
from yichuang.queueing.events import TicketServed, TicketTaken
from yichuang.screens.statistics import views

control("LOG-02", by=(views.page, views.rows, views.book), proof=(TicketTaken, TicketServed))
