"""What a desk shows, and what a clerk not yet at one may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import live
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, WindowCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import OnDutyCard, Part, SignOnCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.labels import OUTCOME
from yichuang.queueing.types import DeskCard, Outcome
from yichuang.screens.desk.story import Line, story_of
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
# what one says at each turn of the work; a suggestion beside the verbs, no rule of its own
MANNERS: dict[str, str | Promise] = {
    "idle": _("Good day, please take a seat."),
    "called": _("Stand up or look up when they come; check the number before anything else."),
    "serving": _("Say everything that is missing at once, and write it down for them."),
}


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


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A window whose post this person holds, and who is there now."""

    window: WindowCard
    name: str
    name_en: str
    part: Part
    taken: OnDutyCard | None


def choices_of(hall: HallCard, person_id: UUID, at: datetime) -> tuple[PostChoice, ...]:
    """Return the windows this person may sign on at today."""
    duty = posts.on_duty(hall.id)
    windows = {one.id: one for one in organization.windows(hall.id)}
    found = []
    for post in posts.posts_of(hall.id, person_id, local_day(at, hall.timezone)):
        window = windows.get(post.window_id)
        for holder in post.holders:
            if window and window.active and holder.person_id == person_id:
                found.append(PostChoice(window, post.name, post.name_en, holder.part, duty.get(window.id)))
    return tuple(sorted(found, key=lambda one: one.window.number))


def picture_of(hall: HallCard, sign_on: SignOnCard, by: Actor, at: datetime) -> DeskPicture:
    """Return everything the desk shows at ``at``."""
    card = queueing.desk(hall.id, sign_on.window_id, at)
    today = local_day(at, hall.timezone)
    now = card.now
    state = "idle" if now is None else str(now.state)
    grant = live.grant(by, hall.id, "desk", sign_on.window_id.hex, at)
    return DeskPicture(
        hall=hall,
        sign_on=sign_on,
        card=card,
        hours=hours_of(hall, at),
        item=catalogue.find(hall.id, now.item_id, today) if now and now.item_id else None,
        story=story_of(hall, now.id) if now else (),
        manners=MANNERS[state],
        outcomes=OUTCOMES,
        live=f"/live/desk/{hall.code}/{sign_on.window_id.hex}?grant={grant}",
    )
