"""People who ask that the time of a case stand still, and others who approve or decline it."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.cases.model import ROLES, WAYS, Paper, Somebody, in_house, to_be_held
from tests.cases.model_beside import Wish
from tests.cases.trying import REASON, Refusals, Trying
from yichuang.cases import refusals as no
from yichuang.cases import services
from yichuang.kernel.access.types import Role
from yichuang.posts.errors import OutsideMandate

GROUNDS = ("suspension", "applicant_request")


class TryingPauses(Trying):
    """A pause that needs an approval: asked for by one, answered by another."""

    def tries_to_ask_for_a_pause(self, case: Paper, draw: Random) -> None:
        def against(who: Somebody) -> Refusals:
            found = in_house(case, who) | to_be_held(case)
            if case.state not in WAYS["pause"]:
                found.add(no.IllegalAct)
            if any(one.state == "asked" for one in case.beside.wishes):
                found.add(no.PauseAskedAlready)
            return found

        def asked(card: Any) -> None:
            case.beside.wishes.append(Wish(card.id, who.by.id))

        who, found = self.whoever(draw, against)
        what = {"case_id": case.id, "ground": draw.choice(GROUNDS), "evidence": "ZZ-2026-7", "by": who.by}
        self.attempt("ask pause", found, services.ask_pause, asked, at=self.moment(), **what)

    def tries_with_a_wish(self, case: Paper, draw: Random) -> None:
        """Approve or decline the last one that was asked for, or seldom one that was answered."""
        wish = case.beside.wishes[-1] if draw.random() < 0.9 else draw.choice(case.beside.wishes)
        approves = draw.random() < 0.6

        def against(who: Somebody) -> Refusals:
            found = in_house(case, who, ROLES["decide"])
            if wish.state != "asked":
                found.add(no.PauseAnswered)
            if who.by.id in (wish.by, case.handler or case.hands.get("accepted")):
                found.add(no.PauseNeedsSecond)
            if Role.SEC not in who.hall | who.of(case.department):
                found.add(OutsideMandate)
            return found | to_be_held(case) if approves else found

        def approved(_card: object) -> None:
            wish.state, case.still, case.untouched = "approved", True, False

        def declined(_card: object) -> None:
            wish.state = "declined"

        who, found = self.whoever(draw, against)
        what: dict[str, Any] = {"request_id": wish.id, "by": who.by, "at": self.moment()}
        if approves:
            self.attempt("approve pause", found, services.approve_pause, approved, **what)
        else:
            self.attempt("decline pause", found, services.decline_pause, declined, reason=REASON, **what)
