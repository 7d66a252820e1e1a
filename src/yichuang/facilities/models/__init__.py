"""The tables of this room."""

from yichuang.facilities.models.areas import Area
from yichuang.facilities.models.equipment import Equipment, Fault
from yichuang.facilities.models.printing import Printer, PrintJob, PrintsFor

__all__ = ["Area", "Equipment", "Fault", "PrintJob", "Printer", "PrintsFor"]
