"""Which session of a day it is, and whether planned shifts may be published: values in, verdict out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from yichuang.organization.types import SessionCard, SessionKind
from yichuang.posts.types import DaySession, FaultCard, ShiftFault, ShiftPlace, ShiftSpec

NOON = time(12)
#: A session that opens at this hour of the wall or later is an evening's, unless the installation says other.
EVENING = time(17, 30)

Spans = dict[DaySession, tuple[datetime, datetime]]


def session_of(card: SessionCard, evening: time = EVENING) -> DaySession:
    """Say which part of its day a session is; its moments are on the hall's wall."""
    if card.kind is SessionKind.LUNCH_DUTY:
        return DaySession.NOON
    opens = card.opens.time()
    if opens < NOON:
        return DaySession.AM
    return DaySession.PM if opens < evening else DaySession.EVE


def parts(sessions: Iterable[SessionCard], evening: time = EVENING) -> list[tuple[SessionCard, DaySession]]:
    """Return a window's sessions of a day in order, each with the part of the day it is.

    An extension (EXT-02) is part of the session it follows, whatever the clock says: no shift of its own is
    planned for it, no limit of sessions counts it, its minutes stand with who was there (EXT-03).
    """
    found: list[tuple[SessionCard, DaySession]] = []
    for card in sorted(sessions, key=lambda one: one.opens):
        before = [part for one, part in found if card.extends and one.closes == card.opens]
        found.append((card, before[-1] if before else session_of(card, evening)))
    return found


def spans(sessions: Iterable[SessionCard], evening: time = EVENING) -> Spans:
    """Return from when to when each part of a window's day lasts; what touches counts as one."""
    found: Spans = {}
    for card, part in parts(sessions, evening):
        begins, ends = found.get(part, (card.opens, card.closes))
        found[part] = (min(begins, card.opens), max(ends, card.closes))
    return found


def part_at(found: Spans, at: datetime) -> DaySession | None:
    """Return the part of the day that runs at ``at``, else the next to come (one gets ready for it)."""
    for part in DaySession:
        if part in found and at < found[part][1]:
            return part
    return None


def faults(
    specs: Sequence[ShiftSpec],
    places: Iterable[ShiftPlace],
    *,
    qualified: Mapping[tuple[UUID, date], Collection[UUID]],
    elsewhere: Collection[tuple[UUID, date, DaySession]],
    away: Collection[tuple[UUID, date, DaySession]],
    barred: Mapping[tuple[UUID, date], ShiftFault],
    covering: Mapping[tuple[UUID, date, DaySession], Collection[UUID]],
    least: int,
    waived: Collection[tuple[UUID, date, DaySession]] = (),
) -> list[FaultCard]:
    """Return everything that speaks against publishing, in the order of the days (AB-01, AB-10).

    ``places`` are the sessions that need a shift; one nobody planned lacks its A.  ``qualified`` are the
    holders of a post on a day, of whom there are at least ``least``; ``elsewhere`` says who is A of a post
    that is not planned anew, ``away`` who is on leave, ``barred`` who is not posted or not certified
    (ROT-05), ``covering`` at which posts who stands in, ``waived`` which shifts may go without a B.
    """
    planned = {(one.post_id, one.day, one.session): one for one in specs}
    wanted = [(one.post_id, one.day, one.session) for one in places]
    every = [*planned, *(place for place in wanted if place not in planned)]
    found, busy = [], dict.fromkeys(elsewhere)
    for post_id, day, session in sorted(every, key=lambda one: (one[1], list(DaySession).index(one[2]))):
        spec = planned.get((post_id, day, session)) or ShiftSpec(post_id, day, session, None, None)
        fit = qualified.get((post_id, day), ())
        found += _of_one(spec, fit, away, barred, least, waived)
        if spec.a_id is not None:
            if (spec.a_id, day, session) in busy:
                found.append(FaultCard(spec, ShiftFault.TWO_POSTS, spec.a_id))
            busy[spec.a_id, day, session] = None
            if any(post != post_id for post in covering.get((spec.a_id, day, session), ())):
                found.append(FaultCard(spec, ShiftFault.COVERS_ELSEWHERE, spec.a_id))
    return found


def _of_one(
    spec: ShiftSpec,
    fit: Collection[UUID],
    away: Collection[tuple[UUID, date, DaySession]],
    barred: Mapping[tuple[UUID, date], ShiftFault],
    least: int,
    waived: Collection[tuple[UUID, date, DaySession]],
) -> list[FaultCard]:
    found = []
    if spec.a_id is None:
        found.append(FaultCard(spec, ShiftFault.NO_A))
    if spec.b_id is None and (spec.post_id, spec.day, spec.session) not in waived:
        found.append(FaultCard(spec, ShiftFault.NO_B))
    if spec.a_id is not None and spec.a_id == spec.b_id:
        found.append(FaultCard(spec, ShiftFault.SAME_PERSON, spec.a_id))
    if spec.a_id is not None and spec.b_id is not None and len(fit) < least:
        found.append(FaultCard(spec, ShiftFault.TOO_FEW))
    for person in dict.fromkeys((spec.a_id, spec.b_id)):
        if person is None:
            continue
        if (person, spec.day) in barred:
            found.append(FaultCard(spec, barred[person, spec.day], person))
        elif person not in fit:
            found.append(FaultCard(spec, ShiftFault.NOT_QUALIFIED, person))
        elif (person, spec.day, spec.session) in away:
            found.append(FaultCard(spec, ShiftFault.ON_LEAVE, person))
    return found


def proposal(
    places: Iterable[ShiftPlace],
    *,
    regular: Mapping[tuple[UUID, date], Sequence[UUID]],
    substitutes: Mapping[tuple[UUID, date], Sequence[UUID]],
    elsewhere: Collection[tuple[UUID, date, DaySession]],
    away: Collection[tuple[UUID, date, DaySession]],
) -> list[ShiftSpec]:
    """Return a first plan: the holder A where there is one and free, then who is free; B is who is left.

    It is a start for whoever plans by hand, with gaps where nobody is free; nothing is optimised here.
    """
    places = list(places)
    busy = set(elsewhere)
    chosen: dict[tuple[UUID, date, DaySession], UUID] = {}

    def free(person: UUID, one: ShiftPlace) -> bool:
        return not {(person, one.day, one.session)} & (busy | set(away))

    for ask in (regular, substitutes):
        for one in places:
            place = (one.post_id, one.day, one.session)
            if place in chosen:
                continue
            named = next((p for p in ask.get((one.post_id, one.day), ()) if free(p, one)), None)
            if named is not None:
                chosen[place] = named
                busy.add((named, one.day, one.session))
    found = []
    for one in places:
        a = chosen.get((one.post_id, one.day, one.session))
        others = [*substitutes.get((one.post_id, one.day), ()), *regular.get((one.post_id, one.day), ())]
        others = [p for p in others if p != a and (p, one.day, one.session) not in away]
        b = next((p for p in others if free(p, one)), others[0] if others else None)
        found.append(ShiftSpec(one.post_id, one.day, one.session, a, b))
    return found
