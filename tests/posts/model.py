"""The posts of a hall as one would keep them on paper: who is planned, away, standing in, and where.

It knows the stated rules and nothing of the code that keeps them.  Asked whether somebody may do an act now,
it names every rule that stands against it; the hall has to refuse by one of those, and only then.  Asked who
may act here, now, it looks at its own few lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from tests.posts.model_words import (
    DAY,
    HOLDERS,
    LEAD,
    Absent,
    Refusals,
    Sitting,
    Span,
    Standing,
    day_of,
    days_between,
    is_open,
    on,
    part_at,
    sessions,
)
from yichuang.posts import errors as no


@dataclass
class Paper:
    """Everything one would keep on paper."""

    plan: dict[tuple[int, date, str], tuple[str, str]] = field(default_factory=dict)
    leaves: list[Absent] = field(default_factory=list)
    covers: dict[UUID, Standing] = field(default_factory=dict)
    at: dict[int, Sitting] = field(default_factory=dict)
    absences: dict[tuple[str, date], bool] = field(default_factory=dict)  # whether it was excused
    serving: dict[int, bool] = field(default_factory=dict)  # who was called is there and being served
    sat: list[tuple[int, str, datetime, datetime]] = field(default_factory=list)  # who was where, till when

    # ---- who may act here, now -----------------------------------------------------------------------

    def on_leave(self, who: str, now: datetime) -> bool:
        return any(one.who == who and one.away(now) for one in self.leaves)

    def serves(self, who: str, window: int, now: datetime) -> bool:
        """Say whether somebody may serve at the window."""
        there = self.at.get(window)
        if there is None or there.who != who or self.on_leave(who, now) or not is_open(window, now):
            return False
        return (there.by is None or now < there.by.ends) and not there.is_over(now)

    def has_to_go(self, window: int, now: datetime) -> bool:
        """Say whether who sits there may no longer and serves nobody: whoever was called is served."""
        return self.at[window].is_over(now) and window not in self.serving

    def go(self, window: int, now: datetime) -> None:
        there = self.at.pop(window)
        self.sat.append((window, there.who, there.since, now))

    def acting(self, who: str, now: datetime) -> set[tuple[str, int | None]]:
        """Return whose rights somebody holds, and at which window."""
        if self.on_leave(who, now):
            return set()
        return {(one.a, one.window) for one in self.covers.values() if one.b == who and one.runs(now)}

    # ---- who is expected -----------------------------------------------------------------------------

    def expected(self, window: int, now: datetime) -> str | None:
        part = part_at(window, now)
        if part is None:
            return None
        return self.plan.get((window, day_of(now), part), (HOLDERS[window][0], ""))[0]

    def as_a(self, who: str, begins: datetime, ends: datetime) -> list[tuple[int, datetime, datetime]]:
        """Return the sessions of this time in which somebody is A."""
        return [
            (window, opens, closes)
            for day in days_between(begins, ends)
            for window in HOLDERS
            for part, (opens, closes) in sessions(window, day).items()
            if opens < ends
            and begins < closes
            and self.plan.get((window, day, part), (HOLDERS[window][0], ""))[0] == who
        ]

    def manned(self, window: int, now: datetime) -> bool:
        there = self.at.get(window)
        return there is not None and not there.out and not there.is_over(now)

    def unfit(
        self, b: str, a: str, window: int | None, begins: datetime, ends: datetime, beside: Absent | None
    ) -> bool:
        """Say whether somebody cannot stand in then."""
        if b == a or (window is not None and b not in HOLDERS[window]):
            return True
        if any(
            one.who == b and one.begins < ends and begins < one.ends and one.away(one.begins)
            for one in self.leaves
        ):
            return True
        if window is None:
            return False
        elsewhere = (
            one for one in self.covers.values()
            if one.b == b and not one.dropped and one.window not in (window, None)
            and one.begins < ends and begins < one.ends
            and (one.force or (one.leave is not None and one.leave.state == "submitted"))
            and (beside is None or one.leave is not beside)
        )  # fmt: skip
        return any(elsewhere) or any(one != window for one, *_ in self.as_a(b, begins, ends))

    def until_for(
        self, who: str, window: int, by: Standing | None, since: datetime, now: datetime
    ) -> datetime:
        """Return until when somebody who sat down at ``since`` may sit.

        To the end of the cover, and until a session of another A than oneself or whom one covers for; to the
        start of a leave, and of the day only.
        """
        whose = by.a if by else who
        day = day_of(since)
        midnight = on(day + DAY, "00:00")
        ends = [
            one.begins for one in self.leaves
            if one.who == who and one.away(one.begins) and now < one.ends and one.begins < midnight
        ]  # fmt: skip
        ends += [by.ends] if by else []
        ends += [
            opens for part, (opens, _closes) in sessions(window, day).items()
            if opens > since and part != part_at(window, since)
            and self.plan.get((window, day, part), (whose, ""))[0] != whose
        ]  # fmt: skip
        return min([midnight, *ends])

    def renew(self, who: str, now: datetime) -> None:
        for window, there in self.at.items():
            if there.who == who:
                there.until = self.until_for(who, window, there.by, there.since, now)

    # ---- at the window: what stands against it -------------------------------------------------------

    def against_sitting(self, who: str, window: int, now: datetime) -> Refusals:
        against = Refusals()
        if who not in HOLDERS[window]:
            return {no.NoPostHere}
        opens = [a for a, b in sessions(window, day_of(now)).values() if a - LEAD <= now < b]
        if not opens:
            return {no.OutsideHours}
        starts = now if is_open(window, now) else min(one for one in opens if one > now)
        if self.on_leave(who, starts):
            against.add(no.OnLeaveNow)
        if self.by_what(who, window, starts) == "reason":
            against.add(no.StandInReasonNeeded)
        live = {w: s for w, s in self.at.items() if not self.has_to_go(w, now)}
        if any(one.who == who for one in live.values()):
            against.add(no.AlreadySignedOn)
        if (
            window in live
            and live[window].who != who
            and not self.is_taken_back(live[window], who, window, now)
            and not self.is_sent_away(live[window], who, window, now)
        ):
            against.add(no.WindowTaken)
        return against

    def is_taken_back(self, there: Sitting, who: str, window: int, now: datetime) -> bool:
        """Say whether A, who is here after all, ends what the one at the window took over."""
        return window not in self.serving and there.by in self.taken_back(who, window, now)

    def is_sent_away(self, there: Sitting, who: str, window: int, now: datetime) -> bool:
        """Say whether who sits there in their own part gives way to somebody planned."""
        shift = self.plan.get((window, day_of(now), part_at(window, now) or ""))
        starts = now if is_open(window, now) else self.next_opening(window, now)
        wrong = self.is_a_elsewhere(who, window, starts)
        if window in self.serving:
            return False
        if shift is not None and there.by is not None:
            return there.by.a != shift[0] == who and there.who != who
        return (
            shift is not None
            and there.who not in (shift[0], who)
            and not (wrong and self.by_what(who, window, starts) in ("A", "B") and shift[0] != who)
        )

    def next_opening(self, window: int, now: datetime) -> datetime:
        return min(a for a, _b in sessions(window, day_of(now)).values() if a > now)

    def is_a_elsewhere(self, who: str, window: int, now: datetime) -> bool:
        """Say whether somebody is planned as A of another window in the session that runs here."""
        place = (day_of(now), part_at(window, now))
        return any(
            other != window and (day, part) == place and pair[0] == who
            for (other, day, part), pair in self.plan.items()
        )

    def taken_back(self, who: str, window: int, now: datetime) -> list[Standing | None]:
        return [
            one for one in self.covers.values()
            if one.a == who and one.window == window and one.force and one.ends > now
            and (one.leave is None or one.leave.state == "refused")
        ]  # fmt: skip

    def by_what(self, who: str, window: int, starts: datetime) -> Standing | str:
        """Return by what somebody sits at a window: as A, by a cover, as who they hold it, or not."""
        shift = self.plan.get((window, day_of(starts), part_at(window, starts) or ""))
        if shift is not None and shift[0] == who:
            return "A"
        for one in sorted(self.covers.values(), key=lambda one: (one.begins, one.id)):
            right = one.runs(starts) and one.b == who and one.window == window
            if right and (shift is None or one.a == shift[0]):
                return one
        if shift is not None and (shift[1] == who or not self.is_a_elsewhere(who, window, starts)):
            return "reason"
        return "A" if who == HOLDERS[window][0] else "B"

    def against_standing_in(self, who: str, window: int, now: datetime) -> Refusals:
        a = self.expected(window, now)
        if not is_open(window, now) or a is None or a == who or self.manned(window, now):
            return {no.NobodyToStandInFor}
        standing = [one for one in self.covers.values() if one.runs(now) and one.window == window]
        if any((one.a, one.b) == (a, who) for one in standing):
            return {no.NobodyToStandInFor}
        if who not in HOLDERS[window]:
            return {no.NoPostHere}
        return (
            {no.CoverUnfit}
            if self.unfit(who, a, window, now, self.free_until(who, window, now), None)
            else set()
        )

    def free_until(self, who: str, window: int, now: datetime) -> datetime:
        """Return until when who stands in now does so: to A's last session in a row, or until due.

        Or until who was named beforehand comes for A.
        """
        a, ends = self.expected(window, now), now
        for part, (_opens, closes) in sessions(window, day_of(now)).items():
            if closes > now:
                if self.plan.get((window, day_of(now), part), (HOLDERS[window][0], ""))[0] != a:
                    break
                ends = closes
        due = [opens for other, opens, _c in self.as_a(who, now, ends) if other != window and opens > now]
        due += [one.begins for one in self.leaves if one.who == who and one.away(one.begins)]
        due += [
            one.begins for one in self.covers.values()
            if one.force and not one.dropped
            and ((one.b == who and one.window not in (window, None)) or (one.a, one.window) == (a, window))
        ]  # fmt: skip
        return min([one for one in due if now < one < ends], default=ends)

    def against_planning(self, window: int, day: date, part: str, a: str, b: str, now: datetime) -> Refusals:
        if day < day_of(now):
            return {no.ShiftPast}
        if part not in sessions(window, day):
            return {no.NothingToPublish}
        opens, closes = sessions(window, day)[part]
        if closes <= now:  # what is over stays as it was
            return {no.ShiftPast}
        away = any(
            one.who in (a, b) and one.begins < closes and opens < one.ends and one.away(one.begins)
            for one in self.leaves
        )
        twice = any(
            other != window and (d, p) == (day, part) and pair[0] == a
            for (other, d, p), pair in self.plan.items()
        )
        stands = any(
            one.b == a and one.force and one.window not in (window, None)
            and one.begins < closes and opens < one.ends
            for one in self.covers.values()
        )  # fmt: skip
        unable = a == b or a not in HOLDERS[window] or b not in HOLDERS[window]
        return {no.ShiftsUnfit} if away or twice or stands or unable else set()

    # ---- the day is over -----------------------------------------------------------------------------

    def owed(self, who: str, opens: datetime, closes: datetime) -> Span:
        """Return what is left of a session when approved leave at its beginning or end is taken out."""
        granted = [one for one in self.leaves if one.who == who and one.state in ("approved", "returned")]
        for one in sorted(granted, key=lambda one: one.begins):
            if one.begins <= opens < one.ends:
                opens = min(one.ends, closes)
            elif one.begins < closes <= one.ends:
                closes = max(one.begins, opens)
        return opens, closes

    def time_passes(self, now: datetime) -> None:
        """Let leaves and covers end with the hour, and nobody sit where they no longer may."""
        for one in self.leaves:
            if one.state == "approved" and one.ends <= now:
                one.state = "returned"
        for window, there in list(self.at.items()):
            over = there.by is not None and there.by.force and there.by.ends <= now
            over = over or self.on_leave(there.who, now) or there.is_over(now)
            if over and window not in self.serving:
                self.go(window, now)
