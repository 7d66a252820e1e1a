"""The verbs of a case: submit, check, tell, accept, handle, decide, hand over, close; and its time."""

from yichuang.cases.services.accept import accept, deem_accepted, keep_promise, refuse_acceptance
from yichuang.cases.services.at_once import finish_at_once
from yichuang.cases.services.check import check, supplement, tell_once
from yichuang.cases.services.decide import decide, give_opinion, hear_above, settle
from yichuang.cases.services.deliver import (
    close,
    correct_result,
    deliver,
    explain_lateness,
    notify,
    prepare_result,
)
from yichuang.cases.services.fees import (
    agree,
    draw_bill,
    show_bill,
    state_value,
)
from yichuang.cases.services.leave import lapse, time_over, withdraw
from yichuang.cases.services.pace import extend, pause, resume
from yichuang.cases.services.payments import (
    charge_at_counter,
    take_cash,
    take_electronic,
)
from yichuang.cases.services.progress import begin_handling, propose, send_back
from yichuang.cases.services.refunds import (
    approve_refund,
    ask_refund,
    decline_refund,
    pay_refund,
    read_refund_reason,
)
from yichuang.cases.services.submit import submit
from yichuang.cases.services.tills import (
    close_till,
    deposit,
    open_till,
    tell_late_deposits,
)
from yichuang.cases.services.visits import explain_visits, forget_tallies

__all__ = [
    "accept",
    "agree",
    "approve_refund",
    "ask_refund",
    "begin_handling",
    "charge_at_counter",
    "check",
    "close",
    "close_till",
    "correct_result",
    "decide",
    "decline_refund",
    "deem_accepted",
    "deliver",
    "deposit",
    "draw_bill",
    "explain_lateness",
    "explain_visits",
    "extend",
    "finish_at_once",
    "forget_tallies",
    "give_opinion",
    "hear_above",
    "keep_promise",
    "lapse",
    "notify",
    "open_till",
    "pause",
    "pay_refund",
    "prepare_result",
    "propose",
    "read_refund_reason",
    "refuse_acceptance",
    "resume",
    "send_back",
    "settle",
    "show_bill",
    "state_value",
    "submit",
    "supplement",
    "take_cash",
    "take_electronic",
    "tell_late_deposits",
    "tell_once",
    "time_over",
    "withdraw",
]
