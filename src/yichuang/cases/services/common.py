"""What the verbs share: the case's row under lock, who acts where, the arrow taken, telling what happened."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import transaction

from yichuang.cases import events, labels
from yichuang.cases.models import Case
from yichuang.cases.refusals import (
    IllegalAct,
    NotAtAWindow,
    OtherDepartment,
    OtherWindow,
    ReasonNeeded,
    UnknownCase,
)
from yichuang.cases.rules import sight, states
from yichuang.cases.rules.states import Act, Arrow
from yichuang.cases.selectors.cases import card_of
from yichuang.cases.selectors.sight import assigned_of, eyes, may_see
from yichuang.cases.types import CaseState
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.act import tells_attempts
from yichuang.kernel.clock import local_day
from yichuang.kernel.errors import Attempt, Refusal
from yichuang.kernel.journal.events import Event
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.posts.types import MandateVerdict

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", bound=Refusal)

#: For what the vault keeps names and numbers of cases, and texts about them.
HANDLING = "cases.handling"
BACK_OFFICE = frozenset({Role.STF, Role.BST, Role.CHIEF, Role.SEC})
HEADS = frozenset({Role.CHIEF, Role.SEC, Role.OFF, Role.UH})
LONGEST_NOTE = 1000
YEAR = timedelta(days=366)


def act(function: Callable[P, R]) -> Callable[P, R]:
    """Make the function one transaction whose refused attempts are told (CAS-01, CHF-03)."""
    return tells_attempts(transaction.atomic(function))


def denied(refusal: R_co, case: Case, tried: str, by: Actor, at: datetime) -> R_co:
    """Return the refusal with the attempt it stands for."""
    told = events.ActRefused(act=tried, state=CaseState(case.state), code=refusal.code)
    refusal.attempt = Attempt(told, subject=case.id, matter=case.id, by=by, at=at)
    return refusal


def locked(case_id: UUID, by: Actor) -> Case:
    """Return the hall's case, locked until the act is over.  Raises: UnknownCase (another hall's too)."""
    found = Case.objects.select_for_update().filter(hall_id=by.hall_id, id=case_id).first()
    if found is None:
        raise UnknownCase
    return found


def arrow(case: Case, what: Act, by: Actor, at: datetime) -> Arrow:
    """Return the way ``what`` leads the case.

    Raises: IllegalAct, told as an attempt (CAS-01); UnknownCase to who may not know of it (CRT-02).
    """
    found = states.arrow(CaseState(case.state), what)
    if found is None:
        raise out_of_place(case, what.value, str(labels.ACT[what]), by, at)
    return found


def out_of_place(case: Case, tried: str, name: str, by: Actor, at: datetime) -> Refusal:
    """Return the refusal of an act for which the case does not stand fit, told as an attempt (CAS-01).

    Who may not know of a confidential case is told of none (CRT-02).
    """
    state = str(labels.STATE[CaseState(case.state)])
    refusal = IllegalAct(number=case.number, state=state, act=name)
    return denied(UnknownCase() if hidden(case, by, at) else refusal, case, tried, by, at)


def at_a_window(by: Actor, at: datetime) -> Actor:
    """Return the actor with window, post and whom they cover for there.  Raises: NotAtAWindow."""
    on = posts.sign_on_now(by.hall_id, at, person_id=by.id) if by.kind is ActorKind.PERSON else None
    if on is None:
        raise NotAtAWindow
    behalf = by.on_behalf_of or on.on_behalf_of
    return replace(by, window_id=on.window_id, post_id=by.post_id or on.post_id, on_behalf_of=behalf)


def at_own_window(case: Case, by: Actor, at: datetime) -> Actor:
    """Return the actor at the window the case came in by (JOB-02).

    Raises: NotAtAWindow, OtherWindow; UnknownCase to who has nothing to do with a confidential one (CRT-02).
    """
    by = at_a_window(by, at)
    if case.window_id is not None and by.window_id != case.window_id:
        if case.confidential and by.id not in assigned_of(case):
            raise UnknownCase
        window = organization.window(by.hall_id, case.window_id)
        raise OtherWindow(number=case.number, window=window.number)
    return by


def in_house(case: Case, what: str, by: Actor, at: datetime, roles: Collection[Role] = BACK_OFFICE) -> Actor:
    """Return the actor if the case is their department's business and they hold one of ``roles``.

    Whoever stands in for somebody holds that one's roles too while the cover runs, and does what they do in
    that one's cases for them (AB-05).
    Raises: OtherDepartment, told as an attempt; UnknownCase for a confidential one (CRT-02).
    """
    if by.kind is ActorKind.SYSTEM:
        return by
    covers = posts.acting_for(by.hall_id, by.id, at) if by.kind is ActorKind.PERSON else []
    theirs = next((one for one in covers if one.a_id == hand_of(case)), None)
    if by.kind is ActorKind.PERSON and _works_on(case, by.id, at, roles):
        return by if theirs is None else replace(by, on_behalf_of=theirs.on_behalf_of)
    for one in covers:
        if _works_on(case, one.a_id, at, roles):
            return replace(by, on_behalf_of=one.on_behalf_of)
    raise denied(
        UnknownCase() if case.confidential else OtherDepartment(number=case.number), case, what, by, at
    )


def hidden(case: Case, by: Actor, at: datetime) -> bool:
    """Say whether somebody of the hall may not even know that there is such a case (docs/decisions/0014)."""
    if not case.confidential or by.kind is not ActorKind.PERSON:
        return False
    return not may_see(card_of(case), by.id, eyes(by.hall_id, by.id, at))


def hand_of(case: Case) -> UUID:
    """Return in whose hands a case is."""
    return case.handler_id or case.accepted_by or case.submitted_by


def for_whom(by: Actor, verdict: MandateVerdict) -> Actor:
    """Return the actor as who acts for another, where the mandate is that one's (AB-05)."""
    return by if verdict.on_behalf_of is None else replace(by, on_behalf_of=verdict.on_behalf_of)


