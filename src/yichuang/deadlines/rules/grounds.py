"""On which grounds a clock may stand still, and what each asks for."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from yichuang.deadlines.types import Ground, GroundRule

# 行政许可法 45: the time of these is not counted, and the applicant is told in writing how long it takes.
_NOT_COUNTED = GroundRule(approved=False, citation="XZXKF-45")

# What one person could say to gain time, a second one approves (ours, where the law names no approver).
GROUNDS: Mapping[Ground, GroundRule] = {
    Ground.SUPPLEMENT: GroundRule(approved=False, citation="A.PROM.2.4"),
    Ground.HEARING: _NOT_COUNTED,
    Ground.BIDDING: _NOT_COUNTED,
    Ground.AUCTION: _NOT_COUNTED,
    Ground.INSPECTION: _NOT_COUNTED,
    Ground.TESTING: _NOT_COUNTED,
    Ground.QUARANTINE: _NOT_COUNTED,
    Ground.APPRAISAL: _NOT_COUNTED,
    Ground.EXPERT_REVIEW: _NOT_COUNTED,
    Ground.PUBLICITY: GroundRule(approved=False, citation="item"),
    Ground.PAYMENT: GroundRule(approved=False, citation="item"),
    Ground.APPLICANT_REQUEST: GroundRule(approved=True, citation="item"),
    Ground.SUSPENSION: GroundRule(approved=True, citation="item"),
}


def ground_of(asked: str) -> Ground | None:
    """Return the lawful ground that was asked for, or None: then there is none (AB-08)."""
    try:
        return Ground(asked)
    except ValueError:
        return None


def needs_approval(ground: Ground) -> bool:
    """Say whether somebody else than who asks approves a pause on this ground."""
    return GROUNDS[ground].approved


def lacks(
    ground: Ground, *, evidence: str, notice_id: UUID | None, approved_by: UUID | None, asked_by: UUID
) -> str | None:
    """Return what a pause lacks: ``paper`` (a document or a notice), ``approval``, or None (TIME-02)."""
    if not evidence and notice_id is None:
        return "paper"
    if needs_approval(ground) and approved_by in (None, asked_by):
        return "approval"
    return None
