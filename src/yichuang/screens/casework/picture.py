"""What casework shows: the visit at the window, one case with its materials, clocks, papers and ways on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.types import (
    OPEN,
    CaseCard,
    CaseState,
    CheckCard,
    IdMethod,
    PromiseCard,
    ResultCard,
    VisitCard,
)
from yichuang.cases.types.telling import TellingCard
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard, MaterialCard, Stage
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockState
from yichuang.kernel.access.types import Caller, Role
from yichuang.kernel.clock import local_day
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import selectors as vault
from yichuang.notices import selectors as notices
from yichuang.notices.labels import CHANNEL, KIND
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors as posts
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import TicketCard
from yichuang.screens.casework.clocks import ClockRow, clock_rows
from yichuang.screens.casework.pauses import PauseWays, pause_ways
from yichuang.screens.casework.story import story_of
from yichuang.screens.casework.ways import Ways, ways_of
from yichuang.screens.desk.story import Line

#: The stages a case passes, by the states in which it is past them.
PAST = {
    Stage.FIRST_REVIEW: frozenset(CaseState) - {CaseState.SUBMITTED, CaseState.SUPPLEMENT},
    Stage.ACCEPTANCE: frozenset(CaseState)
    - {CaseState.SUBMITTED, CaseState.SUPPLEMENT, CaseState.NOT_ACCEPTED},
    Stage.HANDLING: frozenset(
        {
            CaseState.APPROVAL,
            CaseState.FORWARDED,
            CaseState.DECIDED,
            CaseState.READY,
            CaseState.NOTIFIED,
            CaseState.DELIVERED,
            CaseState.CLOSED,
            CaseState.ARCHIVED,
        }
    ),
    Stage.APPROVAL: frozenset(
        {
            CaseState.DECIDED,
            CaseState.READY,
            CaseState.NOTIFIED,
            CaseState.DELIVERED,
            CaseState.CLOSED,
            CaseState.ARCHIVED,
        }
    ),
    Stage.FEEDBACK: frozenset({CaseState.CLOSED, CaseState.ARCHIVED}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One material that applies: how it was found last (a flaw's code, empty before the first look)."""

    position: int
    material: MaterialCard
    found: str
    until: date | None
    latest: date


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the item on the way of the case."""

    label: str
    past: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """One notice of the case: its kind and number, when, and where it can be read."""

    kind: str | Promise
    number: str
    at: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to tell of the result that reached nobody, in words."""

    card: TellingCard
    channel: str | Promise
    why: str | Promise


@dataclass(frozen=True, slots=True)
class CasePicture:
    """One case as a worker sees it; names and numbers are masked."""

    hall: HallCard
    card: CaseCard
    item: ItemCard
    state: str | Promise
    mode: str | Promise
    decision: str | Promise
    name: str
    id_number: str
    phone: str
    agent: str
    department: str
    window: int | None
    handler: str
    visit: int
    visits: tuple[VisitCard, ...]
    rows: tuple[Row, ...]
    missing: int
    steps: tuple[Step, ...]
    clocks: tuple[ClockRow, ...]
    papers: tuple[Paper, ...]
    promises: tuple[PromiseCard, ...]
    results: tuple[ResultCard, ...]
    attempts: tuple[Attempt, ...]
    story: tuple[Line, ...]
    ways: Ways
    pauses: PauseWays
    late: bool
    today: date


def ticket_at(by: Actor, at: datetime) -> TicketCard | None:
    """Return the ticket at the window where the actor has signed on, or None."""
    on = posts.sign_on_now(by.hall_id, at, person_id=by.id)
    return None if on is None else queueing.desk(by.hall_id, on.window_id, at).now


def found_as(line: CheckCard | None) -> str:
    """Return how a material was found, as the form says it."""
    if line is None:
        return ""
    if line.exempt_source:
        return "exempt"
    if not line.present:
        return "follows" if line.deferred_until else "missing"
    flaws = (
        (line.form_ok, "form"),
        (line.valid, "validity"),
        (line.genuine, "authenticity"),
        (line.content_ok, "content"),
    )
    return next((flaw for holds, flaw in flaws if not holds), "ok")


