"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.organization import rules, selectors, services
from yichuang.organization.events import (
    CalendarImported,
    HallActivated,
    HeadAppointed,
    PersonLeft,
    WindowActivated,
    WindowAdded,
)

control("HRS-02", by=(rules.day_plan, selectors.add_working_days), proof=CalendarImported)
control(
    "ORG-02",
    by=(services.activate_hall, services.person_leaves),
    proof=(HeadAppointed, HallActivated, PersonLeft),
)
control(
    "ORG-03",
    by=(services.add_window, services.activate_hall, services.activate_window),
    proof=(WindowAdded, WindowActivated),
)
control("ORG-07", by=(services.activate_hall, selectors.establishment), proof=HallActivated)
