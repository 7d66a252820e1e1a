"""The controls the boards and window screens keep."""

from yichuang.facilities import selectors as facilities
from yichuang.facilities import services as places
from yichuang.facilities.events import AreaAdded, AreaChanged, AreaRemoved
from yichuang.kernel.claims import control
from yichuang.notices import selectors as notices
from yichuang.posts import selectors as posts
from yichuang.posts import services
from yichuang.posts.events import BadgeIssued, BadgeLost, BadgeReplaced, LeftPost, SignedOff, SignedOn
from yichuang.queueing.events import TicketCalled
from yichuang.screens.kit import directions
from yichuang.screens.lobby import picture, whereabouts, window

control(
    "BDG-01",
    by=(
        services.issue_badge,
        services.report_badge_lost,
        services.replace_badge,
        services.sign_on,
        window.picture_of,
    ),
    proof=(BadgeIssued, BadgeLost, BadgeReplaced, SignedOn),
)
control(
    "BDG-02",
    by=(posts.on_duty, window.picture_of, picture.picture_of, notices.paper),
    proof=(SignedOn, SignedOff),
)
control(
    "INT-03",
    by=(places.add_area, facilities.areas_missing, directions.directions_of, directions.desks_of),
    proof=(AreaAdded, AreaChanged, AreaRemoved),
)
control("LOC-01", by=(posts.whereabouts, whereabouts.picture_of, services.pause_window), proof=LeftPost)
control("QUE-07", by=picture.picture_of, proof=TicketCalled)
