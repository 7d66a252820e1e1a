"""The verbs: the server invites, the clerk lets the terminal ask once more, the visitor rates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.evaluation import events, rules, selectors
from yichuang.evaluation.models import Invitation
from yichuang.evaluation.refusals import (
    AlreadyRated,
    AskedAgain,
    LevelMissing,
    NobodyToAsk,
    NotInvited,
    NotYourVisit,
    ReasonsUnfit,
    StaffMayNotRate,
    TooLateToRate,
)
from yichuang.evaluation.types import InvitationCard, Level, Reason
from yichuang.kernel import idempotency
from yichuang.kernel.clock import local_day
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization

__all__ = [
    "AlreadyRated",
    "AskedAgain",
    "LevelMissing",
    "NobodyToAsk",
    "NotInvited",
    "NotYourVisit",
    "ReasonsUnfit",
    "StaffMayNotRate",
    "TooLateToRate",
    "ask_again",
    "invite",
    "rate",
]


@transaction.atomic
def invite(
    *, ticket_id: UUID, window_id: UUID, person_id: UUID, item_id: UUID | None, by: Actor, at: datetime
) -> InvitationCard:
    """Invite whoever held the ticket to rate the service that ended ``at``; a visit is invited once (FBK-03).

    ``person_id`` served at ``window_id``.  How long it is valid is ``rating.valid_hours``.
    """
    day = local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    asked, new = Invitation.objects.get_or_create(
        hall_id=by.hall_id,
        ticket_id=ticket_id,
        defaults={
            "window_id": window_id,
            "person_id": person_id,
            "item_id": item_id,
            "business_day": day,
            "made_at": at,
            "expires_at": at + timedelta(hours=selectors.valid_hours(by.hall_id, day)),
        },
    )
    if new:
        event = events.InvitationMade(
            window_id=window_id, person_id=person_id, item_id=item_id, expires_at=asked.expires_at
        )
        record(event, subject=asked.id, by=by, at=at)
    return selectors.card_of(asked)


@transaction.atomic
def ask_again(*, window_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> InvitationCard:
    """Let the terminal of a window ask for the visit that ended there last, once more (FBK-03).

    Only who served may, while the visitor can still be there (``rules.ASKED_WITHIN``), and only once.  Where
    the visit was rated already nothing is asked, and the clerk is not told so.

    Raises: NobodyToAsk, AskedAgain, KeyReused.
    """
    promise = idempotency.once(by, "evaluation.ask_again", key, at)
    last = selectors.last_at_window(by.hall_id, window_id)
    if last is None or last.person_id != by.id:
        raise NobodyToAsk
    if promise.replay:
        return last
    asked = Invitation.objects.select_for_update().get(hall_id=by.hall_id, id=last.id)
    if not rules.may_be_asked(asked.made_at, at):
        raise NobodyToAsk
    if asked.asked_at is not None:
        raise AskedAgain
    asked.asked_at = at
    asked.save(update_fields=["asked_at"])
    told = events.AskedAgain(window_id=asked.window_id, person_id=asked.person_id)
    record(told, subject=asked.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.card_of(asked)


@transaction.atomic
def rate(
    *,
    invitation_id: UUID,
    level: str,
    reasons: Iterable[str] = (),
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> InvitationCard:
    """Rate a visit, once, at one of the five levels; the two lower ones may be given reasons (FBK-03).

    ``by`` is the visitor who holds the ticket's link (``selectors.rater_at``) or the terminal of the window,
    as long as nobody else has been served there since.  Neither the answer nor the journal names the visit.

    Raises: StaffMayNotRate, NotInvited, NotYourVisit, AlreadyRated, TooLateToRate, LevelMissing,
    ReasonsUnfit, KeyReused.
    """
    if by.kind not in {ActorKind.CITIZEN, ActorKind.DEVICE}:
        raise StaffMayNotRate
    promise = idempotency.once(by, "evaluation.rate", key, at)
    asked = Invitation.objects.select_for_update().filter(hall_id=by.hall_id, id=invitation_id).first()
    if asked is None:
        raise NotInvited
    if promise.replay:
        return selectors.card_of(asked)
    _may(asked, by, at)
    chosen, named = rules.level_of(level), sorted(set(reasons))
    if chosen is None:
        raise LevelMissing
    if not rules.reasons_fit(chosen, named):
        raise ReasonsUnfit
    asked.level, asked.reasons = chosen, named
    asked.rated_at, asked.rated_on = at, local_day(at, organization.hall_in_hand(by.hall_id).timezone)
    asked.at_terminal, asked.rating_id = by.kind is ActorKind.DEVICE, new_id()
    asked.save(update_fields=["level", "reasons", "rated_at", "rated_on", "at_terminal", "rating_id"])
    _tell(asked, by, at, promise.entry_id)
    return selectors.card_of(asked)


def _may(asked: Invitation, by: Actor, at: datetime) -> None:
    """Let only whoever was served rate, once and in time."""
    if by.kind is ActorKind.CITIZEN and by.id != asked.id:
        raise NotYourVisit
    if by.kind is ActorKind.DEVICE and by.window_id != asked.window_id:
        raise NotYourVisit
    if asked.level is not None:
        raise AlreadyRated
    if at >= asked.expires_at:
        raise TooLateToRate
    if by.kind is ActorKind.DEVICE and not (
        rules.terminal_takes(asked.asked_at or asked.made_at, at) and selectors.is_last_at_window(asked)
    ):
        raise TooLateToRate


def _tell(asked: Invitation, by: Actor, at: datetime, entry_id: UUID) -> None:
    assert asked.rating_id is not None and asked.level is not None
    event = events.ServiceRated(
        level=Level(asked.level),
        reasons=tuple(Reason(one) for one in asked.reasons),
        window_id=asked.window_id,
        person_id=asked.person_id,
        item_id=asked.item_id,
    )
    if by.kind is ActorKind.CITIZEN:  # the journal does not say whose visit it was
        by = Actor(ActorKind.CITIZEN, asked.rating_id, by.hall_id)
    record(event, subject=asked.rating_id, by=by, at=at, entry_id=entry_id)
