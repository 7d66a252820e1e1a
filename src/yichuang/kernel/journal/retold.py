"""Tell rows again from the journal alone and name the first that differs from its table.

A room says which events make up its rows and what each does to one; ``yichuang journal verify --tables``
asks for the comparison.  It may run while the hall works: a row that differs is looked at again by itself
before it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.db.models import Model

from yichuang.kernel.journal.findings import Difference
from yichuang.kernel.journal.models import Entry, Seal, Unsealed

Tell = Callable[[Iterable[Entry]], dict[UUID, Any]]
#: What an entry of an older version does not tell: it is not compared.
UNTOLD: Any = object()


@dataclass(frozen=True, slots=True)
class Retelling:
    """A table that the journal can tell again.

    ``names`` are the stored names of the events its rows are made of, each about one row (its subject), or,
    where ``matter`` names the column, about the matter a row belongs to.  ``tell`` makes of them what each
    row should be, a dataclass whose fields are columns of the table or properties of a row.
    """

    model: type[Model]
    names: Sequence[str]
    tell: Tell
    matter: str = ""

    def first_difference(self, hall_id: UUID) -> Difference | None:
        """Return the first row of the hall that is not what the journal says, or ``None``."""
        told = self.tell(entries(hall_id, self.names))
        for row in self.model._default_manager.filter(hall_id=hall_id).order_by("id").iterator():
            one = told.pop(row.pk, None)
            if self._difference(row, one) is not None:
                found = self._looked_at_again(hall_id, row.pk, one or row)
                if found is not None:
                    return found
        for row_id, one in sorted(told.items()):
            found = self._looked_at_again(hall_id, row_id, one)
            if found is not None:
                return found
        return None

    def _looked_at_again(self, hall_id: UUID, row_id: UUID, one: Any) -> Difference | None:
        """Compare one row once more, until nothing happened to it in between."""
        about = {"matter_id": getattr(one, self.matter)} if self.matter else {"subject_id": row_id}
        while True:
            read = list(entries(hall_id, self.names, **about))
            row = self.model._default_manager.filter(hall_id=hall_id, id=row_id).first()
            if len(list(entries(hall_id, self.names, **about))) == len(read):
                break
        told = self.tell(read).get(row_id)
        if row is None:
            return None if told is None else self._differs(row_id, "id", None, row_id)
        return self._difference(row, told)

    def _difference(self, row: Model, told: Any) -> Difference | None:
        if told is None:
            return self._differs(row.pk, "id", row, None)
        for field in fields(told):
            stored, recomputed = getattr(row, field.name), getattr(told, field.name)
            if stored != recomputed and recomputed is not UNTOLD:
                return self._differs(row.pk, field.name, stored, recomputed)
        return None

    def _differs(self, row_id: UUID, column: str, stored: object, recomputed: object) -> Difference:
        return Difference(self.model._meta.db_table, str(row_id), column, str(stored), str(recomputed))


def entries(
    hall_id: UUID, names: Sequence[str], subject_id: UUID | None = None, matter_id: UUID | None = None
) -> Iterator[Entry]:
    """Return the hall's entries of these names in the order of the chain, then those not sealed yet."""
    wanted = {"subject_id": subject_id, "matter_id": matter_id}
    about = {column: value for column, value in wanted.items() if value is not None}
    # what is sealed between the two questions is told by the second, and not twice
    waiting = list(Unsealed.objects.filter(hall_id=hall_id).order_by("id").values_list("entry_id", flat=True))
    not_yet = set(waiting)
    narrowed = {f"entry__{column}": value for column, value in about.items()}
    rows = Seal.objects.filter(hall_id=hall_id, entry__hall_id=hall_id, entry__name__in=names, **narrowed)
    for seal in rows.select_related("entry").order_by("seq").iterator():
        not_yet.discard(seal.entry_id)
        yield seal.entry
    unsealed = Entry.objects.filter(hall_id=hall_id, name__in=names, **about).in_bulk(waiting)
    for entry_id in waiting:
        entry = unsealed.get(entry_id)
        if entry is not None and entry_id in not_yet:
            yield entry
