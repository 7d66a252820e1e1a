"""Give out posts and badges, plan shifts, sign on and off, let people be away and be covered, delegate."""

from yichuang.posts.services.absences import tell_absences
from yichuang.posts.services.attendance import approve_restatement, ask_restatement, refuse_restatement
from yichuang.posts.services.badges import issue_badge, replace_badge, report_badge_lost
from yichuang.posts.services.bending import bend_rules
from yichuang.posts.services.calendars import end_calendar, open_calendar
from yichuang.posts.services.covers import tell_covers
from yichuang.posts.services.decide_leave import (
    approve_leave,
    file_proof,
    read_leave_reason,
    refuse_leave,
    return_early,
    withdraw_leave,
)
from yichuang.posts.services.demand import make_fixed, make_flexible, set_need
from yichuang.posts.services.duty import (
    end_lapsed,
    end_those_who_left,
    end_those_withdrawn,
    sign_off,
    sign_on,
    tell_breaches,
)
from yichuang.posts.services.leave import request_leave, sign_handover, submit_leave
from yichuang.posts.services.mandate import (
    grant_delegation,
    require_mandate,
    resume_delegation,
    revoke_delegation,
    suspend_delegation,
)
from yichuang.posts.services.naming import name_cover
from yichuang.posts.services.pauses import pause_window, resume_window, tell_overdue_returns
from yichuang.posts.services.pools import change_pool, end_pool, make_pool
from yichuang.posts.services.postings import acknowledge_posting
from yichuang.posts.services.posts import add_holder, add_post, end_holder, set_duties
from yichuang.posts.services.reserves import allow_without_reserve
from yichuang.posts.services.roster_cells import set_cell, set_cells
from yichuang.posts.services.roster_files import take_roster
from yichuang.posts.services.roster_runs import ask_run, is_stopping, stop_run, tend_runs
from yichuang.posts.services.roster_told import tell_rosters
from yichuang.posts.services.rosters import (
    draft_roster,
    faults_of,
    file_roster,
    publish_roster,
    return_roster,
    rule_of,
)
from yichuang.posts.services.shifts import publish_shifts, set_shift
from yichuang.posts.services.stand_in import stand_in
from yichuang.posts.services.stationing import move_item_in, note_outside_item, station_department
from yichuang.posts.services.swaps import agree_to_swap, approve_swap, ask_swap, refuse_swap
from yichuang.posts.services.unbending import unbend_rule
from yichuang.posts.services.vacancies import tell_vacancies

__all__ = [
    "acknowledge_posting",
    "add_holder",
    "add_post",
    "agree_to_swap",
    "allow_without_reserve",
    "approve_leave",
    "approve_restatement",
    "approve_swap",
    "ask_restatement",
    "ask_run",
    "ask_swap",
    "bend_rules",
    "change_pool",
    "draft_roster",
    "end_calendar",
    "end_holder",
    "end_lapsed",
    "end_pool",
    "end_those_who_left",
    "end_those_withdrawn",
    "faults_of",
    "file_proof",
    "file_roster",
    "grant_delegation",
    "is_stopping",
    "issue_badge",
    "make_fixed",
    "make_flexible",
    "make_pool",
    "move_item_in",
    "name_cover",
    "note_outside_item",
    "open_calendar",
    "pause_window",
    "publish_roster",
    "publish_shifts",
    "read_leave_reason",
    "refuse_leave",
    "refuse_restatement",
    "refuse_swap",
    "replace_badge",
    "report_badge_lost",
    "request_leave",
    "require_mandate",
    "resume_delegation",
    "resume_window",
    "return_early",
    "return_roster",
    "revoke_delegation",
    "rule_of",
    "set_cell",
    "set_cells",
    "set_duties",
    "set_need",
    "set_shift",
    "sign_handover",
    "sign_off",
    "sign_on",
    "stand_in",
    "station_department",
    "stop_run",
    "submit_leave",
    "suspend_delegation",
    "take_roster",
    "tell_absences",
    "tell_breaches",
    "tell_covers",
    "tell_overdue_returns",
    "tell_rosters",
    "tell_vacancies",
    "tend_runs",
    "unbend_rule",
    "withdraw_leave",
]
