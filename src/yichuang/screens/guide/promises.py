"""What the hall promises: commitments in words, the limits of every item, and how last month kept them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.cases import selectors as cases
from yichuang.cases.types import KeptCard, Purpose
from yichuang.catalogue.sentences import limit_said
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.clock import local_day
from yichuang.organization.types import HallCard
from yichuang.queueing.types import LineCard
from yichuang.regulations import selectors as regulations
from yichuang.screens.guide.picture import groups

#: The purpose of the commitment (A.PROM.1) and what it holds (A.PROM.2), as the regulation says it.
AIM = _(
    "We serve everyone with our whole heart, politely and fairly, and no office is used for private gain."
)
CONTENTS: tuple[str | Promise, ...] = (
    _("Every matter is handled by law and by written rules."),
    _("There is a guide to each matter and its way is public, for everyone to watch."),
    _("Every matter is finished within the time that is laid down or promised."),
    _("What is missing is told at once and once; when it is all here, the time begins to run."),
    _("We receive you politely and answer patiently; difficult and serious questions are written down."),
    _(
        "Where a worker is stands on the board and another keeps the post; what can be done is done at once. "
        "What must first be studied or asked above gets an appointment or longer hours."
    ),
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """One item: the law's limit, the promised one (empty: none), how last month kept it (None: few)."""

    card: ItemCard
    statutory: str
    promised: str
    kept: KeptCard | None


@dataclass(frozen=True, slots=True)
class Commitments:
    """The promises of one line of the hall, or of a department no line takes."""

    line: LineCard | None
    name: str
    rows: tuple[Commitment, ...]


@dataclass(frozen=True, slots=True)
class Promises:
    """Everything the hall commits itself to; ``least``: cases of a month from which a share is shown."""

    groups: tuple[Commitments, ...]
    month: date
    least: int
    any_kept: bool


def measured(card: ItemCard) -> Purpose:
    """Return by which clock an item is measured: the promise, or the statute where nothing is promised."""
    return Purpose.PROMISED if card.promised_limit.budget else Purpose.STATUTORY


def kept_of(hall: HallCard, cards: Iterable[ItemCard], at: datetime) -> dict[UUID, KeptCard]:
    """Return how last month kept the limits of these items, where there were cases enough (PROM-01)."""
    return cases.kept_last_month(hall.id, {one.id: measured(one) for one in cards}, at)


def promises(hall: HallCard, at: datetime) -> Promises:
    """Return what the hall promises today, item by item in the order of the guide (PROM-01)."""
    today = local_day(at, hall.timezone)
    found = groups(hall, at, "")
    kept = kept_of(hall, (entry.card for group in found for entry in group.entries), at)
    return Promises(
        groups=tuple(
            Commitments(
                group.line, group.name, tuple(_commitment(entry.card, kept) for entry in group.entries)
            )
            for group in found
        ),
        month=(today.replace(day=1) - timedelta(days=1)).replace(day=1),
        least=int(regulations.parameter(hall.id, "promise.least_cases", today)),
        any_kept=bool(kept),
    )


def _commitment(card: ItemCard, kept: dict[UUID, KeptCard]) -> Commitment:
    return Commitment(
        card, limit_said(card.statutory_limit), limit_said(card.promised_limit), kept.get(card.id)
    )