def _works_on(case: Case, person_id: UUID, at: datetime, roles: Collection[Role]) -> bool:
    held = access.roles_of(case.hall_id, person_id, at)
    home = organization.person(case.hall_id, person_id).department_id
    scope = sight.Scope(case.department_id, case.confidential, assigned_of(case))
    return sight.may_work(scope, person_id, held, home, roles)


def item_of(case: Case) -> ItemCard:
    """Return the item in the version the case is pinned to."""
    return catalogue.version(case.hall_id, case.item_version_id)


def move(case: Case, way: Arrow, at: datetime, *fields: str) -> None:
    """Put the case where the arrow leads and save what else has changed."""
    case.state, case.changed_at = way.target, at
    case.save(update_fields=["state", "changed_at", *fields])


def tell(event: Event, case: Case, *, by: Actor, at: datetime, entry_id: UUID | None = None) -> None:
    """Write the event about the case; the case is its matter (本件经过)."""
    record(event, subject=case.id, matter=case.id, by=by, at=at, entry_id=entry_id)


def kept_until(item: ItemCard, at: datetime) -> datetime:
    """Return until when names and texts of a case are kept: as long as its file, and a year to destroy it."""
    return at + (item.retention_years + 1) * YEAR


def keep_text(text: str, *, field: object, item: ItemCard, by: Actor, at: datetime) -> UUID:
    """Lock a reason away and return its id.  Raises: ReasonNeeded, TextTooLong, TextUnreadable."""
    if not text.strip():
        raise ReasonNeeded
    value = plain(text, field=str(field), limit=LONGEST_NOTE, lines=True)
    return vault.keep(
        hall_id=by.hall_id,
        kind=Kind.TEXT,
        value=value,
        purpose=HANDLING,
        expires_at=kept_until(item, at),
        by=by,
        at=at,
    )


def hall_day(hall_id: UUID, at: datetime) -> date:
    """Return the day of ``at`` in the hall's own time."""
    return local_day(at, organization.timezone_of(hall_id))
