"""What people do at their posts in the demo beside serving: go on leave, fall ill, swap, come late, step out.

Each act is done by whoever it concerns, through the posts' own services; ``story`` says when.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from yichuang.demo import rosters
from yichuang.demo.play import Clerk, Play
from yichuang.kernel.errors import Refusal
from yichuang.posts import selectors as posts
from yichuang.posts import services
from yichuang.posts.selectors import roster as plans
from yichuang.posts.selectors.swaps import swap_offers
from yichuang.posts.types import (
    Attended,
    DaySession,
    LeaveKind,
    LeavePath,
    PauseReason,
    RestatementReason,
    RestatementState,
    StandInReason,
)
from yichuang.posts.types.roster import RosterState, RunKind, SwapState

if TYPE_CHECKING:
    from yichuang.demo.story import Story

AWAY_MINUTES = 14
ILLNESS, CLINIC = "发热,去医院就诊", "急性肠胃炎,上午去医院"
CERTIFICATE = "市第一医院 诊断证明"
BEGINS, ENDS = time(8), time(17)


@dataclass(frozen=True)
class Leave:
    """A leave of the story: who, from which to which working day (days before today; below 0: to come)."""

    worker: str
    first: int
    last: int
    kind: LeaveKind = LeaveKind.ANNUAL


# ---- at a window ------------------------------------------------------------------------------------------


def _clerk(play: Play, number: int) -> Clerk | None:
    return next((one for one in play.clerks.values() if one.station.number == number), None)


def stand_in(play: Play, number: int, at: datetime) -> None:
    """Let the first who is free take a window whose A has not come, until A is there."""
    clerk, hall_id = _clerk(play, number), play.scene.hall_id
    if clerk is None or clerk.person is not None:
        return
    post_id, window_id = clerk.station.post_id, clerk.station.window_id
    a_id = posts.expected_at(hall_id, post_id, window_id, at)
    if a_id is None:
        return
    ends = posts.day_of_a_ends(hall_id, post_id, window_id, a_id, at)
    free = posts.candidates(hall_id, a_id, post_id, at, ends)
    if not free:
        return
    by = play.actor(clerk, free[0].id)
    services.stand_in(window_id=window_id, reason=StandInReason.NOT_COME, by=by, at=at)
    play.sign_on(clerk, free[0].id, at)
    play.acts += 1
    clerk.stands_in = clerk.person is not None


def step_out(play: Play, number: int, minutes: int, at: datetime) -> None:
    """Let who sits at a window leave it for so many minutes at most, once nobody is served there."""
    clerk = _clerk(play, number)
    if clerk is None or clerk.person is None or clerk.leaving:
        return
    if clerk.busy:
        play.later(at + timedelta(seconds=20), partial(step_out, play, number, minutes))
        return
    by, window_id = play.actor(clerk, clerk.person), clerk.station.window_id
    with suppress(Refusal):
        services.pause_window(
            window_id=window_id, reason=PauseReason.SHORT_ABSENCE, minutes=minutes, by=by, at=at
        )
        play.acts += 1
        clerk.busy = True
        play.later(at + timedelta(minutes=minutes - 2), partial(play.step_back, clerk))


# ---- leave ------------------------------------------------------------------------------------------------


def ask(leave: Leave, story: Story, at: datetime) -> None:
    """Ask for leave; where no B is named by the roster, the first who can is."""
    crew = story.crew
    by = crew.actor(leave.worker)
    card = services.request_leave(
        kind=leave.kind,
        begins=story.moment(leave.first, BEGINS),
        ends=story.moment(leave.last, ENDS),
        by=by,
        at=at,
    )
    covered = {one.post_id for one in card.covers}
    for post_id in posts.places_to_cover(crew.hall_id, by.id, card.begins, card.ends, at):
        free = posts.candidates(crew.hall_id, by.id, post_id, card.begins, card.ends)
        if post_id not in covered and free:
            services.name_cover(leave_id=card.id, post_id=post_id, b_id=free[0].id, by=by, at=at)


def sign(leave: Leave, story: Story, at: datetime) -> None:
    """Let whoever covers sign for the handover."""
    for one in story.leave(leave.worker).covers:
        by = story.crew.person(one.b_id)
        services.sign_handover(cover_id=one.id, by=by, at=at)


def sign_afterwards(number: int, story: Story, at: datetime) -> None:
    """Let who stood in at a window without a handover sign for it."""
    for one in posts.handovers_due(story.crew.hall_id):
        if one.post_id == story.crew.posts[number]:
            services.sign_handover(cover_id=one.id, by=story.crew.person(one.b_id), at=at)


def approve(leave: Leave, story: Story, at: datetime) -> None:
    """Let their head approve the leave."""
    card = story.leave(leave.worker)
    services.approve_leave(leave_id=card.id, by=story.crew.head_of(leave.worker), at=at)


def fall_ill(leave: Leave, ends: time, note: str, story: Story, at: datetime) -> None:
    """Somebody has called in; their head files the leave, and B covers at once."""
    services.request_leave(
        kind=LeaveKind.SICK,
        path=LeavePath.EMERGENCY,
        begins=story.moment(leave.first, BEGINS),
        ends=story.moment(leave.last, ends),
        note=note,
        person_id=story.crew.people[leave.worker],
        by=story.crew.head_of(leave.worker),
        at=at,
    )


def prove(leave: Leave, story: Story, at: datetime) -> None:
    """Show the certificate of an illness."""
    card = story.leave(leave.worker)
    services.file_proof(leave_id=card.id, proof=CERTIFICATE, by=story.crew.actor(leave.worker), at=at)


def mend(worker: str, story: Story, at: datetime) -> None:
    """Let the engine mend the published month; without a vacancy it is filed and published at once."""
    crew = story.crew
    department_id = crew.homes[worker]
    month = at.astimezone(ZoneInfo(crew.timezone)).date().replace(day=1)
    there = plans.rosters(crew.hall_id, department_id, month)
    published = next((one for one in there if one.state is RosterState.PUBLISHED), None)
    if published is None:
        return
    head = crew.head_of(worker)
    services.ask_run(roster_id=published.id, kind=RunKind.MEND, seconds=rosters.EFFORT, by=head, at=at)
    rosters.wait(crew.hall_id, at + timedelta(minutes=2))
    made = plans.rosters(crew.hall_id, department_id, month)[0]
    if made.id != published.id and not made.vacant:
        services.file_roster(roster_id=made.id, by=head, at=at + timedelta(minutes=6))
        services.publish_roster(roster_id=made.id, by=crew.office, at=at + timedelta(minutes=10))
        _name_whom_the_roster_names(worker, story, at + timedelta(minutes=11))


def _name_whom_the_roster_names(worker: str, story: Story, at: datetime) -> None:
    """Let the head name as B whom the mended roster made A, each for their sessions."""
    crew, leave = story.crew, story.leave(worker)
    windows = posts.post_windows(crew.hall_id)
    since, until = leave.begins.date(), leave.ends.date() + timedelta(days=1)
    for post_id in {one.post_id for one in leave.covers if one.post_id is not None}:
        for a_id, group in groupby(
            posts.shifts(crew.hall_id, since=since, until=until, post_ids=[post_id]), lambda one: one.a_id
        ):
            there = list(group)
            first, last = (
                posts.day_spans(crew.hall_id, windows[post_id], one.day)[one.session]
                for one in (there[0], there[-1])
            )
            named = {one.b_id for one in leave.covers if one.post_id == post_id and one.begins < last[1]}
            if {a_id} != named:
                services.name_cover(
                    leave_id=leave.id,
                    post_id=post_id,
                    b_id=a_id,
                    since=first[0],
                    until=last[1],
                    by=crew.head_of(worker),
                    at=at,
                )


# ---- swaps ------------------------------------------------------------------------------------------------


def swap(number: int, back: int, session: DaySession, story: Story, at: datetime) -> None:
    """Let the A of a window ask whoever costs the month least to take one shift."""
    crew = story.crew
    post_id = crew.posts[number]
    shift = posts.shift_of(crew.hall_id, post_id, story.day(back), session)
    if shift is None:
        return
    offers = swap_offers(crew.hall_id, post_id, shift.day, session, shift.a_id)
    if offers and not offers[0].why:
        services.ask_swap(
            post_id=post_id,
            day=shift.day,
            session=session,
            taker_id=offers[0].person_id,
            by=crew.person(shift.a_id),
            at=at,
        )


def settle(number: int, back: int, to: SwapState, story: Story, at: datetime) -> None:
    """Let who was asked agree or refuse, or the head approve."""
    crew, day = story.crew, story.day(back)
    for one in plans.open_swaps(crew.hall_id):
        if (one.post_id, one.day) != (crew.posts[number], day):
            continue
        if to is SwapState.APPROVED:
            services.approve_swap(swap_id=one.id, by=crew.head_of(crew.workers[one.from_id]), at=at)
        elif to is SwapState.AGREED:
            services.agree_to_swap(swap_id=one.id, by=crew.person(one.to_id), at=at)
        else:
            services.refuse_swap(swap_id=one.id, by=crew.person(one.to_id), at=at)


# ---- attendance -------------------------------------------------------------------------------------------


def say_anew(number: int, back: int, story: Story, at: datetime) -> None:
    """Let who was counted late say why that is wrong."""
    crew, day = story.crew, story.day(back)
    counted = posts.attendance(crew.hall_id, since=day, until=day + timedelta(days=1), at=at)
    late = [one for one in counted if one.state is Attended.LATE and one.post_id == crew.posts[number]]
    for one in late:
        services.ask_restatement(
            person_id=one.person_id,
            post_id=one.post_id,
            day=day,
            session=one.session,
            attended=Attended.PRESENT,
            minutes=0,
            reason=RestatementReason.ON_DUTY,
            by=crew.person(one.person_id),
            at=at,
        )


def allow(story: Story, at: datetime) -> None:
    """Let their heads approve what was said anew."""
    crew = story.crew
    day = at.astimezone(ZoneInfo(crew.timezone)).date()
    for one in posts.restatements(crew.hall_id, since=day, until=day):
        if one.state is RestatementState.ASKED:
            by = crew.head_of(crew.workers[one.person_id])
            services.approve_restatement(restatement_id=one.id, by=by, at=at)
