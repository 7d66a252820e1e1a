"""Compute every notice of a hall again from the journal alone, and name the first that differs.

``yichuang journal verify --tables`` asks for it, also whether each letter that can still be read is the one
that was told.  It may run while the hall works: a notice that differs is looked at again before it is named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.kernel.journal.events import Event, load
from yichuang.kernel.journal.findings import Difference
from yichuang.kernel.journal.models import Entry, Seal, Unsealed
from yichuang.kernel.vault import selectors as vault
from yichuang.notices import events
from yichuang.notices.models import Notice
from yichuang.notices.selectors.notices import PURPOSE, number_of
from yichuang.notices.types import NoticeState

NAMES = tuple(
    one.stored_name
    for one in (events.NoticeIssued, events.NoticeSatisfied, events.NoticeSuperseded, events.NoticeExpired)
)


def elements_hash(elements: dict[str, Any], gaps: list[Any]) -> str:
    """Return the hash (hex, SHA-256) under which the journal knows what the table says of law and gaps."""
    told = json.dumps([elements, gaps], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


@dataclass(slots=True)
class Told:
    """What the journal tells of one notice; the names are those of the table's columns."""

    kind: str
    form: str
    channel: str
    year: int
    serial: int
    sequence: int
    matter_id: UUID | None
    item_id: UUID | None
    item_version_id: UUID | None
    window_id: UUID | None
    issued_by: UUID
    issued_at: datetime
    ground: str
    allowed_by: UUID | None
    supersedes_id: UUID | None
    letter: UUID
    paper: str
    elements: str
    state: str = NoticeState.ISSUED
    ended_at: datetime | None = None
    superseded_by: UUID | None = None


COLUMNS = tuple(field.name for field in fields(Told) if field.name != "elements")
SLICE = 200


def first_difference(hall_id: UUID) -> Difference | None:
    """Return the first notice of the hall that is not what the journal says, or ``None``."""
    told = _told(_entries(hall_id))
    rows: list[Notice] = []
    for row in Notice.objects.filter(hall_id=hall_id).order_by("id").iterator():
        if _difference(row, told.pop(row.id, None)) is not None:
            found = _looked_at_again(hall_id, row.id)
            if found is not None:
                return found
        rows.append(row)
        if len(rows) == SLICE:
            if (changed := _letters(hall_id, rows)) is not None:
                return changed
            rows = []
    if (changed := _letters(hall_id, rows)) is not None:
        return changed
    for notice_id in sorted(told):
        found = _looked_at_again(hall_id, notice_id)
        if found is not None:
            return found
    return None


def _letters(hall_id: UUID, rows: list[Notice]) -> Difference | None:
    """Compare the letters that can still be read with their hash; one past its time cannot be."""
    if not rows:
        return None
    newest = max(row.issued_at for row in rows)
    texts = vault.letters(hall_id, [row.letter for row in rows], purpose=PURPOSE, at=newest)
    for row in rows:
        if row.letter in texts:
            found = hashlib.sha256(texts[row.letter].encode()).hexdigest()
            if found != row.paper:
                return _differs(row.id, "letter", found, row.paper)
    return None


def _looked_at_again(hall_id: UUID, notice_id: UUID) -> Difference | None:
    """Compare one notice once more, until nothing happened to it in between."""
    while True:
        entries = list(_entries(hall_id, notice_id))
        row = Notice.objects.filter(hall_id=hall_id, id=notice_id).first()
        if len(list(_entries(hall_id, notice_id))) == len(entries):
            break
    told = _told(entries).get(notice_id)
    if row is None:
        return None if told is None else _differs(notice_id, "id", None, f"{told.year}-{told.serial}")
    return _difference(row, told)


def _difference(row: Notice, told: Told | None) -> Difference | None:
    if told is None:
        return _differs(row.id, "id", number_of(row), None)
    for column in COLUMNS:
        stored, recomputed = getattr(row, column), getattr(told, column)
        if stored != recomputed:
            return _differs(row.id, column, stored, recomputed)
    if (found := elements_hash(row.elements, row.gaps)) != told.elements:
        return _differs(row.id, "elements", found, told.elements)
    return None


def _differs(row_id: UUID, column: str, stored: object, recomputed: object) -> Difference:
    return Difference("notices_notice", str(row_id), column, str(stored), str(recomputed))


def _entries(hall_id: UUID, notice_id: UUID | None = None) -> Iterator[Entry]:
    """Return the entries about notices in the order of the chain, then those not sealed yet."""
    about: dict[str, Any] = {"entry__hall_id": hall_id, "entry__name__in": NAMES}
    if notice_id is not None:
        about["entry__subject_id"] = notice_id
    # what is sealed between the two questions is told by the second, and not twice
    waiting = list(Unsealed.objects.filter(hall_id=hall_id).order_by("id").values_list("entry_id", flat=True))
    not_yet = set(waiting)
    rows = Seal.objects.filter(hall_id=hall_id, **about).select_related("entry").order_by("seq")
    for seal in rows.iterator():
        not_yet.discard(seal.entry_id)
        yield seal.entry
    unsealed = Entry.objects.filter(hall_id=hall_id, name__in=NAMES).in_bulk(waiting)
    for entry_id in waiting:
        entry = unsealed.get(entry_id)
        if entry is not None and entry_id in not_yet and notice_id in (None, entry.subject_id):
            yield entry


def _told(entries: Iterable[Entry]) -> dict[UUID, Told]:
    told: dict[UUID, Told] = {}
    for entry in entries:
        happened = load(entry.name, entry.version, entry.body)
        if isinstance(happened, events.NoticeIssued):
            told[entry.subject_id] = _issued(happened, entry)
        elif entry.subject_id in told:
            _ended(told[entry.subject_id], happened, entry.at)
    return told


def _issued(happened: events.NoticeIssued, entry: Entry) -> Told:
    return Told(
        kind=happened.kind,
        form=happened.form,
        channel=happened.channel,
        year=happened.year,
        serial=happened.serial,
        sequence=happened.sequence,
        matter_id=entry.matter_id,
        item_id=happened.item_id,
        item_version_id=happened.item_version_id,
        window_id=happened.window_id,
        issued_by=entry.actor_id,
        issued_at=entry.at,
        ground=happened.ground or "",
        allowed_by=happened.allowed_by,
        supersedes_id=happened.supersedes,
        letter=happened.letter,
        paper=happened.paper,
        elements=happened.elements,
    )


def _ended(told: Told, happened: Event, at: datetime) -> None:
    match happened:
        case events.NoticeSatisfied():
            told.state, told.ended_at = NoticeState.SATISFIED, at
        case events.NoticeExpired():
            told.state, told.ended_at = NoticeState.EXPIRED, at
        case events.NoticeSuperseded():
            told.state, told.ended_at, told.superseded_by = NoticeState.SUPERSEDED, at, happened.by_notice
