"""How every shift was attended, what two people said anew, and who was absent, by the model."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.posts.model_leave import Hall
from tests.posts.model_words import GRACE, MINUTE, Refusals, sessions
from yichuang.posts import errors as no
from yichuang.posts.types import Attended

Shift = tuple[int, date, str]
Counted = tuple[Attended, int]
NONE = timedelta(0)
BY_MINUTES = (Attended.LATE, Attended.EARLY)


@dataclass(eq=False)
class SaidAnew:
    """How a shift was attended as somebody says it; it counts once another has approved it."""

    id: UUID
    who: str
    shift: Shift
    said: Counted
    asked_by: str
    state: str = "asked"


@dataclass
class Register(Hall):
    """The whole paper."""

    said: list[SaidAnew] = field(default_factory=list)

    def attended(self, shift: Shift, now: datetime) -> Counted:
        """Return how the A of a shift attended it: leave goes before what was said, that before the count."""
        counted = self._counted(shift, now)
        mine = (one for one in self.said if (one.shift, one.who) == (shift, self.plan[shift][0]))
        approved = [one.said for one in mine if one.state == "approved"]
        return approved[-1] if approved and counted[0] is not Attended.ON_LEAVE else counted

    def _counted(self, shift: Shift, now: datetime) -> Counted:
        window, day, part = shift
        who, (opens, closes) = self.plan[shift][0], sessions(window, day)[part]
        here_yet = ((w, one.who, one.since, min(one.until or now, now)) for w, one in self.at.items())
        rows = [*self.sat, *here_yet]
        mine = [(place, since, ended) for place, one, since, ended in rows if one == who]
        elsewhere = any(place != window and since < closes and ended > opens for place, since, ended in mine)
        opens, closes = self.owed(who, opens, closes)
        if opens >= closes:
            return Attended.ON_LEAVE, 0
        if now < opens + MINUTE:
            return Attended.COMING, 0
        here = [
            (since, ended) for place, since, ended in mine
            if place == window and since < closes and ended > opens
        ]  # fmt: skip
        if not here:
            missed = int((min(now, closes) - opens) / MINUTE)
            return (Attended.WRONG_POST if elsewhere else Attended.ABSENT), missed
        late = self._missed(who, opens, min(since for since, _ended in here))
        early = self._missed(who, max(ended for _since, ended in here), closes)
        if late * MINUTE > GRACE:
            return Attended.LATE, late
        return (Attended.EARLY, early) if now >= closes and early * MINUTE > GRACE else (Attended.PRESENT, 0)

    def _missed(self, who: str, since: datetime, until: datetime) -> int:
        """Return the minutes of a stretch somebody should have been there; approved leave is taken out."""
        granted = [one for one in self.leaves if one.who == who and one.state in ("approved", "returned")]
        taken = (min(one.ends, until) - max(one.begins, since) for one in granted)
        return int((until - since - sum((one for one in taken if one > NONE), NONE)) / MINUTE)

    def against_saying_anew(self, by: str, who: str, shift: Shift, said: Counted, now: datetime) -> Refusals:
        """Say what stands against it; nobody types in leave, or what is counted already (ATT-01)."""
        against = Refusals() if self.may_arrange(by, who) else {no.NotYoursToRestate}
        if self.plan.get(shift, ("", ""))[0] != who:
            return against | {no.RestatementUnfit}
        counted, lasts = self.attended(shift, now), self._lasts(shift)
        fits = counted[0] not in (Attended.COMING, Attended.ON_LEAVE) and counted != self.in_full(shift, said)
        fits &= said[0] is not Attended.ON_LEAVE and (said[0] not in BY_MINUTES or 1 <= said[1] < lasts)
        against |= set() if fits else {no.RestatementUnfit}
        waits = any((one.shift, one.who, one.state) == (shift, who, "asked") for one in self.said)
        return against | ({no.RestatementWaits} if waits else set())

    def in_full(self, shift: Shift, said: Counted) -> Counted:
        """Return what is said with its minutes: none where somebody was there, all where nobody was."""
        whole = self._lasts(shift) if said[0] is Attended.ABSENT else 0
        return said if said[0] in BY_MINUTES else (said[0], whole)

    def _lasts(self, shift: Shift) -> int:
        window, day, part = shift
        opens, closes = sessions(window, day)[part]
        return int((closes - opens) / MINUTE)

    def against_settling(self, by: str, one: SaidAnew) -> Refusals:
        against = Refusals() if self.may_decide(by, one.who) else {no.NotYoursToRestate}
        against |= {no.RestatementNeedsAnother} if by in (one.who, one.asked_by) else set()
        return against | ({no.RestatementSettledAlready} if one.state != "asked" else set())

    def is_absent(self, who: str, day: date, now: datetime) -> bool:
        """Say whether some shift somebody was planned for on a day counts as absent, by a minute at least."""
        counted = (
            self.attended(shift, now)
            for shift, pair in self.plan.items()
            if (shift[1], pair[0]) == (day, who) and shift[2] in sessions(shift[0], day)
        )
        return any(state is Attended.ABSENT and minutes > 0 for state, minutes in counted)

    def absent_on(self, day: date, now: datetime) -> set[str]:
        planned = {pair[0] for shift, pair in self.plan.items() if shift[1] == day}
        return {who for who in planned if self.is_absent(who, day, now)}
