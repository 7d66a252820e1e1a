"""The controls this room keeps."""

from yichuang.deadlines import rules, services
from yichuang.deadlines.events import ClockPaused, ClockReassigned, ClockResumed, ClockStarted
from yichuang.kernel.claims import control

control("AB-08", by=(services.pause, services.reassign), proof=ClockReassigned)
control(
    "TIME-02",
    by=(services.start, services.pause, services.resume, rules.project),
    proof=(ClockStarted, ClockPaused, ClockResumed),
)
