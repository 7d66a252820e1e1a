"""Take a month's roster in from a workbook: all of it or nothing, every bad cell named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from yichuang.kernel.idempotency import once
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.sheets import Fault, Unreadable, read_table
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.types import PersonCard
from yichuang.posts.errors.roster import RosterFileUnfit
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_files import COLUMNS, READ, headings
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.services.rosters import may_make, new_version, refuse_barred
from yichuang.posts.types import ShiftSpec
from yichuang.posts.types.roster import RosterCard, RosterCell

Row = tuple[int, dict[str, str]]


@transaction.atomic
def take_roster(
    *, roster_id: UUID, data: bytes, by: Actor, at: datetime, key: Key | None = None
) -> RosterCard:
    """Make a new version from a version and the workbook of it that somebody changed.

    Rows that are not in the file stay as they are.
    Raises: RosterUnknown, NotYourRoster, RosterFileUnfit, RosterBarred (ROT-05).
    """
    promise = once(by, "posts.take_roster", key, at)
    if promise.replay:
        return rosters.roster(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    card = rosters.roster(by.hall_id, roster_id)
    may_make(by, card.department_id, at)
    cells = _Reader(card).cells(_rows(data))
    if cells == list(card.cells):
        raise RosterFileUnfit((Fault(1, _("the file says what this version says")),))
    changed = [one for one in cells if one not in set(card.cells)]
    refuse_barred(
        by.hall_id, [ShiftSpec(one.post_id, one.day, one.session, one.a_id, one.b_id) for one in changed]
    )
    return new_version(card.department_id, card.month, cells, None, by=by, at=at, entry_id=promise.entry_id)


def _rows(data: bytes) -> list[Row]:
    """Return the rows of a file by our names of the columns.  Raises: RosterFileUnfit."""
    try:
        rows = read_table(data)
    except Unreadable as error:
        raise RosterFileUnfit((error.fault,)) from error
    known = headings()
    named = [(line, {known[one]: text for one, text in row.items() if one in known}) for line, row in rows]
    lacking = [COLUMNS[one] for one in READ if not named or one not in named[0][1]]
    if lacking:
        said = _("the column “%(name)s” is missing") % {"name": lacking[0]}
        raise RosterFileUnfit((Fault(1, said),))
    return named


class _Reader:
    """Reads rows as cells of one version."""

    def __init__(self, card: RosterCard) -> None:
        self.card = card
        self.known = {shift_id(one.post_id, one.day, one.session): one for one in card.cells}
        self.numbers: dict[str, PersonCard] = {}
        self.names: dict[str, list[PersonCard]] = defaultdict(list)
        for one in organization.people(card.hall_id):
            self.numbers[one.worker_number] = one
            self.names[one.display_name].append(one)
        self.faults: list[Fault] = []

    def cells(self, rows: Iterable[Row]) -> list[RosterCell]:
        """Return every cell of the version, changed as the rows say.  Raises: RosterFileUnfit."""
        changed: dict[str, RosterCell] = {}
        for line, row in rows:
            name = row["id"]
            cell = self.known.get(name)
            if cell is None:
                self._fault(line, name, _("this version has no such row"))
            elif name in changed:
                self._fault(line, name, _("this row stands twice"))
            else:
                a_id, b_id = self._person(line, name, "a", row), self._person(line, name, "b", row)
                changed[name] = replace(cell, a_id=a_id, b_id=b_id, pinned=bool(row["pinned"]))
        if self.faults:
            raise RosterFileUnfit(tuple(self.faults))
        return [changed.get(name, cell) for name, cell in self.known.items()]

    def _fault(self, line: int, name: str, reason: str) -> None:
        self.faults.append(Fault(line, reason, name[:80]))

    def _person(self, line: int, name: str, column: str, row: dict[str, str]) -> UUID | None:
        """Return whom a cell means: a worker number, with or without the name, or a name only one has."""
        text = " ".join(row[column].split())
        if not text:
            return None
        number, _space, rest = text.partition(" ")
        # Excel takes the zeros off a number that somebody types
        found = self.numbers.get(number) or self.numbers.get(number.zfill(4))
        if found is not None and rest in ("", found.display_name):
            return found.id
        namesakes = self.names.get(text, [])
        if found is None and len(namesakes) == 1:
            return namesakes[0].id
        said = {"column": column.upper(), "text": text[:60]}
        if found is not None:
            reason = _("column %(column)s: number and name of “%(text)s” are two people’s") % said
        elif namesakes:
            reason = _("column %(column)s: “%(text)s” is the name of several; write the worker number") % said
        else:
            reason = _("column %(column)s: nobody here is “%(text)s”") % said
        self._fault(line, name, reason)
        return None
