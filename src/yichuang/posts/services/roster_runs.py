"""Let the engine work: a row says what is asked, a niced process of its own does it, the heartbeat looks on.

The process opens no database (``yichuang.rostering.child``): order, progress and answer are files in the home
folder.  Nothing of this happens in a request but writing the row and, to stop, a file.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
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
from yichuang.posts.selectors.roster_version import published_of
from yichuang.posts.selectors.shifts import over_places, shifts
from yichuang.posts.services.rosters import may_make, new_version
from yichuang.posts.types.roster import RosterCard, RosterCell, RosterState, RunCard, RunKind, RunState
from yichuang.rostering import orders
from yichuang.rostering.ground import Ground
from yichuang.rostering.reading import month_of, told_of
from yichuang.rostering.reserves import opened_with_reserve
from yichuang.rostering.types import SESSIONS, Problem, Status

logger = logging.getLogger("yichuang.rosters")

ENGINE_ID = uuid5(NAMESPACE_URL, "yichuang:posts.roster_engine")
SECONDS = {RunKind.MONTH: 20, RunKind.MEND: 8, RunKind.SURVIVE: 120}
MOST_SECONDS = 600
PATIENCE = timedelta(minutes=3)  # beyond its seconds, before a run without an answer has failed
AT_ONCE = 1  # runs on one machine
CHILD = "child.json"  # which process carries out the order, for whoever tends it after a restart

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
    if rosters.open_runs_on(by.hall_id, row.id):
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


@transaction.atomic
def stop_run(*, run_id: UUID, by: Actor, at: datetime) -> RunCard:
    """Let a run end with the best it has; what it found is taken as if its time were over.

    One that still waits ends at once, with nothing.
    Raises: RunUnknown, NotYourRoster.
    """
    rows = RosterRun.objects.select_for_update(of=("self",)).select_related("roster")
    row = rows.filter(hall_id=by.hall_id, id=run_id).first()
    if row is None:
        raise RunUnknown
    may_make(by, row.roster.department_id, at)
    if row.state == RunState.RUNNING:
        orders.stop(folder_of(run_id))
    if row.state == RunState.WAITING:
        _end(row, {"status": Status.NONE.value}, by, at)
    return rosters.run_card(row)


def is_stopping(run_id: UUID) -> bool:
    """Tell whether a run was asked to end with its best."""
    return orders.is_stopping(folder_of(run_id))


def tend_runs(*, at: datetime, repeatable: bool = False) -> int:
    """Begin what waits, read how far what runs is, take what has ended; return how many runs moved.

    Only the holder of the heartbeat's lease calls this, each run in a transaction of its own.  ``repeatable``
    lets what begins find the same roster whenever the same is asked, and take its time (a played hall).
    """
    moved = sum(_or_fail(_look_at, row.id, at) for row in RosterRun.objects.filter(state=RunState.RUNNING))
    running = RosterRun.objects.filter(state=RunState.RUNNING).count()
    waiting = RosterRun.objects.filter(state=RunState.WAITING).order_by("asked_at", "id")
    for row in waiting[: max(0, AT_ONCE - running)]:
        moved += _or_fail(_begin, row.id, at, repeatable)
    return moved


def _or_fail(step: Callable[..., bool], run_id: UUID, at: datetime, *rest: bool) -> bool:
    """Take a step of a run; one that cannot be taken is the end of it, so that the others have their turn."""
    try:
        return step(run_id, at, *rest)
    except Exception:
        logger.exception("a roster run failed", extra={"run": str(run_id)})
    with transaction.atomic():
        row = RosterRun.objects.select_for_update().get(id=run_id)
        _end(row, None, _engine(row), at)
    return True


def _begin(run_id: UUID, at: datetime, repeatable: bool) -> bool:
    with transaction.atomic():
        row = RosterRun.objects.select_for_update(of=("self",)).select_related("roster").get(id=run_id)
        if row.state != RunState.WAITING:
            return False  # stopped meanwhile
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
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
    _children[run_id] = child
    orders.write(folder_of(run_id), CHILD, {"pid": child.pid})
    return True


def _is_gone(run_id: UUID) -> bool:
    """Say whether the process of a run has ended; one that another process began is known by its number."""
    child = _children.get(run_id)
    if child is not None:
        return child.poll() is not None
    known = orders.read(folder_of(run_id), CHILD)
    if known is not None:
        with contextlib.suppress(PermissionError):
            try:
                os.kill(known["pid"], 0)
            except ProcessLookupError:
                return True
    return False


def _order(card: RosterCard, kind: RunKind, seconds: int, at: datetime) -> orders.Order:
    first, until = card.month, rosters.month_until(card.month)
    posts = rosters.department_posts(card.hall_id, card.department_id)
    problem = problem_of(card.hall_id, posts, first=first, until=until)
    base = assigned_of(card.cells) if kind is not RunKind.MONTH else None
    if kind is RunKind.MEND:
        base = {**assigned_of(card.cells), **published_of(card)}
    known, people = {one.id for one in problem.shifts}, {one.id for one in problem.people}
    day, session = _now(card, problem, at, posts)
    pins: dict[str, str | None] = {
        shift_id(*one.place): one.a_id.hex if one.a_id else None for one in card.cells if one.pinned
    }
    if kind is RunKind.MONTH:  # what is over stays as it was; mending knows it by ``now``
        over = {one.id for one in problem.shifts if (one.day, SESSIONS.index(one.session)) < (day, session)}
        pins |= {name: who for name, who in published_of(card).items() if name in over}
    return orders.Order(
        kind=orders.Kind(kind),
        problem=told_of(opened_with_reserve(problem, base)),
        seconds=float(seconds),
        base=_of_those_here(base, known, people) if base is not None else None,
        pins=tuple(_of_those_there(pins, problem)),
        now=(day, SESSIONS[session].value),
    )


def _of_those_there(pins: Mapping[str, str | None], problem: Problem) -> Iterable[tuple[str, str | None]]:
    """Yield the cells that are not moved; one whose person is not there that day, or cannot be, is free."""
    ground = Ground(problem)
    for name, who in pins.items():
        if name in ground.shifts and (who is None or who in {one.person for one in ground.present(name)}):
            yield name, who


def _now(card: RosterCard, problem: Problem, at: datetime, posts: Collection[UUID]) -> tuple[int, int]:
    """Return day and session from which on a window is not over yet; what lies before is frozen."""
    day = (local_day(at, organization.timezone_of(card.hall_id)) - card.month).days
    if not 0 <= day < problem.days:
        return (min(max(day, 0), problem.days), 0)
    over = {shift_id(*one) for one in over_places(card.hall_id, at, posts)}
    left = [SESSIONS.index(one.session) for one in problem.shifts if one.day == day and one.id not in over]
    return (day, min(left)) if left else (day + 1, 0)


def _of_those_here(base: Mapping[str, str], known: set[str], people: set[str]) -> dict[str, str]:
    """Return a plan without what is not asked and without who is gone: their shifts are vacant in it."""
    return {name: who for name, who in base.items() if name in known and who in people}


def _look_at(run_id: UUID, at: datetime) -> bool:
    folder = folder_of(run_id)
    answer = orders.read(folder, orders.ANSWER)
    gone = answer is None and _is_gone(run_id)
    if gone:
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
        _end(row, answer, _engine(row), at)
    child = _children.pop(run_id, None)
    if child is not None and answer is None and not gone:
        child.kill()  # what nobody waits for any more works no longer
    if answer is not None:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        logger.error("a roster run ended without an answer", extra={"run": str(run_id)})
    return True


def _engine(row: RosterRun) -> Actor:
    return Actor(ActorKind.SYSTEM, ENGINE_ID, row.hall_id)


def _end(row: RosterRun, answer: dict[str, Any] | None, by: Actor, at: datetime) -> None:
    """Write down what came of a run; a roster becomes a new draft of the month."""
    row.ended_at = at
    row.state = RunState.FAILED if answer is None else RunState.DONE
    tiers: Mapping[str, list[int]] = (answer or {}).get("tiers", {})
    if answer is not None and row.kind != RunKind.SURVIVE and answer["status"] != "none":
        card, order = rosters.roster_card(row.roster), orders.order_in(folder_of(row.id))
        had = _bs_of(card) if row.kind == RunKind.MEND else {}
        cells = _cells(card, month_of(order.problem), answer["roster"], had)
        if row.kind == RunKind.MEND:
            cells = _with_changes_since(card, order.base or {}, cells)
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


def _bs_of(card: RosterCard) -> dict[str, str]:
    """Return who is the B of a version's sessions, as published where they are, by the engine's name."""
    until = rosters.month_until(card.month)
    posts = rosters.department_posts(card.hall_id, card.department_id)
    told = shifts(card.hall_id, since=card.month, until=until, post_ids=posts)
    named = {one.place: one.b_id for one in card.cells} | {one.place: one.b_id for one in told}
    return {shift_id(*place): b_id.hex for place, b_id in named.items() if b_id is not None}


def _cells(
    card: RosterCard, problem: Problem, assigned: Mapping[str, str], had: Mapping[str, str]
) -> tuple[RosterCell, ...]:
    """Return the engine's roster as cells; a pinned cell keeps its B too, unless one of them is not there."""
    ground = Ground(problem)
    pinned = {one.place: one for one in card.cells if one.pinned}
    found = []
    for one in cells_of(problem, assigned, pinned, had):
        kept = pinned.get(one.place)
        if kept is None or kept.a_id != one.a_id:
            found.append(replace(one, pinned=False))
            continue
        name = shift_id(*one.place)
        there = {candidate.person for candidate in ground.present(name)}
        b_there = kept.b_id is not None and kept.b_id.hex in there
        found.append(kept if b_there else replace(kept, b_id=one.b_id))
    return tuple(found)


def _with_changes_since(
    card: RosterCard, base: Mapping[str, str], cells: tuple[RosterCell, ...]
) -> tuple[RosterCell, ...]:
    """Return a mended month with what was published while the engine worked, where it moved nobody itself."""
    until = rosters.month_until(card.month)
    posts = rosters.department_posts(card.hall_id, card.department_id)
    now = {one.place: one for one in shifts(card.hall_id, since=card.month, until=until, post_ids=posts)}

    def since(one: RosterCell) -> RosterCell:
        shift, before = now.get(one.place), base.get(shift_id(*one.place))
        left_alone = one.a_id is not None and one.a_id.hex == before
        if shift is None or not left_alone or shift.a_id == one.a_id:
            return one
        return replace(one, a_id=shift.a_id, b_id=shift.b_id)

    return tuple(since(one) for one in cells)
