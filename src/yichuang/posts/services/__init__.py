"""Give out posts, sign on and off, and tell of hours that were not kept."""

from yichuang.posts.services.duty import end_lapsed, end_those_who_left, sign_off, sign_on, tell_breaches
from yichuang.posts.services.posts import add_holder, add_post, end_holder, set_duties

__all__ = [
    "add_holder",
    "add_post",
    "end_holder",
    "end_lapsed",
    "end_those_who_left",
    "set_duties",
    "sign_off",
    "sign_on",
    "tell_breaches",
]
