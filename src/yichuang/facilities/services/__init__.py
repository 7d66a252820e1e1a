"""Enter equipment and printers, print slips, and tell when something is down.

The hall is the actor's (``by.hall_id``).
"""

from yichuang.facilities.services.areas import add_area, change_area, remove_area
from yichuang.facilities.services.equipment import (
    add_enrolled,
    add_equipment,
    retire_equipment,
    retire_revoked,
)
from yichuang.facilities.services.faults import notice_back, notice_down, report_back, report_down
from yichuang.facilities.services.looks import note_look
from yichuang.facilities.services.printers import print_test, set_printer, watch_printers
from yichuang.facilities.services.slips import (
    ask_again,
    ask_slip,
    begin_slip,
    end_slip,
    forget_texts,
    give_up_late,
)
from yichuang.facilities.services.watch import watch_devices

__all__ = [
    "add_area",
    "add_enrolled",
    "add_equipment",
    "ask_again",
    "ask_slip",
    "begin_slip",
    "change_area",
    "end_slip",
    "forget_texts",
    "give_up_late",
    "note_look",
    "notice_back",
    "notice_down",
    "print_test",
    "remove_area",
    "report_back",
    "report_down",
    "retire_equipment",
    "retire_revoked",
    "set_printer",
    "watch_devices",
    "watch_printers",
]
