"""The controls the boards keep."""

from yichuang.kernel.claims import control
from yichuang.queueing.events import TicketCalled
from yichuang.screens.lobby import picture

control("QUE-07", by=picture.picture_of, proof=TicketCalled)
