"""What must be settled before a case may go on; each chapter of the room adds its question here."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases import selectors
from yichuang.cases.models import Case
from yichuang.cases.refusals import PromiseOpen
from yichuang.cases.services import fees
from yichuang.kernel.access.types import Role

#: Who may come before a decision at all; the mandate is asked apart (CHF-03).
DECIDERS = frozenset({Role.CHIEF, Role.SEC, Role.UH})


def before_decision(case: Case, at: datetime) -> None:
    """Refuse a decision while something the law wants first is open.

    Raises: PromiseOpen (容缺).
    """
    _promises_kept(case)


def before_handover(case: Case, at: datetime) -> None:
    """Refuse to hand a result out while something is owed for it.

    Raises: FeesOpen, ValueUnstated.
    """
    fees.refuse_while_owed(case)


def query_answered(case: Case) -> bool:
    """Say whether a question about the case was asked above and answered (ACC-05)."""
    return False


def _promises_kept(case: Case) -> None:
    if left := selectors.promised_materials(case.hall_id, case.id):
        raise PromiseOpen(materials="、".join(left))
