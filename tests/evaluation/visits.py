"""Serve people in a test: take, call, begin, finish; then the reaction hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tests.support.hall import MORNING, Hall
from yichuang.evaluation import selectors, services
from yichuang.evaluation.types import InvitationCard
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import DeviceKind
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Actor, ActorKind
from yichuang.posts import selectors as posts
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Outcome


@dataclass
class Visit:
    """One visit that has ended: who served, the ticket and its link."""

    hall: Hall
    window: int
    ticket_id: UUID
    token: str

    @property
    def asked(self) -> InvitationCard:
        found = selectors.invitation_of(self.hall.id, self.ticket_id)
        assert found is not None, "nobody was invited"
        return found

    @property
    def citizen(self) -> Actor:
        return selectors.rater_at(self.token)

    def rate(self, level: str = "satisfied", at: datetime = MORNING, **other: object) -> InvitationCard:
        """Rate the visit by its link."""
        said = {"by": self.citizen, "reasons": ()} | other
        return services.rate(invitation_id=self.asked.id, level=level, at=at, **said)  # type: ignore[arg-type]


def visit(hall: Hall, window: int = 1, at: datetime = MORNING, *, heard: bool = True) -> Visit:
    """Let somebody be served at ``at`` from taking to the end."""
    clerk = hall.clerk(window)
    if posts.sign_on_now(hall.id, at, person_id=clerk.id) is None:
        hall.sign_on(window, at)
    prefix = "D" if window == 4 else "A"
    taken = hall.take(prefix, at)
    called = queueing.call_next(window_id=hall.windows[window], by=clerk, at=at)
    assert called.id == taken.id
    queueing.begin(ticket_id=taken.id, by=clerk, at=at)
    queueing.finish(ticket_id=taken.id, outcome=Outcome.INFORMATION, by=clerk, at=at)
    if heard:
        hear()
    return Visit(hall, window, taken.id, taken.token)


def terminal(hall: Hall, window: int = 1) -> tuple[Actor, str]:
    """Enrol a rating terminal at a window; return it as an actor, and its token."""
    code = access.enrol_code(
        hall_code=hall.code,
        kind=DeviceKind.TERMINAL,
        name=f"评价器 {new_id().hex[-4:]}",
        window_id=hall.windows[window],
        by=hall.by,
        at=MORNING,
    )
    card, token = access.enrol(code=code, address="127.0.0.1", at=MORNING)
    return Actor(ActorKind.DEVICE, card.id, hall.id, window_id=card.window_id), token
