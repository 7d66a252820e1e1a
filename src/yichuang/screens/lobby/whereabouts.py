"""Doors of the public page that says who is at which post, who covers, and when somebody is back (LOC-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import anyone, door
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import Where, WhereCard
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.hours import Hours, hours_of


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A window: whose it is, whether they are there, until when not, and who covers; never why."""

    window: WindowCard
    person: PersonCard | None
    at_post: bool
    off: bool
    shut: bool
    back_at: datetime | None
    covered_by: PersonCard | None


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """Every window of a hall whose person is known."""

    hall: HallCard
    hours: Hours
    rows: tuple[PublicRow, ...]


def picture_of(hall: HallCard, at: datetime) -> PublicPicture:
    """Return where the people of a hall are, as everybody may see it."""
    windows = {one.id: one for one in organization.windows(hall.id)}
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    rows = tuple(_row(one, windows, people) for one in posts.whereabouts(hall.id, at))
    return PublicPicture(hall, hours_of(hall, at), rows)


def _row(card: WhereCard, windows: dict[UUID, WindowCard], people: dict[UUID, PersonCard]) -> PublicRow:
    return PublicRow(
        window=windows[card.window_id],
        person=people[card.person_id] if card.person_id else None,
        at_post=card.where is Where.AT_POST,
        off=card.where is Where.OFF,
        shut=card.where is Where.SHUT,
        back_at=card.back_at,
        covered_by=people.get(card.covered_by) if card.covered_by else None,
    )


@never_cache
@require_safe
@door("whereabouts.page", rule=anyone(), label=_("Who is at which post"))
def page(request: HttpRequest, hall: str) -> HttpResponse:
    """Show who is at which post; why somebody is not is nobody's to know."""
    card = organization.hall_by_code(hall)
    by_the_wall_of(card.id)
    return render(request, "lobby/whereabouts.html", {"picture": picture_of(card, clock.now())})
