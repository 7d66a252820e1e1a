"""The cases of the play: what is handed in at a window, and what becomes of it in the days after.

Whoever draws a case hands in papers that are complete or lack one; behind the windows clerks take cases in
hand, chief representatives decide, results are posted.  Only services are called; a refusal is shrugged at.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.cases import selectors, services
from yichuang.cases.types import (
    AcceptMode,
    Applicant,
    ApplicantKind,
    CaseCard,
    CaseState,
    CheckLine,
    Collection,
    Decision,
    Handover,
    HandoverWay,
    IdCheck,
    IdMethod,
    PauseRequestCard,
    PauseState,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.deadlines.types import ClockState, Ground
from yichuang.demo import till
from yichuang.kernel.clock import local_day
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor, ActorKind
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文"
SEEN = IdCheck(IdMethod.CARD_READER)
PAUSED_FOR = timedelta(days=1)
SELDOM = 0.03  # of the cases in hand a pause is asked for
FIRST_ONES = 3  # are certain, one in so many cases, so that a short play has them
ONE_IN = 5
AT_ONCE = 40  # as many are worked on in one go behind the windows
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def somebody(draw: random.Random) -> Applicant:
    """Draw an applicant nobody is: the place in the number (000000) does not exist."""
    name = draw.choice(SURNAMES) + "".join(draw.choice(GIVEN) for _ in range(draw.choice((1, 2))))
    born = f"{draw.randint(1950, 2005)}{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}"
    number = resident_number(f"1000{draw.randint(0, 99):02d}{born}{draw.randint(0, 999):03d}")
    phone = f"1390000{draw.randint(0, 9999):04d}"
    return Applicant(ApplicantKind.PERSON, name, number, phone)


def resident_number(digits: str) -> str:
    """Return the 17 digits of a resident number with the sign that checks them."""
    total = sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def fits(item: ItemCard | None) -> bool:
    """Say whether the play hands an item in: what is paid later, joint reviews and doubts it leaves alone."""
    if item is None or item.joint.departments or not item.legal_basis:
        return False
    return not item.fees or _at_once(item)


def _at_once(item: ItemCard) -> bool:
    return item.flags.instant and not item.flags.separate_duties


def hand_in(
    ticket_id: UUID | None, item: ItemCard, *, whole: bool, draw: random.Random, by: Actor, at: datetime
) -> CaseCard:
    """Hand papers in at the window, whole or with one missing; accept or tell.  Raises: a Refusal.

    What costs something is brought whole and paid for.
    """
    answers = {one.code: draw.random() < 0.3 for one in item.questions}
    card = services.submit(
        item_id=item.id,
        applicant=somebody(draw),
        answers=answers,
        id_check=SEEN,
        ticket_id=ticket_id,
        by=by,
        at=at,
    )
    lines = _lines(card, item, draw, whole or bool(item.fees))
    services.check(case_id=card.id, lines=lines, by=by, at=at)
    if any(not one.present for one in lines):
        return services.tell_once(case_id=card.id, by=by, at=at)[0]
    if _at_once(item):
        till.take_fees(card.id, draw, by=by, at=at)
        signed = Handover(HandoverWay.APPLICANT, id_check=SEEN, signed=True)
        try:
            return services.finish_at_once(
                case_id=card.id, handover=signed, ticket_id=ticket_id, by=by, at=at
            )
        except Refusal:
            pass
    return services.accept(case_id=card.id, by=by, at=at)


def _lines(card: CaseCard, item: ItemCard, draw: random.Random, whole: bool) -> list[CheckLine]:
    applying = catalogue.requirements(item, card.answers).applying
    required = [position for position, one in applying if one.required]
    missing = draw.choice(required) if required and not whole else None
    return [CheckLine(position, position != missing) for position, _one in applying]


class BackOffice:
    """What happens behind the windows of a hall, in rounds through the day."""

    def __init__(self, hall_id: UUID, draw: random.Random) -> None:
        self.hall_id, self.draw = hall_id, draw

    def round(self, at: datetime) -> int:
        """Move some cases on and return how many acts it took."""
        acts = 0
        for state, step in (
            (CaseState.NOTIFIED, self._post),
            (CaseState.DELIVERED, self._close),
            (CaseState.READY, self._notify),
            (CaseState.DECIDED, self._prepare),
            (CaseState.APPROVAL, self._decide),
            (CaseState.FORWARDED, self._hear_above),
            (CaseState.HANDLING, self._propose),
            (CaseState.ACCEPTED, self._begin),
            (CaseState.SUPPLEMENT, self._come_again),
        ):
            page = selectors.listed(
                self.hall_id, self.hall_id, selectors.EVERYTHING, states=(state,), limit=AT_ONCE
            )
            for card in page.rows:
                if at - card.changed_at < timedelta(minutes=self.draw.uniform(30, 300)):
                    continue
                try:
                    step(card, at)
                    acts += 1
                except Refusal:
                    continue
        return acts

    def _actor(self, person_id: UUID) -> Actor:
        return Actor(ActorKind.PERSON, person_id, self.hall_id)

    def _clerk(self, card: CaseCard) -> Actor:
        """Return somebody of the department who did not take the papers in, where there is one."""
        people = [
            one.id
            for one in organization.people(self.hall_id)
            if one.active and one.department_id == card.department_id
        ]
        others = [one for one in people if one not in self._chiefs(card)] or people
        return self._actor(self.draw.choice(sorted(others)))

    def _chiefs(self, card: CaseCard) -> tuple[UUID, ...]:
        assert card.department_id is not None
        return posts.chief_of(self.hall_id, card.department_id, card.changed_at)

    def _at_window(self, card: CaseCard) -> Actor | None:
        on = posts.sign_on_at(self.hall_id, card.window_id) if card.window_id else None
        return self._actor(on.person_id) if on else None

    def _begin(self, card: CaseCard, at: datetime) -> None:
        services.begin_handling(case_id=card.id, by=self._clerk(card), at=at)

    def _propose(self, card: CaseCard, at: datetime) -> None:
        assert card.handler_id is not None
        by = self._actor(card.handler_id)
        if self._waits(card, by, at):
            return
        try:
            services.settle(case_id=card.id, decision=Decision.APPROVED, by=by, at=at)
        except Refusal:
            services.propose(case_id=card.id, proposal=Decision.APPROVED, by=by, at=at)

    def _waits(self, card: CaseCard, by: Actor, at: datetime) -> bool:
        """Seldom ask for a pause; have one answered, and let time run again when it has stood still."""
        asked = selectors.pause_requests_of(self.hall_id, card.id)
        if not asked:
            item = catalogue.version(self.hall_id, card.item_version_id)
            if item.flags.instant or not self._asks():
                return False
            number = f"中止申请-{at:%m%d}-{self.draw.randint(10, 99)}"
            ground = Ground.APPLICANT_REQUEST.value
            services.ask_pause(case_id=card.id, ground=ground, evidence=number, by=by, at=at)
            return True
        last = asked[-1]
        if last.state is PauseState.ASKED:
            self._answer(last, at)
            return True
        stands = any(
            one.state is ClockState.PAUSED
            for one in selectors.clocks_by_purpose(self.hall_id, card.id, at).values()
        )
        if stands and last.answered_at and at - last.answered_at > PAUSED_FOR:
            services.resume(case_id=card.id, by=by, at=at)
        return stands

    def _asks(self) -> bool:
        """Say whether the applicant of a case wants it to wait."""
        before = sum(selectors.pause_counts(self.hall_id).values())
        handed_in = sum(selectors.counts(self.hall_id, self.hall_id, selectors.EVERYTHING).values())
        return before < min(FIRST_ONES, handed_in // ONE_IN) or self.draw.random() < SELDOM

    def _answer(self, asked: PauseRequestCard, at: datetime) -> None:
        """Let a head answer some hours after it was asked for: the first with yes, the second with no."""
        answered = selectors.pause_counts(self.hall_id)
        two = answered[PauseState.APPROVED] + answered[PauseState.DECLINED] >= 2
        patience = self.draw.uniform(4, 30) if two else self.draw.uniform(0.5, 3)
        if asked.department_id is None or at - asked.asked_at < timedelta(hours=patience):
            return
        heads = posts.section_head_of(self.hall_id, asked.department_id, at)
        by = next((one for one in heads if selectors.may_answer_pause(asked, one, at)), None)
        if by is None:
            return
        first = not answered[PauseState.APPROVED]
        if first or (answered[PauseState.DECLINED] and self.draw.random() < 0.6):
            services.approve_pause(request_id=asked.id, by=self._actor(by), at=at)
        else:
            reason = "申请人未说明不能继续办理的事由。"
            services.decline_pause(request_id=asked.id, reason=reason, by=self._actor(by), at=at)

    def _decide(self, card: CaseCard, at: datetime) -> None:
        chief = self._actor(self._chiefs(card)[0])
        item = catalogue.version(self.hall_id, card.item_version_id)
        refused = self.draw.random() < 0.06
        decision = Decision.REFUSED if refused else Decision.APPROVED
        reason = "经审查，申请条件与规定不符。" if refused else "材料属实，拟同意。"
        if item.flags.at_level:
            services.decide(case_id=card.id, decision=decision, reason=reason, by=chief, at=at)
        else:
            services.give_opinion(case_id=card.id, opinion=decision, reason=reason, by=chief, at=at)

    def _hear_above(self, card: CaseCard, at: datetime) -> None:
        number = f"省厅-{at:%Y%m%d}-{self.draw.randint(100, 999)}"
        services.hear_above(
            case_id=card.id, decision=Decision.APPROVED, document=number, by=self._clerk(card), at=at
        )

    def _prepare(self, card: CaseCard, at: datetime) -> None:
        assert card.window_id is not None
        hall = organization.hall(self.hall_id)
        window = organization.window(self.hall_id, card.window_id)
        place = Collection(f"{window.number}号窗口", "工作日服务时间内", local_day(at, hall.timezone))
        services.prepare_result(case_id=card.id, collection=place, by=self._clerk(card), at=at)

    def _notify(self, card: CaseCard, at: datetime) -> None:
        services.notify(case_id=card.id, by=self._clerk(card), at=at)

    def _post(self, card: CaseCard, at: datetime) -> None:
        by = self._at_window(card)
        if by is None:
            return
        tracking = f"YC{self.draw.randint(10**8, 10**9 - 1)}"
        services.deliver(
            case_id=card.id, handover=Handover(HandoverWay.POST, tracking=tracking), by=by, at=at
        )

    def _close(self, card: CaseCard, at: datetime) -> None:
        by = self._at_window(card)
        if by is None:
            return
        if selectors.was_late(self.hall_id, card.id, at) and card.overdue_reason is None:
            services.explain_lateness(
                case_id=card.id, reason="申请量集中，核查时间较长。", by=self._clerk(card), at=at
            )
        services.close(case_id=card.id, by=by, at=at)

    def _come_again(self, card: CaseCard, at: datetime) -> None:
        """Let who was told come back with what was missing, most of them on another day."""
        by = self._at_window(card)
        if by is None or (at - card.changed_at < timedelta(hours=12) and self.draw.random() < 0.9):
            return
        services.supplement(case_id=card.id, by=by, at=at)
        item = catalogue.version(self.hall_id, card.item_version_id)
        services.check(case_id=card.id, lines=_lines(card, item, self.draw, whole=True), by=by, at=at)
        done = services.accept(case_id=card.id, by=by, at=at)
        assert done.accept_mode is AcceptMode.COMPLETE
