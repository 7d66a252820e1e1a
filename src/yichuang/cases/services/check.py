"""Look at every material at once, tell all that is missing, take in what was brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Check, Review
from yichuang.cases.refusals import (
    MaterialsUnseen,
    NotAskedFor,
    NotChecked,
    NotDeferrable,
    NotExempt,
    NothingMissing,
    NotTold,
    PromiseUnfit,
)
from yichuang.cases.rules import checklist
from yichuang.cases.rules.states import Act
from yichuang.cases.services import clocks, papers
from yichuang.cases.services.common import (
    act,
    arrow,
    at_own_window,
    hall_day,
    item_of,
    locked,
    move,
    tell,
)
from yichuang.cases.services.handed_in_anew import suspect_left_out
from yichuang.cases.services.untold import left_untold
from yichuang.cases.services.visits import count_visit
from yichuang.cases.types import CaseCard, CheckLine, Outcome, Purpose, ReviewCard, VisitReason
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard, MaterialCard
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, Key
from yichuang.notices import selectors as notices
from yichuang.notices import services as notice_services
from yichuang.notices.types import Gap, NoticeCard, NoticeForm, NoticeKind, NoticeState


@act
def check(
    *,
    case_id: UUID,
    lines: Sequence[CheckLine],
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ReviewCard:
    """Write down how every material that applies was found, in one review.

    From the second round on nothing new may be found that could have been seen before (ONE-04), unless a
    section head has allowed it (``notices.allow_second``); who looked first is told as suspected (ONE-03).

    Raises: UnknownCase, IllegalAct, OtherWindow, NotAskedFor (ACC-06), MaterialsUnseen (ONE-03), NotExempt
    (SHR-01), NotDeferrable, PromiseUnfit, NotTold (ONE-04), KeyReused.
    """
    promise = once(by, "cases.check", key, at)
    if promise.replay:
        return selectors.last_review(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.CHECK, by, at)
    by = at_own_window(case, by, at)
    item = item_of(case)
    applying = catalogue.requirements(item, case.answers).applying
    _fit(item, applying, lines, case, at)
    found = checklist.missing(applying, lines)
    if case.round:
        _refuse_untold(case, dict(applying), found.gaps, by, at)

    case.round += 1
    review = Review.objects.create(
        id=new_id(),
        hall_id=case.hall_id,
        case=case,
        round=case.round,
        outcome=found.outcome,
        reviewed_by=by.id,
        reviewed_at=at,
    )
    _write(review, lines)
    case.complete_at = None if found.outcome is Outcome.INCOMPLETE else at
    move(case, way, at, "round", "complete_at")
    told = events.MaterialsChecked(
        round=case.round,
        outcome=found.outcome,
        positions=tuple(sorted(one.position for one in lines)),
        gaps=tuple(gap.position for gap in found.gaps),
        faults=tuple(str(gap.fault) for gap in found.gaps),
        exempt=tuple(sorted(one.position for one in lines if one.exempt_source)),
        deferred=found.promised,
    )
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.last_review(case.hall_id, case.id)


def _fit(
    item: ItemCard,
    applying: Sequence[tuple[int, MaterialCard]],
    lines: Sequence[CheckLine],
    case: Case,
    at: datetime,
) -> None:
    """Refuse lines that skip a material, ask for another, or excuse what the item does not let be excused."""
    if extra := checklist.unasked(applying, lines):
        raise NotAskedFor(position=extra[0])
    materials = dict(applying)
    if left := checklist.unlooked_at(applying, lines):
        raise MaterialsUnseen(materials=_named(materials, left))
    today = hall_day(case.hall_id, at)
    for line in lines:
        material = materials[line.position]
        if line.exempt_source and not material.shareable:
            raise NotExempt(material=material.name)
        if line.deferred_until is not None:
            if not (item.flags.tolerance_allowed and material.deferrable):
                raise NotDeferrable(material=material.name)
            latest = clocks.last_day(case, item.clocks.tolerance_limit, at)
            if not checklist.promise_fits(line.deferred_until, today, latest):
                raise PromiseUnfit(material=material.name, latest=latest.isoformat())


def _named(materials: dict[int, MaterialCard], positions: Iterable[int]) -> str:
    return "、".join(materials[one].name for one in dict.fromkeys(positions))


def _refuse_untold(
    case: Case, materials: dict[int, MaterialCard], gaps: Sequence[checklist.Gap], by: Actor, at: datetime
) -> None:
    """Refuse gaps that were not told although they could have been seen.  Raises: NotTold (ONE-04)."""
    found = [Gap(gap.position, materials[gap.position].name, gap.fault) for gap in gaps]
    suspicion = left_untold(case, case, found)
    if suspicion is None or notices.allowance(case.hall_id, case.id) is not None:
        return
    refusal = NotTold(material=_named(materials, (gap.material for gap in suspicion.gaps)))
    refusal.attempt = lambda: notice_services.suspect(suspicion, by=by, at=at)
    raise refusal


def _write(review: Review, lines: Sequence[CheckLine]) -> None:
    Check.objects.bulk_create(
        Check(
            id=new_id(),
            hall_id=review.hall_id,
            review=review,
            position=line.position,
            present=line.present,
            form_ok=line.form_ok,
            valid=line.valid,
            genuine=line.genuine,
            content_ok=line.content_ok,
            exempt_source=line.exempt_source,
            deferred_until=line.deferred_until,
        )
        for line in lines
    )


@act
def tell_once(
    *,
    case_id: UUID,
    form: NoticeForm = NoticeForm.WRITTEN,
    notes: Mapping[int, str] | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> tuple[CaseCard, NoticeCard]:
    """Give the one-time notice: every gap of the last review, with basis, time limit, procedure, materials.

    What the notice of the same applicant's earlier application, taken back since, could have told already is
    told as suspected (ONE-03).
    ``notes`` are what the clerk writes to single materials, by position; they stand in the letter only.

    Raises: UnknownCase, IllegalAct, OtherWindow, NotChecked, NothingMissing, and what notices refuse (ONE-02,
    ONE-03, ONE-09), KeyReused.
    """
    promise = once(by, "cases.tell_once", key, at)
    if promise.replay:
        given = notices.notices_of(by.hall_id, case_id)
        return selectors.case(by.hall_id, case_id), given[-1]
    case = locked(case_id, by)
    way = arrow(case, Act.TELL, by, at)
    by = at_own_window(case, by, at)
    review = fresh_review(case)
    if review.outcome is not Outcome.INCOMPLETE:
        raise NothingMissing(number=case.number)
    item = item_of(case)
    until = clocks.last_day(case, item.clocks.supplement_limit, at)
    notice = papers.supplement(
        case,
        item,
        review,
        form=form,
        notes=notes or {},
        until=until,
        by=by,
        at=at,
    )
    suspect_left_out(case, notice, by=by, at=at)
    clocks.stop(case, way.stops, by=by, at=at)
    clocks.start(case, Purpose.SUPPLEMENT, item.clocks.supplement_limit, by=by, at=at)
    move(case, way, at)
    gaps = tuple(gap.material for gap in notice.gaps)
    tell(
        events.GapsTold(notice_id=notice.id, gaps=gaps, until=until),
        case,
        by=by,
        at=at,
        entry_id=promise.entry_id,
    )
    return selectors.card_of(case), notice


def fresh_review(case: Case) -> ReviewCard:
    """Return the review made since the papers last came in.  Raises: NotChecked."""
    review = selectors.last_review_or_none(case.hall_id, case.id)
    if review is None or review.reviewed_at < case.came_at:
        raise NotChecked(number=case.number)
    return review


@act
def supplement(
    *,
    case_id: UUID,
    ticket_id: UUID | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Take in what the applicant brought after the notice; the materials are to be looked at again.

    Raises: UnknownCase, IllegalAct, OtherWindow, KeyReused.
    """
    promise = once(by, "cases.supplement", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    way = arrow(case, Act.SUPPLEMENT, by, at)
    by = at_own_window(case, by, at)
    clocks.stop(case, way.stops, by=by, at=at)
    clocks.start(case, Purpose.NOTICE, item_of(case).clocks.notice_limit, by=by, at=at)
    case.complete_at, case.came_at = None, at
    move(case, way, at, "complete_at", "came_at")
    tell(events.SupplementReceived(ticket_id=ticket_id), case, by=by, at=at, entry_id=promise.entry_id)
    count_visit(case, VisitReason.SUPPLEMENT, ticket_id, by=by, at=at)
    return selectors.card_of(case)


def satisfy_notices(case: Case, *, by: Actor, at: datetime) -> None:
    """Tell that what the open supplement notices asked for has been brought."""
    for one in notices.notices_of(case.hall_id, case.id):
        if one.kind is NoticeKind.SUPPLEMENT and one.state is NoticeState.ISSUED:
            notice_services.satisfy(notice_id=one.id, by=by, at=at)
