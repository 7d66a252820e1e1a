"""What selection shows: nominations and what each lacks, people at windows, who was relaxed, certificates."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.kernel.access.types import Caller, Role
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard
from yichuang.posts import selectors as posts
from yichuang.training import selectors
from yichuang.training.labels import (
    EMPLOYMENTS,
    EXCEPTIONS,
    FINDINGS,
    POINTS,
    REGIMES,
    SOURCES,
    STATES,
    UNFIT,
    WITHDRAWALS,
)
from yichuang.training.types import (
    ASKED_BY,
    NOTED,
    OPEN_STATES,
    CertificateCard,
    Finding,
    NominationCard,
    Point,
    PointCard,
    Regime,
    SelectionState,
)

EVERYWHERE = frozenset({Role.OFF, Role.UH, Role.HR, Role.SUP, Role.INSP})
REVIEWERS = frozenset({Role.OFF, Role.HR})
HEALTH_SEEN = REVIEWERS | {Role.UH}
TONES = {
    SelectionState.NOMINATED: "warn",
    SelectionState.UNDER_REVIEW: "warn",
    SelectionState.PASSED: "ok",
    SelectionState.RETURNED: "bad",
    SelectionState.POSTED: "ok",
    SelectionState.WITHDRAWN: "mute",
}
FINDING_TONES = {Finding.MISSING: "warn", Finding.UNMET: "bad", Finding.RELAXED: "warn", Finding.MET: "ok"}
WAY = (
    SelectionState.NOMINATED,
    SelectionState.UNDER_REVIEW,
    SelectionState.PASSED,
    SelectionState.POSTED,
)
CLOSED = frozenset({SelectionState.RETURNED, SelectionState.WITHDRAWN})


def sight_of(who: Caller) -> frozenset[UUID] | None:
    """Return the departments whose nominations somebody sees; None: all of the hall's."""
    hall_wide = any(one.department_id is None and one.role is Role.UNIT for one in who.grants)
    return None if who.roles & EVERYWHERE or hall_wide else who.departments


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A nomination in words: whom, from where, how it stands, how many points lack or speak against it."""

    card: NominationCard
    name: str
    department: DepartmentCard | None
    source: str | Promise
    state: str | Promise
    tone: str
    missing: int
    unmet: int
    withdrawal: str | Promise


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who holds a post: by which file, why they may not sign on today, until which day certified."""

    person: PersonCard
    department: DepartmentCard | None
    file: NominationCard | None
    taken_over: bool
    unfit: str | Promise
    certified_until: date | None


@dataclass(frozen=True, slots=True)
class RelaxedRow:
    """Somebody let through beyond the age limit: by which category and paper, who approved it."""

    row: NominationRow
    category: str | Promise
    approver: PersonCard | None


@dataclass(frozen=True, slots=True)
class SelectionPicture:
    """The page of selection."""

    today: date
    regime: str | Promise
    chosen: bool
    since: date | None
    recruits: bool
    open: tuple[NominationRow, ...]
    returned: tuple[NominationRow, ...]
    closed: tuple[NominationRow, ...]
    people: tuple[PersonRow, ...]
    relaxed: tuple[RelaxedRow, ...]
    limit: int
    departments: tuple[DepartmentCard, ...]
    everybody: tuple[PersonCard, ...]
    employments: tuple[tuple[str, str | Promise], ...]
    withdrawals: tuple[tuple[str, str | Promise], ...]


