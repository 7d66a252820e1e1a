"""The controls the boards keep."""

from yichuang.kernel.claims import control
from yichuang.posts.events import SignedOff, SignedOn
from yichuang.queueing.events import TicketCalled
from yichuang.screens.lobby import picture, window
from yichuang.screens.portal.progress import progress_of

control("QUE-07", by=picture.picture_of, proof=TicketCalled)
control("BDG-02", by=(picture.picture_of, window.picture_of, progress_of), proof=(SignedOn, SignedOff))
