"""The questions of the queue: tickets, lines, the board, a desk, the floor, a day in figures."""

from yichuang.queueing.selectors.board import board, open_calls
from yichuang.queueing.selectors.closing import closing_questions, deferred_tickets, is_deferred
from yichuang.queueing.selectors.desk import desk, items_served, transfer_targets
from yichuang.queueing.selectors.figures import day_figures, waits
from yichuang.queueing.selectors.floor import floor
from yichuang.queueing.selectors.incidents import (
    crowd_limits,
    crowdings,
    days_left_over,
    disturbance,
    disturbances,
    left_over,
    suspicions,
    waiting_by_zone,
)
from yichuang.queueing.selectors.keypad import keypad
from yichuang.queueing.selectors.lines import line, lines, windows_of_line
from yichuang.queueing.selectors.needs import needs_of
from yichuang.queueing.selectors.paper import (
    numbers_of,
    outages,
    pack,
    pack_at_hand,
    pack_size,
    packs,
    tickets_on_paper,
)
from yichuang.queueing.selectors.paper_rows import paper_rows, read_correction
from yichuang.queueing.selectors.places import printer_at_hand
from yichuang.queueing.selectors.policy import policies, policy, policy_in_hand, priority_ratio
from yichuang.queueing.selectors.ports import parked_tickets_of, service_under_way, windows_serving_nothing
from yichuang.queueing.selectors.priority import givers, grants, ticket_of_label, why_called
from yichuang.queueing.selectors.remote import (
    blocked_holders,
    check_in_code,
    check_in_typed,
    remote_card,
    remote_limits,
    remote_offers,
    remote_rules,
)
from yichuang.queueing.selectors.replay import replay
from yichuang.queueing.selectors.rulebook import (
    delay_others,
    missed_calls,
    recall_pause,
    rejoin_rule,
    unusual_grants,
)
from yichuang.queueing.selectors.sheet import read_sheet
from yichuang.queueing.selectors.tickets import (
    card_of,
    citizen_at,
    delayed_key,
    may_let_first,
    ticket_by_token,
    ticket_card,
    tokens_in_line,
    waiting_count,
    waiting_keys,
    waiting_tokens,
)
from yichuang.queueing.selectors.voice import FRESH, announcements, clip_names, clip_texts, voice, voices

__all__ = [
    "FRESH",
    "announcements",
    "blocked_holders",
    "board",
    "card_of",
    "check_in_code",
    "check_in_typed",
    "citizen_at",
    "clip_names",
    "clip_texts",
    "closing_questions",
    "crowd_limits",
    "crowdings",
    "day_figures",
    "days_left_over",
    "deferred_tickets",
    "delay_others",
    "delayed_key",
    "desk",
    "disturbance",
    "disturbances",
    "floor",
    "givers",
    "grants",
    "is_deferred",
    "items_served",
    "keypad",
    "left_over",
    "line",
    "lines",
    "may_let_first",
    "missed_calls",
    "needs_of",
    "numbers_of",
    "open_calls",
    "outages",
    "pack",
    "pack_at_hand",
    "pack_size",
    "packs",
    "paper_rows",
    "parked_tickets_of",
    "policies",
    "policy",
    "policy_in_hand",
    "printer_at_hand",
    "priority_ratio",
    "read_correction",
    "read_sheet",
    "recall_pause",
    "rejoin_rule",
    "remote_card",
    "remote_limits",
    "remote_offers",
    "remote_rules",
    "replay",
    "service_under_way",
    "suspicions",
    "ticket_by_token",
    "ticket_card",
    "ticket_of_label",
    "tickets_on_paper",
    "tokens_in_line",
    "transfer_targets",
    "unusual_grants",
    "voice",
    "voices",
    "waiting_by_zone",
    "waiting_count",
    "waiting_keys",
    "waiting_tokens",
    "waits",
    "why_called",
    "windows_of_line",
    "windows_serving_nothing",
]