def picture_of(hall: HallCard, who: Caller, at: datetime) -> SelectionPicture:
    """Return the page as one person sees it."""
    today, sight = local_day(at, hall.timezone), sight_of(who)
    asks = selectors.asks_on(hall.id, today)
    cards = selectors.nominations(hall.id, departments=sight)
    rows = {one.card.id: one for one in rows_of(hall, cards)}
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    units = organization.departments(hall.id)
    listed = list(rows.values())
    return SelectionPicture(
        today=today,
        regime=REGIMES[asks.regime],
        chosen=asks.regime is not Regime.OPEN,
        since=asks.since,
        recruits=asks.regime is Regime.OWN,
        open=tuple(one for one in listed if one.card.state in OPEN_STATES),
        returned=tuple(
            one
            for one in listed
            if one.card.state is SelectionState.RETURNED and one.card.replaced_by is None
        ),
        closed=tuple(
            one
            for one in listed
            if one.card.state in CLOSED
            and (one.card.replaced_by is not None or one.card.state is SelectionState.WITHDRAWN)
        ),
        people=_people(hall, asks.since, sight, today),
        relaxed=tuple(
            RelaxedRow(rows[one.id], EXCEPTIONS[one.exception.category], people.get(one.exception.by))
            for one in selectors.relaxed(hall.id, sight)
            if one.exception is not None and one.id in rows
        ),
        limit=selectors.age_limit(hall.id, today)[0],
        departments=tuple(one for one in units if sight is None or one.id in sight),
        everybody=tuple(
            one for one in people.values() if one.active and (sight is None or one.department_id in sight)
        ),
        employments=tuple((one.value, label) for one, label in EMPLOYMENTS.items()),
        withdrawals=tuple((one.value, label) for one, label in WITHDRAWALS.items()),
    )


def rows_of(hall: HallCard, cards: Collection[NominationCard]) -> list[NominationRow]:
    """Return nominations in words; who is of the hall by the name on the badge, a candidate masked."""
    masked = selectors.masked_names(hall.id, [one for one in cards if one.person_id is None])
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    units = {one.id: one for one in organization.departments(hall.id)}
    return [
        NominationRow(
            card=one,
            name=people[one.person_id].display_name if one.person_id in people else masked.get(one.id, "–"),
            department=units.get(one.department_id) if one.department_id else None,
            source=SOURCES[one.source] if one.source else "",
            state=STATES[one.state],
            tone=TONES[one.state],
            missing=len(one.those(Finding.MISSING)),
            unmet=len(one.those(Finding.UNMET)),
            withdrawal=WITHDRAWALS[one.withdrawal] if one.withdrawal else "",
        )
        for one in cards
    ]


def _people(
    hall: HallCard, since: date | None, sight: Collection[UUID] | None, today: date
) -> tuple[PersonRow, ...]:
    """Return who holds a post today, those who may not sign on first."""
    held = {one.person_id for post in posts.posts(hall.id, today) for one in post.holders}
    units = {one.id: one for one in organization.departments(hall.id)}
    here = [
        one
        for one in organization.people(hall.id)
        if one.id in held and (sight is None or one.department_id in sight)
    ]
    ids = [one.id for one in here]
    unfit = posts.unfit_days(hall.id, ids, since=today, until=today + timedelta(days=1))
    before = posts.held_before(hall.id, since) if since is not None else frozenset()
    files = _files(hall.id)
    certificates = last_certificates(hall.id, ids)
    rows = [
        PersonRow(
            person=one,
            department=units.get(one.department_id) if one.department_id else None,
            file=files.get(one.id),
            taken_over=one.id in before,
            unfit=UNFIT[unfit[one.id, today]] if (one.id, today) in unfit else "",
            certified_until=last_day(certificates.get(one.id)),
        )
        for one in here
    ]
    return tuple(sorted(rows, key=lambda row: (not row.unfit, row.person.worker_number)))


def last_day(card: CertificateCard | None) -> date | None:
    """Return the last day on which a certificate holds."""
    return None if card is None else card.active_until - timedelta(days=1)


def _files(hall_id: UUID) -> dict[UUID, NominationCard]:
    """Return the last nomination of each person of the hall."""
    found: dict[UUID, NominationCard] = {}
    for one in selectors.nominations(hall_id):
        if one.person_id is not None:
            found.setdefault(one.person_id, one)
    return found


