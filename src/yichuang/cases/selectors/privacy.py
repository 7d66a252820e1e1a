"""Questions about looks and exports: alerts, what was asked for, the rows that leave the house."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from yichuang.cases.models import Burst, Case, ExportRequest
from yichuang.cases.refusals import UnknownExport
from yichuang.cases.selectors.cases import card_of
from yichuang.cases.selectors.sight import eyes, visible
from yichuang.cases.types import CaseState, Purpose
from yichuang.cases.types.privacy import BurstCard, ExportCard, Row, Wanted
from yichuang.deadlines import selectors as deadlines
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.vault import selectors as vault
from yichuang.organization import selectors as organization

SLICE = 500


def bursts(hall_id: UUID, since: datetime, *, open_only: bool = False) -> list[BurstCard]:
    """Return the bursts of views told from ``since`` on, the newest first (PRV-02)."""
    rows = Burst.objects.filter(hall_id=hall_id, at__gte=since)
    if open_only:
        rows = rows.filter(settled_at=None)
    return [burst_card(row) for row in rows.order_by("-at", "-id")]


def burst_card(row: Burst) -> BurstCard:
    """Return the card of a burst's row."""
    return BurstCard(
        row.id,
        row.hall_id,
        row.person_id,
        row.views,
        row.since,
        row.at,
        row.settled_by,
        row.settled_at,
    )


def exports(hall_id: UUID, since: datetime, *, asked_by: UUID | None = None) -> list[ExportCard]:
    """Return the exports asked for from ``since`` on, the newest first."""
    rows = ExportRequest.objects.filter(hall_id=hall_id, asked_at__gte=since)
    if asked_by is not None:
        rows = rows.filter(asked_by=asked_by)
    return [export_card(row) for row in rows.order_by("-asked_at", "-id")]


def export_of_entry(hall_id: UUID, entry_id: UUID) -> ExportCard:
    """Return the export a journal entry is about.  Raises: UnknownExport."""
    row = ExportRequest.objects.filter(hall_id=hall_id, id=journal.subject_of(hall_id, entry_id)).first()
    if row is None:
        raise UnknownExport
    return export_card(row)


def export_card(row: ExportRequest) -> ExportCard:
    """Return the card of an export's row."""
    return ExportCard(
        id=row.id,
        hall_id=row.hall_id,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        purpose=row.purpose,
        wanted=wanted_from_plain(row.wanted),
        rows=row.rows,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        taken_at=row.taken_at,
    )


def wanted_as_plain(wanted: Wanted) -> dict[str, Any]:
    """Return what is wanted as plain values, fit for JSON."""
    ids = {
        "department": wanted.department_id,
        "item": wanted.item_id,
        "window": wanted.window_id,
    }
    days = {"since": wanted.since, "until": wanted.until}
    return {
        "states": [str(one) for one in wanted.states],
        **{name: one.hex if one else None for name, one in ids.items()},
        **{name: one.isoformat() if one else None for name, one in days.items()},
    }


def wanted_from_plain(plain: dict[str, Any]) -> Wanted:
    """Read back what ``wanted_as_plain`` gave."""

    def known(name: str) -> UUID | None:
        return UUID(plain[name]) if plain.get(name) else None

    def day(name: str) -> date | None:
        return date.fromisoformat(plain[name]) if plain.get(name) else None

    states = tuple(CaseState(one) for one in plain.get("states", ()))
    return Wanted(states, known("department"), known("item"), known("window"), day("since"), day("until"))


def wanted_cases(hall_id: UUID, person_id: UUID, wanted: Wanted, at: datetime) -> QuerySet[Case]:
    """Return the cases that fit and that the person sees; ``until`` is the last day, as people say it."""
    zone = ZoneInfo(organization.hall(hall_id).timezone)
    rows = Case.objects.filter(visible(person_id, eyes(hall_id, person_id, at)), hall_id=hall_id)
    if wanted.states:
        rows = rows.filter(state__in=[str(one) for one in wanted.states])
    if wanted.since is not None:
        rows = rows.filter(submitted_at__gte=datetime.combine(wanted.since, time(), tzinfo=zone))
    if wanted.until is not None:
        after = datetime.combine(wanted.until + timedelta(days=1), time(), tzinfo=zone)
        rows = rows.filter(submitted_at__lt=after)
    asked = {
        "department_id": wanted.department_id,
        "item_id": wanted.item_id,
        "window_id": wanted.window_id,
    }
    return rows.filter(**{name: value for name, value in asked.items() if value is not None})


def sees_all_wanted(card: ExportCard, person_id: UUID, at: datetime) -> bool:
    """Say whether somebody sees every case that an export asked by another would hold (PRV-01, CRT-02)."""
    theirs = wanted_cases(card.hall_id, person_id, card.wanted, at).values("id")
    return not wanted_cases(card.hall_id, card.asked_by, card.wanted, at).exclude(id__in=theirs).exists()


def export_rows(hall_id: UUID, person_id: UUID, wanted: Wanted, at: datetime) -> tuple[Row, ...]:
    """Return the rows of an export, the oldest case first; every name and number is masked (PRV-05)."""
    found = list(wanted_cases(hall_id, person_id, wanted, at).order_by("submitted_at", "id"))
    rows: list[Row] = []
    for place in range(0, len(found), SLICE):
        rows += _rows(hall_id, found[place : place + SLICE], at)
    return tuple(rows)


def _rows(hall_id: UUID, found: list[Case], at: datetime) -> list[Row]:
    entries = [one for row in found for one in (row.applicant_name, row.applicant_id_number) if one]
    shown = vault.masked(hall_id, entries)
    clocks = deadlines.clocks_of_matters(hall_id, [row.id for row in found], at)
    rows = []
    for row in found:
        own = [one for one in clocks.get(row.id, ()) if one.purpose in (Purpose.PROMISED, Purpose.STATUTORY)]
        promised = next((one for one in own if one.purpose == Purpose.PROMISED), own[0] if own else None)
        rows.append(
            Row(
                case=card_of(row),
                applicant=shown[row.applicant_name],
                id_number=shown[row.applicant_id_number] if row.applicant_id_number else "",
                due=promised.due if promised else None,
                overdue=any(one.ever_overdue for one in own),
            )
        )
    return rows
