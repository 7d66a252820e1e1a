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

__all__ = [
    "down",
    "equipment",
    "equipment_of_device",
    "fault_card",
    "faults_of_day",
    "piece",
    "piece_card",
    "rests_in_hand",
]
