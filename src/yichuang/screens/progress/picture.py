"""What a citizen sees of a case: its stages, the day it is due and why, what to do, and the letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.cases import labels
from yichuang.cases import selectors as cases
from yichuang.cases.types import CaseCard, CaseState, Purpose, ResultCard, UrgeSource
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.notices import selectors as notices
from yichuang.notices.labels import KIND
from yichuang.organization.types import HallCard
from yichuang.screens.casework.clocks import ClockRow, clock_rows
from yichuang.screens.casework.picture import Paper, Step, steps_of

#: What the applicant can do or wait for now.
NEXT: dict[CaseState, str | Promise] = {
    CaseState.SUBMITTED: _(
        "Your papers are being looked at. You will be told once of everything that is missing."
    ),
    CaseState.SUPPLEMENT: _("Please bring what the letter names to the window where you handed in."),
    CaseState.ACCEPTED: _("Accepted. You need not do anything now."),
    CaseState.HANDLING: _("Being handled. You need not do anything now."),
    CaseState.APPROVAL: _("Waiting for a decision. You need not do anything now."),
    CaseState.FORWARDED: _("The higher body decides. You need not do anything now."),
    CaseState.DECIDED: _("Decided; the result is being made."),
    CaseState.READY: _("The result is made; you will be told where to fetch it."),
    CaseState.NOTIFIED: _("The result can be fetched."),
    CaseState.DELIVERED: _("The result was handed over."),
    CaseState.CLOSED: _("Done."),
    CaseState.ARCHIVED: _("Done and filed."),
    CaseState.NOT_ACCEPTED: _("Not accepted; the letter says why and what you can do."),
    CaseState.WITHDRAWN: _("This case has ended without a decision."),
}
#: Where it is the hall's turn, so that the applicant can urge it.
URGENT = frozenset(
    {
        CaseState.SUBMITTED,
        CaseState.ACCEPTED,
        CaseState.HANDLING,
        CaseState.APPROVAL,
        CaseState.FORWARDED,
        CaseState.DECIDED,
        CaseState.READY,
    }
)
_SHOWN = frozenset({Purpose.PROMISED, Purpose.NOTICE, Purpose.SUPPLEMENT})


@dataclass(frozen=True, slots=True)
class Urged:
    """How often the applicant has urged and when last; ``again`` is from when they may again (None: now)."""

    times: int
    last: datetime | None
    again: datetime | None


@dataclass(frozen=True, slots=True)
class ProgressPicture:
    """A case without anything personal; ``urged`` is None where nothing is left to urge."""

    card: CaseCard
    item: ItemCard
    state: str | Promise
    then: str | Promise
    steps: tuple[Step, ...]
    clock: ClockRow | None
    papers: tuple[Paper, ...]
    result: ResultCard | None
    urged: Urged | None
    changed_at: datetime


def picture_of(hall: HallCard, card: CaseCard, at: datetime) -> ProgressPicture:
    """Return what the page shows at ``at``."""
    item = catalogue.version(hall.id, card.item_version_id)
    results = cases.results(hall.id, card.id) if card.state is CaseState.NOTIFIED else []
    return ProgressPicture(
        card=card,
        item=item,
        state=labels.STATE[card.state],
        then=NEXT[card.state],
        steps=steps_of(card, item),
        clock=next((one for one in clock_rows(hall, card, at) if one.purpose in _SHOWN), None),
        papers=tuple(
            Paper(KIND[one.kind], one.number, one.issued_at, one.token)
            for one in notices.notices_of(hall.id, card.id)
        ),
        result=results[-1] if results else None,
        urged=_urged(card, at) if card.state in URGENT else None,
        changed_at=card.changed_at,
    )


def _urged(card: CaseCard, at: datetime) -> Urged:
    told = [one for one in cases.urges(card.hall_id, card.id) if one.source is UrgeSource.CITIZEN]
    return Urged(len(told), told[-1].urged_at if told else None, cases.urged_again(card.hall_id, card.id, at))
