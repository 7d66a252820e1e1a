"""The words of where people are: at the post, away from it until when, covered by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from yichuang.posts.types.duty import PauseReason
from yichuang.posts.types.leave import LeaveKind


class Where(StrEnum):
    """Where the person of a post is, as far as the hall can know."""

    AT_POST = "at_post"
    AWAY = "away"
    OFF = "off"
    SHUT = "shut"


class Rung(StrEnum):
    """Who is told of a vacant post, one after the other (AB-02)."""

    B = "b"
    HEAD = "head"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class WhereCard:
    """Where the A of a post is: back by when (None: nobody knows), and who covers (None: nobody).

    ``SHUT``: the window is closed, or nobody is planned at it, so that nobody is missing there; ``person_id``
    is None and ``back_at`` when it opens again today.

    Everybody may see that much (LOC-01); why somebody is away (``leave``, ``pause``) is the office's to know.
    """

    post_id: UUID
    window_id: UUID
    person_id: UUID | None
    where: Where
    back_at: datetime | None
    covered_by: UUID | None
    leave: LeaveKind | None
    pause: PauseReason | None


@dataclass(frozen=True, slots=True)
class OverdueReturn:
    """Somebody who left the post for a while and is not back by the time they said (LOC-03)."""

    person_id: UUID
    window_id: UUID
    since: datetime
    back_by: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class VacantPost:
    """A post told as vacant, and up to whom it has been told."""

    window_id: UUID
    since: datetime
    rung: Rung
    told: tuple[UUID, ...]
