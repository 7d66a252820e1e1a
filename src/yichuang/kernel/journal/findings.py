"""What ``verify`` says: since when it can vouch, and the first row that is not as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class What(StrEnum):
    """What was done to a row."""

    ENTRY_CHANGED = "entry-changed"
    ENTRY_DELETED = "entry-deleted"
    ENTRY_INSERTED = "entry-inserted"
    ENTRIES_SWAPPED = "entries-swapped"
    SEAL_CHANGED = "seal-changed"
    SEAL_DELETED = "seal-deleted"
    SEAL_INSERTED = "seal-inserted"
    BATCH_CHANGED = "batch-changed"
    BATCH_DELETED = "batch-deleted"
    BATCH_INSERTED = "batch-inserted"
    UNSIGNED = "unsigned"
    HEAD_CHANGED = "head-changed"
    TAIL_CUT = "tail-cut"
    REWRITTEN = "rewritten"
    WITNESS_CHANGED = "witness-changed"


_SENTENCES: dict[What, str] = {
    What.ENTRY_CHANGED: _("Entry %(seq)s was changed after it had been sealed (%(entry)s)."),
    What.ENTRY_DELETED: _("Entry %(seq)s was deleted (%(entry)s)."),
    What.ENTRY_INSERTED: _("An entry was put in that no act has written (%(entry)s)."),
    What.ENTRIES_SWAPPED: _(
        "Entry %(seq)s stands in the wrong place; it was sealed as %(other)s (%(entry)s)."
    ),
    What.SEAL_CHANGED: _("The seal of entry %(seq)s was changed."),
    What.SEAL_DELETED: _("The seal of entry %(seq)s was deleted."),
    What.SEAL_INSERTED: _("Seal %(seq)s was put in behind the end of the chain."),
    What.BATCH_CHANGED: _(
        "Batch %(number)s (entries %(seq)s to %(other)s) does not give the root that was signed."
    ),
    What.BATCH_DELETED: _("Batch %(number)s was deleted; it begins with entry %(seq)s."),
    What.BATCH_INSERTED: _("Batch %(number)s was put in behind the end of the chain."),
    What.UNSIGNED: _(
        "Batch %(number)s is not signed with a key of this installation:"
        " from entry %(seq)s on the chain was computed anew, or the key is missing."
    ),
    What.HEAD_CHANGED: _(
        "The end of the chain is not where the table says (entry %(seq)s, batch %(number)s)."
    ),
    What.TAIL_CUT: _(
        "The chain was cut: it ends with entry %(seq)s, but batch %(number)s had already been signed."
    ),
    What.REWRITTEN: _(
        "Batch %(number)s is not the one whose root is kept outside the database:"
        " the chain was cut and continued."
    ),
    What.WITNESS_CHANGED: _("A root kept outside the database was altered (batch %(number)s)."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The first row that is wrong; ``table`` says where it stands."""

    what: What
    table: str
    seq: int | None = None
    number: int | None = None
    entry_id: UUID | None = None
    other: int | None = None

    @property
    def sentence(self) -> str:
        """Say it in the reader's language."""
        return gettext(_SENTENCES[self.what]) % {
            "seq": "?" if self.seq is None else self.seq,
            "number": "?" if self.number is None else self.number,
            "other": "?" if self.other is None else self.other,
            "entry": self.entry_id or "?",
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of a room's table that is not what the journal says; the first one found."""

    table: str
    row_id: str
    column: str
    stored: str
    recomputed: str

    @property
    def sentence(self) -> str:
        """Say it in the reader's language."""
        return gettext("%(table)s %(row)s: %(column)s is %(stored)s, the journal says %(recomputed)s.") % {
            "table": self.table,
            "row": self.row_id,
            "column": self.column,
            "stored": self.stored,
            "recomputed": self.recomputed,
        }


@dataclass(frozen=True, slots=True)
class HallReport:
    """One hall's chain: entries 1 to ``good_to`` are vouched for, sealed from ``since`` to ``until``."""

    hall_id: UUID
    entries: int
    batches: int
    good_to: int
    since: datetime | None
    until: datetime | None
    algorithms: tuple[str, ...]
    keys: tuple[str, ...]
    unsealed: int
    witnessed: int
    finding: Finding | None
    differences: tuple[Difference, ...] = ()

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong."""
        return self.finding is None and not self.differences


@dataclass(frozen=True, slots=True)
class Report:
    """What ``verify`` found, hall by hall; ``tables`` names what was computed again."""

    halls: tuple[HallReport, ...]
    tables: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Say whether nothing is wrong anywhere."""
        return all(hall.ok for hall in self.halls)
