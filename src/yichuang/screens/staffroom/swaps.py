"""What the page of swaps shows: one's shifts, who could take one at what cost, and the swaps that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import pgettext

from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard, PersonCard, WindowCard
from yichuang.posts import selectors
from yichuang.posts.labels import DAY_SESSIONS, HINDRANCES, SWAP_STATES
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors import swaps as questions
from yichuang.posts.types import OPEN_SWAP, DaySession, Price, SwapCard, SwapState
from yichuang.screens.rosters.prices import parts_of, short_told, signed

AHEAD, BACK = timedelta(days=31), timedelta(days=31)
TONES = {
    SwapState.ASKED: "warn",
    SwapState.AGREED: "warn",
    SwapState.APPROVED: "ok",
    SwapState.REFUSED: "bad",
}
Place = tuple[UUID, date, DaySession]


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One of one's shifts as A that could be swapped."""

    place: str
    day: date
    session: str | Promise
    window: WindowCard
    here: bool
    under_way: bool


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A colleague who holds the post: what it costs, and for what, if they take the shift; or why not."""

    person: PersonCard
    cost: str
    parts: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class SwapRow:
    """A swap in words, with what this person may do about it now."""

    card: SwapCard
    window: WindowCard
    session: str | Promise
    giver: PersonCard
    taker: PersonCard
    cost: str
    state: str | Promise
    tone: str
    lapsed: bool
    to_agree: bool
    to_approve: bool
    to_refuse: bool
    to_withdraw: bool


@dataclass(frozen=True, slots=True)
class SwapsPicture:
    """Everything about swaps one person sees: their own, and as a head those of the department."""

    shifts: tuple[ShiftRow, ...]
    chosen: ShiftRow | None
    offers: tuple[OfferRow, ...]
    waiting: tuple[SwapRow, ...]
    others: tuple[SwapRow, ...]


def place_of(text: str) -> Place | None:
    """Read a shift's place out of an address or form; None for nonsense."""
    try:
        post, day, session = text.split("_")
        return UUID(post), date.fromisoformat(day), DaySession(session)
    except ValueError:
        return None


def picture_of(hall: HallCard, by: Actor, at: datetime, asked: str) -> SwapsPicture:
    """Return what a person sees about swaps; ``asked`` is the shift they would like to give away."""
    today = local_day(at, hall.timezone)
    windows = {one.id: one for one in organization.windows(hall.id)}
    at_window = {
        post: windows[one] for post, one in selectors.post_windows(hall.id).items() if one in windows
    }
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    cards = questions.swaps(hall.id, since=today - BACK)
    shifts = _shifts(hall, by, at, today, at_window, place_of(asked), cards)
    chosen = next((one for one in shifts if one.here and not one.under_way), None)
    rows = [
        row
        for one in cards
        if one.post_id in at_window
        and (row := _row(one, at_window[one.post_id], people, by, at, today)) is not None
    ]
    return SwapsPicture(
        shifts=shifts,
        chosen=chosen,
        offers=_offers(hall, by, chosen, people),
        waiting=tuple(one for one in rows if one.to_agree or one.to_approve),
        others=tuple(one for one in rows if not (one.to_agree or one.to_approve)),
    )


def _shifts(
    hall: HallCard,
    by: Actor,
    at: datetime,
    today: date,
    at_window: dict[UUID, WindowCard],
    chosen: Place | None,
    cards: list[SwapCard],
) -> tuple[ShiftRow, ...]:
    under_way = {(one.post_id, one.day, one.session) for one in cards if one.state in OPEN_SWAP}
    mine = selectors.duties_of(hall.id, by.id, since=today, until=today + AHEAD)
    own = {one.post_id for one in mine}
    spans = selectors.open_days(hall.id, since=today, until=today + AHEAD, post_ids=own).spans
    to_come = {place for place, (_begins, ends) in spans.items() if at < ends}
    return tuple(
        ShiftRow(
            f"{one.post_id.hex}_{one.day.isoformat()}_{one.session}",
            one.day,
            DAY_SESSIONS[one.session],
            at_window[one.post_id],
            (one.post_id, one.day, one.session) == chosen,
            (one.post_id, one.day, one.session) in under_way,
        )
        for one in mine
        if one.a_id == by.id and one.place in to_come and one.post_id in at_window
    )


def _offers(
    hall: HallCard, by: Actor, chosen: ShiftRow | None, people: dict[UUID, PersonCard]
) -> tuple[OfferRow, ...]:
    place = place_of(chosen.place) if chosen else None
    if place is None:
        return ()
    return tuple(
        OfferRow(
            people[one.person_id],
            signed(one.price.cost) if one.price else "",
            _parts(one.price) if one.price else "",
            HINDRANCES.get(one.why, ""),
        )
        for one in questions.swap_offers(hall.id, *place, giver_id=by.id)
    )


def _parts(price: Price) -> str:
    told = (parts_of(price), short_told(price))
    return pgettext("between reasons", "; ").join(one for one in told if one)


def _row(
    card: SwapCard,
    window: WindowCard,
    people: dict[UUID, PersonCard],
    by: Actor,
    at: datetime,
    today: date,
) -> SwapRow | None:
    """Return a swap as this person sees it; None where it is neither theirs nor one they decide."""
    own = by.id in (card.from_id, card.to_id)
    heads = not own and rosters.may_make_roster(card.hall_id, by.id, window.department_id, at)
    if not own and not heads:
        return None
    lapsed = card.state in OPEN_SWAP and card.day < today
    open_now = card.state in OPEN_SWAP and not lapsed
    return SwapRow(
        card=card,
        window=window,
        session=DAY_SESSIONS[card.session],
        giver=people[card.from_id],
        taker=people[card.to_id],
        cost=signed(card.cost),
        state=SWAP_STATES[card.state],
        tone="mute" if lapsed else TONES.get(card.state, "mute"),
        lapsed=lapsed,
        to_agree=open_now and card.state is SwapState.ASKED and by.id == card.to_id,
        to_approve=open_now and card.state is SwapState.AGREED and heads,
        to_refuse=open_now and (by.id == card.to_id or heads),
        to_withdraw=open_now and by.id == card.from_id,
    )
