"""People who charge, pay and give back, and the till that is opened in the morning and closed balanced."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from tests.cases import model_money as money
from tests.cases.model import Paper, Somebody, in_house
from tests.cases.model_money import Back, Bill, Payment, Till
from tests.cases.modelled import LAST_MORNING, tally
from tests.cases.money import FLOAT
from tests.cases.trying import REASON, Refusals, Trying
from yichuang.cases import refusals as no
from yichuang.cases import services
from yichuang.cases.types import DENOMINATIONS, ShownBy
from yichuang.kernel.access.types import Role
from yichuang.posts.errors import OutsideMandate

OPTIONAL = ((), (), ("post",), ("post", "gift"))


class TryingMoney(Trying):
    """What is done or tried about the money of a case."""

    # ---- what stands against it ----------------------------------------------------------------------

    def _at_the_money(self, case: Paper, who: Somebody) -> Refusals:
        """Return what forbids somebody to take or give money for the case."""
        if who.window is None:
            return {no.NotAtAWindow}
        flags, here = case.item.flags, who.window == case.window
        secret = flags.confidential
        if here and ((flags.instant and not secret) or (secret and who.by.id in case.hands.values())):
            return set()
        if secret:
            return {no.UnknownCase}
        return set() if Role.CASH in who.hall else {no.NotYourMoney}

    def _charged_now(self, case: Paper) -> Refusals:
        looked = case.looked is not None and case.looked >= case.came and case.outcome != "incomplete"
        at_once = case.item.flags.instant and case.state == "submitted" and looked
        return set() if case.state in money.CHARGEABLE or at_once else {no.NotYetCharged}

    # ---- the till ------------------------------------------------------------------------------------

    def the_till_is_opened(self, draw: Random) -> None:
        """Close the till of the day before, balanced to the cent, and open today's; seldom it stays shut."""
        at, by = self.moment(), self.somebody("cashier").by
        today = at.astimezone(LAST_MORNING.tzinfo).date()
        if self.till is not None and self.till.day != today:
            stands: Refusals = {no.TillOfAnotherDay}
            self.attempt("open till", stands, services.open_till, print, pieces=FLOAT, by=by, at=at)
            self._refused_till(at, by)
            pieces = pieces_of(self.till.held)
            card = services.close_till(till_id=self.till.id, pieces=pieces, by=by, at=at)
            assert card.drawer.expected == self.till.held
            self.till = None
            tally["tills closed balanced"] += 1
        if self.till is None and draw.random() < 0.85:
            self.till = Till(services.open_till(pieces=FLOAT, by=by, at=at).id, today)

    def _refused_till(self, at: Any, by: Any) -> None:
        """See that a till short of a cent is not closed without a word."""
        assert self.till is not None
        pieces = pieces_of(self.till.held - 1)
        what = {"till_id": self.till.id, "pieces": pieces, "by": by, "at": at}
        self.attempt("close till", {no.DifferenceUnexplained}, services.close_till, print, **what)

    # ---- charged and paid ----------------------------------------------------------------------------

    def tries_to_state_a_value(self, case: Paper, draw: Random) -> None:
        value = draw.randint(1, 400) * 1000
        lines = money.on_the_wall(case.item.code, case.answers, case.purse.value)
        graded = any(one.code == money.GRADED for one in lines)

        def against(who: Somebody) -> Refusals:
            found = in_house(case, who) | self._charged_now(case)
            if Role.CASH in who.roles:
                found.add(no.ValueByCashier)
            if not graded:
                found.add(no.NothingGraded)
            if money.GRADED in case.purse.paid:
                found.add(no.ValueSettled)
            return found

        def stated(_card: object) -> None:
            case.purse.value = value * 100

        who, found = self.whoever(draw, against)
        what = {"case_id": case.id, "value": Decimal(value), "by": who.by, "at": self.moment()}
        self.attempt("state value", found, services.state_value, stated, **what)

    def tries_to_agree(self, case: Paper, draw: Random) -> None:
        code, yes = draw.choice(("post", "post", "card", "gift")), draw.random() < 0.75
        lines = money.on_the_wall(case.item.code, case.answers, case.purse.value)

        def against(who: Somebody) -> Refusals:
            found = self._at_the_money(case, who) | self._charged_now(case)
            if code not in {one.code for one in lines if one.optional}:
                found.add(no.NotOptional)
            elif code in case.purse.paid:
                found.add(no.AlreadyPaid)
            return found

        def agreed(_card: object) -> None:
            case.purse.agreed[code] = yes

        who, found = self.whoever(draw, against)
        what = {"case_id": case.id, "code": code, "yes": yes, "by": who.by, "at": self.moment()}
        self.attempt("agree", found, services.agree, agreed, **what)

    def tries_to_draw_a_list(self, case: Paper, draw: Random) -> None:
        agreed = case.purse.agreed.get("post") and "post" not in case.purse.paid
        optional = ("post",) if agreed and draw.random() < 0.7 else draw.choice(OPTIONAL)
        lines = money.to_pay(case.purse, case.item.code, case.answers, optional)
        total = sum(one.cents or 0 for one in lines)
        asked = draw.choice((None, None, total, total + 1))

        def against(who: Somebody) -> Refusals:
            found = self._at_the_money(case, who) | self._charged_now(case)
            found |= money.against_list(case.purse, case.item.code, case.answers, optional)
            return found | {no.NotTheTariff} if asked not in (None, total) else found

        def drawn(card: Any) -> None:
            told = [(one.code, one.cents, one.remitted) for one in card.lines]
            assert told == [(one.code, one.cents, one.off) for one in lines]
            assert card.total == total
            case.purse.bills.append(Bill(card.id, lines))

        who, found = self.whoever(draw, against)
        said = None if asked is None else Decimal(asked) / 100
        what = {"case_id": case.id, "optional": optional, "asked": said, "by": who.by, "at": self.moment()}
        self.attempt("draw list", found, services.draw_bill, drawn, **what)

    def tries_with_a_list(self, case: Paper, draw: Random) -> None:
        bills = case.purse.bills
        bill = bills[-1] if draw.random() < 0.85 else draw.choice(bills)
        if not bill.shown and draw.random() < 0.8:
            self._shows(case, bill, draw)
        else:
            self._takes(case, bill, draw)

    def _shows(self, case: Paper, bill: Bill, draw: Random) -> None:
        old: Refusals = set() if bill is case.purse.bills[-1] else {no.BillReplaced}

        def shown(_card: object) -> None:
            bill.shown = True

        who, found = self.whoever(draw, lambda one: self._at_the_money(case, one) | old)
        what = {"bill_id": bill.id, "way": ShownBy.PRINTED, "by": who.by, "at": self.moment()}
        self.attempt("show list", found, services.show_bill, shown, **what)

    def _takes(self, case: Paper, bill: Bill, draw: Random) -> None:
        cash = draw.random() < 0.5
        given = bill.total + draw.choice((0, 7, 5000, -1))
        stands = self._charged_now(case) | money.against_paying(
            case.purse, bill, case.item.code, case.answers
        )
        if cash and given < bill.total:
            stands.add(no.TooLittle)

        def against(who: Somebody) -> Refusals:
            till: Refusals = set()
            if cash and (self.till is None or who.window != 3):
                till.add(no.TillShut)
            return self._at_the_money(case, who) | stands | till

        def paid(card: Any) -> None:
            bill.paid = True
            case.purse.payments.append(Payment(card.id, bill.lines, cash))
            assert (card.due, card.change) == (bill.total, given - bill.total if cash else 0)
            if cash and self.till is not None:
                self.till.taken += bill.total

        who, found = self.whoever(draw, against)
        what: dict[str, Any] = {"bill_id": bill.id, "by": who.by, "at": self.moment()}
        if cash:
            received = Decimal(given) / 100
            self.attempt("pay cash", found, services.take_cash, paid, received=received, **what)
        else:
            reference = f"WX{self.ticks:010d}"
            self.attempt("pay by phone", found, services.take_electronic, paid, reference=reference, **what)

    # ---- given back ----------------------------------------------------------------------------------

    def tries_to_ask_back(self, case: Paper, draw: Random) -> None:
        payment = draw.choice(case.purse.payments)
        codes = {one.code for one in payment.lines if draw.random() < 0.7}
        codes |= {"gift"} if draw.random() < 0.1 else set()
        stands = money.against_back(case.purse, payment, codes)

        def asked(card: Any) -> None:
            amounts = {code: payment.left[code] for code in codes}
            case.purse.refunds.append(Back(card.id, payment, amounts, who.by.id))
            assert card.cents == sum(amounts.values())

        who, found = self.whoever(draw, lambda one: self._at_the_money(case, one) | stands)
        what = {"payment_id": payment.id, "codes": codes, "reason": REASON, "by": who.by}
        self.attempt("ask back", found, services.ask_refund, asked, at=self.moment(), **what)

    def tries_with_a_refund(self, case: Paper, draw: Random) -> None:
        refund = draw.choice(case.purse.refunds)
        act = "pay back" if refund.state == "approved" else draw.choice(("approve", "approve", "decline"))
        if draw.random() < 0.15:
            act = draw.choice(("approve", "decline", "pay back"))
        who, found = self.whoever(draw, self._pays_back(case, refund) if act == "pay back" else
                                  self._second(case, refund))  # fmt: skip
        verbs: dict[str, tuple[Callable[..., Any], str]] = {
            "approve": (services.approve_refund, "approved"),
            "decline": (services.decline_refund, "declined"),
            "pay back": (services.pay_refund, "paid"),
        }
        verb, goes_to = verbs[act]

        def went(_card: object) -> None:
            refund.state = goes_to
            refund.settled_by = refund.settled_by or who.by.id
            if goes_to == "paid":
                for code, cents in refund.amounts.items():
                    refund.payment.back[code] = refund.payment.back.get(code, 0) + cents
                if refund.payment.cash and self.till is not None:
                    self.till.taken -= refund.cents

        what: dict[str, Any] = {"refund_id": refund.id, "by": who.by, "at": self.moment()}
        if act == "pay back" and not refund.payment.cash:
            what["reference"] = f"TK{self.ticks:010d}"
        self.attempt(f"{act}: refund", found, verb, went, **what)

    def _second(self, case: Paper, refund: Back) -> Callable[[Somebody], Refusals]:
        chief = self.somebody("chief")

        def against(who: Somebody) -> Refusals:
            found: Refusals = set() if refund.state == "asked" else {no.RefundNotOpen}
            if who.by.id == refund.asked_by:
                found.add(no.RefundNeedsSecond)
            named = who is chief and case.department == chief.mandated and refund.cents <= money.MOST_BACK
            if not named and Role.SEC not in who.of(case.department):  # a section head lets any sum through
                found.add(OutsideMandate)
            return found

        return against

    def _pays_back(self, case: Paper, refund: Back) -> Callable[[Somebody], Refusals]:
        def against(who: Somebody) -> Refusals:
            found = self._at_the_money(case, who)
            if refund.state != "approved":
                found.add(no.RefundNotOpen)
            if who.by.id == refund.settled_by:
                found.add(no.RefundNeedsSecond)
            if refund.payment.cash:
                if self.till is None or who.window != 3:
                    found.add(no.TillShut)
                elif self.till.held < refund.cents:
                    found.add(no.TillTooLow)
            return found

        return against


def pieces_of(cents: int) -> dict[int, int]:
    """Return an amount in the fewest notes and coins."""
    found: dict[int, int] = {}
    for piece in DENOMINATIONS:
        found[piece], cents = divmod(cents, piece)
    return {piece: many for piece, many in found.items() if many}
