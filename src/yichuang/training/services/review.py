"""Review a candidate: take it up, note what was looked at, relax the age, pass or return."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode
from yichuang.training import selectors
from yichuang.training.errors import (
    BeyondAge,
    ConditionUnmet,
    HealthNoteElsewhere,
    NominationUnknown,
    NothingToRelax,
    NothingToReturn,
    NotPermanent,
    OwnException,
    PointUnfit,
    ProofMissing,
    ReviewIncomplete,
    SkillUnchecked,
    SkillUnmet,
    StandardMissing,
)
from yichuang.training.events import AgeRelaxed, CandidatePassed, CandidateReturned, PointNoted, ReviewTakenUp
from yichuang.training.labels import POINTS
from yichuang.training.models import Nomination, NotedPoint
from yichuang.training.services.common import HEALTH, PURPOSE, kept, locked, step
from yichuang.training.types import (
    ASKED_BY,
    NOTED,
    AgeException,
    Finding,
    NominationCard,
    Point,
    SelectionState,
)

INCOMPLETE: dict[str, type[ReviewIncomplete]] = {
    "STF-01": ProofMissing,
    "STF-03": SkillUnchecked,
    "STF-06": ReviewIncomplete,
    "STF-07": StandardMissing,
}
UNMET: dict[str, type[ConditionUnmet]] = {"STF-03": SkillUnmet, "STF-06": ConditionUnmet}


@transaction.atomic
def take_up(*, nomination_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> NominationCard:
    """Take a nomination up for its review.  Raises: NominationUnknown, NotThisStep."""
    promise = once(by, "training.take_up", key, at)
    row = locked(nomination_id, by)
    if promise.replay:
        return selectors.nomination_card(row)
    row.state, row.review_by = step(row, "take_up"), by.id
    row.save(update_fields=["state", "review_by"])
    record(ReviewTakenUp(), subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.nomination_card(row)


@transaction.atomic
def note_point(
    *,
    nomination_id: UUID,
    point: Point,
    met: bool,
    evidence: str = "",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NominationCard:
    """Note that a condition was looked at: met or not, by which paper or score; noted again, anew.

    What is said of somebody's health goes into the vault and is written by personnel only (STF-06).
    Raises: NominationUnknown, NotThisStep, PointUnfit, HealthNoteElsewhere.
    """
    promise = once(by, "training.note_point", key, at)
    row = locked(nomination_id, by)
    if promise.replay:
        return selectors.nomination_card(row)
    if point not in NOTED:
        raise PointUnfit
    step(row, "pass")  # noted while the review is open
    said = plain(evidence, field=_("Paper or score"), limit=120, blank=True)
    note_id = None
    if point is Point.HEALTH:
        _personnel_only(by, at)
        if said:
            note_id = row.health_note_id = kept(Kind.TEXT, said, HEALTH, by, at)
            row.save(update_fields=["health_note_id"])
        said = ""
    looked = {"met": met, "evidence": said, "checked_by": by.id, "checked_at": at}
    NotedPoint.objects.update_or_create(
        hall_id=by.hall_id,
        nomination_id=row.id,
        point=point.value,
        defaults=looked,
        create_defaults={"id": new_id()} | looked,
    )
    told = PointNoted(point=point.value, note_entry_id=note_id)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.nomination_card(row)


def _personnel_only(by: Actor, at: datetime) -> None:
    if by.kind is ActorKind.PERSON and not access.works_as(by.hall_id, by.id, frozenset({Role.HR}), at):
        raise HealthNoteElsewhere


@transaction.atomic
def read_health_note(*, nomination_id: UUID, by: Actor, at: datetime) -> str:
    """Return what personnel noted of a candidate's health; the journal tells who looked (STF-06).

    Raises: NominationUnknown, HealthNoteElsewhere (403), what the vault refuses.
    """
    _personnel_only(by, at)
    row = locked(nomination_id, by)
    if row.health_note_id is None:
        return ""
    why = Reason(ReasonCode.HANDLING, HEALTH, matter=row.id)
    return vault.reveal(row.health_note_id, reason=why, by=by, at=at)


@transaction.atomic
def read_candidate(*, nomination_id: UUID, by: Actor, at: datetime) -> tuple[str, str]:
    """Return name and identity number of a candidate in full; the journal tells who looked.

    Raises: NominationUnknown, what the vault refuses.
    """
    row = locked(nomination_id, by)
    if row.name_entry_id is None or row.identity_entry_id is None:
        raise NominationUnknown
    why = Reason(ReasonCode.HANDLING, PURPOSE, matter=row.id)
    name = vault.reveal(row.name_entry_id, reason=why, by=by, at=at)
    return name, vault.reveal(row.identity_entry_id, reason=why, by=by, at=at)


@transaction.atomic
def relax_age(
    *,
    nomination_id: UUID,
    category: AgeException,
    proof: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> NominationCard:
    """Approve that a candidate beyond the age limit comes: a category of the rules, by a paper (STF-02).

    Raises: NominationUnknown, NotThisStep, NothingToRelax, OwnException, TextMissing.
    """
    promise = once(by, "training.relax_age", key, at)
    row = locked(nomination_id, by)
    if promise.replay:
        return selectors.nomination_card(row)
    step(row, "pass")
    paper = plain(proof, field=_("Paper for the exception"), limit=80)
    if Point.AGE not in selectors.nomination_card(row).those(Finding.UNMET):
        raise NothingToRelax
    if by.id == row.nominated_by:
        raise OwnException
    row.exception, row.exception_proof = category.value, paper
    row.exception_by, row.exception_at = by.id, at
    row.save(update_fields=["exception", "exception_proof", "exception_by", "exception_at"])
    told = AgeRelaxed(category=category.value)
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.nomination_card(row)


@transaction.atomic
def pass_candidate(*, nomination_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> NominationCard:
    """Let a candidate pass whose sheet is whole and speaks for them (STF-01, 02, 03, 06, 07).

    Raises: NotPermanent, ProofMissing, BeyondAge, OwnException, SkillUnchecked, SkillUnmet, ReviewIncomplete,
    ConditionUnmet, StandardMissing, NominationUnknown, NotThisStep.
    """
    promise = once(by, "training.pass_candidate", key, at)
    row = locked(nomination_id, by)
    if promise.replay:
        return selectors.nomination_card(row)
    state = step(row, "pass")
    card = selectors.nomination_card(row)
    refuse_unfit(card)
    if row.exception_by == by.id:
        raise OwnException
    _decide(row, state, by, at)
    told = CandidatePassed(relaxed=Point.AGE in card.those(Finding.RELAXED))
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.nomination_card(row)


def refuse_unfit(card: NominationCard) -> None:
    """Refuse a sheet that is not whole or speaks against its candidate, each with its rule."""
    against = card.those(Finding.UNMET)
    if Point.EMPLOYMENT in against:
        raise NotPermanent
    if Point.AGE in against:
        assert card.age is not None and card.posting_on is not None  # else there was no such point
        limit, _policy = selectors.age_limit(card.hall_id, card.posting_on)
        raise BeyondAge(day=card.posting_on.isoformat(), years=card.age.years, limit=limit)
    missing = card.those(Finding.MISSING)
    if missing:
        raise INCOMPLETE[ASKED_BY[missing[0]]](points=_named(missing))
    if against:
        raise UNMET[ASKED_BY[against[0]]](points=_named(against))


def _named(points: Iterable[Point]) -> str:
    return pgettext("between faults", "; ").join(str(POINTS[one]) for one in points)


@transaction.atomic
def return_candidate(
    *, nomination_id: UUID, note: str = "", by: Actor, at: datetime, key: Key | None = None
) -> NominationCard:
    """Return a candidate to who sent them, for what the sheet says against them, or for a note (STF-04).

    Raises: NothingToReturn, NominationUnknown, NotThisStep.
    """
    promise = once(by, "training.return_candidate", key, at)
    row = locked(nomination_id, by)
    if promise.replay:
        return selectors.nomination_card(row)
    state = step(row, "return")
    said = plain(note, field=_("Reason of the return"), limit=200, blank=True)
    card = selectors.nomination_card(row)
    against = (*card.those(Finding.UNMET), *card.those(Finding.MISSING))
    if not against and not said:
        raise NothingToReturn
    row.return_points, row.return_note = [one.value for one in against], said
    row.save(update_fields=["return_points", "return_note"])
    _decide(row, state, by, at)
    told = CandidateReturned(rules=tuple(dict.fromkeys(ASKED_BY[one] for one in against)))
    record(told, subject=row.id, matter=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.nomination_card(row)


def _decide(row: Nomination, state: SelectionState, by: Actor, at: datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, by.id, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
