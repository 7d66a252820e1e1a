"""Enter equipment, and tell when it is down and back.  The hall is the actor's (``by.hall_id``)."""

from yichuang.facilities.services.equipment import (
    add_enrolled,
    add_equipment,
    retire_equipment,
    retire_revoked,
)
from yichuang.facilities.services.faults import notice_back, notice_down, report_back, report_down
from yichuang.facilities.services.watch import watch_devices

__all__ = [
    "add_enrolled",
    "add_equipment",
    "notice_back",
    "notice_down",
    "report_back",
    "report_down",
    "retire_equipment",
    "retire_revoked",
    "watch_devices",
]
