"""The tables of the posts."""

from yichuang.posts.models.attendance import Restatement
from yichuang.posts.models.demand import Flexible, Need
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
from yichuang.posts.models.pools import Pool
from yichuang.posts.models.roster import BentRule, CalendarFeed, Roster, RosterRun, RosterTold, Swap

__all__ = [
    "Absence",
    "Away",
    "Badge",
    "BentRule",
    "Breach",
    "CalendarFeed",
    "Cover",
    "Delegation",
    "Flexible",
    "HandoverLine",
    "Holder",
    "Leave",
    "Need",
    "OutsideItem",
    "Pool",
    "Post",
    "Restatement",
    "Roster",
    "RosterRun",
    "RosterTold",
    "Shift",
    "SignOn",
    "Stationing",
    "Swap",
    "Vacancy",
]