def last_certificates(hall_id: UUID, people: Collection[UUID]) -> dict[UUID, CertificateCard]:
    """Return the longest lasting certificate of each of these people."""
    found: dict[UUID, CertificateCard] = {}
    for one in selectors.certificates(hall_id, people):
        if one.revoked_at is None:
            found.setdefault(one.person_id, one)
    return found


@dataclass(frozen=True, slots=True)
class PointRow:
    """One line of the sheet; ``noted``: somebody ticks it, ``hidden``: only personnel sees what it says."""

    card: PointCard
    label: str | Promise
    finding: str | Promise
    tone: str
    rule: str
    noted: bool
    hidden: bool
    by: PersonCard | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a nomination's way: gone, now, or to come."""

    label: str | Promise
    gone: bool
    now: bool


@dataclass(frozen=True, slots=True)
class SheetPicture:
    """The sheet of one review."""

    row: NominationRow
    steps: tuple[StepRow, ...]
    points: tuple[PointRow, ...]
    limit: int
    employment: str | Promise
    category: str | Promise
    approver: PersonCard | None
    beyond: bool
    before: NominationRow | None
    after: NominationRow | None
    reasons: tuple[str | Promise, ...]
    decided_by: PersonCard | None
    nominated_by: PersonCard | None
    exceptions: tuple[tuple[str, str | Promise], ...]
    withdrawals: tuple[tuple[str, str | Promise], ...]
    today: date


def sheet_of(hall: HallCard, card: NominationCard, who: Caller, at: datetime) -> SheetPicture:
    """Return the sheet of one nomination as one person sees it."""
    linked = [one for one in (card.replaces_id, card.replaced_by) if one is not None]
    others = {one: selectors.nomination(hall.id, one) for one in linked}
    rows = {one.card.id: one for one in rows_of(hall, [card, *others.values()])}
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    sees_health = bool(who.roles & HEALTH_SEEN)
    today = local_day(at, hall.timezone)
    shown = [one for one in card.return_points if sees_health or one is not Point.HEALTH]
    return SheetPicture(
        row=rows[card.id],
        steps=tuple(_steps(card.state)),
        points=tuple(_points(card.points, people, sees_health=sees_health)),
        limit=selectors.age_limit(hall.id, card.posting_on or today)[0],
        employment=EMPLOYMENTS[card.employment] if card.employment else "",
        category=EXCEPTIONS[card.exception.category] if card.exception else "",
        approver=people.get(card.exception.by) if card.exception else None,
        beyond=Point.AGE in card.those(Finding.UNMET),
        before=rows.get(card.replaces_id) if card.replaces_id else None,
        after=rows.get(card.replaced_by) if card.replaced_by else None,
        reasons=tuple(POINTS[one] for one in shown),
        decided_by=people.get(card.decided_by) if card.decided_by else None,
        nominated_by=people.get(card.nominated_by),
        exceptions=tuple((one.value, label) for one, label in EXCEPTIONS.items()),
        withdrawals=tuple((one.value, label) for one, label in WITHDRAWALS.items()),
        today=today,
    )


def _steps(state: SelectionState) -> Iterable[StepRow]:
    if state in CLOSED:
        yield StepRow(STATES[SelectionState.NOMINATED], gone=True, now=False)
        yield StepRow(STATES[state], gone=False, now=True)
        return
    reached = WAY.index(state)
    for place, one in enumerate(WAY):
        yield StepRow(STATES[one], gone=place < reached, now=place == reached)


def _points(
    cards: Iterable[PointCard], people: dict[UUID, PersonCard], *, sees_health: bool
) -> Iterable[PointRow]:
    for one in cards:
        hidden = one.point is Point.HEALTH and not sees_health
        finding = one.finding
        yield PointRow(
            card=one,
            label=POINTS[one.point],
            finding="" if hidden else FINDINGS[finding],
            tone=FINDING_TONES[finding],
            rule=ASKED_BY[one.point],
            noted=one.point in NOTED,
            hidden=hidden,
            by=people.get(one.checked_by) if one.checked_by else None,
        )
