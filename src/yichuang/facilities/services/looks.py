"""Note what a printer said when somebody looked at it between two slips."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.facilities.models import Printer
from yichuang.facilities.services.faults import notice_back
from yichuang.facilities.types import SlipTrouble
from yichuang.kernel.types import Actor

# what a printer that answers is asked about
TOLD = frozenset({SlipTrouble.OFFLINE, SlipTrouble.NO_PAPER})


@transaction.atomic
def note_look(*, printer_id: UUID, trouble: SlipTrouble | None, tells: bool, by: Actor, at: datetime) -> None:
    """Note that a printer could not print (``trouble``) or could; ``tells``: it said so itself.

    It fails from the first time on, so that ``watch_printers`` opens its fault when the patience is over.
    A look ends only what a look can see: what a slip alone has found stays until a slip is printed.
    """
    printer = Printer.objects.select_for_update().get(hall_id=by.hall_id, id=printer_id)
    if trouble is not None:
        printer.failing_since, printer.failing_with = printer.failing_since or at, trouble.value
        printer.save(update_fields=["failing_since", "failing_with"])
        return
    known = SlipTrouble(printer.failing_with) if printer.failing_since else None
    if known is SlipTrouble.UNREACHABLE or (tells and known in TOLD):
        printer.failing_since, printer.failing_with = None, ""
        printer.save(update_fields=["failing_since", "failing_with"])
        notice_back(equipment_id=printer.equipment_id, by=by, at=at)
