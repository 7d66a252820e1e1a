"""What the codes of money are called on a screen, and the sentence said at the counter."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from yichuang.cases.rules import fees
from yichuang.cases.types.fees import PayWay, RefundState, RemissionGround, RemissionState, ShownBy

PAY_WAY: dict[PayWay, Promise] = {
    PayWay.CASH: pgettext_lazy("payment", "cash"),
    PayWay.ELECTRONIC: pgettext_lazy("payment", "electronic"),
}
GROUND: dict[RemissionGround, Promise] = {
    RemissionGround.LAW: pgettext_lazy("remission", "by law"),
    RemissionGround.POLICY: pgettext_lazy("remission", "by a policy document"),
    RemissionGround.HARDSHIP: pgettext_lazy("remission", "hardship (subsistence allowance)"),
    RemissionGround.DISABILITY: pgettext_lazy("remission", "disability"),
    RemissionGround.SMALL_BUSINESS: pgettext_lazy("remission", "small business"),
}
REMISSION: dict[RemissionState, Promise] = {
    RemissionState.ASKED: pgettext_lazy("remission", "waits for a second person"),
    RemissionState.GRANTED: pgettext_lazy("remission", "granted"),
    RemissionState.DECLINED: pgettext_lazy("remission", "not granted"),
}
SHOWN: dict[ShownBy, Promise] = {
    ShownBy.PRINTED: pgettext_lazy("list of fees", "printed"),
    ShownBy.SENT: pgettext_lazy("list of fees", "sent to the phone"),
}
REFUND: dict[RefundState, Promise] = {
    RefundState.ASKED: pgettext_lazy("refund", "waits for a second person"),
    RefundState.APPROVED: pgettext_lazy("refund", "let through, to be paid out"),
    RefundState.DECLINED: pgettext_lazy("refund", "not let through"),
    RefundState.PAID: pgettext_lazy("refund", "paid out"),
}


def read_back(due: int, received: int, change: int) -> str:
    """Return what is said aloud when cash is taken (FEE-02, 唱收唱付)."""
    return gettext("Due %(due)s yuan, received %(received)s yuan, change %(change)s yuan.") % {
        "due": fees.spelled(due),
        "received": fees.spelled(received),
        "change": fees.spelled(change),
    }


def yuan(cents: int) -> str:
    """Return cents as yuan with both decimals, ``1234.50``."""
    return fees.spelled(cents)
