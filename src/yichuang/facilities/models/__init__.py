"""The tables of this room."""

from yichuang.facilities.models.equipment import Equipment, Fault

__all__ = ["Equipment", "Fault"]
