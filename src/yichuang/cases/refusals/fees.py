"""Why money is not taken, given back or put away: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class AmountUnreadable(Refusal):
    code = "amount-unreadable"
    status = 422
    sentence = _("This is no amount of yuan to the cent.")
    rule = "FEE-02"


class NotTheTariff(Refusal):
    """Somebody asked for an amount of their own."""

    code = "not-the-tariff"
    status = 422
    sentence = _("Only the tariff says what is charged: %(due)s yuan. No other amount can be entered.")
    rule = "FEE-06"


class NotInTariff(Refusal):
    code = "not-in-tariff"
    status = 422
    sentence = _("The tariff of this case has no such line to pay (%(code)s).")
    rule = "FEE-06"


class NothingToPay(Refusal):
    code = "nothing-to-pay"
    sentence = _("There is nothing to pay for case %(number)s.")
    rule = "FEE-06"


class NotYetCharged(Refusal):
    """Before acceptance nothing is charged, after the end neither."""

    code = "not-yet-charged"
    sentence = _("Case %(number)s stands at “%(state)s”: nothing is charged now.")
    rule = "FEE-06"


class ValueUnstated(Refusal):
    code = "value-unstated"
    sentence = _("“%(line)s” goes by a value that has not been stated yet; the handling window states it.")
    rule = "FEE-06"


class ValueByCashier(Refusal):
    code = "value-by-cashier"
    status = 403
    sentence = _("Who takes money does not state the value it is reckoned by; the handling window does.")
    rule = "FEE-06"


class ValueSettled(Refusal):
    code = "value-settled"
    sentence = _("The fee that goes by this value has been paid; give it back first.")
    rule = "FEE-06"


class NothingGraded(Refusal):
    code = "nothing-graded"
    status = 422
    sentence = _("No fee of this item goes by a value.")
    rule = "FEE-06"


class ConsentMissing(Refusal):
    code = "consent-missing"
    sentence = _("“%(line)s” is optional: tell what it costs and record the consent first.")
    rule = "FEE-05"


class NotOptional(Refusal):
    code = "not-optional"
    status = 422
    sentence = _("The tariff of this case has no optional line of that code (%(code)s).")
    rule = "FEE-05"


class AlreadyPaid(Refusal):
    code = "already-paid"
    sentence = _("This has been paid already (receipt %(number)s).")
    rule = "FEE-06"


class UnknownBill(Refusal):
    code = "unknown-bill"
    status = 404
    sentence = _("There is no such list of fees.")
    rule = "FEE-03"


class UnknownPayment(Refusal):
    code = "unknown-payment"
    status = 404
    sentence = _("There is no such payment.")
    rule = "FEE-03"


class BillReplaced(Refusal):
    code = "bill-replaced"
    sentence = _("This list was replaced by a later one, or no longer holds; draw it anew.")
    rule = "FEE-03"


class BillUnseen(Refusal):
    code = "bill-unseen"
    sentence = _("First give the payer the itemised list: print it or send it.")
    rule = "FEE-03"


class PhoneOutOfReach(Refusal):
    """Nobody knows under which address a phone finds this house."""

    code = "phone-out-of-reach"
    sentence = _("A phone cannot reach this hall’s pages from here: print the list.")
    rule = "FEE-03"


class TooLittle(Refusal):
    code = "too-little"
    sentence = _("%(received)s yuan are less than the %(due)s yuan due: %(short)s yuan are missing.")
    rule = "FEE-02"


class ReferenceNeeded(Refusal):
    code = "reference-needed"
    status = 422
    sentence = _("A payment that is not cash needs its reference: 6 to 64 letters, digits and hyphens.")
    rule = "FEE-04"


class ReferenceUsed(Refusal):
    code = "reference-used"
    sentence = _("This reference already stands for another payment.")
    rule = "FEE-04"


class NotYourMoney(Refusal):
    """Neither cashier nor the window that serves."""

    code = "not-your-money"
    status = 403
    sentence = _("Only a cashier takes or gives money for this case.")
    rule = "FEE-06"


class TillShut(Refusal):
    code = "till-closed"
    sentence = _("Count the float and open the till of window %(window)s first.")
    rule = "FEE-02"


class TillOpenAlready(Refusal):
    code = "till-open-already"
    sentence = _("The till of window %(window)s is open already.")
    rule = "FEE-04"


class TillOfAnotherDay(Refusal):
    code = "till-of-another-day"
    sentence = _("The till of window %(window)s is still open from %(day)s; count and close it first.")
    rule = "FEE-04"


class UnknownTill(Refusal):
    code = "unknown-till"
    status = 404
    sentence = _("There is no such till.")
    rule = "FEE-04"


class NotYourTill(Refusal):
    code = "not-your-till"
    status = 403
    sentence = _("This is the till of window %(window)s; sign on there.")
    rule = "FEE-04"


class DifferenceUnexplained(Refusal):
    code = "difference-unexplained"
    sentence = _(
        "Counted %(counted)s, by the books %(expected)s: a difference of %(difference)s yuan. Say why."
    )
    rule = "FEE-04"


class DepositUnfit(Refusal):
    code = "deposit-unfit"
    status = 422
    sentence = _("At most %(most)s yuan can be handed in from this till; the float stays.")
    rule = "FEE-04"


class SlipUsed(Refusal):
    code = "slip-used"
    sentence = _("A deposit with this slip number has been entered already.")
    rule = "FEE-04"


class PiecesUnfit(Refusal):
    code = "pieces-unfit"
    status = 422
    sentence = _("Count the notes and coins as whole numbers, none below nought.")
    rule = "FEE-02"


class UnknownRefund(Refusal):
    code = "unknown-refund"
    status = 404
    sentence = _("There is no such refund.")
    rule = "FEE-06"


class NotRefundable(Refusal):
    code = "not-refundable"
    status = 422
    sentence = _("Only whole lines of this payment that have not gone back yet can be given back.")
    rule = "FEE-06"


class RefundOpen(Refusal):
    code = "refund-open"
    sentence = _("A refund of this payment is already under way.")
    rule = "FEE-06"


class RefundNotOpen(Refusal):
    code = "refund-not-open"
    sentence = _("This refund is no longer open to that.")
    rule = "FEE-06"


class RefundNeedsSecond(Refusal):
    code = "refund-needs-second"
    status = 403
    sentence = _("Who asked for a refund, or pays it out, cannot be the one who lets it through.")
    rule = "FEE-06"


class TillTooLow(Refusal):
    code = "till-too-low"
    sentence = _("The till holds only %(held)s yuan by the books.")
    rule = "FEE-02"


class UnknownRemission(Refusal):
    code = "unknown-remission"
    status = 404
    sentence = _("There is no such remission.")
    rule = "FEE-06"


class PercentUnfit(Refusal):
    code = "percent-unfit"
    status = 422
    sentence = _("A fee is remitted by 1 to 100 percent.")
    rule = "FEE-06"


class RemissionOpen(Refusal):
    code = "remission-open"
    sentence = _("A remission of this line was asked for already, or granted.")
    rule = "FEE-06"


class RemissionNotOpen(Refusal):
    code = "remission-not-open"
    sentence = _("This remission has been settled already.")
    rule = "FEE-06"


class RemissionNeedsSecond(Refusal):
    code = "remission-needs-second"
    status = 403
    sentence = _("Who asked for a remission cannot be the one who grants it.")
    rule = "FEE-06"


class NothingPaidTooMuch(Refusal):
    code = "nothing-paid-too-much"
    sentence = _("Nothing of this line was paid too much.")
    rule = "FEE-06"
