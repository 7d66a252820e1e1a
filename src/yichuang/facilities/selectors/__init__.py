"""Questions about equipment; they return cards."""

from yichuang.facilities.selectors.equipment import (
    down,
    equipment,
    equipment_of_device,
    fault_card,
    faults_of_day,
    piece,
    piece_card,
    rests_in_hand,
)
from yichuang.facilities.selectors.printing import (
    fault_after,
    late_after,
    printer,
    printer_of_device,
    printers,
    slip,
    slip_card,
    slips,
    slips_missing,
    slips_of_one,
    to_look_at,
    with_work,
)

__all__ = [
    "down",
    "equipment",
    "equipment_of_device",
    "fault_after",
    "fault_card",
    "faults_of_day",
    "late_after",
    "piece",
    "piece_card",
    "printer",
    "printer_of_device",
    "printers",
    "rests_in_hand",
    "slip",
    "slip_card",
    "slips",
    "slips_missing",
    "slips_of_one",
    "to_look_at",
    "with_work",
]
