"""The verbs of a case: submit, check, tell, accept, handle, decide, hand over, close; and its time."""

from yichuang.cases.services.accept import accept, deem_accepted, keep_promise, refuse_acceptance
from yichuang.cases.services.alerts import ALERTS, HEARD, acknowledge, clear, hear
from yichuang.cases.services.archive import archive, file_pieces, retain_what_was_added, tell_unfiled_months
from yichuang.cases.services.assigning import assign_case
from yichuang.cases.services.at_once import finish_at_once
from yichuang.cases.services.changes import tell_changes, tell_changes_everywhere
from yichuang.cases.services.check import check, supplement, tell_once
from yichuang.cases.services.corrections import (
    approve_correction,
    ask_correction,
    decline_correction,
    hand_again,
)
from yichuang.cases.services.data import choose_datum, demand_material, find_material, note_datum
from yichuang.cases.services.decide import decide, give_opinion, hear_above, settle
from yichuang.cases.services.deliver import (
    close,
    deliver,
    explain_lateness,
    notify,
    prepare_result,
)
from yichuang.cases.services.destruction import approve_destruction, destroy, draw_up, withdraw_list
from yichuang.cases.services.ending import drop_loose_ends
from yichuang.cases.services.enforcement import announce_enforcement, begin_enforcement
from yichuang.cases.services.exports import (
    approve_export,
    ask_export,
    export_few,
    forget_export_tallies,
    left_today,
    most_at_once,
    read_export_purpose,
    take_export,
)
from yichuang.cases.services.express import make_express
from yichuang.cases.services.fees import agree, draw_bill, show_bill, state_value
from yichuang.cases.services.hard import (
    answer_hard_question,
    note_hard_question,
    offer_way,
    read_client,
    remind_of_hard_question,
)
from yichuang.cases.services.holds import lift_hold, set_hold
from yichuang.cases.services.imports import COLUMNS, import_files
from yichuang.cases.services.joint import count_silence, give_joint_opinion, open_joint
from yichuang.cases.services.leave import lapse, time_over, withdraw
from yichuang.cases.services.left_open import tell_left_open, tell_left_open_everywhere
from yichuang.cases.services.loans import lend, remind_of_loan, take_back
from yichuang.cases.services.look_up import look_up
from yichuang.cases.services.looks import forget_looks, look, settle_burst, watch_looks
from yichuang.cases.services.pace import extend, pause, resume
from yichuang.cases.services.pauses import approve_pause, ask_pause, decline_pause
from yichuang.cases.services.payments import charge_at_counter, take_cash, take_electronic
from yichuang.cases.services.prefill import known_applicant
from yichuang.cases.services.progress import begin_handling, propose, send_back
from yichuang.cases.services.queries import (
    answer_query,
    close_query,
    escalate_query,
    inform_client,
    raise_query,
)
from yichuang.cases.services.reading import read_text
from yichuang.cases.services.referrals import confirm_referral, refer, return_referral
from yichuang.cases.services.refunds import (
    approve_refund,
    ask_refund,
    ask_remitted_back,
    decline_refund,
    pay_refund,
    read_refund_reason,
)
from yichuang.cases.services.reminders import remind_applicant, tell_uncollected, tell_uncollected_everywhere
from yichuang.cases.services.remissions import (
    ask_remission,
    decline_remission,
    grant_remission,
    read_remission_evidence,
)
from yichuang.cases.services.submit import submit
from yichuang.cases.services.telling import call_again, call_again_everywhere, reached, telling_failed
from yichuang.cases.services.tills import close_till, deposit, open_till, tell_late_deposits
from yichuang.cases.services.urging import urge, urge_everywhere, urge_overdue
from yichuang.cases.services.versions import approve_move, propose_move, read_move_reason, refuse_move
from yichuang.cases.services.visits import explain_visits, forget_tallies

__all__ = [
    "ALERTS",
    "COLUMNS",
    "HEARD",
    "accept",
    "acknowledge",
    "agree",
    "announce_enforcement",
    "answer_hard_question",
    "answer_query",
    "approve_correction",
    "approve_destruction",
    "approve_export",
    "approve_move",
    "approve_pause",
    "approve_refund",
    "archive",
    "ask_correction",
    "ask_export",
    "ask_pause",
    "ask_refund",
    "ask_remission",
    "ask_remitted_back",
    "assign_case",
    "begin_enforcement",
    "begin_handling",
    "call_again",
    "call_again_everywhere",
    "charge_at_counter",
    "check",
    "choose_datum",
    "clear",
    "close",
    "close_query",
    "close_till",
    "confirm_referral",
    "count_silence",
    "decide",
    "decline_correction",
    "decline_pause",
    "decline_refund",
    "decline_remission",
    "deem_accepted",
    "deliver",
    "demand_material",
    "deposit",
    "destroy",
    "draw_bill",
    "draw_up",
    "drop_loose_ends",
    "escalate_query",
    "explain_lateness",
    "explain_visits",
    "export_few",
    "extend",
    "file_pieces",
    "find_material",
    "finish_at_once",
    "forget_export_tallies",
    "forget_looks",
    "forget_tallies",
    "give_joint_opinion",
    "give_opinion",
    "grant_remission",
    "hand_again",
    "hear",
    "hear_above",
    "import_files",
    "inform_client",
    "keep_promise",
    "known_applicant",
    "lapse",
    "left_today",
    "lend",
    "lift_hold",
    "look",
    "look_up",
    "make_express",
    "most_at_once",
    "note_datum",
    "note_hard_question",
    "notify",
    "offer_way",
    "open_joint",
    "open_till",
    "pause",
    "pay_refund",
    "prepare_result",
    "propose",
    "propose_move",
    "raise_query",
    "reached",
    "read_client",
    "read_export_purpose",
    "read_move_reason",
    "read_refund_reason",
    "read_remission_evidence",
    "read_text",
    "refer",
    "refuse_acceptance",
    "refuse_move",
    "remind_applicant",
    "remind_of_hard_question",
    "remind_of_loan",
    "resume",
    "retain_what_was_added",
    "return_referral",
    "send_back",
    "set_hold",
    "settle",
    "settle_burst",
    "show_bill",
    "state_value",
    "submit",
    "supplement",
    "take_back",
    "take_cash",
    "take_electronic",
    "take_export",
    "tell_changes",
    "tell_changes_everywhere",
    "tell_late_deposits",
    "tell_left_open",
    "tell_left_open_everywhere",
    "tell_once",
    "tell_uncollected",
    "tell_uncollected_everywhere",
    "tell_unfiled_months",
    "telling_failed",
    "time_over",
    "urge",
    "urge_everywhere",
    "urge_overdue",
    "watch_looks",
    "withdraw",
    "withdraw_list",
]
