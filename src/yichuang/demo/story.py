"""The story of the demo hall's posts by working days before today: who is away, who swaps, who comes late.

What is still open today (a leave and two swaps that wait, a post nobody is left for) is for whoever tries it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from yichuang.demo import dealings, duty, personnel, rosters
from yichuang.demo.crew import Crew
from yichuang.demo.duty import CLINIC, ENDS, ILLNESS, Leave
from yichuang.demo.play import Play
from yichuang.kernel.errors import Refusal
from yichuang.posts import selectors as posts
from yichuang.posts import services
from yichuang.posts.types import DaySession, LeaveCard, LeaveKind, LeaveState
from yichuang.posts.types.roster import SwapState
from yichuang.training import services as training

Tale = Callable[["Story", datetime], None]

AHEAD = 8  # working days after today that the story speaks of
HISTORY = 16  # working days before today that are played at least
LATE, COVERED = timedelta(minutes=9), "08:03"
#: When the hall's heartbeat beats for its posts on a played day, and more often today; in life always.
LOOKS = ("07:45", "08:05", "13:35", "17:10")
LOOKS_TODAY = (*LOOKS, "08:10", "08:15", "12:10", "13:40")

PLANNED_AROUND = Leave("0405", 14, 13)  # approved before the month was planned
COVERED_LEAVE = Leave("0305", 11, 10)
FEVER = Leave("0203", 8, 7, LeaveKind.SICK)
COURSE = Leave("0406", 4, 4, LeaveKind.TRAINING)
UNDER_WAY = Leave("0304", 0, -2)
LONE = Leave("0309", 0, -1, LeaveKind.OFFICIAL)  # the one person of her department here …
LONE_B = Leave("0408", 0, 0, LeaveKind.SICK)  # … and B falls ill on the first morning
SIGNED = Leave("0203", -4, -5)
ASKED = Leave("0311", -5, -6)

#: Working days before today, the hour, and what happens.
TALES: tuple[tuple[int, str, Tale], ...] = (
    (13, "10:15", partial(duty.ask, COVERED_LEAVE)),
    (12, "11:00", partial(duty.swap, 13, 9, DaySession.PM)),
    (12, "14:10", partial(duty.settle, 13, 9, SwapState.AGREED)),
    (12, "15:30", partial(duty.sign, COVERED_LEAVE)),
    (12, "16:20", partial(duty.approve, COVERED_LEAVE)),
    (11, "09:20", partial(duty.settle, 13, 9, SwapState.APPROVED)),
    (8, "07:25", partial(duty.fall_ill, FEVER, ENDS, ILLNESS)),
    (8, "07:32", partial(duty.mend, "0203")),
    (8, "10:30", partial(duty.sign, FEVER)),
    (8, "14:05", partial(duty.prove, FEVER)),
    (8, "16:30", partial(duty.approve, FEVER)),
    (7, "10:40", partial(duty.swap, 2, 5, DaySession.AM)),
    (7, "11:15", partial(duty.settle, 2, 5, SwapState.REFUSED)),
    (6, "09:30", partial(duty.ask, COURSE)),
    (5, "15:10", partial(duty.sign, COURSE)),
    (5, "15:40", partial(duty.approve, COURSE)),
    (5, "15:50", partial(duty.swap, 1, 3, DaySession.PM)),
    (5, "16:05", partial(duty.settle, 1, 3, SwapState.AGREED)),
    (4, "09:05", partial(duty.settle, 1, 3, SwapState.APPROVED)),
    (3, "17:20", partial(duty.say_anew, 7, 3)),
    (3, "10:30", partial(duty.sign_afterwards, 7)),
    (2, "09:15", duty.allow),
    (2, "14:40", partial(duty.ask, UNDER_WAY)),
    (2, "14:50", partial(duty.ask, LONE)),
    (1, "10:20", partial(duty.sign, LONE)),
    (1, "10:30", partial(duty.sign_afterwards, 6)),
    (1, "11:05", partial(duty.approve, LONE)),
    (1, "15:00", partial(duty.sign, UNDER_WAY)),
    (1, "15:45", partial(duty.approve, UNDER_WAY)),
    (1, "15:55", partial(duty.ask, SIGNED)),
    (1, "16:10", partial(duty.swap, 2, -3, DaySession.AM)),
    (1, "16:25", partial(duty.swap, 8, -4, DaySession.PM)),
    (1, "16:40", partial(duty.sign, SIGNED)),
    (1, "17:20", partial(duty.say_anew, 6, 1)),
    (0, "07:20", partial(duty.fall_ill, LONE_B, time(12), CLINIC)),
    (0, "07:28", partial(duty.mend, "0309")),
    (0, "08:35", partial(duty.settle, 8, -4, SwapState.AGREED)),
    (0, "08:50", partial(duty.ask, ASKED)),
    (0, "08:55", rosters.say_need),
)
#: Windows whose A comes late on a day, with somebody else there meanwhile.
LATECOMERS = {(3, 7), (1, 6), (0, 13)}
#: When, by the clock of the wall, the next month is begun, handed in and published.
STEPS = {
    rosters.BEGUN: ("10:05", rosters.ask),
    rosters.FILED: ("10:25", rosters.file),
    rosters.PUBLISHED: ("11:10", rosters.publish),
}


class Story:
    """The story of one hall: ``days`` before today, today, and the working days ``ahead``.

    ``kept`` is what a tale made that another goes on with, by its name in the story.
    """

    def __init__(self, crew: Crew, today: date, days: list[date], ahead: list[date]) -> None:
        self.crew, self.today = crew, today
        self.days, self.before = [*days, today, *ahead], len(days)
        self.refused: list[str] = []
        self.kept: dict[str, UUID] = {}

    def day(self, back: int) -> date:
        """Return the working day so many before today (below 0: after it)."""
        return self.days[self.before - back]

    def moment(self, back: int, at: time) -> datetime:
        """Return a time of the wall on that day."""
        return datetime.combine(self.day(back), at, ZoneInfo(self.crew.timezone))

    def leave(self, worker: str) -> LeaveCard:
        """Return the leave somebody has asked for last and that is not decided."""
        since = self.moment(self.before, time(0))
        states = [LeaveState.SUBMITTED]
        return posts.leaves(
            self.crew.hall_id, since=since, person_id=self.crew.people[worker], states=states
        )[0]

    def begin(self, at: datetime) -> None:
        """Plan the first month, a leave that is approved already left out of it."""
        crew = self.crew
        duty.ask(PLANNED_AROUND, self, at)
        duty.approve(PLANNED_AROUND, self, at + timedelta(minutes=50))
        month = self.days[0].replace(day=1)
        rosters.ask(crew, month, at + timedelta(hours=1))
        rosters.wait(crew.hall_id, at + timedelta(hours=1, minutes=5))
        rosters.file(crew, month, at + timedelta(hours=2))
        rosters.publish(crew, month, at + timedelta(hours=3))

    def expect(self, play: Play, day: date) -> None:
        """Put what happens on a day, and the heartbeat's looks, among its moments."""
        back = self.before - self.days.index(day)
        for clock in LOOKS if back else LOOKS_TODAY:
            play.later(self._on(day, clock), partial(_look, clock == LOOKS[0]))
        for told, clock, act in (*TALES, *personnel.TALES):
            if told == back:
                play.later(self._on(day, clock), partial(self._tell, play, partial(act, self)))
        for told, clock, deal in dealings.TALES:
            if told == back:
                play.later(self._on(day, clock), partial(self._tell, play, partial(deal, play, self)))
        for told, number in LATECOMERS:
            if told == back:
                play.late[number, self._on(day, "08:00")] = LATE
                play.later(self._on(day, COVERED), partial(duty.stand_in, play, number))
        if back == 0:
            play.later(self._on(day, "09:22"), partial(duty.step_out, play, 9, duty.AWAY_MINUTES))
        for clock, step in next_month(self.crew, day):
            told_by_engine = partial(rosters.wait, self.crew.hall_id)
            play.later(self._on(day, clock), told_by_engine)
            play.later(self._on(day, clock), partial(self._tell, play, step))

    def _on(self, day: date, clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(self.crew.timezone))

    def _tell(self, play: Play, act: Callable[[datetime], None], at: datetime) -> None:
        """Do what the story tells; what the house will not let happen is noted, and the day goes on."""
        try:
            with transaction.atomic():
                act(at)
        except Refusal as refusal:
            self.refused.append(f"{at:%m-%d %H:%M} {refusal.code}: {refusal}")
            return
        play.acts += 1


def next_month(crew: Crew, day: date) -> list[tuple[str, Callable[[datetime], None]]]:
    """Return what heads and office do on a day for the next month's roster, with the hour."""
    after = rosters.next_month_step(crew, day)
    if after is None:
        return []
    clock, step = STEPS[after]
    return [(clock, partial(step, crew, (day.replace(day=28) + timedelta(days=4)).replace(day=1)))]


def _look(morning: bool, at: datetime) -> None:
    """Do what the heartbeat of a running hall does for its posts."""
    services.tell_covers(at=at)
    services.tell_vacancies(at=at)
    services.tell_overdue_returns(at=at)
    services.tell_breaches(at=at)
    services.end_lapsed(at=at)
    if morning:
        services.tell_absences(at=at)
        services.tell_rosters(at=at)
        training.tell_certificates(at=at)
