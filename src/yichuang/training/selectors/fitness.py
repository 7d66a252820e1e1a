"""Who is fit for a window on which day: posted or taken over, not sent back, with a certificate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date, timedelta
from uuid import UUID

from yichuang.regulations import selectors as regulations
from yichuang.regulations.types import ValueCard
from yichuang.training import rules
from yichuang.training.models import Certificate, Nomination
from yichuang.training.rules import Asks, Record
from yichuang.training.selectors.certificates import certificate_card
from yichuang.training.types import CertificateCard, Regime, SelectionState, Source, Unfit

DAY = timedelta(days=1)
REGIME, CERTIFICATE = "staff.regime", "staff.certificate"
REQUIRED = "required"
AGAINST = (SelectionState.RETURNED.value, SelectionState.WITHDRAWN.value)


def asks_on(hall_id: UUID, on: date) -> Asks:
    """Return what a hall asks of its window staff on a day (STF-04, STF-05, STF-07, X-29)."""
    return asks_between(hall_id, since=on, until=on + DAY)[on]


def asks_between(hall_id: UUID, *, since: date, until: date) -> dict[date, Asks]:
    """Return what a hall asks on each day from ``since`` on, before ``until``."""
    days = [since + DAY * one for one in range((until - since).days)]
    if not days:
        return {}
    changes = {since}
    for key in (REGIME, CERTIFICATE):
        card = regulations.parameter_card(hall_id, key, since)
        changes |= {one.active_from for one in card.coming if one.active_from < until}
    found, last = {}, None
    for day in days:
        if day in changes or last is None:
            last = _asks(hall_id, day)
        found[day] = last
    return found


def certificate_required_from(hall_id: UUID, on: date) -> date | None:
    """Return the day to come from which a hall asks for certificates; None where none is set to come."""
    card = regulations.parameter_card(hall_id, CERTIFICATE, on)
    return None if card.value == REQUIRED else _first(card.coming)


def _first(coming: Collection[ValueCard]) -> date | None:
    return min((one.active_from for one in coming if one.value == REQUIRED), default=None)


def _asks(hall_id: UUID, day: date) -> Asks:
    card = regulations.parameter_card(hall_id, REGIME, day)
    regime = Regime(card.value)
    since = card.hall_value.active_from if card.hall_value is not None else None
    needs = regulations.parameter_card(hall_id, CERTIFICATE, day).value == REQUIRED
    return Asks(regime, since if regime is not Regime.OPEN else None, needs)


def unfit_days(
    hall_id: UUID,
    people: Collection[UUID],
    *,
    since: date,
    until: date,
    held_before: Callable[[date], Collection[UUID]],
) -> dict[tuple[UUID, date], Unfit]:
    """Return why which of these people may not be at a window on which day; who may is not in it.

    ``held_before`` says who held a post on the eve of a day, when the hall chose where its staff come from.
    """
    days = asks_between(hall_id, since=since, until=until)
    records = _records(hall_id, people)
    asking = any(one.certificate or one.regime is not Regime.OPEN for one in days.values())
    if not asking and not any(listed[0].state in AGAINST for listed in records.values()):
        return {}
    certificates = _certificates(hall_id, people)
    kept: dict[date, Collection[UUID]] = {}
    found = {}
    for day, asks in days.items():
        if asks.since is not None and asks.since not in kept:
            kept[asks.since] = held_before(asks.since)
        before = kept.get(asks.since, ()) if asks.since is not None else ()
        for who in people:
            why = rules.unfit_on(
                day, asks, records.get(who, []), certificates.get(who, []), taken_over=who in before
            )
            if why is not None:
                found[who, day] = why
    return found


def _records(hall_id: UUID, people: Collection[UUID]) -> dict[UUID, list[Record]]:
    rows = Nomination.objects.filter(hall_id=hall_id, person_id__in=list(people))
    found: dict[UUID, list[Record]] = defaultdict(list)
    for row in rows.order_by("-nominated_at", "-id"):
        if row.person_id is not None:
            source = Source(row.source) if row.source else None
            found[row.person_id].append(Record(source, SelectionState(row.state), row.posting_on))
    return dict(found)


def _certificates(hall_id: UUID, people: Collection[UUID]) -> dict[UUID, list[CertificateCard]]:
    found: dict[UUID, list[CertificateCard]] = defaultdict(list)
    for row in Certificate.objects.filter(hall_id=hall_id, person_id__in=list(people), revoked_at=None):
        found[row.person_id].append(certificate_card(row))
    return dict(found)
