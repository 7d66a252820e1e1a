"""Fill a form with what the hall holds of an applicant from an earlier case, so that none is asked again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases import selectors
from yichuang.cases.refusals import NoVisitServed
from yichuang.cases.services.common import HANDLING, act, at_a_window
from yichuang.cases.types import Applicant
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode


@act
def known_applicant(
    *, number: str, needs_id: bool, ticket_id: UUID | None, by: Actor, at: datetime
) -> Applicant:
    """Return the applicant of an earlier case in full, for the form of a new one at one's window (ACC-10).

    What is held is shared for a purpose alone (SHR-02): ``ticket_id`` is the visit that is served there now,
    and without one nothing is looked up.  Only of a case one may see, and no identity number where the new
    item needs none (INT-06); the vault tells in the journal who looked, in which matter.

    Raises: NotAtAWindow, NoVisitServed, UnknownCase, OtherDepartment, what the vault refuses.
    """
    by = at_a_window(by, at)
    if ticket_id is None:
        raise NoVisitServed
    card = selectors.look(selectors.case_by_number(by.hall_id, number), by.id, at)
    reason = Reason(ReasonCode.HANDLING, HANDLING, matter=card.id)
    wanted = (card.applicant_name, card.applicant_id_number if needs_id else None, card.applicant_phone)
    name, id_number, phone = (
        vault.reveal(one, reason=reason, by=by, at=at) if one is not None else "" for one in wanted
    )
    return Applicant(card.applicant_kind, name, id_number, phone)
