"""What becomes of one application in the played month, act by act: the applicant's side and the hall's.

A life is a generator: it does what is to be done now through services, and yields how long it is until the
next thing happens.  Whoever plays the month wakes it again within the hours of the hall.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from yichuang.cases import selectors, services
from yichuang.cases.types import (
    CaseCard,
    CheckLine,
    Collection,
    Decision,
    Handover,
    HandoverWay,
    Purpose,
    ShownBy,
    Stand,
)
from yichuang.cases.types.archive import Piece
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard, LinkCard, MaterialCard, Silence, Stage
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Ground
from yichuang.demo.casework import SEEN, somebody
from yichuang.demo.fates import DAYS_IN, UNHURRIED, Fate
from yichuang.demo.places import Desk, Place
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Course = Iterator[timedelta]


@dataclass
class Life:
    """One application on its way: where, for what, with which fate; ``at`` is set by whoever wakes it."""

    place: Place
    item: ItemCard
    fate: Fate
    draw: random.Random
    at: datetime
    case: CaseCard | None = None

    @property
    def desk(self) -> Desk:
        return self.place.desks[self.item.department]

    @property
    def today(self) -> date:
        return local_day(self.at, "Asia/Shanghai")

    @property
    def handler(self) -> Actor:
        """Return who works on the case; a confidential one stays in the hands it came into."""
        return self.desk.clerk if self.item.flags.confidential else self.desk.handler

    def hours(self, least: float, most: float) -> timedelta:
        return HOUR * self.draw.uniform(least, most)

    def soon(self, least: float, most: float) -> timedelta:
        """Return some hours, fewer where little was promised: what is due tomorrow is not left lying."""
        return self.hours(least, most) * min(1.0, self.days / UNHURRIED)

    @property
    def days(self) -> float:
        """Return how many days the item promises; an hour that runs day and night lets nobody sleep."""
        budget = self.item.promised_limit.budget
        if budget is None:
            return UNHURRIED
        return budget.value * DAYS_IN.get(budget.unit, 0.0)

    def lived(self) -> Course:
        """Live from handing in to the archive, or to wherever the fate ends it."""
        answers = {one.code: self.draw.random() < 0.3 for one in self.item.questions}
        self.case = services.submit(
            item_id=self.item.id,
            applicant=somebody(self.draw),
            answers=answers,
            id_check=SEEN,
            by=self.desk.clerk,
            at=self.at,
        )
        yield HOUR / 12
        if self.fate in (Fate.GAP, Fate.NEVER):
            yield from self._told_once()
            if self.fate is Fate.NEVER:
                return
        if self.fate is Fate.NOT_ACCEPTED:
            self._look()
            services.refuse_acceptance(
                case_id=self.card.id,
                reason="申请事项不属于本厅受理范围。",
                basis=self.item.legal_basis[:1],
                by=self.desk.clerk,
                at=self.at,
            )
            return
        self._look(follows=self.fate is Fate.TOLERANT)
        yield HOUR / 12
        if self.fate is Fate.WITHDRAWN and self.draw.random() < 0.3:
            services.withdraw(case_id=self.card.id, by=self.desk.clerk, at=self.at)
            return
        if self._at_once:
            yield from self._done_on_the_spot()
        else:
            services.accept(case_id=self.card.id, by=self.desk.clerk, at=self.at)
            yield from self._handled()
            if self.fate is Fate.WITHDRAWN:
                return
            yield from self._handed_over()
        yield from self._filed()

    @property
    def card(self) -> CaseCard:
        assert self.case is not None
        return self.case

    @property
    def _approved_first(self) -> bool:
        return Stage.APPROVAL in self.item.stages or self.item.flags.separate_duties

    @property
    def _at_once(self) -> bool:
        flags = self.item.flags
        return flags.instant and flags.at_level and not (self._approved_first or self._asked)

    @property
    def _asked(self) -> tuple[str, ...]:
        """Return whom a joint review asks, beside the leading department."""
        return tuple(one for one in self.item.joint.departments if one != self.item.department)

    # ---- at the window ------------------------------------------------------------------------------

    def _applying(self) -> tuple[tuple[int, MaterialCard], ...]:
        return tuple(catalogue.requirements(self.item, self.card.answers).applying)

    def _look(self, *, missing: int | None = None, follows: bool = False) -> None:
        """Look at every material; all there, one missing, or one promised to follow."""
        applying = self._applying()
        later = next((place for place, one in applying if follows and one.deferrable and one.required), None)
        lines = [
            CheckLine(
                place,
                place not in (missing, later),
                deferred_until=self.today + DAY * 7 if place == later else None,
            )
            for place, _one in applying
        ]
        services.check(case_id=self.card.id, lines=lines, by=self.desk.clerk, at=self.at)

    def _told_once(self) -> Course:
        required = [place for place, one in self._applying() if one.required]
        self._look(missing=self.draw.choice(required))
        services.tell_once(case_id=self.card.id, by=self.desk.clerk, at=self.at)
        yield DAY * self.draw.randint(1, 6)
        if self.fate is not Fate.NEVER:
            services.supplement(case_id=self.card.id, by=self.desk.clerk, at=self.at)

    def _done_on_the_spot(self) -> Course:
        yield from self._paid()
        signed = Handover(HandoverWay.APPLICANT, id_check=SEEN, signed=True)
        services.finish_at_once(case_id=self.card.id, handover=signed, by=self.desk.clerk, at=self.at)

    def _paid(self) -> Course:
        """Pay what the tariff asks, on a list that was shown: in cash or by phone."""
        fees = selectors.fees_of(self.place.hall_id, self.card.id)
        if fees.settled:
            return
        if fees.unstated:
            value = Decimal(self.draw.randint(1_000, 400_000))
            services.state_value(case_id=self.card.id, value=value, by=self.handler, at=self.at)
        yield HOUR / 12
        by = self.desk.clerk if self.item.flags.confidential else self.cashier
        bill = services.draw_bill(case_id=self.card.id, by=by, at=self.at)
        services.show_bill(bill_id=bill.id, way=ShownBy.PRINTED, by=by, at=self.at)
        if self.draw.random() < 0.4 and by == self.cashier:
            given = Decimal(-(-bill.total // 10_000) * 100)
            services.take_cash(bill_id=bill.id, received=given, by=by, at=self.at)
        else:
            reference = f"WX{self.at:%m%d}{self.draw.randint(10**9, 10**10 - 1)}"
            services.take_electronic(bill_id=bill.id, reference=reference, by=by, at=self.at)

    @property
    def cashier(self) -> Actor:
        assert self.place.till is not None
        return self.place.till[1]

    # ---- behind the window --------------------------------------------------------------------------

    def _handled(self) -> Course:
        yield self.soon(1, 20)
        services.begin_handling(case_id=self.card.id, by=self.handler, at=self.at)
        if self.fate is Fate.TOLERANT:
            yield DAY
            (position,) = (one.position for one in selectors.promises(self.place.hall_id, self.card.id))
            services.keep_promise(case_id=self.card.id, position=position, by=self.desk.clerk, at=self.at)
        if self.fate is Fate.WITHDRAWN:
            yield self.hours(2, 30)
            services.withdraw(case_id=self.card.id, by=self.desk.clerk, at=self.at)
            return
        if self.fate is Fate.EXTENDED:
            yield from self._extended()
        if self._asked:
            yield from self._asked_together()
        yield from self._held_up()
        yield self.soon(1, 24)
        yield from self._decided()

    def _extended(self) -> Course:
        """Let the time be prolonged, before it has run out: afterwards nobody may."""
        yield self.soon(1, 6)
        services.extend(
            case_id=self.card.id,
            value=self.item.extension.value,
            reason="案情复杂，需进一步核查。",
            by=self.desk.chief if self.item.flags.at_level else self.place.leader,
            at=self.at,
        )

    def _held_up(self) -> Course:
        """Let the time stand still, or simply run out."""
        if self.fate is Fate.PAUSED:
            link = next((one for one in self.item.special_links if self._pauses(one)), None)
            services.pause(
                case_id=self.card.id,
                ground=link.ground.value if link and link.ground else Ground.EXPERT_REVIEW.value,
                link=link.name if link else "",
                by=self.handler,
                at=self.at,
            )
            yield DAY * self.draw.randint(2, 7)
            services.resume(case_id=self.card.id, by=self.handler, at=self.at)
        elif self.fate in (Fate.PAUSE_APPROVED, Fate.PAUSE_DECLINED):
            yield from self._asked_to_wait()
        elif self.fate is Fate.OVERDUE:
            clocks = selectors.clocks_by_purpose(self.place.hall_id, self.card.id, self.at)
            yield max(clocks[Purpose.PROMISED].due_at - self.at, HOUR) + self.hours(2, 48)

    @staticmethod
    def _pauses(link: LinkCard) -> bool:
        """Say whether time stands still for a link of the item without anybody's approval."""
        ground = None if link.counted_in_statutory else link.ground
        return ground is not None and not deadlines.needs_approval(ground)

    def _asked_to_wait(self) -> Course:
        """Ask on the applicant's own wish that time stand still; who leads the department answers."""
        asked = services.ask_pause(
            case_id=self.card.id,
            ground=Ground.APPLICANT_REQUEST.value,
            evidence=f"中止申请-{self.at:%m%d}-{self.draw.randint(10, 99)}",
            by=self.handler,
            at=self.at,
        )
        yield self.soon(1, 6)
        by = self.desk.chief
        if self.fate is Fate.PAUSE_DECLINED:
            services.decline_pause(
                request_id=asked.id, reason="申请人未说明不能继续办理的事由。", by=by, at=self.at
            )
            return
        services.approve_pause(request_id=asked.id, by=by, at=self.at)
        yield DAY * self.draw.randint(2, 7)
        services.resume(case_id=self.card.id, by=self.handler, at=self.at)

    def _asked_together(self) -> Course:
        """Ask the departments; where silence counts one may stay silent until its time is over."""
        services.open_joint(case_id=self.card.id, by=self.desk.chief, at=self.at)
        counts = self.item.joint.default_on_silence is not Silence.NONE and self.days >= UNHURRIED
        silent = counts and self.draw.random() < 0.6
        asked = list(self._asked)
        for name in asked[1:] if silent else asked:
            yield self.soon(2, 12)
            services.give_joint_opinion(
                case_id=self.card.id,
                stand=Stand.AGREE,
                text="符合本部门规定，同意。",
                by=self.place.desks[name].handler,
                at=self.at,
            )
        while silent and selectors.waited_for(self.place.hall_id, self.card.id):
            yield DAY

    def _decided(self) -> Course:
        refused = self.fate is Fate.REFUSED
        decision = Decision.REFUSED if refused else Decision.APPROVED
        reason = "经审查，不符合规定的条件。" if refused else ""
        if not self._approved_first and self.item.flags.at_level:
            services.settle(
                case_id=self.card.id, decision=decision, reason=reason, by=self.handler, at=self.at
            )
            return
        services.propose(case_id=self.card.id, proposal=decision, by=self.handler, at=self.at)
        yield self.soon(1, 16)
        if self.item.flags.at_level:
            services.decide(
                case_id=self.card.id, decision=decision, reason=reason, by=self.desk.chief, at=self.at
            )
            return
        services.give_opinion(
            case_id=self.card.id,
            opinion=decision,
            reason=reason or "材料属实，拟同意。",
            by=self.desk.chief,
            at=self.at,
        )
        yield DAY * min(self.draw.uniform(3, 9), 0.3 * self.days)
        services.hear_above(
            case_id=self.card.id,
            decision=decision,
            reason=reason,
            document=f"上级〔2026〕{self.draw.randint(100, 999)}号",
            by=self.handler,
            at=self.at,
        )

    # ---- the result ---------------------------------------------------------------------------------

    def _handed_over(self) -> Course:
        here = Collection(f"{self.desk.number}号窗口", "工作日服务时间内", self.today)
        services.prepare_result(case_id=self.card.id, collection=here, by=self.handler, at=self.at)
        yield self.hours(0.5, 4)
        services.notify(case_id=self.card.id, by=self.handler, at=self.at)
        if self.fate is Fate.CORRECTED:
            yield self.hours(1, 6)
            asked = services.ask_correction(
                case_id=self.card.id, reason="证件上姓名有一字之误。", by=self.handler, at=self.at
            )
            yield self.hours(0.5, 2)
            services.approve_correction(correction_id=asked.id, by=self.desk.chief, at=self.at)
        yield self.hours(4, 48)
        if self.fate is not Fate.REFUSED:
            yield from self._paid()
        if self.draw.random() < 0.2:
            handover = Handover(HandoverWay.POST, tracking=f"EMS{self.draw.randint(10**8, 10**9 - 1)}")
        else:
            handover = Handover(HandoverWay.APPLICANT, id_check=SEEN, signed=True)
        services.deliver(case_id=self.card.id, handover=handover, by=self.desk.clerk, at=self.at)
        yield HOUR / 12
        if selectors.was_late(self.place.hall_id, self.card.id, self.at):
            services.explain_lateness(
                case_id=self.card.id, reason="申请量集中，核查时间较长。", by=self.handler, at=self.at
            )
        services.close(case_id=self.card.id, by=self.desk.clerk, at=self.at)

    def _filed(self) -> Course:
        yield DAY * self.draw.randint(1, 5)
        services.archive(
            case_id=self.card.id,
            in_folder=frozenset(Piece),
            place=f"{self.draw.randint(1, 9)}号柜",
            by=self.handler,
            at=self.at,
        )
