"""Whose eyes a case is for: the rule of ``rules.sight`` asked of one case and as a filter of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yichuang.cases.models import Case
from yichuang.cases.refusals import OtherDepartment, UnknownCase
from yichuang.cases.rules import sight as rules
from yichuang.cases.types import CaseCard
from yichuang.kernel.access import selectors as access
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts

#: What the hall itself sees: every case, for its own sweeps and rounds.
EVERYTHING = rules.Seen(every=True, departments=frozenset(), heads=frozenset(), heads_all=True)


def eyes(hall_id: UUID, person_id: UUID, at: datetime) -> rules.Seen:
    """Return which cases a person sees at ``at`` by the roles held then, and by whom they stand in for."""
    covers = posts.acting_for(hall_id, person_id, at)
    others = [(one.a_id, _own_eyes(hall_id, one.a_id, at)) for one in covers]
    return rules.together(_own_eyes(hall_id, person_id, at), others)


def _own_eyes(hall_id: UUID, person_id: UUID, at: datetime) -> rules.Seen:
    home = organization.person(hall_id, person_id).department_id
    return rules.seen_by(access.roles_of(hall_id, person_id, at), home)


def may_see(card: CaseCard, person_id: UUID, seen: rules.Seen) -> bool:
    """Say whether a person with these eyes sees the case (PRV-01, CRT-02)."""
    return rules.may_see(
        rules.Scope(card.department_id, card.confidential, assigned_of(card)), person_id, seen
    )


def look(card: CaseCard, person_id: UUID, at: datetime) -> CaseCard:
    """Return the case if the person may see it.

    Raises: UnknownCase where it is confidential, as if it were not there; OtherDepartment.
    """
    if may_see(card, person_id, eyes(card.hall_id, person_id, at)):
        return card
    if card.confidential:
        raise UnknownCase
    raise OtherDepartment(number=card.number)


def assigned_of(card: CaseCard | Case) -> frozenset[UUID]:
    """Return who has or had the case in hand."""
    held: Iterable[UUID | None] = (
        card.submitted_by,
        card.accepted_by,
        card.handler_id,
        card.proposed_by,
        card.decided_by,
    )
    return frozenset(one for one in held if one is not None)


def visible(person_id: UUID, seen: rules.Seen) -> Q:
    """Return the filter that lets through exactly the cases ``may_see`` does."""
    hands = {person_id, *seen.also}
    mine = (
        Q(submitted_by__in=hands)
        | Q(accepted_by__in=hands)
        | Q(handler_id__in=hands)
        | Q(proposed_by__in=hands)
        | Q(decided_by__in=hands)
    )
    plain = Q(confidential=False)
    if not seen.every:
        theirs = Q(department_id__in=seen.departments)
        plain &= theirs | Q(department_id__isnull=True) if seen.works else theirs
    secret = Q(confidential=True)
    if not seen.heads_all:
        secret &= Q(department_id__in=seen.heads)
    return mine | plain | secret
