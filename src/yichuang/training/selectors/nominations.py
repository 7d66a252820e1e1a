"""Which nominations there are, and what the sheet of each says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yichuang.kernel.vault import selectors as vault
from yichuang.regulations import selectors as regulations
from yichuang.training import rules
from yichuang.training.errors import NominationUnknown
from yichuang.training.models import Nomination, NotedPoint
from yichuang.training.types import (
    Age,
    AgeException,
    AgePolicy,
    Employment,
    ExceptionCard,
    Finding,
    NominationCard,
    Point,
    PointCard,
    Regime,
    SelectionState,
    Source,
    WithdrawalReason,
)


def age_limit(hall_id: UUID, on: date) -> tuple[int, AgePolicy]:
    """Return the age limit on a day of posting, and what it means (STF-02, X-22)."""
    said = regulations.values(hall_id, ("staff.age_limit", "staff.age_policy"), on)
    return int(said["staff.age_limit"]), AgePolicy(said["staff.age_policy"])


def source_of_hall(hall_id: UUID, on: date) -> Source:
    """Return how people come to a hall on a day, by its regime (STF-01 to 04 bind who is sent; X-29)."""
    regime = Regime(regulations.parameter(hall_id, "staff.regime", on))
    return Source.RECRUITED if regime is Regime.OWN else Source.SENT


def nomination(hall_id: UUID, nomination_id: UUID) -> NominationCard:
    """Return one nomination.  Raises: NominationUnknown."""
    row = Nomination.objects.filter(hall_id=hall_id, id=nomination_id).first()
    if row is None:
        raise NominationUnknown
    return nomination_card(row)


def nomination_card(row: Nomination) -> NominationCard:
    """Return the card of a row."""
    return _cards(row.hall_id, [row])[0]


def nominations(
    hall_id: UUID,
    *,
    states: Collection[SelectionState] = tuple(SelectionState),
    departments: Collection[UUID] | None = None,
) -> list[NominationCard]:
    """Return the hall's nominations, the last first; of some departments only where they are given."""
    rows = Nomination.objects.filter(hall_id=hall_id, state__in=[one.value for one in states])
    if departments is not None:
        rows = rows.filter(department_id__in=list(departments))
    return _cards(hall_id, rows.order_by("-nominated_at", "-id"))


def nominations_of(hall_id: UUID, person_id: UUID) -> list[NominationCard]:
    """Return the file of a person of the hall: every nomination, the last first (STF-07)."""
    rows = Nomination.objects.filter(hall_id=hall_id, person_id=person_id)
    return _cards(hall_id, rows.order_by("-nominated_at", "-id"))


def relaxed(hall_id: UUID, departments: Collection[UUID] | None = None) -> list[NominationCard]:
    """Return who passed beyond the age limit: by which category, paper and approver (STF-02)."""
    passed = (SelectionState.PASSED, SelectionState.POSTED)
    found = nominations(hall_id, states=passed, departments=departments)
    return [one for one in found if one.exception is not None]


def masked_names(hall_id: UUID, cards: Iterable[NominationCard]) -> dict[UUID, str]:
    """Return what a list may show of the candidates’ names, by nomination: 张*国."""
    names = {one.id: one.name_id for one in cards if one.name_id is not None}
    shown = vault.masked(hall_id, names.values())
    return {nomination_id: shown[entry] for nomination_id, entry in names.items()}


def _cards(hall_id: UUID, rows: QuerySet[Nomination] | list[Nomination]) -> list[NominationCard]:
    held = list(rows)
    noted: dict[UUID, list[NotedPoint]] = defaultdict(list)
    for one in NotedPoint.objects.filter(hall_id=hall_id, nomination__in=held):
        noted[one.nomination_id].append(one)
    followed = dict(
        Nomination.objects.filter(hall_id=hall_id, replaces_id__in=[row.id for row in held]).values_list(
            "replaces_id", "id"
        )
    )
    limits: dict[date, tuple[int, AgePolicy]] = {}
    for row in held:
        if row.posting_on is not None and row.posting_on not in limits:
            limits[row.posting_on] = age_limit(hall_id, row.posting_on)
    return [_card(row, noted[row.id], followed.get(row.id), limits) for row in held]


def _card(
    row: Nomination,
    noted: list[NotedPoint],
    replaced_by: UUID | None,
    limits: dict[date, tuple[int, AgePolicy]],
) -> NominationCard:
    age = None if row.age is None else Age(row.age, row.on_birthday)
    exception = None
    if row.exception and row.exception_by and row.exception_at:
        exception = ExceptionCard(
            AgeException(row.exception), row.exception_proof, row.exception_by, row.exception_at
        )
    return NominationCard(
        id=row.id,
        hall_id=row.hall_id,
        department_id=row.department_id,
        person_id=row.person_id,
        name_id=row.name_entry_id,
        source=Source(row.source) if row.source else None,
        state=SelectionState(row.state),
        posting_on=row.posting_on,
        employment=Employment(row.employment) if row.employment else None,
        employment_proof=row.employment_proof,
        standard=row.standard,
        age=age,
        exception=exception,
        has_health_note=row.health_note_id is not None,
        points=_points(row, age, noted, limits),
        return_points=tuple(Point(one) for one in row.return_points),
        return_note=row.return_note,
        replaces_id=row.replaces_id,
        replaced_by=replaced_by,
        nominated_by=row.nominated_by,
        nominated_at=row.nominated_at,
        review_by=row.review_by,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        withdrawn_at=row.withdrawn_at,
        withdrawal=WithdrawalReason(row.withdrawal) if row.withdrawal else None,
    )


def _points(
    row: Nomination,
    age: Age | None,
    noted: list[NotedPoint],
    limits: dict[date, tuple[int, AgePolicy]],
) -> tuple[PointCard, ...]:
    if not row.source or age is None or row.posting_on is None:
        return ()  # taken over: nobody has been reviewed
    limit, policy = limits[row.posting_on]
    looked = {Point(one.point): one for one in noted}
    sheet = rules.review(
        rules.Facts(
            source=Source(row.source),
            employment=Employment(row.employment) if row.employment else None,
            employment_proof=bool(row.employment_proof),
            within_age=rules.within_age(age, limit=limit, policy=policy),
            excepted=bool(row.exception),
            standard=bool(row.standard),
            noted={point: one.met for point, one in looked.items()},
        )
    )
    return tuple(_point(row, point, finding, looked.get(point)) for point, finding in sheet.items())


def _point(row: Nomination, point: Point, finding: Finding, noted: NotedPoint | None) -> PointCard:
    if noted is not None:
        return PointCard(point, finding, noted.evidence, noted.checked_by, noted.checked_at)
    said = {
        Point.EMPLOYMENT: row.employment_proof,
        Point.STANDARD: row.standard,
        Point.AGE: row.exception_proof,
    }
    return PointCard(point, finding, said.get(point, ""))
