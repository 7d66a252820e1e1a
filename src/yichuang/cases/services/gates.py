"""What must be settled before a case may go on; each chapter of the room adds its question here."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases import labels, selectors
from yichuang.cases.models import Case
from yichuang.cases.refusals import (
    DataDiffer,
    OpinionsOpen,
    PromiseOpen,
    QueriesOpen,
    ReferralPending,
    UncertainUnasked,
)
from yichuang.cases.services import fees
from yichuang.cases.services.common import denied
from yichuang.cases.types import Decision
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor

#: Who may come before a decision at all; the mandate is asked apart (CHF-03).
DECIDERS = frozenset({Role.CHIEF, Role.SEC, Role.UH})


def before_decision(case: Case, at: datetime) -> None:
    """Refuse a decision while something the law wants first is open.

    Raises: PromiseOpen (容缺), OpinionsOpen (JNT-01), DataDiffer (JNT-04), QueriesOpen (ONE-08),
    ReferralPending (XFER-02).
    """
    _promises_kept(case)
    _opinions_in(case)
    if fields := selectors.unchosen(case.hall_id, case.id):
        raise DataDiffer(fields="、".join(str(labels.FIELD[one]) for one in fields))
    if selectors.query_unsettled(case.hall_id, case.id):
        raise QueriesOpen
    if selectors.referral_pending(case.hall_id, case.id):
        raise ReferralPending(number=case.number)


def before_handover(case: Case, at: datetime) -> None:
    """Refuse to hand a result out while something is owed for it.

    Raises: FeesOpen, ValueUnstated.
    """
    fees.refuse_while_owed(case)


def before_refusal(case: Case, item: ItemCard, what: str, by: Actor, at: datetime) -> None:
    """Refuse to turn a doubtful matter down before somebody above was asked and has answered (ACC-05).

    Raises: UncertainUnasked, told as an attempt.
    """
    if item.flags.uncertain_needs_query and not query_answered(case):
        raise denied(UncertainUnasked(item=item.name), case, what, by, at)


def query_answered(case: Case) -> bool:
    """Say whether a question about the case was asked above and answered (ACC-05)."""
    return selectors.query_answered(case.hall_id, case.id)


def _promises_kept(case: Case) -> None:
    if left := selectors.promised_materials(case.hall_id, case.id):
        raise PromiseOpen(materials="、".join(left))


def _opinions_in(case: Case) -> None:
    """Refuse while a department was not asked, or was asked and has neither answered nor been passed over."""
    item = catalogue.version(case.hall_id, case.item_version_id)
    asked = selectors.participants(item, case.hall_id, case.department_id)
    if asked and not selectors.joint_opened(case.hall_id, case.id):
        raise OpinionsOpen(departments="、".join(asked))
    if left := selectors.waited_for(case.hall_id, case.id):
        raise OpinionsOpen(departments="、".join(left))


def was_charged(case: Case) -> bool:
    """Say whether money was asked for in the case, so that its file must hold the list (ARC-01, FEE-03).

    For what was turned down nothing is asked, whatever the tariff says: there is a list only where one was
    drawn before.
    """
    told = selectors.fees_of(case.hall_id, case.id)
    owed = any(one.cents for one in told.lines if not one.optional)
    return bool(told.payments or told.bill) or (owed and case.decision == Decision.APPROVED)


def fee_list_there(case: Case) -> bool:
    """Say whether the itemised list of what was asked for is on record."""
    return selectors.fees_of(case.hall_id, case.id).bill is not None
