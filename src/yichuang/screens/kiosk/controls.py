"""The controls the kiosk keeps."""

from yichuang.kernel.claims import control
from yichuang.queueing.events import TicketTaken
from yichuang.screens.kiosk.views import take, ticket
from yichuang.screens.kit.hours import hours_of

control("HRS-01", by=hours_of)
control("INT-06", by=take, proof=TicketTaken)
control("QUE-04", by=ticket, proof=TicketTaken)
