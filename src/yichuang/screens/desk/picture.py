"""What a desk shows, and what a clerk not yet at one may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.evaluation import selectors as evaluation
from yichuang.kernel import live
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.posts import selectors as posts
from yichuang.posts.labels import PAUSE_REASONS
from yichuang.posts.types import LEAVES_THE_POST, HolderCard, OnDutyCard, Over, Part, PostCard, SignOnCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing import services as queue
from yichuang.queueing.labels import END_REASON, NEED, OUTCOME, PRIORITY, TRANSFER
from yichuang.queueing.types import (
    DeskCard,
    EndReason,
    Outcome,
    PriorityClass,
    TicketCard,
    TicketState,
    TransferReason,
)
from yichuang.screens.desk.slip import DeskSlip, slip_of
from yichuang.screens.desk.story import Line, story_of
from yichuang.screens.hours.picture import ClosingRow, closing_rows
from yichuang.screens.kit.hours import Hours, hours_of


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """One way a visit ends; ``numbered`` ones are named by a typed-in number."""

    value: Outcome
    label: str | Promise
    numbered: bool
    key: str


OUTCOMES = tuple(
    OutcomeChoice(one, OUTCOME[one], one in {Outcome.CASE, Outcome.NOTICE}, str(place))
    for place, one in enumerate(Outcome, start=1)
)
# why a clerk takes a class back; what supersedes it or what the office refuses is not theirs to say
ENDINGS = (EndReason.CRITERIA_NOT_MET, EndReason.BY_MISTAKE, EndReason.CITIZEN_ASKED)
# what one says at each turn of the work; a suggestion beside the verbs, no rule of its own
MANNERS: dict[str, str | Promise] = {
    "idle": _("Good day, please take a seat."),
    "called": _("Stand up or look up when they come; check the number before anything else."),
    "paused": _("A pause is short; say to those who wait when you are back."),
    "serving": _("Say everything that is missing at once, and write it down for them."),
}


# one key per verb, as the help shows them
KEYS: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("F1", _("Call next"), _("The next in the order of arrival comes to this window.")),
    ("F2", _("Call again"), _("Once more, after the pause the hall gives people to come.")),
    ("F3", _("Begin"), _("The person has come.")),
    ("F4", _("Finish"), _("With what the visit ended with; keys 1 to 4 choose it.")),
    ("C", _("Casework"), _("Take the application in: materials, notice, acceptance; the visit ends there.")),
    ("0", _("Quick finish"), _("A short question: information given, in one press.")),
    ("F6", _("Missed"), _("Called often enough, and nobody came.")),
    ("F7", _("Park"), _("It takes long: the person waits in the lounge, the window is free.")),
    ("F9", _("Call back"), _("The first from the lounge comes next, with the same number.")),
    ("F10", _("Send on"), _("To another line, with a reason; number and place are kept.")),
    ("r", _("Ask to rate"), _("The terminal asks the visitor once more; rating is voluntary.")),
    ("p", _("Pause"), _("Nobody is called here until you serve again; the hall sees it.")),
    ("F8", _("Sign off"), _("The window closes for you.")),
    ("?", _("Keys"), _("This help. Escape closes it.")),
)


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service of the present visit by its item's name."""

    name: str
    name_en: str
    quantity: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A clerk's note of the present visit: whose, when."""

    id: UUID
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Target:
    """A line one may send a person on to."""

    id: UUID
    prefix: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class DeskPicture:
    """The desk of a signed-on clerk."""

    hall: HallCard
    sign_on: SignOnCard
    card: DeskCard
    hours: Hours
    item: ItemCard | None
    story: tuple[Line, ...]
    manners: str | Promise
    outcomes: tuple[OutcomeChoice, ...]
    live: str
    services: tuple[ServiceLine, ...]
    items: tuple[ItemCard, ...]
    notes: tuple[NoteLine, ...]
    targets: tuple[Target, ...]
    reasons: tuple[tuple[str, str | Promise], ...]
    leaving: tuple[tuple[str, str | Promise], ...]
    staying: tuple[tuple[str, str | Promise], ...]
    pause: str | Promise
    back_by: datetime | None
    ends: Over
    over: bool
    closing: tuple[ClosingRow, ...]
    quick: bool
    goes_back: bool
    slip: DeskSlip | None
    priority: str | Promise
    needs: tuple[str | Promise, ...]
    ids: bool
    endings: tuple[tuple[str, str | Promise], ...]
    may_ask: bool
    short_absence: int


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A window whose post this person holds, and who is there now."""

    window: WindowCard
    name: str
    name_en: str
    part: Part
    taken: OnDutyCard | None
    expected: PersonCard | None = None
    stands_in: bool = False


def choices_of(hall: HallCard, person_id: UUID, at: datetime) -> tuple[PostChoice, ...]:
    """Return the windows this person may sign on at today.

    Where the shifts name another as A and no cover runs, they say why first (``stand_in``, AB-04); who is A
    of another window then is refused there (AB-10).
    """
    duty = posts.on_duty(hall.id, at)
    windows = {one.id: one for one in organization.windows(hall.id)}
    found = []
    for post in posts.posts_of(hall.id, person_id, local_day(at, hall.timezone)):
        window = windows.get(post.window_id)
        for holder in post.holders:
            if window and window.active and holder.person_id == person_id:
                found.append(_choice(hall, window, post, holder, duty.get(window.id), at))
    return tuple(sorted(found, key=lambda one: one.window.number))


def _choice(
    hall: HallCard,
    window: WindowCard,
    post: PostCard,
    holder: HolderCard,
    taken: OnDutyCard | None,
    at: datetime,
) -> PostChoice:
    part, me = holder.part, holder.person_id
    shift = posts.shift_now(hall.id, post.id, window.id, at)
    today = posts.day_spans(hall.id, window.id, local_day(at, hall.timezone)).values()
    starts = min((max(at, opens) for opens, closes in today if at < closes), default=at)
    cover = posts.seat_cover(
        hall.id, me, post.id, window.id, starts
    )  # one gets ready for it before it begins
    if shift is None or cover:
        return PostChoice(window, post.name, post.name_en, Part.B if cover else part, taken)
    a = organization.person(hall.id, shift.a_id)
    mine = Part.A if shift.a_id == me else Part.B
    asks = shift.a_id != me and taken is None and posts.part_of_day(hall.id, window.id, at) is not None
    return PostChoice(window, post.name, post.name_en, mine, taken, a, asks)


def picture_of(hall: HallCard, sign_on: SignOnCard, by: Actor, at: datetime) -> DeskPicture:
    """Return everything the desk shows at ``at``."""
    card = queueing.desk(hall.id, sign_on.window_id, at)
    today = local_day(at, hall.timezone)
    now = card.now
    state = ("paused" if sign_on.paused_at else "idle") if now is None else str(now.state)
    item = catalogue.find(hall.id, now.item_id, today) if now and now.item_id else None
    grant = live.grant(by, hall.id, "desk", sign_on.window_id.hex, at)
    return DeskPicture(
        hall=hall,
        sign_on=sign_on,
        card=card,
        hours=hours_of(hall, at),
        item=item,
        story=story_of(hall, now.id) if now else (),
        manners=MANNERS[state],
        outcomes=OUTCOMES,
        live=f"/live/desk/{hall.code}/{sign_on.window_id.hex}?grant={grant}",
        services=_services(hall, card, today),
        items=_items(hall, card, today),
        notes=_notes(hall, card),
        targets=_targets(hall, sign_on.window_id, now) if now else (),
        reasons=tuple(
            (one.value, label) for one, label in TRANSFER.items() if one is not TransferReason.RETURNED
        ),
        leaving=_pauses(leave=True),
        staying=_pauses(leave=False),
        back_by=posts.back_by(hall.id, by.id) if sign_on.paused_at else None,
        ends=posts.why_over(sign_on),
        over=sign_on.is_over(at),
        pause=PAUSE_REASONS[sign_on.pause_reason] if sign_on.pause_reason else "",
        closing=tuple(one for one in closing_rows(hall, at, sign_on.window_id) if one.card.choice is None),
        quick=now is not None and queue.is_quick(item),
        priority=PRIORITY[now.priority] if now and now.priority is not PriorityClass.ORDINARY else "",
        needs=tuple(NEED[one] for one in card.needs),
        ids=item is not None and item.flags.needs_id is True,
        endings=tuple((one.value, END_REASON[one]) for one in ENDINGS),
        slip=slip_of(now, by) if now else None,
        may_ask=now is None
        and evaluation.may_ask(evaluation.last_at_window(hall.id, sign_on.window_id), by.id, at),
        short_absence=posts.short_absence(hall.id, at),
        goes_back=now is not None and now.home_window_number not in (None, card.window_number),
    )


def _pauses(*, leave: bool) -> tuple[tuple[str, str | Promise], ...]:
    """Return the reasons to pause for which one leaves the post, or for which one stays at it."""
    return tuple(
        (one.value, label) for one, label in PAUSE_REASONS.items() if (one in LEAVES_THE_POST) is leave
    )


def _services(hall: HallCard, card: DeskCard, today: date) -> tuple[ServiceLine, ...]:
    found = []
    for one in card.services:
        item = catalogue.find(hall.id, one.item_id, today)
        if item is not None:
            found.append(ServiceLine(item.name, item.name_en, one.quantity, one.at))
    return tuple(found)


def _items(hall: HallCard, card: DeskCard, today: date) -> tuple[ItemCard, ...]:
    """Return what may be noted now: the items of the lines this window serves."""
    if card.now is None or card.now.state is not TicketState.SERVING:
        return ()
    able = queueing.items_served(hall.id, card.window_id)
    return tuple(one for one in catalogue.items(hall.id, today) if one.id in able)


def _notes(hall: HallCard, card: DeskCard) -> tuple[NoteLine, ...]:
    if not card.notes:
        return ()
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    return tuple(NoteLine(one.id, people[one.person_id].display_name, one.at) for one in card.notes)


def _targets(hall: HallCard, window_id: UUID, now: TicketCard) -> tuple[Target, ...]:
    """Return the lines one may send the person on to; not the one where the ticket stands already."""
    stands = None if now.item_id else now.line_id
    lines = queueing.transfer_targets(hall.id, window_id)
    return tuple(Target(*one) for one in lines if one[0] != stands)
