"""Let a clock stand still on a lawful ground, and let it run on (TIME-02, AB-08)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.deadlines import rules
from yichuang.deadlines.events import ClockPaused, ClockResumed
from yichuang.deadlines.refusals import (
    ApprovalMissing,
    GroundUnlawful,
    NotAnEarlierMoment,
    PaperMissing,
    PaperUnfit,
    RunsAlready,
    SeveralGrounds,
    StandsStill,
)
from yichuang.deadlines.selectors.clocks import pauses_of
from yichuang.deadlines.services.approval import approver
from yichuang.deadlines.services.ledger import Held, add, held, renew
from yichuang.deadlines.types import ClockCard, ClockState, EntryKind, Ground
from yichuang.kernel.journal.events import as_code, fits
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor


@transaction.atomic
def pause(
    *,
    clock_id: UUID,
    ground: Ground | str,
    evidence: str = "",
    notice_id: UUID | None = None,
    approved_by: UUID | None = None,
    asked_by: UUID | None = None,
    by: Actor,
    at: datetime,
) -> ClockCard:
    """Let a clock stand still from ``at`` on, on a ground of the list and with its paper.

    ``evidence`` is the number of a document (60 characters at most); a notice of the house does instead.
    Where the ground asks for it, ``approved_by`` approved what ``asked_by`` asked for (not said: the clock's
    owner, or ``by``); whether that one may, and did it themselves, is asked above.
    Nothing is paused backwards.  Of what has passed already a pause moves nothing.
    Raises: GroundUnlawful (AB-08), PaperMissing, PaperUnfit, ApprovalMissing, StandsStill, ClockUnknown,
    ClockIsStopped, PersonUnknown.  Source: TIME-02, 行政许可法 45.
    """
    lawful = rules.ground_of(ground)
    if lawful is None:
        raise GroundUnlawful
    evidence = paper_number(evidence)
    one = held(clock_id, by, at)
    lacking = rules.lacks(
        lawful,
        evidence=evidence,
        notice_id=notice_id,
        approved_by=approved_by,
        asked_by=asked_by or one.row.owner_id or by.id,
    )
    if lacking is not None:
        raise PaperMissing if lacking == "paper" else ApprovalMissing
    if approved_by is not None:
        approver(by.hall_id, approved_by)
    if any(card.until is None and card.ground is lawful for card in pauses_of(one.entries)):
        raise StandsStill
    return _pause(one, lawful, evidence, notice_id, approved_by, by=by, at=at)


@transaction.atomic
def pause_with(*, clock_id: UUID, other_id: UUID, by: Actor, at: datetime) -> ClockCard:
    """Let a clock that begins while another stands still stand still with it: same ground, paper, approval.

    Raises: RunsAlready (the other does), StandsStill, ClockUnknown, ClockIsStopped.
    """
    other, one = held(other_id, by, at), held(clock_id, by, at)
    like = next((card for card in pauses_of(other.entries) if card.until is None), None)
    if like is None:
        raise RunsAlready
    if any(card.until is None for card in pauses_of(one.entries)):
        raise StandsStill
    return _pause(one, like.ground, like.evidence, like.notice_id, like.approved_by, by=by, at=at)


def _pause(
    one: Held,
    ground: Ground,
    evidence: str,
    notice_id: UUID | None,
    approved_by: UUID | None,
    *,
    by: Actor,
    at: datetime,
) -> ClockCard:
    """Write the pause down, count anew and tell it."""
    add(
        one,
        EntryKind.PAUSE,
        since=at,
        by=by,
        at=at,
        ground=ground,
        evidence=evidence,
        notice_id=notice_id,
        approved_by=approved_by,
    )
    renew(one, at)
    told = ClockPaused(
        clock_id=one.row.id,
        purpose=one.row.purpose,
        subject_id=one.row.subject_id,
        ground=ground,
        evidence=as_code(evidence),
        notice_id=notice_id,
        approved_by=approved_by,
        since=at,
    )
    record(told, subject=one.row.id, by=by, at=at, matter=one.row.matter_id)
    return one.card(at)


def paper_number(evidence: str) -> str:
    """Return the number of a paper as it is kept; empty where there is none.

    Raises: PaperUnfit for a number of a person's, TextTooLong, TextUnreadable.
    """
    text = plain(evidence, field=_("Number of the paper"), limit=60, blank=True)
    if not fits("".join(one for one in text if one.isascii() and not one.isspace())):
        raise PaperUnfit
    return text


@transaction.atomic
def resume(
    *,
    clock_id: UUID,
    ground: Ground | None = None,
    since: datetime | None = None,
    by: Actor,
    at: datetime,
) -> ClockCard:
    """Let a clock run on: the ground is over, now or ``since`` an earlier moment (papers that came before).

    ``ground`` says which, where it stands still on several; it runs when none is left.
    Raises: RunsAlready, SeveralGrounds, NotAnEarlierMoment, ClockUnknown, ClockIsStopped.
    """
    since = since or at
    one = held(clock_id, by, at)
    still = [card for card in pauses_of(one.entries) if card.until is None]
    if ground is not None:
        still = [card for card in still if card.ground is ground]
    if not still:
        raise RunsAlready
    if len(still) > 1:
        raise SeveralGrounds
    if not still[0].since <= since <= at:
        raise NotAnEarlierMoment

    add(one, EntryKind.RESUME, since=since, by=by, at=at, ground=still[0].ground)
    renew(one, at)
    card = one.card(at)
    told = ClockResumed(
        clock_id=clock_id,
        purpose=card.purpose,
        subject_id=card.subject_id,
        ground=still[0].ground,
        since=since,
        runs=card.state is ClockState.RUNNING,
        due=one.row.due_on,
        due_at=one.row.due_at,
    )
    record(told, subject=clock_id, by=by, at=at, matter=one.row.matter_id)
    return card
