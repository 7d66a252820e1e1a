"""What leaves this room: kinds, reasons and cards."""

from yichuang.facilities.types.areas import EVERY_HALL_HAS, AreaCard, AreaKind
from yichuang.facilities.types.equipment import (
    EquipmentCard,
    EquipmentKind,
    FaultCard,
    FaultReason,
)
from yichuang.facilities.types.printing import (
    NOT_PRINTED,
    UNDER_WAY,
    Chinese,
    PaperWidth,
    PrinterCard,
    Reach,
    SlipCard,
    SlipKind,
    SlipState,
    SlipTrouble,
)

__all__ = [
    "EVERY_HALL_HAS",
    "NOT_PRINTED",
    "UNDER_WAY",
    "AreaCard",
    "AreaKind",
    "Chinese",
    "EquipmentCard",
    "EquipmentKind",
    "FaultCard",
    "FaultReason",
    "PaperWidth",
    "PrinterCard",
    "Reach",
    "SlipCard",
    "SlipKind",
    "SlipState",
    "SlipTrouble",
]
