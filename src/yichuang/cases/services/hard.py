"""Write down a hard question, offer its client a way, remind once at the limit, close with an answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import HardQuestion
from yichuang.cases.refusals import (
    AnswerMissing,
    AppointmentUnfit,
    ClientMissing,
    FollowUpMissing,
    HardQuestionClosed,
    HardQuestionMissing,
    NotYoursToAnswer,
    OfferMissing,
    PersonalInRegister,
    UnknownHardQuestion,
)
from yichuang.cases.services.beside import working_days
from yichuang.cases.services.common import act, at_a_window, hall_day
from yichuang.cases.types.hard import Client, HardCard, HardKind, Offer, OfferKind
from yichuang.deadlines import services as deadlines
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import scanner
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode
from yichuang.organization import selectors as organization
from yichuang.organization import services as hours
from yichuang.organization.errors import PersonUnknown
from yichuang.organization.types import ChangeKind, ChangeReason

#: For what the vault keeps who asked.
FOLLOWING_UP = "cases.following_up"
CLOCK = "register.hard_question"
QUESTION, ANSWER = 300, 1000
#: How long who asked is kept, and how long question and answer are there to be found.
CLIENT_STAYS, REGISTER_STAYS = timedelta(days=3 * 366), timedelta(days=10 * 366)
HEADS = frozenset({Role.OFF, Role.UH, Role.SEC, Role.CHIEF})


@act
def note_hard_question(
    *,
    kind: HardKind,
    question: str,
    client: Client,
    owner_id: UUID | None,
    needs_study: bool = False,
    offer: Offer | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> HardCard:
    """Write a hard question down, with who asked and who follows it up until ``hard.answer_limit`` (PROM-04).

    With ``needs_study`` it must first be studied or asked above: then an appointment or longer hours are
    offered in the same act, or nothing is written (PROM-05).

    Raises: HardQuestionMissing, ClientMissing, FollowUpMissing, PersonalInRegister, OfferMissing,
    AppointmentUnfit, NotAtAWindow, ChangeUnfit, TextTooLong, ValueUnfit, KeyReused.
    """
    promise = once(by, "cases.note_hard_question", key, at)
    if promise.replay:
        hard_id = journal.subject_of(by.hall_id, promise.entry_id)
        return selectors.hard_question(by.hall_id, hard_id, at)
    if not question.strip():
        raise HardQuestionMissing
    if not client.name.strip():
        raise ClientMissing
    owner = _at_work(by.hall_id, owner_id)
    if needs_study and offer is None:
        raise OfferMissing
    hard_id = new_id()
    clock = deadlines.start(
        purpose=CLOCK,
        budget=working_days(by.hall_id, "hard.answer_limit", at),
        subject_id=hard_id,
        department_id=organization.person(by.hall_id, owner).department_id,
        owner_id=owner,
        by=by,
        at=at,
    )
    row = HardQuestion.objects.create(
        id=hard_id,
        hall_id=by.hall_id,
        kind=kind.value,
        question_id=_for_the_register(question, _("Question"), QUESTION, by, at),
        client_id=_kept(Kind.NAME, plain(client.name, field=_("Client"), limit=100), by, at),
        phone_id=_kept(Kind.PHONE, client.phone, by, at) if client.phone.strip() else None,
        owner_id=owner,
        noted_by=by.id,
        noted_at=at,
        clock_id=clock.id,
    )
    told = events.HardQuestionNoted(kind=kind, owner_id=owner, client_id=row.client_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    if offer is not None:
        _offer(row, offer, by, at)
    return selectors.hard_question(by.hall_id, row.id, at)


@act
def offer_way(
    *, hard_id: UUID, offer: Offer | None, by: Actor, at: datetime, key: Key | None = None
) -> HardCard:
    """Say of an open question that it must be studied or asked above, and offer its client a way (PROM-05).

    A later offer replaces the one before.  Raises: UnknownHardQuestion, HardQuestionClosed, OfferMissing,
    AppointmentUnfit, NotAtAWindow, ChangeUnfit, KeyReused.
    """
    promise = once(by, "cases.offer_way", key, at)
    row = _locked(hard_id, by)
    if not promise.replay:
        if row.answered_at is not None:
            raise HardQuestionClosed
        if offer is None:
            raise OfferMissing
        _offer(row, offer, by, at, promise.entry_id)
    return selectors.hard_question(by.hall_id, row.id, at)


def _offer(row: HardQuestion, offer: Offer, by: Actor, at: datetime, entry_id: UUID | None = None) -> None:
    """Write an offer down: an appointment within open hours, or an extension asked of who approves hours."""
    change_id = None
    if offer.kind is OfferKind.APPOINTMENT:
        if offer.moment <= at or not organization.is_open(by.hall_id, offer.moment):
            raise AppointmentUnfit
    else:
        change_id = _extension(offer.moment, by, at)
    row.offer, row.offered_for, row.change_id = offer.kind.value, offer.moment, change_id
    row.save(update_fields=["offer", "offered_for", "change_id"])
    told = events.WayOffered(offer=offer.kind, offered_for=offer.moment, change_id=change_id)
    record(told, subject=row.id, by=by, at=at, entry_id=entry_id)


def _extension(until: datetime, by: Actor, at: datetime) -> UUID:
    """Ask that the window somebody has signed on at serves on after today's last session, until a moment."""
    window_id = at_a_window(by, at).window_id
    assert window_id is not None
    plan = organization.day_plan(by.hall_id, hall_day(by.hall_id, at))
    closes = [one.closes for one in organization.sessions_of(plan, window_id)]
    wish = hours.Wish(
        kind=ChangeKind.EXTENSION,
        window_ids=(window_id,),
        begins=max(closes, default=at),
        ends=until,
        reason=ChangeReason.NEEDS_INSTRUCTION,
    )
    return hours.request_change(wish=wish, by=by, at=at).id


