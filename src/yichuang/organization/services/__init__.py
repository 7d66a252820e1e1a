"""Build and run the ground floor of a hall.  The hall is the actor's (``by.hall_id``)."""

from yichuang.organization.services.calendar import import_calendar_year, tell_missing_calendar
from yichuang.organization.services.hall import (
    activate_hall,
    activate_window,
    appoint_head,
    create_hall,
    founder,
    person_leaves,
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

open_hall = create_hall

__all__ = [
    "activate_hall",
    "activate_window",
    "add_department",
    "add_person",
    "add_window",
    "add_zone",
    "appoint_head",
    "close_on",
    "create_hall",
    "founder",
    "hold",
    "import_calendar_year",
    "open_hall",
    "person_leaves",
    "set_person_kind",
    "set_sessions",
    "tell_missing_calendar",
    "withdraw_closure",
]
