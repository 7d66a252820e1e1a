"""Give out posts, sign on and off, and tell of hours that were not kept."""

from yichuang.posts.services.duty import end_lapsed, end_those_who_left, sign_off, sign_on, tell_breaches
from yichuang.posts.services.pauses import pause_window, resume_window
from yichuang.posts.services.posts import add_holder, add_post, end_holder, set_duties
from yichuang.posts.services.vacancies import tell_vacancies

__all__ = [
    "add_holder",
    "add_post",
    "end_holder",
    "end_lapsed",
    "end_those_who_left",
    "pause_window",
    "resume_window",
    "set_duties",
    "sign_off",
    "sign_on",
    "tell_breaches",
    "tell_vacancies",
]
