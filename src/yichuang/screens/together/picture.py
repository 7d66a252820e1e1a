"""What the pages of a case with others show: the seat of a department, the lead's view of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.types import (
    OPEN,
    CaseCard,
    DataField,
    DatumCard,
    DemandCard,
    DifferenceCard,
    ExpressCard,
    JointCard,
    Level,
    OpinionCard,
    PointerCard,
    QueryCard,
    ReferralCard,
    SeatCard,
    SeatState,
    Stand,
    UrgeCard,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import selectors as vault
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard
from yichuang.posts import selectors as posts

Text = str | Promise
#: What one can still bring others into.
UNDER_WAY = ("accepted", "handling", "approval")


@dataclass(frozen=True, slots=True)
class Me:
    """Who looks: the departments they work for and head, and whether they run the office or watch over it."""

    by: Actor
    roles: frozenset[Role]
    departments: frozenset[UUID]
    heads: frozenset[UUID]

    @property
    def office(self) -> bool:
        return bool(self.roles & {Role.OFF, Role.UH})

    @property
    def assigns(self) -> bool:
        return Role.OFF in self.roles

    @property
    def watches(self) -> bool:
        return self.office or bool(self.roles & {Role.SUP, Role.INSP})


def me(by: Actor, at: datetime) -> Me:
    """Return who looks, by the roles they hold now."""
    held = access.roles_of(by.hall_id, by.id, at)
    home = organization.person(by.hall_id, by.id).department_id
    mine = {one.department_id or home for one in held} - {None}
    heads = {one.department_id or home for one in held if one.role in (Role.CHIEF, Role.SEC)} - {None}
    return Me(
        by,
        frozenset(one.role for one in held),
        frozenset(one for one in mine if one is not None),
        frozenset(one for one in heads if one is not None),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """One version of an opinion: whose word it is, and how it stands."""

    card: OpinionCard
    stand: Text
    tone: str
    who: str


@dataclass(frozen=True, slots=True)
class Material:
    """One material of the item: where the case has it, whether it was asked for, or neither."""

    position: int
    name: str
    pointer: PointerCard | None
    where: Text
    demanded: bool


@dataclass(frozen=True, slots=True)
class SeatPicture:
    """What a department is asked about; of the applicant only a masked name."""

    seat: SeatCard
    card: CaseCard
    item: ItemCard
    state: Text
    applicant: str
    lead: str
    said: tuple[Said, ...]
    materials: tuple[Material, ...]
    data: tuple[tuple[Text, DatumCard], ...]
    fields: tuple[tuple[str, Text], ...]
    open: bool
    silence: str


def seat_picture(by: Actor, seat: SeatCard, at: datetime) -> SeatPicture:
    """Return a department's page of a case it was asked about."""
    hall_id = by.hall_id
    card = cases.case(hall_id, seat.case_id)
    item = catalogue.version(hall_id, card.item_version_id)
    joint = cases.joint(hall_id, card.id, at)
    names = _people(hall_id)
    have = cases.pointers(hall_id, card.id)
    asked = {one.position for one in joint.demands}
    data = cases.data_of(hall_id, card.id, seat.department_id)
    return SeatPicture(
        seat=seat,
        card=card,
        item=item,
        state=labels.SEAT[seat.state],
        applicant=vault.masked(hall_id, [card.applicant_name])[card.applicant_name],
        lead=_department(hall_id, card.department_id),
        said=_said(seat, names),
        materials=tuple(
            Material(
                position,
                one.name,
                have.get(position),
                labels.WHEREABOUTS[have[position].where] if position in have else "",
                position in asked,
            )
            for position, one in catalogue.requirements(item, card.answers).applying
        ),
        data=tuple((labels.FIELD[one.field], one) for one in data),
        fields=tuple((one.value, labels.FIELD[one]) for one in DataField),
        open=card.state in UNDER_WAY and seat.state not in (SeatState.SILENT, SeatState.DROPPED),
        silence=joint.silence.value,
    )


def _said(seat: SeatCard, names: dict[UUID, str]) -> tuple[Said, ...]:
    return tuple(
        Said(
            one,
            labels.STAND[one.stand],
            "ok" if one.stand is Stand.AGREE else "bad",
            names.get(one.given_by, ""),
        )
        for one in seat.opinions
    )


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One department in the lead's view."""

    card: SeatCard
    state: Text
    tone: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A field on which departments differ."""

    card: DifferenceCard
    field: Text


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A question in words."""

    card: QueryCard
    state: Text
    level: Text
    raised_by: str
    answered_by: str
    tone: str


@dataclass(frozen=True, slots=True)
class UrgeRow:
    """One urge in words."""

    card: UrgeCard
    source: Text
    about: Text


@dataclass(frozen=True, slots=True)
class HopRow:
    """One hop in words."""

    card: ReferralCard
    state: Text
    tone: str
    sent_by: str


