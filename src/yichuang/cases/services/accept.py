"""Accept an application, or say in writing why not; and what happens when nothing was said in time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Promise
from yichuang.cases.refusals import Incomplete, NothingPromised
from yichuang.cases.rules.states import Act
from yichuang.cases.services import clocks, gates, papers
from yichuang.cases.services.check import fresh_review, satisfy_notices
from yichuang.cases.services.common import act, arrow, at_own_window, item_of, locked, move, tell
from yichuang.cases.services.visits import matter_done
from yichuang.cases.types import AcceptMode, CaseCard, CaseState, Outcome, Purpose, ReviewCard
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.notices.types import NoticeCard, NoticeForm, NoticeKind

#: What the law lets happen by itself when a time is over, and the letter that says so.
_BY_LAW = {AcceptMode.DEEMED: NoticeKind.DEEMED, AcceptMode.FILED_FIRST: NoticeKind.FILED_FIRST}


@act
def accept(
    *, case_id: UUID, on_the_spot: bool = False, by: Actor, at: datetime, key: Key | None = None
) -> CaseCard:
    """Accept a case that is complete, or will be by a promised day; its time begins to run (TIME-02).

    ``on_the_spot``: the case is done in the same act, and no receipt is needed.

    The receipt names the day it is due and why (TIME-04).  Raises: UnknownCase, IllegalAct, OtherWindow,
    NotChecked, Incomplete (JOB-03, ACC-01), KeyReused.
    """
    promise = once(by, "cases.accept", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    arrow(case, Act.ACCEPT, by, at)
    by = at_own_window(case, by, at)
    item = item_of(case)
    review = fresh_review(case)
    if review.outcome is Outcome.INCOMPLETE:
        raise Incomplete(number=case.number, materials=selectors.gap_names(item, review))
    mode = AcceptMode.COMPLETE if review.outcome is Outcome.COMPLETE else AcceptMode.TOLERANT
    _accepted(case, item, mode, since=at, receipt=not on_the_spot, by=by, at=at, entry_id=promise.entry_id)
    if mode is AcceptMode.TOLERANT:
        _start_promises(case, item, review, by=by, at=at)
    return selectors.card_of(case)


def _accepted(
    case: Case,
    item: ItemCard,
    mode: AcceptMode,
    *,
    since: datetime,
    receipt: bool = True,
    by: Actor,
    at: datetime,
    entry_id: UUID | None = None,
) -> None:
    way = arrow(case, Act.DEEM if mode in _BY_LAW else Act.ACCEPT, by, at)
    satisfy_notices(case, by=by, at=at)
    clocks.stop(case, way.stops, by=by, at=at)
    case.accepted_at, case.accept_mode, case.accepted_by = since, mode.value, by.id
    move(case, way, at, "accepted_at", "accept_mode", "accepted_by")
    extension = item.extension
    kept = [
        clocks.start(
            case,
            purpose,
            budget,
            since=since,
            most_extensions=extension.times,
            most_extension_value=extension.value,
            by=by,
            at=at,
        )
        for purpose, budget in (
            (Purpose.STATUTORY, item.statutory_limit.budget),
            (Purpose.PROMISED, item.promised_limit.budget),
        )
    ]
    statutory, promised = kept
    if not item.flags.at_level:
        clocks.start(case, Purpose.OPINION, clocks.opinion_budget(case, at), since=since, by=by, at=at)
    clock, kind = promised or statutory, _BY_LAW.get(mode, NoticeKind.RECEIPT)
    letter = papers.receipt(case, item, clock, kind=kind, by=by, at=at) if receipt else None
    told = events.CaseAccepted(
        mode=mode,
        since=since,
        promised_until=promised.due if promised else None,
        statutory_until=statutory.due if statutory else None,
        receipt_id=letter.id if letter else None,
    )
    tell(told, case, by=by, at=at, entry_id=entry_id)
    matter_done(case)


def _start_promises(case: Case, item: ItemCard, review: ReviewCard, *, by: Actor, at: datetime) -> None:
    """Write down what may follow by which day, and start the clock of the first (容缺)."""
    Promise.objects.bulk_create(
        Promise(id=new_id(), hall_id=case.hall_id, case=case, position=one.position, until=one.deferred_until)
        for one in review.lines
        if one.deferred_until is not None and not one.present
    )
    _next_promise(case, item, by=by, at=at)


def _next_promise(case: Case, item: ItemCard, *, by: Actor, at: datetime) -> None:
    """Let one clock count to the earliest day something promised is still to come by."""
    clocks.stop(case, (Purpose.TOLERANCE,), by=by, at=at)
    first = Promise.objects.filter(hall_id=case.hall_id, case=case, kept_at=None).order_by("until").first()
    if first is not None:
        budget = clocks.until_day(case, first.until, at, item.clocks.tolerance_limit)
        clocks.start(case, Purpose.TOLERANCE, budget, by=by, at=at)


@act
def keep_promise(
    *, case_id: UUID, position: int, by: Actor, at: datetime, key: Key | None = None
) -> CaseCard:
    """Take in a material that had been promised to follow.

    Raises: UnknownCase, IllegalAct, OtherWindow, NothingPromised, KeyReused.
    """
    promise = once(by, "cases.keep_promise", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    arrow(case, Act.KEEP_PROMISE, by, at)
    by = at_own_window(case, by, at)
    row = Promise.objects.filter(hall_id=case.hall_id, case=case, position=position, kept_at=None).first()
    if row is None:
        raise NothingPromised(position=position)
    row.kept_at = at
    row.save(update_fields=["kept_at"])
    _next_promise(case, item_of(case), by=by, at=at)
    tell(events.PromiseKept(position=position), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def deem_accepted(*, case_id: UUID, by: Actor, at: datetime) -> CaseCard:
    """Count a case as accepted from receipt, since nothing was said of gaps in time (行政许可法 §32).

    Where the item says so, what is undecided in time is filed first, from now (法释〔2015〕8号 第八条).
    Receipt is when the papers came in, the last time they did: what the applicant took to bring the missing
    ones does not count (TIME-02).
    Safe to hear twice: a case that has moved on stays as it is.  An item outside that law stays submitted
    and overdue.  Raises: UnknownCase.
    """
    case = locked(case_id, by)
    item = item_of(case)
    if case.state != CaseState.SUBMITTED or not (item.flags.deemed_accepted or item.flags.file_first):
        return selectors.card_of(case)
    if item.flags.deemed_accepted:
        _accepted(case, item, AcceptMode.DEEMED, since=case.came_at, by=by, at=at)
    else:  # the time of the law was the time to decide on filing; what follows counts from the filing
        _accepted(case, item, AcceptMode.FILED_FIRST, since=at, by=by, at=at)
    return selectors.card_of(case)


@act
def refuse_acceptance(
    *,
    case_id: UUID,
    reason: str,
    basis: tuple[str, ...],
    form: NoticeForm = NoticeForm.WRITTEN,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> tuple[CaseCard, NoticeCard]:
    """Not accept an application, with a numbered notice of reason, basis and remedies (ACC-04).

    An item marked uncertain wants a question asked above first (ACC-05).  Raises: UnknownCase, IllegalAct,
    OtherWindow, UncertainUnasked, what notices refuse, KeyReused.
    """
    promise = once(by, "cases.refuse_acceptance", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id), selectors.last_notice(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.NOT_ACCEPT, by, at)
    by = at_own_window(case, by, at)
    item = item_of(case)
    gates.before_refusal(case, item, Act.NOT_ACCEPT, by, at)
    notice = papers.not_accepted(case, item, reason=reason, basis=basis, form=form, by=by, at=at)
    clocks.stop(case, way.stops, by=by, at=at)
    move(case, way, at)
    tell(events.CaseNotAccepted(notice_id=notice.id), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case), notice
