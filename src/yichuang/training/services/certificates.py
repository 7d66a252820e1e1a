"""Give a certificate after a passed test, take it away, tell of those that end (STF-05)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils.translation import pgettext_lazy

from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HasLeft
from yichuang.training import selectors
from yichuang.training.errors import (
    CertificateRevokedAlready,
    CertificateThere,
    CertificateUnknown,
    TestDayUnfit,
)
from yichuang.training.events import (
    CertificateIssued,
    CertificateNearEnd,
    CertificateRevoked,
    QualificationLapsed,
)
from yichuang.training.models import Certificate
from yichuang.training.services.common import today
from yichuang.training.types import CertificateCard

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:training.certificates")


@transaction.atomic
def issue_certificate(
    *,
    person_id: UUID,
    number: str,
    tested_on: date,
    until: date | None = None,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CertificateCard:
    """Give somebody a certificate from today until ``until`` (exclusive; none: as long as possible).

    It follows a test passed today or before and ends at the latest when the next test is due
    (``certificate_test.interval``), so that whoever is at a window was tested in time.
    Raises: TestDayUnfit (STF-05), CertificateThere, PersonUnknown, HasLeft.
    """
    promise = once(by, "training.issue_certificate", key, at)
    if promise.replay:
        return selectors.certificate(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    mark = plain(number, field=pgettext_lazy("certificate for the window", "Number"), limit=40)
    if not organization.person(by.hall_id, person_id).active:
        raise HasLeft
    first = today(by.hall_id, at)
    last = selectors.longest_until(by.hall_id, min(tested_on, first))
    ends = until or last
    if tested_on > first or not first < ends <= last:
        raise TestDayUnfit(day=(last - timedelta(days=1)).isoformat())
    if Certificate.objects.filter(hall_id=by.hall_id, number=mark).exists():
        raise CertificateThere(number=mark)
    row = Certificate.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        person_id=person_id,
        number=mark,
        tested_on=tested_on,
        active_from=first,
        active_until=ends,
        issued_by=by.id,
        issued_at=at,
    )
    told = CertificateIssued(person_id=person_id, tested_on=tested_on, active_from=first, active_until=ends)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.certificate_card(row)


@transaction.atomic
def revoke_certificate(
    *, certificate_id: UUID, by: Actor, at: datetime, key: Key | None = None
) -> CertificateCard:
    """Take a certificate away before its end.  Raises: CertificateUnknown, CertificateRevokedAlready."""
    promise = once(by, "training.revoke_certificate", key, at)
    row = Certificate.objects.select_for_update().filter(hall_id=by.hall_id, id=certificate_id).first()
    if row is None:
        raise CertificateUnknown
    if promise.replay:
        return selectors.certificate_card(row)
    if row.revoked_at is not None:
        raise CertificateRevokedAlready
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    told = CertificateRevoked(person_id=row.person_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.certificate_card(row)


@transaction.atomic
def tell_certificates(*, at: datetime) -> int:
    """Tell heads, once each, of certificates that near their end and of those that ended (STF-05)."""
    return sum(_tell_of(hall.id, at) for hall in organization.halls() if hall.active)


def _tell_of(hall_id: UUID, at: datetime) -> int:
    day, told = today(hall_id, at), 0
    here = {one.id: one.department_id for one in organization.people(hall_id)}
    for card in selectors.ending(hall_id, day):
        if card.person_id not in here:
            continue
        over = card.active_until <= day
        rows = Certificate.objects.select_for_update().filter(id=card.id)
        row = (rows.filter(lapse_told_at=None) if over else rows.filter(near_told_at=None)).first()
        if row is None:
            continue
        event = QualificationLapsed if over else CertificateNearEnd
        row.near_told_at = row.near_told_at or at
        row.lapse_told_at = at if over else None
        row.save(update_fields=["near_told_at", "lapse_told_at"])
        heads = heads_of(hall_id, here[card.person_id], at)
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
        fact = event(person_id=card.person_id, active_until=card.active_until, told=heads)
        record(fact, subject=card.id, by=by, at=at)
        told += 1
    return told


def heads_of(hall_id: UUID, department_id: UUID | None, at: datetime) -> tuple[UUID, ...]:
    """Return who is told of a certificate: the head of the person’s section, else the office."""
    heads = {
        one.person_id
        for one in access.grants(hall_id, at)
        if one.role is Role.SEC and department_id is not None and one.department_id == department_id
    }
    return tuple(sorted(heads or access.holders(hall_id, Role.OFF, at)))
