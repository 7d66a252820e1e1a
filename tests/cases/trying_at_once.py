"""People who do a whole matter at the window in one go, charge for it there, and have fees remitted."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from decimal import Decimal
from random import Random
from typing import Any

from tests.cases import model_money as money
from tests.cases.hall import IN_HAND
from tests.cases.model import AT_ONCE, WORKERS, Paper, Somebody, done, in_house, whose_window
from tests.cases.model_money import Back, Bill, Payment, Remission
from tests.cases.modelled import tally
from tests.cases.trying import REASON, Refusals
from tests.cases.trying_money import TryingMoney
from yichuang.cases import refusals as no
from yichuang.cases import services
from yichuang.cases.types import RemissionGround, ShownBy
from yichuang.kernel.access.types import Role
from yichuang.posts.errors import OutsideMandate

PERCENTS = (100, 50, 50, 33, 1, 0, 101)


class TryingAtOnce(TryingMoney):
    """What is done or tried in one act where it otherwise takes several, and what is remitted."""

    # ---- a whole matter while its applicant stands there ----------------------------------------------

    def tries_to_finish_at_once(self, case: Paper, draw: Random) -> None:
        at, before = self.moment(), case.state

        def happens(_card: object) -> None:
            for act in AT_ONCE:
                done(case, act, who, lines=set(), refuse=False, tick=self.ticks)
            case.counted_from = at
            tally[f"finish at once: {before} -> {case.state}"] += 1

        who, found = self.whoever(draw, lambda one: self._not_at_once(case, one))
        what = {"case_id": case.id, "handover": IN_HAND, "by": who.by, "at": at}
        self.attempt("finish at once", found, services.finish_at_once, happens, **what)

    def _not_at_once(self, case: Paper, who: Somebody) -> Refusals:
        """Return what forbids it: the place, the item, or the first of its acts that may not be done."""
        found = whose_window(case, who)
        if not case.item.flags.instant:
            found.add(no.NotInstant)
        ahead = copy(case)
        ahead.clocks, ahead.hands, ahead.beside = set(case.clocks), dict(case.hands), copy(case.beside)
        for act in AT_ONCE:
            against = self.against(ahead, act, who)
            if against:
                return found | against
            done(ahead, act, who, lines=set(), refuse=False, tick=self.ticks)
        return found

    def tries_to_charge_at_counter(self, case: Paper, draw: Random) -> None:
        purse, optional = case.purse, draw.choice(((), (), (), ("post",), ("gift",)))
        lines = money.to_pay(purse, case.item.code, case.answers, optional)
        total, cash = sum(one.cents or 0 for one in lines), draw.random() < 0.5
        given = total + draw.choice((0, 0, 80, 5000, -1))

        def against(who: Somebody) -> Refusals:
            found = self._at_the_money(case, who) | self._charged_now(case)
            found |= money.against_list(purse, case.item.code, case.answers, optional) - {no.ConsentMissing}
            known = {one.code: one for one in money.due(purse, case.item.code, case.answers) if one.optional}
            if not case.item.flags.instant:
                found.add(no.NotInstant)
            if set(optional) - set(known):
                found.add(no.NotOptional)
            if set(optional) & purse.paid:
                found.add(no.AlreadyPaid)
            if not total:
                found.add(no.NothingToPay)
            if cash and given < total:
                found.add(no.TooLittle)
            if cash and (self.till is None or who.window != 3):
                found.add(no.TillShut)
            return found

        def paid(card: Any) -> None:
            purse.agreed.update(dict.fromkeys(optional, True))
            purse.bills.append(Bill(card.bill_id, lines, shown=True, paid=True))
            purse.payments.append(Payment(card.id, lines, cash))
            assert (card.due, card.change) == (total, given - total if cash else 0)
            if cash and self.till is not None:
                self.till.taken += total

        who, found = self.whoever(draw, against)
        what: dict[str, Any] = {"case_id": case.id, "shown": ShownBy.PRINTED, "optional": optional}
        how = {"received": Decimal(given) / 100} if cash else {"reference": f"GT{self.ticks:010d}"}
        what |= {"by": who.by, "at": self.moment()}
        self.attempt("charge at counter", found, services.charge_at_counter, paid, **what, **how)

    # ---- remitted -------------------------------------------------------------------------------------

    def tries_to_ask_remission(self, case: Paper, draw: Random) -> None:
        lines = [one.code for one in money.on_the_wall(case.item.code, case.answers, case.purse.value)]
        code, percent = draw.choice([*lines, *lines, *lines, "gift"]), draw.choice(PERCENTS)

        def against(who: Somebody) -> Refusals:
            found = in_house(case, who, WORKERS | {Role.CASH}) | self._charged_now(case)
            return found | money.against_remitting(case.purse, case.item.code, case.answers, code, percent)

        def asked(card: Any) -> None:
            case.purse.remissions.append(Remission(card.id, code, percent, who.by.id))

        who, found = self.whoever(draw, against)
        what: dict[str, Any] = {"case_id": case.id, "code": code, "percent": percent, "evidence": REASON}
        what |= {"ground": RemissionGround.HARDSHIP, "by": who.by, "at": self.moment()}
        self.attempt("ask remission", found, services.ask_remission, asked, **what)

    def tries_with_a_remission(self, case: Paper, draw: Random) -> None:
        remission = draw.choice(case.purse.remissions)
        if remission.state == "granted" and draw.random() < 0.8:
            return self._asks_remitted_back(case, remission, draw)
        act = draw.choice(("grant", "grant", "decline"))
        verb = services.grant_remission if act == "grant" else services.decline_remission
        full = next(
            one
            for one in money.on_the_wall(case.item.code, case.answers, case.purse.value)
            if one.code == remission.code
        ).cents

        def settled(card: Any) -> None:
            remission.state = "granted" if act == "grant" else "declined"
            assert card.cents == money.share(full, remission.percent)

        who, found = self.whoever(draw, self._remits(case, remission, full))
        what = {"remission_id": remission.id, "by": who.by, "at": self.moment()}
        self.attempt(f"{act} remission", found, verb, settled, **what)

    def _remits(self, case: Paper, remission: Remission, full: int | None) -> Callable[[Somebody], Refusals]:
        def against(who: Somebody) -> Refusals:
            found: Refusals = set() if remission.state == "asked" else {no.RemissionNotOpen}
            if who.by.id == remission.asked_by:
                found.add(no.RemissionNeedsSecond)
            if full is None:
                found.add(no.ValueUnstated)
            if Role.SEC not in who.of(case.department):
                found.add(OutsideMandate)
            return found

        return against

    def _asks_remitted_back(self, case: Paper, remission: Remission, draw: Random) -> None:
        purse = case.purse
        cents = money.too_much(purse, case.item.code, case.answers, remission)
        payments = [one for one in purse.payments if remission.code in one.standing]

        def against(who: Somebody) -> Refusals:
            found = self._at_the_money(case, who)
            if not cents or not payments:
                return found | {no.NothingPaidTooMuch}
            return found | money.open_refund(purse, payments[-1])

        def asked(card: Any) -> None:
            assert card.cents == cents
            purse.refunds.append(Back(card.id, payments[-1], {remission.code: cents}, who.by.id))

        who, found = self.whoever(draw, against)
        what = {"remission_id": remission.id, "reason": REASON, "by": who.by, "at": self.moment()}
        self.attempt("ask remitted back", found, services.ask_remitted_back, asked, **what)
