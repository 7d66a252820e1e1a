"""A pause that needs an approval, as the page of a case and the approver's list show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yichuang.cases import selectors as cases
from yichuang.cases.types import CaseCard, PauseRequestCard, PauseState, Purpose
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import Ground
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard


@dataclass(frozen=True, slots=True)
class Asked:
    """One request in words: on which ground and paper, who asked, and who answered."""

    card: PauseRequestCard
    ground: str
    asked_by: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class PauseWays:
    """What can be asked and answered now; ``declined`` is the last answer, where it was a no."""

    asked: Asked | None
    answers: bool
    declined: Asked | None
    grounds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """One line of the approver's list."""

    asked: Asked
    item: ItemCard
    due: date | None


def pause_ways(
    hall: HallCard, card: CaseCard, item: ItemCard, person_id: UUID, at: datetime, *, may_ask: bool
) -> PauseWays:
    """Return a case's requests for a pause as this person sees them."""
    requests = cases.pause_requests_of(hall.id, card.id)
    names = _names(hall) if requests else {}
    last = requests[-1] if requests else None
    waits = last if last and last.state is PauseState.ASKED else None
    declined = last if last and last.state is PauseState.DECLINED else None
    return PauseWays(
        asked=_asked(waits, names) if waits else None,
        answers=waits is not None and cases.may_answer_pause(waits, person_id, at),
        declined=_asked(declined, names) if declined else None,
        grounds=_grounds(item) if may_ask and waits is None else (),
    )


def _grounds(item: ItemCard) -> tuple[tuple[str, str], ...]:
    """Return the grounds a pause can be asked for on: the law's, and the item's own links on them."""
    general = [(f"{one}|", deadlines.ground_text(one)) for one in Ground if deadlines.needs_approval(one)]
    links = [
        (f"{one.ground}|{one.name}", f"{one.name}({deadlines.ground_text(one.ground)})")
        for one in item.special_links
        if one.ground and deadlines.needs_approval(one.ground) and not one.counted_in_statutory
    ]
    return (*general, *links)


def to_answer(hall: HallCard, person_id: UUID, at: datetime) -> tuple[ToAnswer, ...]:
    """Return the requests this person may answer, the oldest first, each with the day its case is due."""
    eyes = cases.eyes(hall.id, person_id, at)
    found = cases.pauses_to_answer(hall.id, person_id, eyes, at)
    if not found:
        return ()
    names, held = _names(hall), cases.by_ids(hall.id, [one.case_id for one in found], person_id, eyes)
    rows = []
    for one in found:
        clocks = cases.clocks_by_purpose(hall.id, one.case_id, at)
        clock = clocks.get(Purpose.PROMISED) or clocks.get(Purpose.STATUTORY)
        due = (clock.due or local_day(clock.due_at, hall.timezone)) if clock else None
        item = catalogue.version(hall.id, held[one.case_id].item_version_id)
        rows.append(ToAnswer(_asked(one, names), item, due))
    return tuple(rows)


def asked_text(card: PauseRequestCard) -> str:
    """Return for what a pause was asked for, in the reader's language."""
    ground = deadlines.ground_text(card.ground)
    return f"{card.link}({ground})" if card.link else ground


def _asked(card: PauseRequestCard, names: dict[UUID, str]) -> Asked:
    answered_by = names.get(card.answered_by, "") if card.answered_by else ""
    return Asked(card, asked_text(card), names.get(card.asked_by, ""), answered_by)


def _names(hall: HallCard) -> dict[UUID, str]:
    people = organization.people(hall.id, include_left=True)
    return {one.id: f"{one.display_name} {one.worker_number}" for one in people}
