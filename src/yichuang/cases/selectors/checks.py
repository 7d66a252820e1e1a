"""What applies to a case, how it was found, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import QuerySet

from yichuang.cases.models import Case, Check, Review
from yichuang.cases.refusals import NotChecked
from yichuang.cases.rules import checklist
from yichuang.cases.selectors.cases import case, promises
from yichuang.cases.types import CheckCard, CheckLine, Outcome, ReviewCard
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard, MaterialCard, Requirements


def requirements(hall_id: UUID, case_id: UUID) -> Requirements:
    """Return which materials of its version apply to a case, by its answers."""
    card = case(hall_id, case_id)
    return catalogue.requirements(catalogue.version(hall_id, card.item_version_id), card.answers)


def applying(item: ItemCard, answers: dict[str, bool]) -> tuple[tuple[int, MaterialCard], ...]:
    """Return the materials that apply under the answers, by position."""
    return catalogue.requirements(item, answers).applying


def reviews(hall_id: UUID, case_id: UUID) -> list[ReviewCard]:
    """Return every review of a case, the first first."""
    return _cards(hall_id, case_id, list(_reviews(hall_id, case_id).order_by("round")))


def _reviews(hall_id: UUID, case_id: UUID) -> QuerySet[Review]:
    return Review.objects.filter(hall_id=hall_id, case_id=case_id)


def _cards(hall_id: UUID, case_id: UUID, rows: list[Review]) -> list[ReviewCard]:
    if not rows:
        return []
    pinned = Case.objects.filter(hall_id=hall_id, id=case_id).values_list("item_version_id", flat=True)
    item = catalogue.version(hall_id, pinned.get())
    found: dict[UUID, list[Check]] = defaultdict(list)
    for one in Check.objects.filter(hall_id=hall_id, review__in=rows).order_by("position"):
        found[one.review_id].append(one)
    return [_card(row, found[row.id], item) for row in rows]


def _card(row: Review, lines: list[Check], item: ItemCard) -> ReviewCard:
    return ReviewCard(
        id=row.id,
        case_id=row.case_id,
        round=row.round,
        outcome=Outcome(row.outcome),
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        lines=tuple(
            CheckCard(
                position=one.position,
                name=item.materials[one.position - 1].name,
                present=one.present,
                form_ok=one.form_ok,
                valid=one.valid,
                genuine=one.genuine,
                content_ok=one.content_ok,
                exempt_source=one.exempt_source,
                deferred_until=one.deferred_until,
            )
            for one in lines
        ),
    )


def last_review_or_none(hall_id: UUID, case_id: UUID) -> ReviewCard | None:
    """Return the last review of a case, or None before the first."""
    last = list(_reviews(hall_id, case_id).order_by("-round")[:1])
    return next(iter(_cards(hall_id, case_id, last)), None)


def last_review(hall_id: UUID, case_id: UUID) -> ReviewCard:
    """Return the last review of a case.  Raises: NotChecked."""
    found = last_review_or_none(hall_id, case_id)
    if found is None:
        raise NotChecked(number=case(hall_id, case_id).number)
    return found


def gaps_of(item: ItemCard, review: ReviewCard) -> tuple[checklist.Gap, ...]:
    """Return every gap a review found, in the order of the materials."""
    lines = [
        CheckLine(
            position=one.position,
            present=one.present,
            form_ok=one.form_ok,
            valid=one.valid,
            genuine=one.genuine,
            content_ok=one.content_ok,
            exempt_source=one.exempt_source,
            deferred_until=one.deferred_until,
        )
        for one in review.lines
    ]
    applying = [(one.position, item.materials[one.position - 1]) for one in review.lines]
    return checklist.missing(applying, lines).gaps


def gap_names(item: ItemCard, review: ReviewCard) -> str:
    """Return the materials that are missing or unfit, as one text for a sentence."""
    positions = dict.fromkeys(gap.position for gap in gaps_of(item, review))
    return "、".join(item.materials[position - 1].name for position in positions)


def promised_materials(hall_id: UUID, case_id: UUID) -> list[str]:
    """Return what was promised to follow and is not here yet."""
    return [one.name for one in promises(hall_id, case_id) if one.kept_at is None]
