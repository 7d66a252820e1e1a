"""Questions to the register of hard questions: what is open, what was answered, what somebody looks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yichuang.cases.models import HardQuestion
from yichuang.cases.refusals import UnknownHardQuestion
from yichuang.cases.types.hard import HardCard, HardKind, OfferKind
from yichuang.deadlines import selectors as deadlines
from yichuang.kernel.vault import selectors as vault

#: For what the vault keeps questions and answers: the hall's own words, which its people read.
REGISTER = "cases.register"
MOST, SEARCHED = 100, 2000


def hard_question(hall_id: UUID, hard_id: UUID, at: datetime) -> HardCard:
    """Return one entry of the register.  Raises: UnknownHardQuestion."""
    found = _cards(hall_id, list(_rows(hall_id).filter(id=hard_id)), at)
    if not found:
        raise UnknownHardQuestion
    return found[0]


def open_hard_questions(hall_id: UUID, at: datetime, *, owner_id: UUID | None = None) -> list[HardCard]:
    """Return what wants an answer, the oldest first; with ``owner_id`` what this person follows up."""
    rows = _rows(hall_id).filter(answered_at=None).order_by("noted_at", "id")
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    return _cards(hall_id, list(rows[:MOST]), at)


def answered_hard_questions(hall_id: UUID, at: datetime, wanted: str = "") -> list[HardCard]:
    """Return closed questions in which every word of ``wanted`` stands, the last answered first (PROM-04).

    Looks through the last ``SEARCHED`` of them.
    """
    words = wanted.casefold().split()
    rows = list(_rows(hall_id).filter(answered_at__isnull=False).order_by("-answered_at", "-id")[:SEARCHED])
    if words:
        asked = vault.letters(hall_id, [row.question_id for row in rows], purpose=REGISTER, at=at)
        rows = [row for row in rows if _holds(asked.get(row.question_id, ""), words)]
    return _cards(hall_id, rows[:MOST], at)


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(one in folded for one in words)


def _rows(hall_id: UUID) -> QuerySet[HardQuestion]:
    return HardQuestion.objects.filter(hall_id=hall_id)


def _cards(hall_id: UUID, rows: Sequence[HardQuestion], at: datetime) -> list[HardCard]:
    clocks = deadlines.clocks(hall_id, [row.clock_id for row in rows], at) if rows else {}
    said = [one for row in rows for one in (row.question_id, row.answer_id) if one is not None]
    texts = vault.letters(hall_id, said, purpose=REGISTER, at=at)
    cards = []
    for row in rows:
        clock = clocks.get(row.clock_id) if row.answered_at is None else None
        cards.append(
            HardCard(
                id=row.id,
                hall_id=row.hall_id,
                kind=HardKind(row.kind),
                question=texts.get(row.question_id, ""),
                client_id=row.client_id,
                phone_id=row.phone_id,
                owner_id=row.owner_id,
                noted_by=row.noted_by,
                noted_at=row.noted_at,
                offer=OfferKind(row.offer) if row.offer else None,
                offered_for=row.offered_for,
                change_id=row.change_id,
                reminded_at=row.reminded_at,
                answer=texts.get(row.answer_id, "") if row.answer_id else "",
                answered_by=row.answered_by,
                answered_at=row.answered_at,
                due=clock.due if clock else None,
                overdue=clock is not None and clock.overdue,
            )
        )
    return cards
