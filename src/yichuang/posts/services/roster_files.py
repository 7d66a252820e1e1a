"""Take a month's roster in from a workbook: all of it or nothing, every bad cell named."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from yichuang.kernel.idempotency import once
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.sheets import Fault, Table, Unreadable, whole_table
from yichuang.kernel.types import Actor, Key
from yichuang.organization import selectors as organization
from yichuang.organization.types import PersonCard
from yichuang.posts.errors.roster import RosterFileUnfit
from yichuang.posts.labels import DAY_SESSIONS
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.leave import post_windows
from yichuang.posts.selectors.roster_files import COLUMNS, PINNED, READ, headings, in_every_language
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.services.roster_cells import refuse_barred
from yichuang.posts.services.rosters import may_make, new_version
from yichuang.posts.types import ShiftSpec
from yichuang.posts.types.roster import RosterCard, RosterCell

#: What people write where ✓ is meant, and where it is not.
PIN_SAID = frozenset({PINNED, "√", "✔", "x", "v", "1", "y", "true"})
PIN_DENIED = frozenset({"", "0", "n", "false"})
YES, NO = pgettext_lazy("in a cell of a file", "yes"), pgettext_lazy("in a cell of a file", "no")


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
    cells = _Reader(card, _table(data)).cells()
    if cells == list(card.cells):
        raise RosterFileUnfit((Fault(1, _("the file says what this version says")),))
    changed = [one for one in cells if one not in set(card.cells)]
    refuse_barred(
        by.hall_id, [ShiftSpec(one.post_id, one.day, one.session, one.a_id, one.b_id) for one in changed]
    )
    return new_version(card.department_id, card.month, cells, None, by=by, at=at, entry_id=promise.entry_id)


def _table(data: bytes) -> Table:
    """Return the table of a file with the columns that are read.  Raises: RosterFileUnfit."""
    try:
        table = whole_table(data)
    except Unreadable as error:
        raise RosterFileUnfit((error.fault,)) from error
    known = {headings().get(name) for name in table.columns}
    lacking = [COLUMNS[one] for one in READ if not table.rows or one not in known]
    if lacking:
        said = _("the column “%(name)s” is missing") % {"name": lacking[0]}
        raise RosterFileUnfit((Fault(1, said),))
    return table


class _Reader:
    """Reads rows as cells of one version."""

    def __init__(self, card: RosterCard, table: Table) -> None:
        self.card, self.table = card, table
        self.known = {shift_id(one.post_id, one.day, one.session): one for one in card.cells}
        fields = headings()
        self.heading = {fields[name]: name for name in table.columns if name in fields}
        windows = {one.id: one for one in organization.windows(card.hall_id)}
        self.windows = {
            post: windows[one].number for post, one in post_windows(card.hall_id).items() if one in windows
        }
        self.numbers: dict[str, PersonCard] = {}
        self.names: dict[str, list[PersonCard]] = defaultdict(list)
        for one in organization.people(card.hall_id):
            self.numbers[one.worker_number] = one
            self.names[one.display_name].append(one)
        self.faults: list[Fault] = []

    def cells(self) -> list[RosterCell]:
        """Return every cell of the version, changed as the rows say.  Raises: RosterFileUnfit."""
        self._refuse_another()
        changed: dict[str, RosterCell] = {}
        for line, row in self.table.rows:
            said = {field: row.get(name, "") for field, name in self.heading.items()}
            if not any(said.values()):
                continue
            name = said["id"]
            cell = self.known.get(name)
            if cell is None:
                self._fault(line, "id", _("this version has no such row"), name)
            elif name in changed:
                self._fault(line, "id", _("this row stands twice"), self._place(cell))
            else:
                changed[name] = self._changed(line, cell, said)
        if self.faults:
            raise RosterFileUnfit(tuple(self.faults))
        return [changed.get(name, cell) for name, cell in self.known.items()]

    def _refuse_another(self) -> None:
        """Refuse in one sentence a workbook that has no row of this version.  Raises: RosterFileUnfit."""
        names = [row[self.heading["id"]] for _line, row in self.table.rows]
        if any(name in self.known for name in names):
            return
        months = {name.split(".")[1][:7] for name in names if name.count(".") == 2}
        if months and months != {f"{self.card.month:%Y-%m}"}:
            said = {"theirs": max(months), "ours": f"{self.card.month:%Y-%m}"}
            reason = _("the workbook is of %(theirs)s, this roster of %(ours)s") % said
        else:
            reason = _("no row of the workbook belongs to this roster: take its workbook first")
        raise RosterFileUnfit((Fault(self.table.rows[0][0], reason),))

    def _changed(self, line: int, cell: RosterCell, said: dict[str, str]) -> RosterCell:
        """Return a cell as its row says."""
        place = self._place(cell)
        for field in (one for one in ("id", "a", "b", "pinned") if self._unwritten(line, one, place)):
            said = said | {field: ""}
        for field, stands in self._stands(cell).items():
            if not _agrees(said.get(field, ""), stands):
                told = {"text": said[field][:60], "stands": stands[0]}
                self._fault(line, field, _("“%(text)s”, but the row is of “%(stands)s”") % told, place)
        return replace(
            cell,
            a_id=self._person(line, place, "a", said["a"]),
            b_id=self._person(line, place, "b", said["b"]),
            pinned=self._pinned(line, place, said["pinned"]),
        )

    def _unwritten(self, line: int, field: str, place: str) -> bool:
        """Tell whether a cell's value is not its own, which is a fault: nobody would see who is meant."""
        address = self.table.address(line, self.heading[field])
        if address in self.table.computed:
            self._fault(line, field, _("a formula; write the value itself"), place)
        elif address in self.table.merged:
            self._fault(line, field, _("part of merged cells; take the merging off and fill each"), place)
        else:
            return False
        return True

    def _stands(self, cell: RosterCell) -> dict[str, tuple[str, ...]]:
        """Return what the columns for the eye say of a row, where the file has them."""
        window = self.windows.get(cell.post_id)
        stands = {
            "window": (str(window),),
            "day": (cell.day.isoformat(),),
            "session": in_every_language(DAY_SESSIONS[cell.session]),
        }
        return {field: told for field, told in stands.items() if field in self.heading}

    def _place(self, cell: RosterCell) -> str:
        """Return ``Window 3, 04-01 morning``."""
        return _("Window %(number)s, %(day)s %(session)s") % {
            "number": self.windows.get(cell.post_id, "–"),
            "day": f"{cell.day:%m-%d}",
            "session": DAY_SESSIONS[cell.session],
        }

    def _fault(self, line: int, field: str, reason: str, row: str) -> None:
        address = self.table.address(line, self.heading[field])
        self.faults.append(Fault(line, reason, row[:80], address))

    def _pinned(self, line: int, place: str, text: str) -> bool:
        """Return whether a cell says that the engine leaves the row so."""
        said = text.lower()
        if said in PIN_SAID or said in in_every_language(YES):
            return True
        if said in PIN_DENIED or said in in_every_language(NO):
            return False
        self._fault(line, "pinned", _("“%(text)s” is neither ✓ nor empty") % {"text": text[:60]}, place)
        return False

    def _person(self, line: int, place: str, column: str, said: str) -> UUID | None:
        """Return whom a cell means: a worker number, with or without the name, or a name only one has."""
        text = " ".join(said.split())
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
        told = {"column": column.upper(), "text": text[:60]}
        if found is not None:
            reason = _("column %(column)s: number and name of “%(text)s” are two people’s") % told
        elif namesakes:
            reason = _("column %(column)s: “%(text)s” is the name of several; write the worker number") % told
        else:
            reason = _("column %(column)s: nobody here is “%(text)s”") % told
        self._fault(line, column, reason, place)
        return None


def _agrees(text: str, stands: tuple[str, ...]) -> bool:
    """Tell whether a cell for the eye says what its row is; one left empty says nothing against it."""
    numbers = [int(one) for one in re.findall(r"\d+", text)]
    if stands[0][:1].isdigit():  # a window's number before its name, or a day however a program writes it
        wanted = [int(one) for one in stands[0].split("-")]
        return not text or numbers[: len(wanted)] == wanted
    return not text or text in stands
