"""What happens to hard questions: noted, offered a way, reminded of, answered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yichuang.cases.types.hard import HardKind, OfferKind
from yichuang.kernel.journal.events import Event, event


@event("cases.hard_question_noted")
class HardQuestionNoted(Event):
    """A difficult, major or urgent question was written down, with who follows it up."""

    kind: HardKind
    owner_id: UUID
    client_id: UUID


@event("cases.way_offered")
class WayOffered(Event):
    """For a question to be studied or asked above first, an appointment or longer hours were offered."""

    offer: OfferKind
    offered_for: datetime
    change_id: UUID | None


@event("cases.hard_question_overdue")
class HardQuestionOverdue(Event):
    """A hard question is open at its limit; who follows it up is reminded, once."""

    owner_id: UUID


@event("cases.hard_question_answered")
class HardQuestionAnswered(Event):
    """A hard question was closed with its answer, to be found again."""
