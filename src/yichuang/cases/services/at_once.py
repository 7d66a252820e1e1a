"""Do an instant item (即办件) while the applicant stands at the window: from acceptance to the signature."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.cases import selectors
from yichuang.cases.refusals import NotInstant
from yichuang.cases.services.accept import accept
from yichuang.cases.services.common import act, at_own_window, hall_day, item_of, locked
from yichuang.cases.services.decide import settle
from yichuang.cases.services.deliver import close, deliver, notify, prepare_result
from yichuang.cases.services.progress import begin_handling
from yichuang.cases.types import CaseCard, Collection, Decision, Handover
from yichuang.kernel.idempotency import once
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization

CHINESE = "zh-hans"


@act
def finish_at_once(
    *,
    case_id: UUID,
    handover: Handover,
    ticket_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Accept, handle, settle, hand over and close a checked case of an instant item in one act (ONE-05).

    Every stage is told with its own actor and time (ACC-07); nothing of it stands if one is refused.  What is
    turned down goes the ordinary way, with its letter.

    Raises: NotInstant, and what ``accept``, ``settle``, ``deliver`` and ``close`` raise.
    """
    # the chain's first entry is the one the key promises, so a second press finds it
    promise = once(by, "cases.finish_at_once", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    by = at_own_window(case, by, at)
    item = item_of(case)
    if not item.flags.instant:
        raise NotInstant(item=item.name)
    assert by.window_id is not None
    window = organization.window(by.hall_id, by.window_id)
    with translation.override(CHINESE):  # what is kept does not depend on the language of whoever presses
        place = _("Window %(number)s") % {"number": window.number}
        here = Collection(place=place, hours=_("on the spot"), from_day=hall_day(by.hall_id, at))
    accept(case_id=case_id, on_the_spot=True, by=by, at=at)
    begin_handling(case_id=case_id, by=by, at=at)
    settle(case_id=case_id, decision=Decision.APPROVED, by=by, at=at)
    prepare_result(case_id=case_id, collection=here, by=by, at=at)
    notify(case_id=case_id, in_person=True, by=by, at=at)
    deliver(case_id=case_id, handover=handover, ticket_id=ticket_id, by=by, at=at)
    return close(case_id=case_id, by=by, at=at)
