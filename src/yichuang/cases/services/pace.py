"""Let a case's time stand still, run again, or be prolonged: only on lawful grounds, told in writing."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases import events, labels, selectors
from yichuang.cases.models import Case
from yichuang.cases.refusals import GroundUnfit, NoExtension, NothingPaused
from yichuang.cases.services import clocks, papers
from yichuang.cases.services.common import act, for_whom, in_house, item_of, locked, out_of_place, tell
from yichuang.cases.services.decide import mandated
from yichuang.cases.types import CaseCard, CaseState, Purpose
from yichuang.catalogue.types import ItemCard, LinkCard
from yichuang.deadlines import selectors as counting
from yichuang.deadlines import services as deadlines
from yichuang.deadlines.refusals import ApprovalMissing, GroundUnlawful
from yichuang.deadlines.types import Ground
from yichuang.kernel.idempotency import once
from yichuang.kernel.types import Actor, Key
from yichuang.posts.types import MandateAct

UNDER_WAY = frozenset({CaseState.ACCEPTED, CaseState.HANDLING, CaseState.APPROVAL, CaseState.FORWARDED})


@act
def pause(
    *,
    case_id: UUID,
    ground: str,
    link: str = "",
    evidence: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Let the time stand still on a lawful ground, with a notice of how long (TIME-02, 许可法 §45).

    ``link`` names the item's special link where the ground is one.  That staff is away is no ground (AB-08);
    where the ground needs an approval, ``ask_pause`` asks for it.

    Raises: UnknownCase, IllegalAct, OtherDepartment, GroundUnfit, TimeStandsStill, ApprovalMissing, what
    deadlines refuse (AB-08), KeyReused.
    """
    promise = once(by, "cases.pause", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    under_way(case, "pause", by, at)
    by = in_house(case, "pause", by, at)
    item = item_of(case)
    why, named = lawful(item, ground, link)
    if counting.needs_approval(why):
        raise ApprovalMissing
    notice = papers.pause(case, item, why, named, by=by, at=at)
    clocks.pause_all(case, why, notice_id=notice.id, evidence=evidence, by=by, at=at)
    told = events.CaseTimePaused(ground=why, notice_id=notice.id, link=place_of(item, named))
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


def lawful(item: ItemCard, ground: str, link: str) -> tuple[Ground, LinkCard | None]:
    """Return a ground of the list and the item's special link that was named, if any.

    Raises: GroundUnlawful (AB-08), GroundUnfit.
    """
    try:
        why = Ground(ground)
    except ValueError:
        raise GroundUnlawful from None
    named = next((one for one in item.special_links if one.name == link), None)
    if link and (named is None or named.counted_in_statutory or named.ground is not why):
        raise GroundUnfit
    return why, named


def place_of(item: ItemCard, named: LinkCard | None) -> str:
    """Return which of the item's special links it is, as a short code; empty for none."""
    return f"link-{item.special_links.index(named) + 1}" if named is not None else ""


def under_way(case: Case, tried: str, by: Actor, at: datetime) -> None:
    """Refuse where no time of the law runs.  Raises: IllegalAct, UnknownCase, told as an attempt."""
    if case.state not in UNDER_WAY:
        raise out_of_place(case, tried, str(labels.PACE[tried]), by, at)


@act
def resume(*, case_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> CaseCard:
    """Let a case's time run again.  Raises: UnknownCase, OtherDepartment, NothingPaused, KeyReused."""
    promise = once(by, "cases.resume", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    by = in_house(case, "resume", by, at)
    held = clocks.resume_all(case, by=by, at=at)
    if not held:
        raise NothingPaused(number=case.number)
    ground = held[0].pauses[-1].ground
    tell(events.CaseTimeResumed(ground=ground), case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)


@act
def extend(
    *,
    case_id: UUID,
    value: int,
    reason: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Prolong a case's time as often and as far as its item allows; the applicant is told why (许可法 §42).

    Who does it holds the mandate to.

    Raises: UnknownCase, IllegalAct, OtherDepartment, OutsideMandate, NoExtension,
    ReasonNeeded, what deadlines refuse, KeyReused.
    """
    promise = once(by, "cases.extend", key, at)
    if promise.replay:
        return selectors.case(by.hall_id, case_id)
    case = locked(case_id, by)
    under_way(case, "extend", by, at)
    item = item_of(case)
    by = for_whom(by, mandated(case, MandateAct.EXTEND, by, at))
    rule = item.extension
    done = max((len(one.extensions) for one in clocks.running(case, at, [Purpose.STATUTORY])), default=0)
    if not 0 < value <= rule.value or done >= rule.times:
        raise NoExtension(times=rule.times, most=rule.value)
    moved = [
        deadlines.extend(clock_id=one.id, value=value, approved_by=by.id, by=by, at=at)
        for one in clocks.running(case, at, [Purpose.STATUTORY, Purpose.PROMISED])
    ]
    due = max((one.due for one in moved if one.due is not None), default=None)
    notice = papers.extension(case, item, value=value, reason=reason, due=due, by=by, at=at)
    told = events.CaseTimeExtended(value=value, approved_by=by.id, notice_id=notice.id)
    tell(told, case, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(case)
