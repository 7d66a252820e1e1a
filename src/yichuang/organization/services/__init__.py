"""Build and run the ground floor of a hall.  The hall is the actor's (``by.hall_id``)."""

from yichuang.organization.services.alarms import (
    acknowledge_alarm,
    climb_ladders,
    lift_alarm,
    raise_alarm,
    set_duty_leaders,
)
from yichuang.organization.services.calendar import import_calendar_year, tell_missing_calendar
from yichuang.organization.services.changes import (
    Wish,
    approve_change,
    change_in_emergency,
    end_change,
    explain_change,
    refuse_change,
    request_change,
)
from yichuang.organization.services.declarations import declare_integrity
from yichuang.organization.services.hall import (
    activate_hall,
    activate_window,
    appoint_head,
    create_hall,
    founder,
    person_leaves,
    set_complaint_phone,
)
from yichuang.organization.services.hours import close_on, set_sessions, withdraw_closure
from yichuang.organization.services.marks import hold
from yichuang.organization.services.register import (
    add_department,
    add_person,
    add_window,
    add_zone,
    set_person_kind,
)

__all__ = [
    "Wish",
    "acknowledge_alarm",
    "activate_hall",
    "activate_window",
    "add_department",
    "add_person",
    "add_window",
    "add_zone",
    "appoint_head",
    "approve_change",
    "change_in_emergency",
    "climb_ladders",
    "close_on",
    "create_hall",
    "declare_integrity",
    "end_change",
    "explain_change",
    "founder",
    "hold",
    "import_calendar_year",
    "lift_alarm",
    "person_leaves",
    "raise_alarm",
    "refuse_change",
    "request_change",
    "set_complaint_phone",
    "set_duty_leaders",
    "set_person_kind",
    "set_sessions",
    "tell_missing_calendar",
    "withdraw_closure",
]
