"""What leaves this room: kinds, reasons and cards."""

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
    "NOT_PRINTED",
    "UNDER_WAY",
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
