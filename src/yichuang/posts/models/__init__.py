"""The tables of the posts."""

from yichuang.posts.models.duty import (
    Badge,
    Breach,
    Delegation,
    Holder,
    OutsideItem,
    Post,
    SignOn,
    Stationing,
    Vacancy,
)
from yichuang.posts.models.leave import Absence, Away, Cover, HandoverLine, Leave, Shift

__all__ = [
    "Absence",
    "Away",
    "Badge",
    "Breach",
    "Cover",
    "Delegation",
    "HandoverLine",
    "Holder",
    "Leave",
    "OutsideItem",
    "Post",
    "Shift",
    "SignOn",
    "Stationing",
    "Vacancy",
]
