"""The controls this room keeps."""

from yichuang.deadlines import rules, selectors, services
from yichuang.deadlines.events import (
    ClockPaused,
    ClockReassigned,
    ClockResumed,
    ClockStarted,
    DeadlineNear,
    DeadlinePassed,
)
from yichuang.kernel.claims import control

control("AB-08", by=(services.pause, services.reassign), proof=ClockReassigned)
control("TIME-01", by=(rules.project, services.tick, selectors.open_clocks), proof=DeadlinePassed)
control(
    "TIME-02",
    by=(services.start, services.pause, services.resume, rules.project),
    proof=(ClockStarted, ClockPaused, ClockResumed),
)
control("TIME-03", by=(services.tick, selectors.open_clocks), proof=(DeadlineNear, DeadlinePassed))
