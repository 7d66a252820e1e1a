"""The day of a window that is being edited: who is there, who could be, what speaks against it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.utils.functional import Promise

from yichuang.organization.types import PersonCard, WindowCard
from yichuang.posts.labels import DAY_SESSIONS
from yichuang.posts.types import DaySession, RosterCell
from yichuang.screens.kit.forms import optional_id
from yichuang.screens.rosters.against import Told
from yichuang.screens.rosters.why import WhyView


@dataclass(frozen=True, slots=True)
class Choice:
    """One session of the day that is being edited; ``seen`` is how it was when the page was drawn."""

    session: DaySession
    label: str | Promise
    a_id: UUID | None
    b_id: UUID | None
    pinned: bool
    flexible: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Edit:
    """The day of a window that is being edited."""

    window: WindowCard
    post_id: UUID
    day: date
    key: str
    choices: tuple[Choice, ...]
    able: tuple[PersonCard, ...]
    against: tuple[Told, ...]
    why: WhyView | None


def edit_of(
    window: WindowCard,
    cells: Sequence[RosterCell],
    able: Sequence[PersonCard],
    against: tuple[Told, ...],
    why: WhyView | None,
) -> Edit:
    """Return the form of a window's day; ``able`` hold its post."""
    first = cells[0]
    return Edit(
        window=window,
        post_id=first.post_id,
        day=first.day,
        key=f"{first.post_id.hex}.{first.day.isoformat()}",
        choices=tuple(_choice(one) for one in cells),
        able=tuple({one.id: one for one in able}.values()),
        against=against,
        why=why,
    )


def _choice(one: RosterCell) -> Choice:
    return Choice(
        one.session, DAY_SESSIONS[one.session], one.a_id, one.b_id, one.pinned, one.flexible, _seen(one)
    )


def _seen(one: RosterCell) -> str:
    a_id, b_id = (who.hex if who else "" for who in (one.a_id, one.b_id))
    return f"{a_id}.{b_id}.{'kept' if one.pinned else ''}"


def cell_of(said: QueryDict, cell: RosterCell) -> RosterCell:
    """Return a cell as the form sets it."""
    return replace(
        cell,
        a_id=optional_id(said.get(f"a-{cell.session}")),
        b_id=optional_id(said.get(f"b-{cell.session}")),
        pinned=f"pin-{cell.session}" in said,
    )


def cell_seen(said: QueryDict, cell: RosterCell) -> RosterCell:
    """Return a cell as it was when the form was drawn; a form that does not say so saw what there is."""
    a_id, _dot, rest = said.get(f"seen-{cell.session}", _seen(cell)).partition(".")
    b_id, _dot, kept = rest.partition(".")
    return replace(cell, a_id=optional_id(a_id), b_id=optional_id(b_id), pinned=kept == "kept")
