"""People who ask others: opinions of a joint review, answers from above, other departments; and who urge."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from tests.cases import model_beside as beside
from tests.cases.model import WORKERS, Paper, Somebody, asked_of, in_house
from tests.cases.model_beside import Hop, Question, Seat
from tests.cases.trying import REASON, Refusals, Trying
from yichuang.cases import refusals as no
from yichuang.cases import services
from yichuang.cases.types import Level, Stand, UrgeAbout
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor, ActorKind
from yichuang.notices.refusals import NotToldBefore
from yichuang.notices.types import Channel
from yichuang.posts.errors import OutsideMandate

HEADS = frozenset({Role.CHIEF, Role.SEC, Role.OFF, Role.UH})
ANSWERERS = {
    "section": frozenset({Role.SEC, Role.CHIEF}),
    "office": frozenset({Role.OFF}),
    "head": frozenset({Role.UH}),
}


class TryingBeside(Trying):
    """What is asked of others."""

    def _stands(self, case: Paper, states: frozenset[str]) -> Refusals:
        return set() if case.state in states else {no.IllegalAct}

    # ---- joint review -------------------------------------------------------------------------------

    def tries_to_open_joint(self, case: Paper, draw: Random) -> None:
        asked = asked_of(case)

        def against(who: Somebody) -> Refusals:
            found = in_house(case, who) | self._stands(case, beside.UNDER_WAY)
            if not case.item.joint.departments:
                found.add(no.NotJoint)
            if who.mandated != case.department:
                found.add(OutsideMandate)
            if case.beside.joint:
                found.add(no.JointOpen)
            if any(one not in self.departments for one in asked):
                found.add(no.DepartmentUnmapped)
            return found

        def opened(card: Any) -> None:
            case.beside.joint, case.beside.worked = True, self.ticks
            silence = case.item.joint.default_on_silence.value
            case.beside.seats = [Seat(one.id, one.department_id, silence, one.due_at) for one in card.seats]
            assert [self.names[one.department_id] for one in card.seats] == asked

        who, found = self.whoever(draw, against)
        at = self.moment()
        self.attempt("open joint", found, services.open_joint, opened, case_id=case.id, by=who.by, at=at)

    def tries_to_give_an_opinion(self, case: Paper, draw: Random) -> None:
        at = self.moment()
        roles = HEADS if case.item.flags.confidential else WORKERS

        def seat_of(who: Somebody) -> Seat | None:
            mine = (one for one in case.beside.seats if who.of(one.department) & roles)
            return next(mine, None)

        def against(who: Somebody) -> Refusals:
            seat = seat_of(who)
            if seat is None:
                return {no.NotAsked}
            found: Refusals = set()
            if case.state not in beside.UNDER_WAY or seat.state == "dropped":
                found.add(no.OpinionSettled)
            waits = seat.state == "asked" and seat.silence == "agree"
            if seat.state == "silent" or (waits and at >= seat.due_at):
                found.add(no.SilenceCounted)
            return found

        def given(_card: object) -> None:
            seat = seat_of(who)
            assert seat is not None
            seat.state = "given"

        who, found = self.whoever(draw, against)
        what = {"case_id": case.id, "stand": draw.choice(list(Stand)), "text": "同意。", "by": who.by}
        self.attempt("opinion", found, services.give_joint_opinion, given, at=at, **what)

    # ---- questions above ----------------------------------------------------------------------------

    def tries_to_ask_above(self, case: Paper, draw: Random) -> None:
        level = draw.choice(list(Level))
        who, found = self.whoever(draw, lambda one: in_house(case, one) | self._stands(case, beside.ASKED_IN))

        def asked(card: Any) -> None:
            case.beside.questions.append(Question(card.id, level.value, level.value))
            case.beside.worked = self.ticks

        what = {"case_id": case.id, "level": level, "question": "规定不明，请予明确。", "by": who.by}
        self.attempt("ask above", found, services.raise_query, asked, at=self.moment(), **what)

    def tries_with_a_question(self, case: Paper, draw: Random) -> None:
        question = draw.choice(case.beside.questions)
        on = {"raised": "answer", "answered": "inform", "informed": "close"}.get(question.state, "close")
        act = on if draw.random() < 0.8 else draw.choice(("answer", "inform", "close"))
        document = draw.choice(("", "省厅-2026-9")) if act == "answer" else ""
        who, found = self.whoever(
            draw, lambda one: self._against_question(case, question, act, document, one)
        )
        goes_to = {"answer": "answered", "inform": "informed", "close": "closed"}[act]
        verbs: dict[str, Callable[..., Any]] = {
            "answer": services.answer_query,
            "close": services.close_query,
        }
        verb = verbs.get(act, services.inform_client)
        more: dict[str, Any] = {"answer": "按此办理。", "document": document} if act == "answer" else {}
        more |= {"channel": Channel.PHONE} if act == "inform" else {}

        def went(_card: object) -> None:
            question.state = goes_to

        what = {"query_id": question.id, "by": who.by, **more}
        self.attempt(f"{act} question", found, verb, went, at=self.moment(), **what)

    def _against_question(
        self, case: Paper, question: Question, act: str, document: str, who: Somebody
    ) -> Refusals:
        if act == "answer":
            found: Refusals = set() if question.state == "raised" else {no.QueryStandsElsewhere}
            if not self._may_answer(case, question, who):
                found.add(no.NotYourQuestion)
            if question.level == "above" and not document:
                found.add(no.DocumentNeeded)
            return found
        found = in_house(case, who)
        wanted = "answered" if act == "inform" else "informed"
        if act == "close" and question.state in ("raised", "answered"):
            found.add(no.NotInformedYet)
        elif question.state != wanted:
            found.add(no.QueryStandsElsewhere)
        return found

    def _may_answer(self, case: Paper, question: Question, who: Somebody) -> bool:
        own = who.of(case.department)
        if question.level == "above":
            return bool(own & WORKERS)
        return any(ANSWERERS[one] & (own if one == "section" else who.hall) for one in question.levels)

    # ---- other departments --------------------------------------------------------------------------

    def tries_to_hand_on(self, case: Paper, draw: Random) -> None:
        where = draw.choice([*self.departments.values(), UUID(int=draw.getrandbits(128))])
        known = frozenset(self.departments.values())

        def against(who: Somebody) -> Refusals:
            found = in_house(case, who) | self._stands(case, beside.HANDED_ON_IN)
            return found | beside.against_hop(case.beside, case.department, where, known)

        def sent(card: Any) -> None:
            case.beside.hops.append(Hop(card.id, case.department, where))

        who, found = self.whoever(draw, against)
        what = {"case_id": case.id, "to_department_id": where, "reason": REASON, "by": who.by}
        refusal = self.attempt("hand on", found, services.refer, sent, at=self.moment(), **what)
        if isinstance(refusal, no.GoesInACircle):
            case.beside.dispute(case.department, where)

    def tries_with_a_hop(self, case: Paper, draw: Random) -> None:
        sent = [one for one in case.beside.hops if one.id is not None]
        if not sent:
            return
        hop = draw.choice(sent)
        back = draw.random() < 0.4
        roles = HEADS if case.item.flags.confidential else WORKERS

        def against(who: Somebody) -> Refusals:
            found: Refusals = set() if who.of(hop.target) & roles else {no.NotYourReferral}
            if back and hop.binding:
                found.add(no.AssignmentBinds)
            if hop.state != "sent" or case.state not in beside.HANDED_ON_IN:
                found.add(no.ReferralAnswered)
            return found

        def confirmed(_card: object) -> None:
            hop.state, hop.answered = "confirmed", self.ticks
            self._moves(case, hop.target, who.by.id)

        def returned(_card: object) -> None:
            hop.state, hop.answered = "returned", self.ticks
            if sum(one.state == "returned" for one in case.beside.hops) >= beside.RETURNS:
                case.beside.dispute(case.department, hop.target)

        who, found = self.whoever(draw, against)
        what = {"referral_id": hop.id, "by": who.by, "at": self.moment()}
        if back:
            self.attempt("return", found, services.return_referral, returned, reason=REASON, **what)
        else:
            self.attempt("confirm", found, services.confirm_referral, confirmed, **what)

    def _moves(self, case: Paper, department: UUID, handler: UUID | None) -> None:
        case.department, case.leads = department, self.names[department]
        case.hands["handler"] = handler

    def tries_to_assign(self, case: Paper, draw: Random) -> None:
        where = draw.choice(list(self.departments.values()))

        def against(who: Somebody) -> Refusals:
            found = self._stands(case, beside.HANDED_ON_IN)
            return found if Role.OFF in who.hall else found | {no.OfficeAssigns}

        def settled(card: Any) -> None:
            state = "settled" if case.department == where else "sent"
            beside.assigned(case.beside, Hop(card.id, case.department, where, state))
            if case.department != where:
                self._moves(case, where, None)

        who, found = self.whoever(draw, against)
        what = {"case_id": case.id, "to_department_id": where, "reason": REASON, "by": who.by}
        self.attempt("assign", found, services.assign_case, settled, at=self.moment(), **what)

    # ---- urging, and what is told before it is enforced ----------------------------------------------

    def tries_to_urge(self, case: Paper, draw: Random) -> None:
        about, thing = draw.choice(self._to_be_urged(case))
        at, citizen = self.moment(), Actor(ActorKind.CITIZEN, case.id, self.office.id)
        applicant = Somebody("applicant", citizen)

        def against(who: Somebody) -> Refusals:
            found: Refusals = set()
            fit = {Role.CHIEF, Role.SEC} if about is UrgeAbout.CASE else WORKERS
            theirs = who is applicant and about is UrgeAbout.CASE
            if not (theirs or who.hall & {Role.OFF, Role.UH} or who.of(case.department) & fit):
                found.add(no.UrgedByHeads)
            if case.state not in beside.OPEN or not self._owed(case, about, thing):
                found.add(no.NothingToUrge)
            last = case.beside.urged.get((thing or case.id, "citizen" if theirs else "head"))
            if last is not None and at < last + beside.URGE_PAUSE:
                found.add(no.UrgedJustNow)
            return found

        def urged(_card: object) -> None:
            theirs = "citizen" if who is applicant else "head"
            case.beside.urged[thing or case.id, theirs] = at
            case.beside.urges += 1

        who, found = self.whoever(draw, against)
        if draw.random() < 0.3:
            who, found = applicant, against(applicant)
        what = {"case_id": case.id, "about": about, "thing_id": thing, "by": who.by}
        self.attempt("urge", found, services.urge, urged, at=at, **what)

    def _to_be_urged(self, case: Paper) -> list[tuple[UrgeAbout, UUID | None]]:
        found: list[tuple[UrgeAbout, UUID | None]] = [(UrgeAbout.CASE, None)]
        found += [(UrgeAbout.OPINION, one.id) for one in case.beside.seats]
        found += [(UrgeAbout.QUERY, one.id) for one in case.beside.questions]
        return found + [(UrgeAbout.REFERRAL, one.id) for one in case.beside.hops if one.id]

    def _owed(self, case: Paper, about: UrgeAbout, thing: UUID | None) -> bool:
        """Say whether somebody owes the thing: an opinion asked for, an answer or the word of it, a hop."""
        match about:
            case UrgeAbout.OPINION:
                return any(one.id == thing and one.state == "asked" for one in case.beside.seats)
            case UrgeAbout.QUERY:
                waits = ("raised", "answered")
                return any(one.id == thing and one.state in waits for one in case.beside.questions)
            case UrgeAbout.REFERRAL:
                return any(one.id == thing and one.state == "sent" for one in case.beside.hops)
        return True

    def tries_to_enforce(self, case: Paper, draw: Random) -> None:
        begin = draw.random() < 0.5

        def against(who: Somebody) -> Refusals:
            found = in_house(case, who) | self._stands(case, beside.UNDER_WAY)
            return found | {NotToldBefore} if begin and not case.beside.foretold else found

        def told(_card: object) -> None:
            case.beside.foretold = True

        who, found = self.whoever(draw, against)
        what: dict[str, Any] = {"case_id": case.id, "by": who.by, "at": self.moment()}
        if begin:
            self.attempt("enforce", found, services.begin_enforcement, lambda _card: None, **what)
            return
        what |= {"measure": "责令停止经营", "reason": REASON, "basis": ("《行政许可法》第八十条",)}
        self.attempt("announce enforcement", found, services.announce_enforcement, told, **what)