@dataclass(frozen=True, slots=True)
class CasePicture:
    """A case and the others it brought in, as its lead sees it."""

    card: CaseCard
    item: ItemCard
    state: Text
    joint: JointCard | None
    seats: tuple[SeatRow, ...]
    waiting: int
    differences: tuple[DifferenceRow, ...]
    demands: tuple[tuple[DemandCard, str], ...]
    queries: tuple[QueryRow, ...]
    hops: tuple[HopRow, ...]
    urges: tuple[UrgeRow, ...]
    express: ExpressCard | None
    approved_by: str
    reminders: int
    asked: tuple[str, ...]
    departments: tuple[DepartmentCard, ...]
    approvers: tuple[tuple[UUID, str], ...]
    levels: tuple[tuple[str, Text], ...]
    under_way: bool
    open: bool
    own: bool
    assigns: bool


def case_picture(by: Actor, card: CaseCard, at: datetime) -> CasePicture:
    """Return the lead's view of a case."""
    hall_id, who = by.hall_id, me(by, at)
    item = catalogue.version(hall_id, card.item_version_id)
    joint = cases.find_joint(hall_id, card.id, at)
    names = _people(hall_id)
    express = cases.express_of(hall_id, card.id)
    seats, demands = (joint.seats, joint.demands) if joint else ((), ())
    return CasePicture(
        card=card,
        item=item,
        state=labels.STATE[card.state],
        joint=joint,
        seats=tuple(seat_row(one, names) for one in seats),
        waiting=sum(one.state is SeatState.ASKED for one in seats),
        differences=tuple(
            DifferenceRow(one, labels.FIELD[one.field]) for one in (joint.differences if joint else ())
        ),
        demands=tuple((one, _department(hall_id, one.department_id)) for one in demands),
        queries=tuple(query_row(one, names) for one in cases.queries_of(hall_id, card.id, at)),
        hops=tuple(hop_row(one, names) for one in cases.referrals_of(hall_id, card.id, at)),
        urges=tuple(
            UrgeRow(one, labels.SOURCE[one.source], labels.ABOUT[one.about])
            for one in reversed(cases.urges(hall_id, card.id))
        ),
        express=express,
        approved_by=names.get(express.approved_by, "") if express else "",
        reminders=len(cases.reminders_of(hall_id, card.id)),
        asked=tuple(cases.participants(item, hall_id, card.department_id)),
        departments=tuple(one for one in organization.departments(hall_id) if one.id != card.department_id),
        approvers=_approvers(by, card, names, at),
        levels=tuple((one.value, labels.LEVEL[one]) for one in Level),
        under_way=card.state in UNDER_WAY,
        open=card.state in OPEN,
        own=card.department_id is None or card.department_id in who.departments,
        assigns=who.assigns,
    )


def _approvers(
    by: Actor, card: CaseCard, names: dict[UUID, str], at: datetime
) -> tuple[tuple[UUID, str], ...]:
    """Return who could approve express handling: the heads of the case's department, but oneself."""
    if card.department_id is None:
        return ()
    heads = posts.section_head_of(by.hall_id, card.department_id, at)
    return tuple((one, names.get(one, "")) for one in heads if one != by.id)


def seat_row(seat: SeatCard, names: dict[UUID, str]) -> SeatRow:
    """Return a seat in words."""
    given = seat.opinion
    tone = "mute"
    if seat.overdue or (given is not None and given.stand is Stand.OBJECT):
        tone = "bad"
    elif given is not None or seat.state is SeatState.SILENT:
        tone = "ok"
    elif seat.state is SeatState.ASKED:
        tone = "warn"
    return SeatRow(seat, labels.SEAT[seat.state], tone, _said(seat, names))


def query_row(card: QueryCard, names: dict[UUID, str]) -> QueryRow:
    """Return a question in words."""
    done = card.state.value in ("closed", "dropped")
    tone = "bad" if card.overdue else "mute" if done else "warn"
    return QueryRow(
        card,
        labels.QUERY[card.state],
        labels.LEVEL[card.level],
        names.get(card.raised_by, ""),
        names.get(card.answered_by, "") if card.answered_by else "",
        tone,
    )


def hop_row(card: ReferralCard, names: dict[UUID, str]) -> HopRow:
    """Return a hop in words."""
    tones = {"sent": "warn", "confirmed": "ok", "returned": "bad", "disputed": "bad"}
    tone = "bad" if card.overdue else tones.get(card.state.value, "mute")
    return HopRow(card, labels.REFERRAL[card.state], tone, names.get(card.sent_by, ""))


def people_of(hall_id: UUID) -> dict[UUID, str]:
    """Return the names everybody of the hall shows, by person."""
    return _people(hall_id)


def _people(hall_id: UUID) -> dict[UUID, str]:
    return {one.id: one.display_name for one in organization.people(hall_id, include_left=True)}


def _department(hall_id: UUID, department_id: UUID | None) -> str:
    names = {one.id: one.name for one in organization.departments(hall_id)}
    return names.get(department_id, "") if department_id else ""
