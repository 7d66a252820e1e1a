"""The controls the kiosk keeps."""

from yichuang.facilities import services as facilities
from yichuang.facilities.events import DeviceDown, SlipPrinted
from yichuang.kernel.claims import control
from yichuang.notices.events import NoticeRead
from yichuang.queueing import services as queueing
from yichuang.queueing.events import TicketTaken
from yichuang.screens.kiosk import guide, progress, standing
from yichuang.screens.kiosk.views import take, ticket
from yichuang.screens.kit.hours import hours_of

control("HRS-01", by=hours_of)
control("INT-06", by=take, proof=TicketTaken)
control("QUE-04", by=ticket, proof=TicketTaken)
control(
    "SSD-01",
    by=(take, progress.look, guide.act, facilities.watch_devices),
    proof=(TicketTaken, SlipPrinted, NoticeRead, DeviceDown),
)
control("SSD-02", by=(queueing.print_guide, standing.act, standing.slip_of), proof=SlipPrinted)
