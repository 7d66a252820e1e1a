"""The places a leave leaves: who covers each, from when until when, what is bare, and who could."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.functional import Promise

from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import COVER_FAULTS
from yichuang.posts.types import CoverCard, LeaveCard

MOST_MOMENTS = 40  # a longer leave is divided by the day sheet of its head, not in one list


@dataclass(frozen=True, slots=True)
class CoverLine:
    """Who covers a place, whether for a part of the leave only, and when they are on leave themselves."""

    card: CoverCard
    b: PersonCard
    part: bool
    gone: tuple[datetime, datetime] | None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place a leave leaves: a window (None: the open work), who covers it, what is bare, and who could.

    ``could`` are free for all that is left of it, ``some`` for a part, ``barred`` for none of it, each with
    why; ``moments`` are where one B may follow another.
    """

    post_id: UUID | None
    window: WindowCard | None
    covers: tuple[CoverLine, ...]
    bare: tuple[datetime, datetime] | None
    could: tuple[PersonCard, ...]
    some: tuple[PersonCard, ...]
    barred: tuple[tuple[PersonCard, str | Promise], ...]
    begins: datetime
    ends: datetime
    moments: tuple[datetime, ...]

    @property
    def chosen(self) -> UUID | None:
        """Return who covers all of it, if one does."""
        return self.covers[0].b.id if len(self.covers) == 1 and not self.covers[0].part else None


def places_of(
    hall: HallCard, card: LeaveCard, people: Mapping[UUID, PersonCard], at: datetime
) -> tuple[PlaceRow, ...]:
    """Return the places of a leave that lasts still or is to come."""
    begins = max(card.begins, at)
    named = [one.post_id for one in card.covers if one.ends > begins]
    needed = selectors.places_to_cover(hall.id, card.person_id, begins, card.ends, at)
    return tuple(
        _place(hall, card, post_id, begins, people, at) for post_id in dict.fromkeys([*needed, *named])
    )


def _place(
    hall: HallCard,
    card: LeaveCard,
    post_id: UUID | None,
    begins: datetime,
    people: Mapping[UUID, PersonCard],
    at: datetime,
) -> PlaceRow:
    window = organization.window(hall.id, selectors.post_windows(hall.id)[post_id]) if post_id else None
    covers = [one for one in card.covers if one.post_id == post_id and one.ends > begins]
    bare = selectors.uncovered(hall.id, card.person_id, begins, card.ends, card.covers, at, post_id=post_id)
    could = selectors.candidates(hall.id, card.person_id, post_id, begins, card.ends)
    able = selectors.able_to_cover(hall.id, card.person_id, post_id)
    never = selectors.never_free(hall.id, card.person_id, post_id, begins, card.ends) if post_id else {}
    free = [one.id for one in could]
    return PlaceRow(
        post_id=post_id,
        window=window,
        covers=tuple(
            CoverLine(
                one,
                people[one.b_id],
                one.begins > begins or one.ends < card.ends,
                selectors.gone_while_covering(one, at),
            )
            for one in covers
        ),
        bare=(bare.begins, bare.ends) if bare else None,
        could=tuple(could),
        some=tuple(one for one in able if one.id not in free and one.id not in never) if post_id else (),
        barred=tuple(
            (people[one], COVER_FAULTS[why]) for one, why in sorted(never.items()) if one not in free
        ),
        begins=begins,
        ends=card.ends,
        moments=_moments(hall, card, post_id, begins) if post_id else (),
    )


def _moments(hall: HallCard, card: LeaveCard, post_id: UUID, begins: datetime) -> tuple[datetime, ...]:
    """Return where one B may follow another: the beginnings of the sessions in between."""
    sessions = selectors.sessions_of_a(hall.id, card.person_id, begins, card.ends)
    opens = (one.opens for one in sessions if one.post_id == post_id and begins < one.opens)
    return tuple(opens)[:MOST_MOMENTS]


def moment_said(text: str | None) -> datetime | None:
    """Read a moment as a list offers it; None where all of the leave is meant."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if moment.tzinfo is None:
        raise Http404
    return moment
