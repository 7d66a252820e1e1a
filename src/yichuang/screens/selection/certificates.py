"""What the page of certificates shows: who holds which until when, what ends first before the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.kernel.access.types import Caller
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, HallCard, PersonCard
from yichuang.posts import selectors as posts
from yichuang.screens.selection.picture import last_certificates, last_day, sight_of
from yichuang.training import selectors
from yichuang.training.types import CertificateCard


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """Somebody's certificate: until which day (included), how many days are left, how it stands."""

    person: PersonCard
    department: DepartmentCard | None
    card: CertificateCard | None
    last_day: date | None
    days: int
    tone: str
    state: str
    earlier: int


@dataclass(frozen=True, slots=True)
class CertificatesPicture:
    """The page of certificates."""

    today: date
    required: bool
    begins: date | None
    notice: int
    longest: date
    rows: tuple[CertificateRow, ...]
    lacking: int
    ending: int


def certificates_of(hall: HallCard, who: Caller, at: datetime) -> CertificatesPicture:
    """Return who holds which certificate, what ends first before the rest."""
    today, sight = local_day(at, hall.timezone), sight_of(who)
    units = {one.id: one for one in organization.departments(hall.id)}
    held = {one.person_id for post in posts.posts(hall.id, today) for one in post.holders}
    last = last_certificates(hall.id, list(held))
    every = selectors.certificates(hall.id)
    notice = selectors.notice(hall.id, today).days
    people = [
        one
        for one in organization.people(hall.id)
        if (one.id in held or any(card.person_id == one.id for card in every))
        and (sight is None or one.department_id in sight)
    ]
    last |= last_certificates(hall.id, [one.id for one in people])
    rows = []
    for one in people:
        unit = units.get(one.department_id) if one.department_id else None
        mine = sum(1 for card in every if card.person_id == one.id)
        rows.append(certificate_row(one, unit, last.get(one.id), mine, notice, today))
    rows.sort(key=lambda row: (row.days, row.person.worker_number))
    begins = selectors.certificate_required_from(hall.id, today)
    return CertificatesPicture(
        today=today,
        required=selectors.asks_on(hall.id, today).certificate,
        begins=begins,
        notice=notice,
        longest=selectors.longest_until(hall.id, today) - timedelta(days=1),
        rows=tuple(rows),
        lacking=sum(row.state in ("none", "over") for row in rows),
        ending=sum(row.state == "soon" for row in rows),
    )


def certificate_row(
    person: PersonCard,
    unit: DepartmentCard | None,
    card: CertificateCard | None,
    count: int,
    notice: int,
    today: date,
) -> CertificateRow:
    """Return how somebody’s certificate stands; ``count`` is how many they have had."""
    earlier = max(0, count - 1)
    if card is None:
        return CertificateRow(person, unit, None, None, -10_000, "bad", "none", earlier=count)
    days = (card.active_until - today).days
    state = "over" if days <= 0 else "soon" if days <= notice else "valid"
    tone = {"over": "bad", "soon": "warn", "valid": "ok"}[state]
    return CertificateRow(person, unit, card, last_day(card), days, tone, state, earlier)


def own_certificates(hall: HallCard, person: PersonCard, today: date) -> tuple[CertificateRow, ...]:
    """Return a person’s certificates as they see them, the longest lasting first."""
    notice = selectors.notice(hall.id, today).days
    cards = [one for one in selectors.certificates_of(hall.id, person.id) if one.revoked_at is None]
    return tuple(certificate_row(person, None, one, 1, notice, today) for one in cards)
