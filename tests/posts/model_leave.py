"""What stands against a leave, its approval and whoever is to stand in, by the model."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.posts.model_watch import Watch
from tests.posts.model_words import (
    DAY,
    LATE_DAYS,
    Absent,
    Refusals,
    Span,
    Standing,
    day_of,
    days_between,
    on,
    sessions,
    working_days_later,
    works,
)
from tests.posts.planned import HEAD, OFFICE, SECOND
from tests.posts.staffed import LI, ZHANG
from yichuang.posts import errors as no

SECTION = (ZHANG, LI, HEAD, SECOND)


class Hall(Watch):
    """The whole paper, with the rules about leave."""

    def may_arrange(self, by: str, who: str) -> bool:
        return by in (who, OFFICE) or (by == HEAD and who in SECTION)

    def may_decide(self, by: str, who: str) -> bool:
        return by != who and (by == OFFICE or (by == HEAD and who in SECTION))

    def against_asking(
        self, by: str, who: str, begins: datetime, ends: datetime, planned: bool, note: bool, now: datetime
    ) -> Refusals:
        against = Refusals() if self.may_arrange(by, who) else {no.NotYourLeave}
        if not planned and not note:
            against.add(no.LeaveReasonNeeded)
        if ends <= begins or (planned and begins <= now):
            against.add(no.LeaveDaysUnfit)
        if day_of(now) > working_days_later(day_of(begins), LATE_DAYS):
            against.add(no.FiledTooLate)
        if not planned and day_of(begins) > working_days_later(day_of(now), 1):
            against.add(no.TimeToHandOver)
        taken = [one for one in self.leaves if one.who == who and one.state not in ("refused", "withdrawn")]
        if any(one.begins < ends and begins < one.ends for one in taken):
            against.add(no.LeaveOverlaps)
        return against

    def against_deciding(self, by: str, leave: Absent) -> Refusals:
        against = Refusals()
        if by == leave.who:
            against.add(no.OwnLeave)
        if not self.may_decide(by, leave.who):
            against.add(no.NotYoursToApprove)
        if leave.state != "submitted":
            against.add(no.LeaveSettled)
        return against

    def covers_of(self, leave: Absent) -> list[Standing]:
        return [one for one in self.covers.values() if one.leave is leave and not one.dropped]

    def against_approving(self, by: str, leave: Absent, now: datetime) -> Refusals:
        against = self.against_deciding(by, leave)
        if leave.planned and leave.ends <= now:
            against.add(no.LeaveOver)
        covers = self.covers_of(leave)
        begins = leave.begins if leave.planned else max(leave.begins, now)
        if begins < leave.ends and not self.is_covered(leave, begins):
            against.add(no.CoverMissing)
        for one in covers:
            since = max(one.begins, now)
            if one.ends > now and self.unfit(one.b, one.a, one.window, since, one.ends, leave):
                against.add(no.CoverUnfit)
        since = max(leave.begins, now)
        if any(
            one.b == leave.who and one.force and not one.dropped
            and one.ends > since and one.begins < leave.ends
            for one in self.covers.values()
        ):  # fmt: skip
            against.add(no.CoversThen)
        if leave.planned:
            against |= {no.HandoverUnsigned for one in covers if one.signed is None}
            against |= {no.HandoverLate for one in covers if one.signed and one.signed > self.due(one)}
        told = [day for day in self.absent_days(leave, now) if not self.absences.get((leave.who, day))]
        if told and leave.proof is None:
            against.add(no.ProofMissing)
        if told and leave.proof and day_of(leave.proof) > working_days_later(told[0], LATE_DAYS):
            against.add(no.FiledTooLate)
        return against

    def is_covered(self, leave: Absent, begins: datetime, *, force: bool = False) -> bool:
        """Say whether somebody stands in wherever its person is A, from ``begins`` to its end."""
        for window, opens, closes in self.as_a(leave.who, begins, leave.ends):
            reached, last = max(opens, begins), min(closes, leave.ends)
            stood = [
                one for one in self.covers.values()
                if one.leave is None and one.a == leave.who and one.force and not self.on_leave(one.b, begins)
            ]  # fmt: skip
            there = [
                one
                for one in (*self.covers_of(leave), *stood)
                if one.window == window and (one.force or not force)
            ]
            for one in sorted(there, key=lambda one: one.begins):
                if one.begins <= reached:
                    reached = max(reached, one.ends)
            if reached < last:
                return False
        return True

    def due(self, cover: Standing) -> datetime:
        """Return by when a handover is signed: the close of the working day before the first session."""
        missed = [
            max(opens, cover.begins)
            for day in days_between(cover.begins, cover.ends)
            for opens, closes in sessions(cover.window or 1, day).values()
            if opens < cover.ends and cover.begins < closes
        ]
        day = day_of(min(missed, default=cover.begins)) - DAY
        while not works(day):
            day -= DAY
        return on(day, "17:00")

    def absent_days(self, leave: Absent, now: datetime) -> list[date]:
        """Return the days of a leave somebody was absent on, told or, being over, about to be told."""
        last = day_of(leave.ends - timedelta(microseconds=1))
        days = [day for who, day in self.absences if who == leave.who and day_of(leave.begins) <= day <= last]
        over = (day for day in days_between(leave.begins, leave.ends) if day < day_of(now))
        return sorted({*days, *(day for day in over if self.is_absent(leave.who, day, now))})

    def is_absent(self, who: str, day: date, now: datetime) -> bool:
        """Say whether some shift somebody was planned for on a day counts as absent."""
        raise NotImplementedError

    def against_naming(
        self, by: str, leave: Absent, b: str, window: int | None, span: Span, now: datetime
    ) -> Refusals:
        against = Refusals() if self.may_arrange(by, leave.who) else {no.NotYourLeave}
        if leave.state not in ("draft", "submitted", "approved") or now >= leave.ends:
            return against | {no.LeaveSettled}
        begins, ends = self.named_span(leave, span, now)
        if begins >= ends:
            return against | {no.CoverDaysUnfit}
        if self.unfit(b, leave.who, window, begins, ends, leave):
            against.add(no.CoverUnfit)
        return against

    def named_span(self, leave: Absent, span: Span, now: datetime) -> Span:
        at_once = leave.state == "approved" or not leave.planned
        begins = max(leave.begins, span[0], now) if at_once else max(leave.begins, span[0])
        return begins, min(leave.ends, span[1])
