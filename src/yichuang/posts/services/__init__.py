"""Give out posts and badges, sign on and off, tell of hours that were not kept, delegate authority."""

from yichuang.posts.services.badges import issue_badge, replace_badge, report_badge_lost
from yichuang.posts.services.duty import end_lapsed, end_those_who_left, sign_off, sign_on, tell_breaches
from yichuang.posts.services.mandate import (
    grant_delegation,
    require_mandate,
    resume_delegation,
    revoke_delegation,
    suspend_delegation,
)
from yichuang.posts.services.pauses import pause_window, resume_window
from yichuang.posts.services.posts import add_holder, add_post, end_holder, set_duties
from yichuang.posts.services.stationing import move_item_in, note_outside_item, station_department
from yichuang.posts.services.vacancies import tell_vacancies

__all__ = [
    "add_holder",
    "add_post",
    "end_holder",
    "end_lapsed",
    "end_those_who_left",
    "grant_delegation",
    "issue_badge",
    "move_item_in",
    "note_outside_item",
    "pause_window",
    "replace_badge",
    "report_badge_lost",
    "require_mandate",
    "resume_delegation",
    "resume_window",
    "revoke_delegation",
    "set_duties",
    "sign_off",
    "sign_on",
    "station_department",
    "suspend_delegation",
    "tell_breaches",
    "tell_vacancies",
]