def picture_of(hall: HallCard, card: CaseCard, who: Caller, at: datetime) -> CasePicture:
    """Return everything the page of a case shows at ``at``."""
    item = catalogue.version(hall.id, card.item_version_id)
    today = local_day(at, hall.timezone)
    masked = vault.masked(
        hall.id,
        [
            one
            for one in (
                card.applicant_name,
                card.applicant_id_number,
                card.applicant_phone,
                card.agent_name,
            )
            if one
        ],
    )
    people = {one.id: one for one in organization.people(hall.id, include_left=True)}
    visits = tuple(cases.visits(hall.id, card.id))
    rows = _rows(hall, card, item, at)
    late = cases.was_late(hall.id, card.id, at)
    ways = ways_of(hall, card, item, who, at, late=late)
    assert who.person_id is not None
    return CasePicture(
        hall=hall,
        card=card,
        item=item,
        state=labels.STATE[card.state],
        mode=labels.MODE[card.accept_mode] if card.accept_mode else "",
        decision=labels.DECISION[card.decision] if card.decision else "",
        name=masked[card.applicant_name],
        id_number=masked.get(card.applicant_id_number, "") if card.applicant_id_number else "",
        phone=masked.get(card.applicant_phone, "") if card.applicant_phone else "",
        agent=masked.get(card.agent_name, "") if card.agent_name else "",
        department=_department(hall, card),
        window=_window(hall, card.window_id),
        handler=people[card.handler_id].display_name if card.handler_id in people else "",
        visit=cases.visits_counted(hall.id, card.id),
        visits=visits,
        rows=rows,
        missing=sum(one.found not in {"ok", "exempt", "follows", ""} for one in rows),
        steps=steps_of(card, item),
        clocks=clock_rows(hall, card, at, inside=True),
        papers=tuple(
            Paper(KIND[one.kind], one.number, one.issued_at, one.token)
            for one in notices.notices_of(hall.id, card.id)
        ),
        promises=tuple(cases.promises(hall.id, card.id)),
        results=tuple(cases.results(hall.id, card.id)),
        attempts=tuple(
            Attempt(one, CHANNEL[one.channel], labels.UNREACHED[one.why])
            for one in cases.tellings(hall.id, card.id)
        ),
        story=story_of(hall, card.id),
        ways=ways,
        pauses=pause_ways(hall, card, item, who.person_id, at, may_ask=ways.pause),
        late=late,
        today=today,
    )


def _rows(hall: HallCard, card: CaseCard, item: ItemCard, at: datetime) -> tuple[Row, ...]:
    review = cases.last_review_or_none(hall.id, card.id)
    found = {one.position: one for one in review.lines} if review else {}
    latest, moment = deadlines.due_for(hall.id, item.clocks.tolerance_limit, at)
    last = latest or local_day(moment, hall.timezone)
    return tuple(
        Row(
            position,
            material,
            found_as(found.get(position)),
            found[position].deferred_until if position in found else None,
            last,
        )
        for position, material in catalogue.requirements(item, card.answers).applying
    )


def steps_of(card: CaseCard, item: ItemCard) -> tuple[Step, ...]:
    """Return the stages of the item and which of them the case is past or at."""
    past = [card.state in PAST[step.stage] for step in item.steps]
    here = past.index(False) if False in past and card.state in OPEN else -1
    return tuple(Step(step.name, past[place], place == here) for place, step in enumerate(item.steps))


def _department(hall: HallCard, card: CaseCard) -> str:
    names = {one.id: one.name for one in organization.departments(hall.id)}
    return names.get(card.department_id, "") if card.department_id else ""


def _window(hall: HallCard, window_id: UUID | None) -> int | None:
    return organization.window(hall.id, window_id).number if window_id else None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the list."""

    card: CaseCard
    item: str
    item_en: str
    name: str
    state: str | Promise
    handler: str
    due: date | None
    percent: int
    tone: str
    paused: bool
    left: int


def list_rows(hall: HallCard, cards: tuple[CaseCard, ...], at: datetime) -> tuple[ListRow, ...]:
    """Return cases as lines of a list, in their order, in a fixed number of questions."""
    items = {one: catalogue.version(hall.id, one) for one in {card.item_version_id for card in cards}}
    masked = vault.masked(hall.id, [one.applicant_name for one in cards])
    people = {one.id: one.display_name for one in organization.people(hall.id, include_left=True)}
    clocks = deadlines.clocks_of_matters(hall.id, [one.id for one in cards], at)
    rows = []
    for card in cards:
        open_ones = [one for one in clocks.get(card.id, []) if one.state is not ClockState.STOPPED]
        first = min(open_ones, key=lambda one: one.due_at, default=None)
        rows.append(
            ListRow(
                card=card,
                item=items[card.item_version_id].name,
                item_en=items[card.item_version_id].name_en,
                name=masked[card.applicant_name],
                state=labels.STATE[card.state],
                handler=people.get(card.handler_id, "") if card.handler_id else "",
                due=(first.due or local_day(first.due_at, hall.timezone)) if first else None,
                percent=min(100, first.used_percent) if first else 0,
                tone="" if first is None else "bad" if first.overdue else "warn" if first.near else "ok",
                paused=first is not None and first.state is ClockState.PAUSED,
                left=first.remaining if first else 0,
            )
        )
    return tuple(rows)


def id_methods() -> tuple[tuple[str, str | Promise], ...]:
    """Return how an identity can be checked, for a form."""
    return tuple((one.value, labels.ID_METHOD[one]) for one in IdMethod)


def in_two_days(today: date) -> date:
    """Return a day a result could be fetched from, as a proposal."""
    return today + timedelta(days=1)


#: Who works on cases at all.
WORKERS = frozenset({Role.STF, Role.BST, Role.CHIEF, Role.SEC})
