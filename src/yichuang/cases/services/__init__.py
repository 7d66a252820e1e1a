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
from yichuang.cases.services.leave import lapse, time_over, withdraw
from yichuang.cases.services.pace import extend, pause, resume
from yichuang.cases.services.progress import begin_handling, propose, send_back
from yichuang.cases.services.submit import submit
from yichuang.cases.services.visits import explain_visits, forget_tallies

__all__ = [
    "accept",
    "begin_handling",
    "check",
    "close",
    "correct_result",
    "decide",
    "deem_accepted",
    "deliver",
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
    "pause",
    "prepare_result",
    "propose",
    "refuse_acceptance",
    "resume",
    "send_back",
    "settle",
    "submit",
    "supplement",
    "tell_once",
    "time_over",
    "withdraw",
]
