"""What leaves this room: kinds, reasons and cards."""

from yichuang.facilities.types.equipment import (
    EquipmentCard,
    EquipmentKind,
    FaultCard,
    FaultReason,
)

__all__ = ["EquipmentCard", "EquipmentKind", "FaultCard", "FaultReason"]
