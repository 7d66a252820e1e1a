"""The controls the boards and window screens keep."""

from yichuang.cases import selectors as cases
from yichuang.kernel.claims import control
from yichuang.notices import selectors as notices
from yichuang.posts import selectors as posts
from yichuang.posts import services
from yichuang.posts.events import BadgeIssued, BadgeLost, BadgeReplaced, SignedOff, SignedOn
from yichuang.queueing.events import TicketCalled
from yichuang.screens.lobby import picture, window

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
    by=(posts.on_duty, window.picture_of, picture.picture_of, notices.paper, cases.bill_paper),
    proof=(SignedOn, SignedOff),
)
control("QUE-07", by=picture.picture_of, proof=TicketCalled)
