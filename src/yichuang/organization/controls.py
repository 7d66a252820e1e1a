"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.organization import rules, selectors, services
from yichuang.organization.events import (
    AlarmAcknowledged,
    AlarmRaised,
    AlarmTold,
    CalendarImported,
    HallActivated,
    HeadAppointed,
    HoursChangeApproved,
    HoursChangeAsked,
    HoursChangedInEmergency,
    HoursChangeExplained,
    IntegrityDeclared,
    PersonLeft,
    WindowActivated,
    WindowAdded,
)

control(
    "EXT-02",
    by=(services.request_change, services.approve_change, rules.day_plan),
    proof=(HoursChangeAsked, HoursChangeApproved),
)
control("HRS-02", by=(rules.day_plan, selectors.add_working_days), proof=CalendarImported)
control(
    "HRS-04",
    by=(services.request_change, services.change_in_emergency, services.explain_change),
    proof=(HoursChangeApproved, HoursChangedInEmergency, HoursChangeExplained),
)
control(
    "HRS-05",
    by=(services.raise_alarm, services.climb_ladders, services.acknowledge_alarm),
    proof=(AlarmRaised, AlarmTold, AlarmAcknowledged),
)
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
control("PROM-03", by=(services.declare_integrity, selectors.undeclared), proof=IntegrityDeclared)
