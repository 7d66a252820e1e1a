"""Where a ticket stands, as its phone page tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.evaluation import selectors as evaluation
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import OnDutyCard
from yichuang.queueing import labels
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import Outcome, PriorityClass, RemoteCard, TicketCard, TicketState
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.directions import Directions, directions_of
from yichuang.screens.kit.hours import Hours, hours_of
from yichuang.screens.kit.needs import Asked, needs_of
from yichuang.screens.kit.qr import qr_svg
from yichuang.screens.kit.why import let_first_text, why_text
from yichuang.screens.rating.choices import Asking, asking_of

STEPS = (_("Ticket taken"), _("Called"), _("At the window"), _("Finished"))
REACHED = {
    TicketState.EXPECTED: 1,
    TicketState.WAITING: 1,
    TicketState.CALLED: 2,
    TicketState.SERVING: 3,
    TicketState.PARKED: 3,
    TicketState.FINISHED: 4,
}
OPEN = frozenset({TicketState.EXPECTED, TicketState.WAITING, TicketState.CALLED, TicketState.PARKED})
AT_WINDOW = frozenset({TicketState.CALLED, TicketState.SERVING})
ENDINGS: dict[Outcome, str | Promise] = {
    Outcome.CASE: _("Your matter has been taken in. Keep the number the window gave you."),
    Outcome.NOTICE: _("You were given a notice of what is missing. Bring it with you next time."),
    Outcome.REFERRAL: _("You were referred to the office in charge."),
    Outcome.INFORMATION: _("Your question was answered."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One of the four steps; ``now`` is the one the ticket is at."""

    label: str | Promise
    done: bool
    now: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """The ticket, its hall, the four steps and, at the end, one sentence about how it ended.

    ``deferred``: it waits, and at closing time it was left for another day (EXT-01).
    ``duty`` is who serves at the window one was called to (BDG-02), ``asking`` the rating one may give,
    ``why`` what made the call the next one or moved it back, ``let_first`` how many others it may let go
    first now (0: it may not), ``declared`` the class it waits in.  ``remote`` is what somebody not
    yet checked in is told, ``check_in`` the picture of number and code that a kiosk reads, ``needs`` what it
    may say that it needs at the window, ``way`` where to sit and to go while it is open.
    """

    ticket: TicketCard
    hall: HallCard
    hours: Hours
    steps: tuple[Step, ...]
    ending: str | Promise
    soon: bool
    est_from: datetime | None
    est_to: datetime | None
    duty: OnDutyCard | None
    deferred: bool
    asking: Asking | None
    why: str
    let_first: int
    declared: str | Promise
    remote: RemoteCard | None
    check_in: str
    needs: Asked | None
    way: Directions | None
    live: str


def progress_of(token: str, at: datetime, browser: str = "") -> Progress:
    """Return the progress of the ticket behind ``token``, as ``browser`` may see it.

    Raises: UnknownTicket.
    """
    ticket = queueing.ticket_by_token(token, at)
    hall = organization.hall(ticket.hall_id)
    by_the_wall_of(hall.id)
    if ticket.state in OPEN and ticket.business_day < local_day(at, hall.timezone):
        ticket = replace(ticket, state=TicketState.VOIDED)  # the sweep of the night has not come yet
    remote = queueing.remote_card(ticket, browser)
    reached = REACHED.get(ticket.state, 0)
    known = ticket.state is TicketState.WAITING and ticket.est_low is not None and ticket.est_high is not None
    return Progress(
        ticket=ticket,
        hall=hall,
        hours=hours_of(hall, at),
        steps=tuple(
            Step(label, done=place <= reached, now=place == reached)
            for place, label in enumerate(STEPS, start=1)
        ),
        ending=ENDINGS.get(ticket.outcome, "") if ticket.outcome else "",
        soon=ticket.state is TicketState.WAITING and ticket.ahead is not None and ticket.ahead <= 2,
        est_from=at + timedelta(minutes=ticket.est_low or 0) if known else None,
        est_to=at + timedelta(minutes=ticket.est_high or 0) if known else None,
        duty=_who_serves(ticket, at),
        deferred=ticket.state is TicketState.WAITING
        and queueing.is_deferred(hall.id, ticket.id, ticket.business_day),
        asking=_asking(ticket, at),
        why=_why(ticket),
        let_first=queueing.may_let_first(ticket),
        declared="" if ticket.priority is PriorityClass.ORDINARY else labels.PRIORITY[ticket.priority],
        remote=remote,
        check_in=qr_svg(f"{ticket.label} {remote.code}") if remote and remote.code else "",
        needs=needs_of(ticket) if ticket.state in OPEN else None,
        way=directions_of(hall.id, ticket.line_id, ticket.window_id) if ticket.state in OPEN else None,
        live=f"/live/ticket/{hall.code}/{ticket.token}",
    )


def _why(ticket: TicketCard) -> str:
    """Say why the ticket was called when it was; before its call only that it let others go first."""
    why = queueing.why_called(ticket.hall_id, ticket.id) if ticket.called_at else None
    if why:
        return why_text(why)
    return let_first_text(ticket.label, ticket.let_first) if ticket.let_first else ""


def _who_serves(ticket: TicketCard, at: datetime) -> OnDutyCard | None:
    if ticket.window_id is None or ticket.state not in AT_WINDOW:
        return None
    return posts.on_duty(ticket.hall_id, at).get(ticket.window_id)


def _asking(ticket: TicketCard, at: datetime) -> Asking | None:
    if ticket.state is not TicketState.FINISHED:
        return None
    asked = evaluation.invitation_of(ticket.hall_id, ticket.id)
    return asking_of(asked, at) if asked else None
