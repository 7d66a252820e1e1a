"""The papers of a case, as notices keep them."""

from __future__ import annotations

from uuid import UUID

from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeCard, NoticeKind


def receipt(hall_id: UUID, case_id: UUID) -> NoticeCard:
    """Return the receipt a case was accepted with."""
    return last_notice(hall_id, case_id, NoticeKind.RECEIPT)


def last_notice(hall_id: UUID, case_id: UUID, kind: NoticeKind | None = None) -> NoticeCard:
    """Return the newest notice of a case, of one kind or any."""
    given = [one for one in notices.notices_of(hall_id, case_id) if kind is None or one.kind is kind]
    return given[-1]
