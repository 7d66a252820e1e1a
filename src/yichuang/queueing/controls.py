"""The controls this room keeps."""

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel.claims import control
from yichuang.queueing import answers, selectors, services
from yichuang.queueing.events import (
    ClosingChosen,
    CrowdingBegan,
    CrowdingEnded,
    DisturbanceRecorded,
    NeedsNoted,
    PaperMerged,
    PolicySet,
    PriorityGranted,
    PriorityRequested,
    ServesAdded,
    ServesRemoved,
    ShirkingSuspected,
    TicketCalled,
    TicketDelayed,
    TicketMissed,
    TicketParked,
    TicketRecalled,
    TicketRejoined,
    TicketResumed,
    TicketServed,
    TicketTaken,
    TicketTransferred,
)

control("EXT-01", by=(selectors.closing_questions, services.decide_closing), proof=ClosingChosen)
control("HRS-01", by=services.take_ticket, proof=TicketTaken)
control("HRS-06", by=services.call_next, proof=TicketCalled)
control("QUE-01", by=(services.call_next, answers.call), proof=TicketCalled)
control("QUE-02", by=services.grant_priority, proof=(PriorityGranted, PriorityRequested))
control("QUE-04", by=(selectors.ticket_by_token, selectors.waits), proof=(TicketTaken, TicketServed))
control(
    "QUE-06",
    by=(services.recall, services.miss, services.rejoin, services.delay),
    proof=(TicketRecalled, TicketMissed, TicketRejoined, TicketDelayed),
)
control("QUE-07", by=(selectors.board, answers.board_json), proof=TicketCalled)
control("INT-06", by=answers.take, proof=TicketTaken)
control("ORG-03", by=services.remove_serves, proof=ServesRemoved)
control("QUE-08", by=(services.call_next, services.add_serves), proof=(TicketCalled, ServesAdded))
control(
    "QUE-10",
    by=(services.take_ticket, services.call_next, services.prepare_pack, services.merge_paper),
    proof=(TicketTaken, TicketCalled, PaperMerged),
)
control("PRI-01", by=(services.set_policy, services.grant_priority), proof=(PolicySet, TicketCalled))
control(
    "PRI-03",
    by=(services.grant_priority, services.approve_priority, selectors.givers),
    proof=(PriorityRequested, PriorityGranted),
)
control("PRI-04", by=(services.grant_priority, services.set_policy), proof=(PriorityGranted, TicketCalled))
control("QUE-03", by=services.watch_crowding, proof=(CrowdingBegan, CrowdingEnded))
control("QUE-05", by=(services.park, services.resume), proof=(TicketParked, TicketResumed))
control("QUE-11", by=services.record_disturbance, proof=DisturbanceRecorded)
control("TWO-02", by=services.finish, proof=TicketServed)
control("INT-01", by=services.take_ticket, proof=(TicketTaken, TicketCalled))
control("INT-02", by=(catalogue.search, services.transfer), proof=(TicketTaken, TicketTransferred))
control("JOB-12", by=(services.note_needs, selectors.desk), proof=NeedsNoted)
control("JOB-08", by=services.transfer, proof=ShirkingSuspected)
