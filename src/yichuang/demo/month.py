"""A month of cases, played: every item of the catalogue, in a hall of each profile, through services only.

What is to happen is drawn beforehand as a deck of fates, so that each occurs in its share; what did happen is
counted from the journal afterwards.  One heap of moments wakes every life within the hours of its hall.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.cases import services
from yichuang.catalogue.types import ItemCard
from yichuang.deadlines import services as deadlines
from yichuang.demo import till
from yichuang.demo.fates import SHARES, Fate, fits
from yichuang.demo.lives import DAY, Course, Life
from yichuang.demo.places import HALLS, TIMEZONE, Place, found
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal import deliver
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallProfile
from yichuang.posts import services as posts

CASES = 1500
DAYS = 22  # working days on which papers are handed in
AFTER = 22  # working days on which what was handed in is worked off
OFTEN = 3  # times: an instant matter beside any other
MORNING, MIDDAY, AFTERNOON, EVENING = time(8, 40), time(11, 50), time(13, 40), time(17)

Tell = Callable[[str], None]
Act = Callable[[datetime], None]


@dataclass
class Month:
    """The month being played; ``refused`` are acts of lives that the house would not let happen, by code."""

    places: list[Place]
    draw: random.Random
    first: date
    lives: list[Life] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    moments: list[tuple[datetime, int, Act]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=itertools.count)
    tills: dict[UUID, UUID] = field(default_factory=dict)

    def later(self, at: datetime, act: Act) -> None:
        heapq.heappush(self.moments, (at, next(self.order), act))

    def expect(self, many: int, days: list[date]) -> None:
        """Draw what is handed in: ``many`` applications over the ``days``, each with its fate."""
        every = [(place, item) for place in self.places for item in place.items]
        for place, item, fate in dealt(every, many, self.draw):
            day = self.draw.choice(days)
            at = datetime.combine(day, MORNING, ZoneInfo(TIMEZONE))
            at = self.opening(at + timedelta(minutes=self.draw.uniform(0, 480)))
            life = Life(place, item, fate, self.draw, at)
            self.lives.append(life)
            self.later(at, self._waker(life, life.lived()))

    def _waker(self, life: Life, course: Course) -> Act:
        def wake(at: datetime) -> None:
            life.at = at
            try:
                with transaction.atomic():
                    rest = next(course, None)  # an exception at its end would undo its last act
            except Refusal as refusal:
                self.refused[f"{refusal.code} ({life.item.code} {life.fate})"] += 1
                return
            if rest is not None:
                self.later(self.opening(at + rest), wake)

        return wake

    def opening(self, at: datetime) -> datetime:
        """Return the moment itself within hours, else one soon after the hall opens next."""
        local = at.astimezone(ZoneInfo(TIMEZONE))
        soon = timedelta(minutes=self.draw.uniform(1, 40))
        hall_id = self.places[0].hall_id
        while True:
            if not organization.is_working_day(hall_id, local.date()) or local.time() > EVENING:
                local = datetime.combine(local.date() + DAY, MORNING, ZoneInfo(TIMEZONE)) + soon
            elif local.time() < MORNING:
                return datetime.combine(local.date(), MORNING, ZoneInfo(TIMEZONE)) + soon
            elif MIDDAY < local.time() < AFTERNOON:
                return datetime.combine(local.date(), AFTERNOON, ZoneInfo(TIMEZONE)) + soon
            else:
                return local

    # ---- the days -----------------------------------------------------------------------------------

    def play(self, days: list[date], tell: Tell) -> None:
        """Play the days one after the other; the clocks tell morning and evening, and everybody hears."""
        for day in days:
            morning = datetime.combine(day, time(8, 20), ZoneInfo(TIMEZONE))
            evening = datetime.combine(day, time(17, 20), ZoneInfo(TIMEZONE))
            self._time_passes(morning)
            with transaction.atomic():
                self._open(morning)
            while self.moments and self.moments[0][0] <= evening:
                at, _place, act = heapq.heappop(self.moments)
                act(at)
            with transaction.atomic():
                self._shut(evening)
            self._time_passes(evening)
            under_way = sum(one.case is not None for one in self.lives)
            tell(_("%(day)s: %(cases)s cases handed in so far") % {"day": day, "cases": under_way})

    def _time_passes(self, at: datetime) -> None:
        deadlines.tick(at=at)
        deliver.hear(slice_seconds=1)

    def _open(self, at: datetime) -> None:
        for place in self.places:
            for window_id, by in place.at_windows:
                posts.sign_on(window_id=window_id, by=by, at=at)
            if place.till is not None:
                window_id, by = place.till
                self.tills[window_id] = services.open_till(pieces=till.FLOAT, by=by, at=at).id

    def _shut(self, at: datetime) -> None:
        for place in self.places:
            if place.till is not None:
                window_id, by = place.till
                self._hand_in(place, self.tills.pop(window_id), by, at)
            for window_id, by in place.at_windows:
                posts.sign_off(window_id=window_id, by=by, at=at)

    def _hand_in(self, place: Place, till_id: UUID, by: Actor, at: datetime) -> None:
        """Count the till and hand in what was taken."""
        till.hand_in(till_id, f"{place.code}{at:%m%d}", by=by, at=at)


def dealt(
    every: list[tuple[Place, ItemCard]], many: int, draw: random.Random
) -> list[tuple[Place, ItemCard, Fate]]:
    """Deal the month: each fate in its share, at least once, to an item it fits; every item in turn.

    What is done on the spot is asked for more often than the rest.
    """
    hands: list[tuple[Place, ItemCard, Fate]] = []
    for fate, share in SHARES.items():
        able = [one for one in every if fits(one[1], fate)]
        hands += [(*draw.choice(able), fate) for _n in range(max(1, round(many * share / 100)))]
    joint = [one for one in every if one[1].joint.departments]
    hands += [(*draw.choice(joint), Fate.STRAIGHT) for _n in range(max(1, round(many * 0.03)))]
    usual = every + [one for one in every if one[1].flags.instant] * (OFTEN - 1)
    rest = itertools.cycle(draw.sample(usual, len(usual)))
    hands += [(*next(rest), Fate.STRAIGHT) for _n in range(max(0, many - len(hands)))]
    draw.shuffle(hands)
    return hands


def act(
    first: date,
    *,
    many: int = CASES,
    days: int = DAYS,
    after: int = AFTER,
    halls: Sequence[tuple[str, str, HallProfile]] = HALLS,
    seed: int = 7,
    tell: Tell,
) -> Month:
    """Found the halls and play the month that begins on ``first``; return it played."""
    founded = datetime.combine(first - 14 * DAY, time(9), ZoneInfo(TIMEZONE))
    places = [found(code, name, profile, at=founded) for code, name, profile in halls]
    deliver.hear(slice_seconds=1)
    draw = random.Random(f"yichuang month {seed}")  # noqa: S311 - a play, not a secret
    month = Month(places, draw, first)
    served = _working_days(places[0].hall_id, first, days + after)
    month.expect(many, served[:days])
    month.play(served, tell)
    return month


def _working_days(hall_id: UUID, first: date, count: int) -> list[date]:
    every = (first + DAY * n for n in itertools.count())
    return list(itertools.islice((one for one in every if organization.is_working_day(hall_id, one)), count))
