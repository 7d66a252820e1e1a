"""What the archive desk shows of each of its four parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yichuang.cases import labels, selectors
from yichuang.cases.types.archive import Bar, FileCard, FileState, LoanCard, UnfiledCard
from yichuang.kernel.vault import selectors as vault
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard

PARTS: dict[str, str | Promise] = {
    "filing": pgettext_lazy("archive part", "To be filed"),
    "files": pgettext_lazy("archive part", "Files"),
    "loans": pgettext_lazy("archive part", "Lent"),
    "end": pgettext_lazy("archive part", "Destruction"),
}
YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Line:
    """A file as a row: the applicant masked, its department and where it stands in words."""

    card: FileCard
    applicant: str
    department: str
    marks: tuple[tuple[str, str | Promise], ...]


@dataclass(frozen=True, slots=True)
class Unfiled:
    """A closed case as a row."""

    card: UnfiledCard
    window: int | None
    owner: str


@dataclass(frozen=True, slots=True)
class Lent:
    """A loan as a row."""

    card: LoanCard
    borrower: str
    lender: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures over the desk."""

    unfiled: int
    overdue: int
    files: int
    lent: int
    lent_overdue: int
    proposed: int
    waiting: int


class People:
    """Names and worker numbers of the hall's people, read once."""

    def __init__(self, hall_id: UUID) -> None:
        self._known = {one.id: one for one in organization.people(hall_id)}

    def called(self, person_id: UUID | None) -> str:
        who = self._known.get(person_id) if person_id else None
        return f"{who.display_name} {who.worker_number}" if who else "–"


def lines_of(hall: HallCard, cards: Iterable[FileCard]) -> tuple[Line, ...]:
    """Return files as rows."""
    held = list(cards)
    shown = vault.masked(hall.id, [one.applicant for one in held if one.applicant])
    names = {one.id: one.name for one in organization.departments(hall.id)}
    return tuple(
        Line(
            one,
            shown.get(one.applicant, "") if one.applicant else "",
            names.get(one.department_id, "") if one.department_id else "",
            marks_of(one),
        )
        for one in held
    )


def marks_of(card: FileCard) -> tuple[tuple[str, str | Promise], ...]:
    """Return the tags of a file, each with its tone."""
    if card.state is FileState.DESTROYED:
        return (("mute", labels.FILE_STATE[card.state]),)
    found: list[tuple[str, str | Promise]] = []
    if card.held:
        found.append(("warn", labels.BAR[Bar.HOLD]))
    if card.loan:
        found.append(("bad" if card.loan.overdue else "warn", labels.BAR[Bar.LOAN]))
    if Bar.LISTED in card.bars:
        found.append(("warn", labels.BAR[Bar.LISTED]))
    return tuple(found) or (("ok", labels.FILE_STATE[card.state]),)


def unfiled_of(hall: HallCard, cards: Iterable[UnfiledCard], people: People) -> tuple[Unfiled, ...]:
    """Return closed cases as rows, those that are late first."""
    windows = {one.id: one.number for one in organization.windows(hall.id)}
    rows = [
        Unfiled(one, windows.get(one.window_id) if one.window_id else None, people.called(one.owner_id))
        for one in cards
    ]
    return tuple(sorted(rows, key=lambda row: not row.card.overdue))


def loans_of(cards: Iterable[LoanCard], people: People) -> tuple[Lent, ...]:
    """Return loans as rows."""
    return tuple(Lent(one, people.called(one.borrower_id), people.called(one.lent_by)) for one in cards)


def months_of(hall: HallCard, today: date) -> list[tuple[int, date, int]]:
    """Return the windows that ended one of the last twelve months with too much not filed (JOB-06)."""
    windows = {one.id: one.number for one in organization.windows(hall.id)}
    months = selectors.unfiled_months(hall.id, today - YEAR)
    return [(windows.get(one.window_id, 0), one.month, one.unfiled) for one in months]


def counts_of(hall: HallCard, person_id: UUID, at: datetime) -> Counts:
    """Return the figures of what this person sees."""
    seen = selectors.eyes(hall.id, person_id, at)
    unfiled = selectors.unfiled(hall.id, person_id, seen, at)
    loans = selectors.loans(hall.id, at)
    lists = selectors.destructions(hall.id, at)
    return Counts(
        unfiled=len(unfiled),
        overdue=sum(one.overdue for one in unfiled),
        files=selectors.files(hall.id, person_id, seen, at, state=FileState.KEPT, limit=0).total,
        lent=len(loans),
        lent_overdue=sum(one.overdue for one in loans),
        proposed=len(selectors.proposed(hall.id, person_id, seen, at)),
        waiting=sum(one.state in selectors.OPEN_LISTS for one in lists),
    )