@act
def answer_hard_question(
    *, hard_id: UUID, answer: str, by: Actor, at: datetime, key: Key | None = None
) -> HardCard:
    """Close a question with its answer, so that the next who asks the same is answered at once (PROM-04).

    Raises: UnknownHardQuestion, HardQuestionClosed, NotYoursToAnswer, AnswerMissing, PersonalInRegister,
    TextTooLong, KeyReused.
    """
    promise = once(by, "cases.answer_hard_question", key, at)
    row = _locked(hard_id, by)
    if promise.replay:
        return selectors.hard_question(by.hall_id, row.id, at)
    if row.answered_at is not None:
        raise HardQuestionClosed
    _has_to_do_with(row, by, at)
    if not answer.strip():
        raise AnswerMissing
    row.answer_id = _for_the_register(answer, _("Answer"), ANSWER, by, at)
    row.answered_by, row.answered_at = by.id, at
    row.save(update_fields=["answer_id", "answered_by", "answered_at"])
    deadlines.stop(clock_id=row.clock_id, by=by, at=at)
    record(events.HardQuestionAnswered(), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.hard_question(by.hall_id, row.id, at)


@act
def read_client(*, hard_id: UUID, by: Actor, at: datetime) -> Client:
    """Return who asked, in full, for who follows it up or heads the hall; the vault tells who looked.

    Raises: UnknownHardQuestion, NotYoursToAnswer, what the vault refuses.
    """
    row = _locked(hard_id, by)
    if by.id != row.noted_by:
        _has_to_do_with(row, by, at)
    reason = Reason(ReasonCode.HANDLING, FOLLOWING_UP)
    name = vault.reveal(row.client_id, reason=reason, by=by, at=at)
    phone = vault.reveal(row.phone_id, reason=reason, by=by, at=at) if row.phone_id else ""
    return Client(name, phone)


@act
def remind_of_hard_question(*, hard_id: UUID, purpose: str, by: Actor, at: datetime) -> None:
    """Remind once who follows up a question that is open at its limit.

    Safe to hear twice; a clock of something else is none of ours.
    """
    if purpose != CLOCK:
        return
    row = HardQuestion.objects.select_for_update().filter(hall_id=by.hall_id, id=hard_id).first()
    if row is None or row.answered_at is not None or row.reminded_at is not None:
        return
    row.reminded_at = at
    row.save(update_fields=["reminded_at"])
    record(events.HardQuestionOverdue(owner_id=row.owner_id), subject=row.id, by=by, at=at)


def _locked(hard_id: UUID, by: Actor) -> HardQuestion:
    row = HardQuestion.objects.select_for_update().filter(hall_id=by.hall_id, id=hard_id).first()
    if row is None:
        raise UnknownHardQuestion
    return row


def _at_work(hall_id: UUID, person_id: UUID | None) -> UUID:
    """Return who is to follow a question up.  Raises: FollowUpMissing."""
    if person_id is None:
        raise FollowUpMissing
    try:
        active = organization.person(hall_id, person_id).active
    except PersonUnknown:
        raise FollowUpMissing from None
    if not active:
        raise FollowUpMissing
    return person_id


def _has_to_do_with(row: HardQuestion, by: Actor, at: datetime) -> None:
    """Refuse who neither follows it up nor heads a section or the hall.  Raises: NotYoursToAnswer."""
    roles = {one.role for one in access.roles_of(by.hall_id, by.id, at)}
    if by.id != row.owner_id and not roles & HEADS:
        raise NotYoursToAnswer


def _for_the_register(text: str, field: str | Promise, limit: int, by: Actor, at: datetime) -> UUID:
    """Lock a text that many may read away.  Raises: PersonalInRegister (PRV-05), TextTooLong."""
    clean = plain(text, field=field, limit=limit, lines=True)
    if scanner.scan(clean, where="register"):
        raise PersonalInRegister(field=str(field))
    return _kept(Kind.LETTER, clean, by, at, purpose=selectors.REGISTER, stays=REGISTER_STAYS)


def _kept(
    kind: Kind,
    value: str,
    by: Actor,
    at: datetime,
    *,
    purpose: str = FOLLOWING_UP,
    stays: timedelta = CLIENT_STAYS,
) -> UUID:
    return vault.keep(
        hall_id=by.hall_id, kind=kind, value=value, purpose=purpose, expires_at=at + stays, by=by, at=at
    )
