"""Let the engine work: a row says what is asked, a niced process of its own does it, the heartbeat looks on.

The process opens no database (``yichuang.rostering.child``): order, progress and answer are files in the home
folder.  Nothing of this happens in a request but writing the row and, to stop, a file.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import transaction

from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.posts.errors.roster import RosterSettled, RosterUnknown, RunThere, RunUnknown
from yichuang.posts.events.roster import RosterRunAsked, RosterRunEnded
from yichuang.posts.models.roster import Roster, RosterRun
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_problem import assigned_of, cells_of, problem_of, shift_id
from yichuang.posts.selectors.shifts import shifts
from yichuang.posts.services.rosters import may_make, new_version
from yichuang.posts.types.roster import RosterCard, RosterCell, RosterState, RunCard, RunKind, RunState
from yichuang.rostering import orders
from yichuang.rostering.ground import Ground
from yichuang.rostering.reading import month_of, told_of
from yichuang.rostering.reserves import opened_with_reserve
from yichuang.rostering.types import Problem

logger = logging.getLogger("yichuang.rosters")

ENGINE_ID = uuid5(NAMESPACE_URL, "yichuang:posts.roster_engine")
SECONDS = {RunKind.MONTH: 20, RunKind.MEND: 8, RunKind.SURVIVE: 120}
MOST_SECONDS = 600
PATIENCE = timedelta(minutes=3)  # beyond its seconds, before a run without an answer has failed
AT_ONCE = 1  # runs on one machine

# the processes this process has begun, so that their ends are noticed
_children: dict[UUID, subprocess.Popen[bytes]] = {}


def folder_of(run_id: UUID) -> Path:
    """Return where a run's files lie."""
    return Path(settings.HOME) / "rosters" / run_id.hex


@transaction.atomic
def ask_run(
    *,
    roster_id: UUID,
    kind: RunKind,
    seconds: int | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> RunCard:
    """Ask the engine to plan a draft, to mend a published month from now on, or to try single absences.

    Raises: RunThere, RosterSettled, RosterUnknown, NotYourRoster.
    """
    promise = once(by, "posts.ask_run", key, at)
    if promise.replay:
        return rosters.run(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    row = Roster.objects.select_for_update().filter(hall_id=by.hall_id, id=roster_id).first()
    if row is None:
        raise RosterUnknown
    may_make(by, row.department_id, at)
    if kind is RunKind.MONTH and row.state != RosterState.DRAFT:
        raise RosterSettled
    if RosterRun.objects.filter(hall_id=by.hall_id, roster=row, state__in=rosters.OPEN_RUN).exists():
        raise RunThere
    run = RosterRun.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        roster=row,
        kind=kind,
        state=RunState.WAITING,
        seconds=max(1, min(seconds or SECONDS[kind], MOST_SECONDS)),
        asked_by=by.id,
        asked_at=at,
    )
    told = RosterRunAsked(roster_id=row.id, kind=kind, seconds=run.seconds)
    record(told, subject=run.id, by=by, at=at, entry_id=promise.entry_id)
    return rosters.run_card(run)


def stop_run(*, run_id: UUID, by: Actor, at: datetime) -> RunCard:
    """Let a run end with the best it has; what it found is taken as if its time were over.

    Raises: RunUnknown, NotYourRoster.
    """
    row = RosterRun.objects.filter(hall_id=by.hall_id, id=run_id).select_related("roster").first()
    if row is None:
        raise RunUnknown
    may_make(by, row.roster.department_id, at)
    if row.state == RunState.RUNNING:
        orders.stop(folder_of(run_id))
    return rosters.run_card(row)


def is_stopping(run_id: UUID) -> bool:
    """Tell whether a run was asked to end with its best."""
    return orders.is_stopping(folder_of(run_id))


def tend_runs(*, at: datetime, repeatable: bool = False) -> int:
    """Begin what waits, read how far what runs is, take what has ended; return how many runs moved.

    Only the holder of the heartbeat's lease calls this, each run in a transaction of its own.  ``repeatable``
    lets what begins find the same roster whenever the same is asked, and take its time (a played hall).
    """
    moved = sum(_look_at(row.id, at) for row in RosterRun.objects.filter(state=RunState.RUNNING))
    running = RosterRun.objects.filter(state=RunState.RUNNING).count()
    waiting = RosterRun.objects.filter(state=RunState.WAITING).order_by("asked_at", "id")
    for row in waiting[: max(0, AT_ONCE - running)]:
        _begin(row.id, at, repeatable)
        moved += 1
    return moved


def _begin(run_id: UUID, at: datetime, repeatable: bool) -> None:
    with transaction.atomic():
        row = RosterRun.objects.select_for_update().select_related("roster").get(id=run_id)
        card = rosters.roster_card(row.roster)
        order = _order(card, RunKind(row.kind), row.seconds, at)
        orders.place(folder_of(run_id), replace(order, repeatable=repeatable))
        row.state, row.started_at = RunState.RUNNING, at
        row.save(update_fields=["state", "started_at"])
    words = [sys.executable, "-m", "yichuang.rostering.child", str(folder_of(run_id))]
    paths = [str(Path(settings.PACKAGE).parent), os.environ.get("PYTHONPATH", "")]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONHASHSEED": "0",  # so that an order is searched in the same order again
    }
    with (folder_of(run_id) / "engine.log").open("wb") as log:
        _children[run_id] = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
        )


