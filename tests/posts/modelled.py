"""A month of a hall's posts, held against the model: people try things, time passes, the day is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine

from tests.halls import MONDAY, at
from tests.posts.model_register import Register
from tests.posts.model_words import (
    DAY,
    GRACE,
    HOLDERS,
    MINUTE,
    STAFF,
    Refusals,
    Standing,
    day_of,
    is_open,
    on,
    part_at,
    sessions,
)
from tests.posts.planned import CHEN, planned_hall
from tests.support.once import forget
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.events import load
from yichuang.kernel.journal.models import Entry, Unsealed
from yichuang.kernel.journal.verify import verify
from yichuang.organization.models import Window
from yichuang.posts import events, selectors, services
from yichuang.posts.models import Absence, SignOn
from yichuang.posts.types import DaySession, Part, ShiftSpec
from yichuang.queueing import services as queueing

LAST = MONDAY + timedelta(days=28)
REPLAYED = {"posts.shift", "posts.leave", "posts.cover", "posts.sign_on"}
OF_EMPTY_POSTS = ("posts.post_vacant", "posts.vacancy_raised", "posts.vacancy_ended")
tally: Counter[str] = Counter()


class ModelledPosts(RuleBasedStateMachine):
    """The hall, the model beside it, and the judge at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        forget()
        self.built = planned_hall()
        hall = self.built.hall
        self.id, self.people = hall.id, hall.people
        self.numbers = {one: number for number, one in hall.people.items()}
        self.posts = self.built.posts
        self.windows = {post: number for number, post in self.posts.items()}
        services.add_holder(
            post_id=self.posts[1], person_id=hall.people[CHEN], part=Part.B, by=hall.by, at=at("07:00")
        )
        Window.objects.filter(id=hall.windows[1]).update(department_id=self.built.section)  # the only one
        self.now = at("07:20")
        self.model = Register()
        self.seen, self.heard = 0, set[UUID]()
        self.sound = True
        self.hear_of_covers()

    def is_planned(self, draw: Random) -> None:
        """Publish the month: for every session of every post two of those who can, nobody A twice."""
        specs, first = [], day_of(self.now)
        if self.model.plan:
            return
        for back in range((LAST - first).days):
            day = first + DAY * back
            for part in DaySession:
                open_now = [one for one in HOLDERS if part.value in sessions(one, day)]
                free = set(STAFF)
                for window in open_now:
                    a = draw.choice(
                        [one for one in HOLDERS[window][:2] if one in free] or [HOLDERS[window][0]]
                    )
                    free.discard(a)
                    b = draw.choice([one for one in HOLDERS[window] if one != a])
                    self.model.plan[window, day, part.value] = (a, b)
                    specs.append(ShiftSpec(self.posts[window], day, part, self.people[a], self.people[b]))
        services.publish_shifts(
            shifts=specs,
            first=first,
            until=LAST,
            post_ids=list(self.windows),
            by=self.built.hall.by,
            at=self.now,
        )

    # ---- trying --------------------------------------------------------------------------------------

    def attempt(
        self, act: str, against: Refusals, verb: Callable[..., Any], who: str, **what: Any
    ) -> Any | None:
        """Do it where nothing stands against it, else see it refused by one of those rules."""
        by = self.built.hall.person(who)
        tally["acts"] += 1
        if against:
            with pytest.raises(tuple(against)) as told:
                verb(**what, by=by, at=self.now)
            assert isinstance(told.value, Refusal)
            tally[f"{act}: refused"] += 1
            return None
        done = verb(**what, by=by, at=self.now)
        tally[act] += 1
        return done

    def hear_of_covers(self) -> None:
        """Read what the journal tells of covers since; whoever is named has to be able and free."""
        waiting = Unsealed.objects.filter(hall_id=self.id, id__gt=self.seen).order_by("id")
        fresh = dict(waiting.values_list("entry_id", "id"))
        entries = Entry.objects.filter(name__startswith="posts.cover_").in_bulk(list(fresh))
        named = []
        for entry_id, place in fresh.items():
            self.seen = place
            if entry_id in entries:
                entry = entries[entry_id]
                named += self._hears(load(entry.name, entry.version, entry.body), entry)
        for one in named:
            left = any(one.is_left_of(other) for other in self.model.covers.values())
            if not left and not one.dropped and one.begins < one.ends:
                assert not self.model.unfit(one.b, one.a, one.window, one.begins, one.ends, one.leave), one

    def _hears(self, told: object, entry: Any) -> list[Standing]:
        covers = self.model.covers
        match told:
            case events.CoverNamed():
                leave = next((one for one in self.model.leaves if one.id == told.leave_id), None)
                assert leave is not None or told.leave_id is None
                window = self.windows[told.post_id] if told.post_id else None
                one = Standing(
                    entry.subject_id, leave, window, self.numbers[told.a_id], self.numbers[told.b_id],
                    told.begins, told.ends, told.in_force, reach=told.ends,
                )  # fmt: skip
                covers[entry.subject_id] = one
                return [one]
            case events.CoverAllowed():
                one = covers[entry.subject_id]
                one.force, one.begins = True, max(one.begins, entry.at)
            case events.CoverShortened():
                one = covers[entry.subject_id]
                one.ends = told.ends
                for there in self.model.at.values():
                    if there.by is one:
                        self.model.renew(there.who, entry.at)
            case events.CoverDropped() | events.CoverEnded():
                one = covers[entry.subject_id]
                if isinstance(told, events.CoverDropped):
                    one.dropped, one.ends = True, max(one.begins, min(one.ends, entry.at))
                for window, there in list(self.model.at.items()):
                    if there.by is one:
                        self.model.renew(there.who, entry.at)
                    if there.by is one and window not in self.model.serving:
                        self.model.go(window, entry.at)
        return []

    # ---- judging -------------------------------------------------------------------------------------

    def all_is_well(self, draw: Random) -> None:
        """Hold the hall against the model: who may act here, now; and see that no rule is broken."""
        model, now = self.model, self.now
        rows = {
            self.windows[one.post_id]: self.numbers[one.person_id]
            for one in SignOn.objects.filter(hall_id=self.id, ended_at__isnull=True)
        }
        assert rows == {window: there.who for window, there in model.at.items()}, (rows, model.at)
        for window in HOLDERS:
            for who in {draw.choice(STAFF), *([rows[window]] if window in rows else [])}:
                verdict = selectors.may_serve(
                    self.id, self.people[who], self.built.hall.windows[window], None, now
                )
                assert verdict.ok == model.serves(who, window, now), (who, window, now, verdict)
                tally["may serve: yes" if verdict.ok else "may serve: no"] += 1
        edges = [edge for one in model.covers.values() for edge in (one.begins, one.ends)]
        edge = draw.choice(edges) if edges else now
        for moment in (now, edge - MINUTE, edge):
            who = draw.choice(STAFF)
            found = selectors.acting_for(self.id, self.people[who], moment)
            held = {
                (self.numbers[one.a_id], self.windows[one.post_id] if one.post_id else None) for one in found
            }
            assert held == model.acting(who, moment), (who, moment, held)
            tally["acts for somebody" if held else "acts for nobody"] += 1
        if draw.random() < 0.2:
            self._everybody_reads_the_same()
        self._no_rule_is_broken()

    def _everybody_reads_the_same(self) -> None:
        """Hold against the model whom the windows' screens name and where the public reads people are."""
        model, now = self.model, self.now
        shown = selectors.on_duty(self.id, now)
        named = {number: shown[window].person_id for number, window in self._windows() if window in shown}
        assert named == {window: self.people[who] for window, who in model.named(now).items()}
        cards = {one.window_id: one for one in selectors.whereabouts(self.id, now)}
        for number, window in self._windows():
            if is_open(number, now):
                a, where, covering = model.whereabouts(number, now)
                card, by = cards[window], cards[window].covered_by
                assert (card.person_id, card.where) == (self.people[a], where), (number, now, card)
                assert (self.numbers[by] if by else None) in covering, (number, now, card, covering)
                tally[f"whereabouts: {where}"] += 1

    def _windows(self) -> Iterable[tuple[int, UUID]]:
        return self.built.hall.windows.items()

    def _no_rule_is_broken(self) -> None:
        model = self.model
        standing = [one for one in model.covers.values() if one.force and one.begins < one.ends]
        for one in standing:
            assert one.a != one.b
            for other in standing:
                if other is one or not (one.begins < other.ends and other.begins < one.ends):
                    continue
                # an A of two posts by turns may have one B for both
                same = one.leave is other.leave and one.leave is not None
                assert (
                    one.b != other.b
                    or None in (one.window, other.window)
                    or one.window == other.window
                    or same
                )
                assert (one.leave, one.window) != (other.leave, other.window) or one.leave is None
            for leave in model.leaves:  # A and B are never both away, but for who is suddenly ill
                if leave.who == one.b and leave.decided and leave.away(leave.begins) and leave.planned:
                    since = max(leave.begins, leave.decided)  # afterwards nothing is undone
                    assert leave.ends <= one.begins or one.ends <= since, (one, leave)
        for leave in model.leaves:
            if leave.state == "approved" and leave.planned:
                assert model.is_covered(leave, max(leave.begins, self.now), force=True), leave

    # ---- time ----------------------------------------------------------------------------------------

    def goes_on(self, to: datetime, *, told: bool) -> None:
        """Let time pass; what the hour brings is told, or the heart has not beaten yet."""
        self.now = max(self.now, to)
        if not told:
            return
        lone = self._lone()
        services.tell_covers(at=self.now)
        services.tell_overdue_returns(at=self.now)
        services.tell_vacancies(at=self.now)
        self.model.time_passes(self.now)
        self.hear_of_covers()
        self._hears_of_empty_posts()
        if lone:
            a = self.model.expected(1, self.now)
            covers = [one for one in self.model.covers.values() if one.window == 1 and one.a == a]
            running = [one for one in covers if one.runs(self.now)]
            able = [one for one in HOLDERS[1] if not self._cannot_now(one)]
            assert running or not able, (self.now, able)
            tally["covered by itself"] += bool(running)

    def _hears_of_empty_posts(self) -> None:
        """Read what was told of empty posts now: just what the model says, to whom, in its order."""
        numbers = {window: number for number, window in self._windows()}
        told: dict[int, list[tuple[object, ...]]] = {window: [] for window in HOLDERS}
        rows = Entry.objects.filter(hall_id=self.id, name__in=OF_EMPTY_POSTS, at=self.now)
        for entry in rows.exclude(id__in=self.heard).order_by("id"):
            self.heard.add(entry.id)
            match load(entry.name, entry.version, entry.body):
                case events.PostVacant() as one:
                    told[numbers[one.window_id]].append(("empty", one.since))
                case events.VacancyRaised() as one:
                    people = frozenset(self.numbers[who] for who in one.person_ids)
                    told[numbers[one.window_id]].append((one.rung, people))
                case events.VacancyEnded() as one:
                    told[numbers[one.window_id]].append(("ended", one.minutes))
            tally[entry.name] += 1
        said = self.model.tells_of_empty(self.now)
        assert told == said, (self.now, told, said)

    def _cannot_now(self, who: str) -> bool:
        ends = self.model.free_until(who, 1, self.now)
        a = self.model.expected(1, self.now)
        return a is None or self.model.unfit(who, a, 1, self.now, ends, None)

    def _lone(self) -> bool:
        """Say whether A of the department's only window has not come by the end of the grace."""
        if not is_open(1, self.now) or self.model.manned(1, self.now):
            return False
        opens = sessions(1, day_of(self.now))[part_at(1, self.now) or ""][0]
        return self.now >= opens + GRACE and not self.came_to_the_first(opens)

    def came_to_the_first(self, opens: datetime) -> bool:
        """Say whether somebody was at window 1 in their own part since the session began."""
        rows = SignOn.objects.filter(hall_id=self.id, post_id=self.posts[1], cover_id__isnull=True)
        lasted = ((one.ended_at or one.until) for one in rows.filter(started_at__lte=self.now))
        return any(one is None or one > opens for one in lasted)

    def the_day_is_over(self) -> None:
        """Let everybody go home, and tell who had not come."""
        day = day_of(self.now)
        self.goes_on(on(day, "23:00"), told=True)
        services.end_lapsed(at=self.now)
        for window in set(self.model.at) - set(self.model.serving):
            self.model.go(window, self.now)
        self.now = on(day + DAY, "00:10")
        services.end_lapsed(at=self.now)  # over midnight nobody serves
        queueing.void_left_over(day=day + DAY, by=self.built.hall.by, at=self.now)
        for window in list(self.model.at):
            self.model.go(window, self.now)
        self.model.serving.clear()
        services.tell_absences(at=self.now)
        for back in range(15, 0, -1):
            before = day_of(self.now) - DAY * back
            if before >= MONDAY:
                for who in self.model.absent_on(before, self.now):
                    self.model.absences.setdefault((who, before), False)
        told = {
            (self.numbers[one.person_id], one.day): one.excused_at is not None
            for one in Absence.objects.filter(hall_id=self.id)
        }
        assert told == self.model.absences
        tally["days"] += 1

    def teardown(self) -> None:
        try:
            if self.sound:
                self.judge()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def judge(self) -> None:
        """Tell every shift, leave, cover and sign-on again from the journal: nothing may differ."""
        hear(slice_seconds=1)
        report = verify(self.id, tables=True)
        assert set(report.tables) >= REPLAYED
        assert report.ok, [one.differences or one.finding for one in report.halls]
        tally["journal entries told again"] += report.halls[0].entries
