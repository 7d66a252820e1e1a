"""The ways on from where a case stands: what this person can do with it now, and with which forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.cases import selectors as cases
from yichuang.cases.types import CaseCard, CaseState, CorrectionCard
from yichuang.catalogue.types import ItemCard, Stage
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockState
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Caller, Role
from yichuang.notices import selectors as notices
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import MandateAct, MandateDenial
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import TicketState

UNDER_WAY = frozenset({CaseState.ACCEPTED, CaseState.HANDLING, CaseState.APPROVAL, CaseState.FORWARDED})
HANDED_OVER = frozenset({CaseState.DELIVERED, CaseState.CLOSED, CaseState.ARCHIVED})
BEFORE_DECISION = UNDER_WAY | {CaseState.SUBMITTED, CaseState.SUPPLEMENT}


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be done now; a way that is shut is not shown, and its door asks again."""

    at_window: bool
    elsewhere: int | None
    serving: bool
    look: bool
    at_once: bool
    supplement: bool
    begin: bool
    propose: bool
    settle: bool
    decide: bool
    opine: bool
    above: bool
    mandate: str
    amount: bool
    prepare: bool
    notify: bool
    call: bool
    deliver: bool
    close: bool
    pause: bool
    resume: bool
    extend: bool
    withdraw: bool
    explain: bool
    allow: bool
    correct: bool
    again: bool
    grounds: tuple[tuple[str, str], ...]
    correction: CorrectionCard | None
    asked_by: str
    second: bool


def ways_of(hall: HallCard, card: CaseCard, item: ItemCard, who: Caller, at: datetime, *, late: bool) -> Ways:
    """Return the ways on for this person."""
    assert who.person_id is not None
    state, own = card.state, card.department_id
    on = posts.sign_on_now(hall.id, at, person_id=who.person_id)
    here = on is not None and card.window_id in (None, on.window_id)
    works, roles = _reach(hall, who, own, at)
    decides = bool(roles & {Role.CHIEF, Role.SEC, Role.UH})
    may = posts.may_decide(
        hall.id, who.person_id, card.item_id, MandateAct.APPROVE, None, at, card.department_id
    )
    clocks = cases.clocks_by_purpose(hall.id, card.id, at).values()
    stands_still = any(one.state is ClockState.PAUSED for one in clocks)
    approval = Stage.APPROVAL in item.stages or not item.flags.at_level or item.flags.separate_duties
    told = bool(notices.gaps_told(hall.id, card.id))
    delivered = state in {CaseState.DELIVERED}
    reissued = state in HANDED_OVER and bool(cases.reissue_waits(hall.id, card.id))
    waits = cases.open_correction(hall.id, card.id)
    number = organization.window(hall.id, card.window_id).number if card.window_id else None
    return Ways(
        at_window=here,
        elsewhere=None if here else number,
        serving=here and on is not None and _is_serving(hall, on.window_id, at),
        look=here and state is CaseState.SUBMITTED,
        at_once=here and state is CaseState.SUBMITTED and item.flags.instant and not approval,
        supplement=here and state is CaseState.SUPPLEMENT,
        begin=works and state is CaseState.ACCEPTED,
        propose=works and state is CaseState.HANDLING and approval,
        settle=works and state is CaseState.HANDLING and not approval,
        decide=decides and state is CaseState.APPROVAL and item.flags.at_level,
        opine=decides and state is CaseState.APPROVAL and not item.flags.at_level,
        above=works and state is CaseState.FORWARDED,
        mandate="" if may.ok else posts.mandate_sentence(may),
        amount=may.reason is MandateDenial.AMOUNT_UNSAID,
        prepare=works and state is CaseState.DECIDED,
        notify=works and state is CaseState.READY,
        call=works and state in {CaseState.READY, CaseState.NOTIFIED},
        deliver=here and state is CaseState.NOTIFIED,
        close=here and delivered and not reissued,
        pause=works and state in UNDER_WAY and not stands_still,
        resume=works and stands_still,
        extend=decides and state in UNDER_WAY and item.extension.times > 0,
        withdraw=here and state in BEFORE_DECISION,
        explain=works and late and card.overdue_reason is None,
        allow=Role.SEC in roles and state is CaseState.SUBMITTED and told,
        correct=works and waits is None and state in HANDED_OVER | {CaseState.READY, CaseState.NOTIFIED},
        again=here and reissued,
        grounds=tuple(
            (f"{one.ground}|{one.name}", f"{one.name}({deadlines.ground_text(one.ground)})")
            for one in item.special_links
            if one.ground and not one.counted_in_statutory and not deadlines.needs_approval(one.ground)
        ),
        correction=waits,
        asked_by=organization.person(hall.id, waits.asked_by).display_name if waits else "",
        second=waits is not None and decides and waits.asked_by != who.person_id,
    )


def _reach(hall: HallCard, who: Caller, own: UUID | None, at: datetime) -> tuple[bool, frozenset[Role]]:
    """Say whether somebody works for a department, and in which roles: their own and whom they cover for."""
    assert who.person_id is not None
    hands = [(who.person_id, who.grants)]
    for cover in posts.acting_for(hall.id, who.person_id, at):
        hands.append((cover.a_id, access.roles_of(hall.id, cover.a_id, at)))
    homes = {person_id: organization.person(hall.id, person_id).department_id for person_id, _held in hands}
    works = any(
        one.role in {Role.STF, Role.BST, Role.CHIEF, Role.SEC}
        and (own is None or (one.department_id or homes[person_id]) in (None, own))
        for person_id, held in hands
        for one in held
    )
    return works, frozenset(one.role for _person, held in hands for one in held)


def _is_serving(hall: HallCard, window_id: UUID, at: datetime) -> bool:
    now = queueing.desk(hall.id, window_id, at).now
    return now is not None and now.state is TicketState.SERVING
