"""Post who passed, and withdraw who leaves the windows once nothing is left in their hands."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Reason, ReasonCode
from yichuang.organization import selectors as organization
from yichuang.organization import services as hall
from yichuang.organization.errors import HasLeft
from yichuang.organization.types import WORK_IN_HAND, PersonKind
from yichuang.training import rules, selectors
from yichuang.training.errors import NotThisStep, OpenWorkLeft, OpenWorkUnknown, PostingDayUnfit
from yichuang.training.events import PersonPosted, PersonWithdrawn
from yichuang.training.labels import STATES
from yichuang.training.models import Nomination
from yichuang.training.services.common import PURPOSE, locked, step, today
from yichuang.training.services.review import refuse_unfit
from yichuang.training.types import NominationCard, SelectionState, WithdrawalReason

#: So many numbers are said in the sentence; the rest are counted.
NAMED = 5
#: Of these nobody was posted by, so that who is at a window all the same was taken over.
UNDECIDED = (SelectionState.NOMINATED, SelectionState.UNDER_REVIEW, SelectionState.RETURNED)


@transaction.atomic
def post_candidate(
    *,
    nomination_id: UUID,
    on: date | None = None,
    worker_number: str = "",
    kind: PersonKind = PersonKind.HANDLING,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NominationCard:
    """Post a candidate who passed, from a day on (the day nominated for); from then a post can be held.

    Somebody new is entered in the hall's register under ``worker_number``, with the name from the vault; on
    another day than the review's the age is counted anew from it.
    Raises: NotThisStep (STF-04), PostingDayUnfit, BeyondAge (STF-02), HasLeft, NominationUnknown, what the
    register and the vault refuse.
    """
    promise = once(by, "training.post_candidate", key, at)
    row = locked(nomination_id, by)
    if promise.replay:
        return selectors.nomination_card(row)
    state = step(row, "post")
    assert row.posting_on is not None and row.name_entry_id is not None  # who passed was nominated
    day = on or max(row.posting_on, today(by.hall_id, at))
    if day < today(by.hall_id, at):
        raise PostingDayUnfit
    if day != row.posting_on:
        _count_anew(row, day, by, at)
    if row.person_id is None:
        why = Reason(ReasonCode.HANDLING, PURPOSE, matter=row.id)
        name = vault.reveal(row.name_entry_id, reason=why, by=by, at=at)
        fresh = hall.add_person(
            worker_number=worker_number,
            name=name,
            kind=kind,
            department_id=row.department_id,
            by=by,
            at=at,
        )
        row.person_id = fresh.id
    elif not organization.person(by.hall_id, row.person_id).active:
        raise HasLeft
    row.state, row.posting_on = state, day
    row.save(update_fields=["state", "person_id", "posting_on"])
    told = PersonPosted(person_id=row.person_id, on=day, source=row.source)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.nomination_card(row)


def _count_anew(row: Nomination, day: date, by: Actor, at: datetime) -> None:
    assert row.identity_entry_id is not None
    why = Reason(ReasonCode.HANDLING, PURPOSE, matter=row.id)
    number = vault.reveal(row.identity_entry_id, reason=why, by=by, at=at)
    age = rules.age_on(rules.born_on(number), day)
    row.age, row.on_birthday, row.posting_on = age.years, age.birthday, day
    row.save(update_fields=["age", "on_birthday", "posting_on"])
    refuse_unfit(selectors.nomination_card(row))


@transaction.atomic
def withdraw_nomination(
    *,
    nomination_id: UUID,
    reason: WithdrawalReason,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NominationCard:
    """Take back a nomination nobody was posted by yet.  Raises: NominationUnknown, NotThisStep."""
    promise = once(by, "training.withdraw_nomination", key, at)
    row = locked(nomination_id, by)
    if promise.replay:
        return selectors.nomination_card(row)
    if row.state == SelectionState.POSTED:
        raise NotThisStep(state=str(STATES[SelectionState.POSTED]))
    return _withdraw(row, reason, by, at, promise.entry_id)


@transaction.atomic
def withdraw_person(
    *,
    person_id: UUID,
    reason: WithdrawalReason,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NominationCard:
    """Withdraw somebody from the windows: their posts and sign-on end once nothing is left in their hands.

    Who was taken over gets a file with it.
    Raises: OpenWorkLeft, OpenWorkUnknown (STF-08), NotThisStep, PersonUnknown.
    """
    promise = once(by, "training.withdraw_person", key, at)
    rows = Nomination.objects.select_for_update(of=("self",)).filter(hall_id=by.hall_id, person_id=person_id)
    row = rows.order_by("-nominated_at", "-id").first()
    if promise.replay and row is not None:
        return selectors.nomination_card(row)
    who = organization.person(by.hall_id, person_id)
    work = WORK_IN_HAND(by.hall_id, person_id, at)
    if work is None:
        raise OpenWorkUnknown
    if work:
        raise OpenWorkLeft(count=len(work), labels=", ".join(work[:NAMED]))
    if row is None or row.state in UNDECIDED:
        row = Nomination.objects.create(
            id=new_id(),
            hall_id=by.hall_id,
            department_id=who.department_id,
            person_id=person_id,
            state=SelectionState.POSTED,
            posting_on=today(by.hall_id, at),
            nominated_by=by.id,
            nominated_at=at,
        )
    return _withdraw(row, reason, by, at, promise.entry_id)


def _withdraw(
    row: Nomination, reason: WithdrawalReason, by: Actor, at: datetime, entry_id: UUID
) -> NominationCard:
    posted = row.state == SelectionState.POSTED
    row.state, row.withdrawn_at, row.withdrawal = step(row, "withdraw"), at, reason.value
    row.save(update_fields=["state", "withdrawn_at", "withdrawal"])
    told = PersonWithdrawn(person_id=row.person_id, reason=reason.value, was_posted=posted)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=entry_id)
    return selectors.nomination_card(row)
