"""When a joint review is settled and where its departments differ: values in, verdict out."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from yichuang.cases.types.joint import DataField, SeatState
from yichuang.catalogue.types import Silence

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Noted:
    """A datum as the rules need it: whose, of which field, and the hash that tells it from others."""

    id: UUID
    field: DataField
    department_id: UUID
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which datum of a field the lead took, and when."""

    field: DataField
    datum_id: UUID
    at: datetime


def waited_for(seats: Iterable[tuple[UUID, SeatState]]) -> tuple[UUID, ...]:
    """Return the departments whose opinion is still open (JNT-01)."""
    return tuple(department for department, state in seats if state is SeatState.ASKED)


def silence_counts(state: SeatState, silence: Silence, due_at: datetime, at: datetime) -> bool:
    """Say whether a department that has not answered counts as agreeing (JNT-03).

    Only where the item lays it down, and only from the moment its time is over.
    """
    return state is SeatState.ASKED and silence is Silence.AGREE and at >= due_at


def normalised(value: str) -> str:
    """Return a value as it is compared: width, case, blanks and punctuation between make no difference."""
    folded = unicodedata.normalize("NFKC", value).casefold()
    return re.sub(r"[\s,，。;；:：、·-]+", "", folded)


def latest(data: Iterable[Noted]) -> tuple[Noted, ...]:
    """Return the last datum of each department and field, by field and then by time."""
    kept: dict[tuple[DataField, UUID], Noted] = {}
    for one in sorted(data, key=lambda one: (one.at, one.id)):
        kept[one.field, one.department_id] = one
    places = {field: place for place, field in enumerate(DataField)}
    return tuple(sorted(kept.values(), key=lambda one: (places[one.field], one.at, one.id)))


def differing(data: Iterable[Noted]) -> dict[DataField, tuple[Noted, ...]]:
    """Return the fields on which departments differ, each with what they have on record (JNT-04)."""
    by_field: dict[DataField, list[Noted]] = defaultdict(list)
    for one in latest(data):
        by_field[one.field].append(one)
    return {
        field: tuple(found) for field, found in by_field.items() if len({one.digest for one in found}) > 1
    }


def chosen_of(
    differences: Mapping[DataField, Collection[Noted]], choices: Iterable[Chosen]
) -> dict[DataField, Chosen]:
    """Return the choice that still holds of each difference: of a datum that stands, made after the last."""
    held: dict[DataField, Chosen] = {}
    for one in sorted(choices, key=lambda one: one.at):
        data = differences.get(one.field, ())
        if any(datum.id == one.datum_id for datum in data) and all(datum.at <= one.at for datum in data):
            held[one.field] = one
    return held


def unchosen(data: Collection[Noted], choices: Iterable[Chosen]) -> tuple[DataField, ...]:
    """Return the fields on which departments differ and nothing was chosen since (JNT-04)."""
    found = differing(data)
    held = chosen_of(found, choices)
    return tuple(field for field in found if field not in held)
