"""The controls the boards keep."""

from yichuang.kernel.claims import control
from yichuang.posts.events import SignedOff, SignedOn
from yichuang.queueing.events import TicketCalled
from yichuang.screens.lobby.picture import picture_of

control("QUE-07", by=picture_of, proof=TicketCalled)
control("BDG-02", by=picture_of, proof=(SignedOn, SignedOff))
