"""Which certificates there are, which near their end, and how long one may last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from yichuang.regulations import selectors as regulations
from yichuang.regulations.periods import after
from yichuang.training.errors import CertificateUnknown
from yichuang.training.models import Certificate
from yichuang.training.types import CertificateCard


def certificate_card(row: Certificate) -> CertificateCard:
    """Return the card of a row."""
    return CertificateCard(
        id=row.id,
        hall_id=row.hall_id,
        person_id=row.person_id,
        number=row.number,
        tested_on=row.tested_on,
        active_from=row.active_from,
        active_until=row.active_until,
        issued_by=row.issued_by,
        issued_at=row.issued_at,
        revoked_at=row.revoked_at,
    )


def certificate(hall_id: UUID, certificate_id: UUID) -> CertificateCard:
    """Return one certificate.  Raises: CertificateUnknown."""
    row = Certificate.objects.filter(hall_id=hall_id, id=certificate_id).first()
    if row is None:
        raise CertificateUnknown
    return certificate_card(row)


def certificates(hall_id: UUID, people: Collection[UUID] | None = None) -> list[CertificateCard]:
    """Return the hall’s certificates, of some people where they are given, the longest lasting first."""
    rows = Certificate.objects.filter(hall_id=hall_id)
    if people is not None:
        rows = rows.filter(person_id__in=list(people))
    return [certificate_card(row) for row in rows.order_by("-active_until", "-issued_at", "id")]


def certificates_of(hall_id: UUID, person_id: UUID) -> list[CertificateCard]:
    """Return one person’s certificates, the longest lasting first."""
    return certificates(hall_id, [person_id])


def longest_until(hall_id: UUID, tested_on: date) -> date:
    """Return when a certificate ends at the latest: the next test is due (``certificate_test.interval``)."""
    return after(str(regulations.parameter(hall_id, "certificate_test.interval", tested_on)), tested_on)


def notice(hall_id: UUID, on: date) -> timedelta:
    """Return how long before its end a certificate is told of (``certificate.notice_days``)."""
    return timedelta(days=int(regulations.parameter(hall_id, "certificate.notice_days", on)))


def ending(hall_id: UUID, on: date) -> list[CertificateCard]:
    """Return the last certificate of each person that ends within the days of notice, or has ended."""
    last: dict[UUID, CertificateCard] = {}
    for one in certificates(hall_id):
        if one.revoked_at is None:
            last.setdefault(one.person_id, one)
    soon = on + notice(hall_id, on)
    return sorted(
        (one for one in last.values() if one.active_until <= soon), key=lambda one: one.active_until
    )
