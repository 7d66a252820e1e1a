"""The clocks of a case as a worker sees them: how much is used, by when, and why that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.types import CaseCard, Purpose
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockState
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard

#: In which order they stand, the one that binds most first.
ORDER = (
    Purpose.PROMISED,
    Purpose.NOTICE,
    Purpose.SUPPLEMENT,
    Purpose.STATUTORY,
    Purpose.STEP,
    Purpose.OPINION,
    Purpose.TOLERANCE,
    Purpose.JOINT,
    Purpose.QUERY,
    Purpose.RESULT,
    Purpose.DELIVERY,
    Purpose.ARCHIVE,
)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock: its budget, the last day, how much is used, and the reasoning behind the day."""

    purpose: Purpose
    label: str | Promise
    budget: str
    due: date
    due_at: datetime | None
    percent: int
    left: int
    unit: str
    tone: str
    state: ClockState
    ground: str
    approved_by: str
    provisional: bool
    overdue: bool
    lines: tuple[str, ...]


def clock_rows(hall: HallCard, card: CaseCard, at: datetime, *, inside: bool = False) -> tuple[ClockRow, ...]:
    """Return the clocks of a case that run, then the two that bind it even after they were stopped.

    ``inside``: for people of the hall, who read by name who approved a pause.
    """
    found = cases.clocks_by_purpose(hall.id, card.id, at)
    english = (get_language() or "").startswith("en")
    rows = []
    for purpose in ORDER:
        one = found.get(purpose)
        over = purpose not in cases.BINDING
        if one is None or (over and one.state is ClockState.STOPPED):
            continue
        explanation = deadlines.explain(hall.id, one.id, at, inside=inside)
        paused = next((pause for pause in reversed(one.pauses) if pause.until is None), None)
        rows.append(
            ClockRow(
                purpose=purpose,
                label=labels.PURPOSE[purpose],
                budget=deadlines.budget_text(one.budget),
                due=one.due or local_day(one.due_at, hall.timezone),
                due_at=None if one.due else one.due_at,
                percent=max(0, min(100, one.used_percent)),
                left=abs(one.remaining),
                unit=deadlines.amount_text(abs(one.remaining), one.counted_in),
                tone="bad" if one.overdue else "warn" if one.near else "ok",
                state=one.state,
                ground=deadlines.ground_text(paused.ground) if paused else "",
                approved_by=_name(hall, paused.approved_by) if inside and paused else "",
                provisional=one.provisional,
                overdue=one.overdue,
                lines=tuple(line.en if english else line.zh for line in explanation.lines),
            )
        )
    return tuple(sorted(rows, key=lambda one: one.state is ClockState.STOPPED))


def _name(hall: HallCard, person_id: UUID | None) -> str:
    if person_id is None:
        return ""
    person = organization.person(hall.id, person_id)
    return f"{person.display_name} {person.worker_number}"