def _order(card: RosterCard, kind: RunKind, seconds: int, at: datetime) -> orders.Order:
    first, until = card.month, rosters.month_until(card.month)
    posts = rosters.department_posts(card.hall_id, card.department_id)
    problem = problem_of(card.hall_id, posts, first=first, until=until)
    base = assigned_of(card.cells) if kind is not RunKind.MONTH else None
    if kind is RunKind.MEND:
        base = {**assigned_of(card.cells), **_published(card, first, until, posts)}
    today = local_day(at, organization.timezone_of(card.hall_id))
    known, people = {one.id for one in problem.shifts}, {one.id for one in problem.people}
    pins = [
        (name, one.a_id.hex if one.a_id else None)
        for one in card.cells
        for name in [shift_id(one.post_id, one.day, one.session)]
        if one.pinned and name in known and (one.a_id is None or one.a_id.hex in people)
    ]
    return orders.Order(
        kind=orders.Kind(kind),
        problem=told_of(opened_with_reserve(problem, base)),
        seconds=float(seconds),
        base=_of_those_here(base, known, people) if base is not None else None,
        pins=tuple(pins),
        now=(min(max((today - first).days, 0), problem.days), "AM"),
    )


def _of_those_here(base: Mapping[str, str], known: set[str], people: set[str]) -> dict[str, str]:
    """Return a plan without what is not asked and without who is gone: their shifts are vacant in it."""
    return {name: who for name, who in base.items() if name in known and who in people}


def _published(card: RosterCard, first: date, until: date, posts: list[UUID]) -> dict[str, str]:
    listed = shifts(card.hall_id, since=first, until=until, post_ids=posts)
    return {shift_id(one.post_id, one.day, one.session): one.a_id.hex for one in listed}


def _look_at(run_id: UUID, at: datetime) -> bool:
    folder = folder_of(run_id)
    answer = orders.read(folder, orders.ANSWER)
    child = _children.get(run_id)
    gone = child is not None and child.poll() is not None
    if answer is None and gone:
        answer = orders.read(folder, orders.ANSWER)  # written between the two looks
    with transaction.atomic():
        row = RosterRun.objects.select_for_update().select_related("roster").get(id=run_id)
        if row.state != RunState.RUNNING:
            return False
        late = row.started_at is not None and at > row.started_at + timedelta(seconds=row.seconds) + PATIENCE
        if answer is None and not gone and not late:
            progress = orders.read(folder, orders.PROGRESS) or {}
            progress.pop("roster", None)
            if progress != row.progress:
                row.progress = progress
                row.save(update_fields=["progress"])
            return False
        _end(row, answer, at)
    _children.pop(run_id, None)
    if answer is not None:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        logger.error("a roster run ended without an answer", extra={"run": str(run_id)})
    return True


def _end(row: RosterRun, answer: dict[str, Any] | None, at: datetime) -> None:
    """Write down what came of a run; a roster becomes a new draft of the month."""
    by = Actor(ActorKind.SYSTEM, ENGINE_ID, row.hall_id)
    row.ended_at = at
    row.state = RunState.FAILED if answer is None else RunState.DONE
    tiers: Mapping[str, list[int]] = (answer or {}).get("tiers", {})
    if answer is not None and row.kind != RunKind.SURVIVE and answer["status"] != "none":
        card = rosters.roster_card(row.roster)
        problem = month_of((orders.read(folder_of(row.id), orders.ORDER) or {})["problem"])
        cells = _cells(card, problem, answer["roster"])
        made = new_version(card.department_id, card.month, cells, row.id, by=by, at=at)
        row.made_roster_id = made.id
    row.answer = {name: value for name, value in (answer or {}).items() if name != "roster"}
    row.answer.get("way_out", {}).pop("roster", None)
    row.save(update_fields=["ended_at", "state", "answer", "made_roster_id"])
    cost = tiers.get("cost", [None, None])
    told = RosterRunEnded(
        roster_id=row.roster_id,
        kind=row.kind,
        state=row.state,
        vacant=len(answer["vacancies"]) if answer and "vacancies" in answer else None,
        cost=cost[0],
        least=cost[1],
    )
    record(told, subject=row.id, by=by, at=at)


def _cells(card: RosterCard, problem: Problem, assigned: Mapping[str, str]) -> tuple[RosterCell, ...]:
    """Return the engine's roster as cells; a pinned cell keeps its B too, unless one of them is not there."""
    ground = Ground(problem)
    pinned = {(one.post_id, one.day, one.session): one for one in card.cells if one.pinned}
    found = []
    for one in cells_of(problem, assigned, pinned):
        kept = pinned.get((one.post_id, one.day, one.session))
        if kept is None or kept.a_id != one.a_id:
            found.append(replace(one, pinned=False))
            continue
        name = shift_id(one.post_id, one.day, one.session)
        there = {candidate.person for candidate in ground.present(name)}
        b_there = kept.b_id is not None and kept.b_id.hex in there
        found.append(kept if b_there else replace(kept, b_id=one.b_id))
    return tuple(found)
