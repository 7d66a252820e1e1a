"""A notice by its id, number or address, those of a matter, and what was told in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from yichuang.kernel.documents.types import Paper
from yichuang.kernel.vault import selectors as vault
from yichuang.notices import composer
from yichuang.notices.models import Notice, Suspected
from yichuang.notices.refusals import LetterGone, NoticeUnknown
from yichuang.notices.rules import sheet
from yichuang.notices.sections import CHINESE
from yichuang.notices.types import (
    NOTICE_PAGE,
    Channel,
    Elements,
    Fault,
    Gap,
    LateGround,
    NoticeCard,
    NoticeForm,
    NoticeKind,
    NoticeState,
    Redirect,
    Suspicion,
)

PURPOSE = "notices.letter"


def notice(hall_id: UUID, notice_id: UUID) -> NoticeCard:
    """Return one notice of the hall.  Raises: NoticeUnknown."""
    return _one(Notice.objects.filter(hall_id=hall_id, id=notice_id))


def by_number(hall_id: UUID, number: str) -> NoticeCard:
    """Return the notice with this number, as it is printed or typed.  Raises: NoticeUnknown."""
    found = sheet.typed(number)
    if found is None:
        raise NoticeUnknown
    kind, year, serial = found
    return _one(Notice.objects.filter(hall_id=hall_id, kind=kind, year=year, serial=serial))


def by_token(token: str) -> NoticeCard:
    """Return the notice whose page has this address.  Raises: NoticeUnknown."""
    if not token.isascii() or len(token) > 22:
        raise NoticeUnknown
    return _one(Notice.objects.filter(token=token))


def notices_of(hall_id: UUID, matter_id: UUID) -> tuple[NoticeCard, ...]:
    """Return the notices of a matter, the oldest first."""
    rows = Notice.objects.filter(hall_id=hall_id, matter_id=matter_id).order_by("issued_at", "id")
    return cards_of(rows)


def by_ids(hall_id: UUID, ids: Collection[UUID]) -> dict[UUID, NoticeCard]:
    """Return the notices of these ids."""
    return {one.id: one for one in cards_of(Notice.objects.filter(hall_id=hall_id, id__in=list(ids)))}


def issued_between(hall_id: UUID, since: datetime, until: datetime) -> tuple[NoticeCard, ...]:
    """Return the notices issued from ``since`` until before ``until``, the oldest first."""
    rows = Notice.objects.filter(hall_id=hall_id, issued_at__gte=since, issued_at__lt=until)
    return cards_of(rows.order_by("issued_at", "id"))


def gaps_told(hall_id: UUID, matter_id: UUID) -> frozenset[tuple[int, Fault]]:
    """Return every gap (position in the item's version, fault) a person was told in a matter (ONE-04)."""
    rows = Notice.objects.filter(hall_id=hall_id, matter_id=matter_id, kind=NoticeKind.SUPPLEMENT)
    return frozenset((one[0], Fault(one[1])) for gaps in rows.values_list("gaps", flat=True) for one in gaps)


def enforcement_told(hall_id: UUID, matter_id: UUID, at: datetime) -> NoticeCard | None:
    """Return the last notice that told of enforcement in a matter before ``at``, or None (ONE-12)."""
    rows = Notice.objects.filter(
        hall_id=hall_id, matter_id=matter_id, kind=NoticeKind.BEFORE_ENFORCEMENT, issued_at__lt=at
    )
    row = rows.exclude(state=NoticeState.SUPERSEDED).order_by("-issued_at", "-id").first()
    return card_of(row) if row else None


def suspected(hall_id: UUID, since: datetime) -> tuple[Suspicion, ...]:
    """Return the second tellings suspected since then, the newest first."""
    rows = Suspected.objects.filter(hall_id=hall_id, told_at__gte=since).select_related("first_notice")
    return tuple(
        Suspicion(
            matter_id=row.matter_id,
            first_notice_id=row.first_notice_id,
            first_number=number_of(row.first_notice),
            first_checker=row.first_checker,
            first_at=row.first_notice.issued_at,
        )
        for row in rows.order_by("-told_at", "-id")
    )


def paper(hall_id: UUID, notice_id: UUID, *, at: datetime, language: str = CHINESE) -> Paper:
    """Return the notice's own paper, word for word as it was told (ACC-03); the Chinese one is what holds.

    Render it with the notice's ``issued_at``, and every reprint is the same file.  Raises: NoticeUnknown,
    LetterGone.
    """
    row = Notice.objects.filter(hall_id=hall_id, id=notice_id).first()
    if row is None:
        raise NoticeUnknown
    told = _letters([row], at).get(row.letter)
    if told is None:
        raise LetterGone
    found = told.papers.get(language, told.papers[CHINESE])
    page = NOTICE_PAGE(found.code_url or "")
    # without a code to scan nothing is said of scanning: the first line stands for it
    beside = found.verify_text if page else found.verify_text.partition("\n")[2]
    return replace(found, code_url=page or None, verify_text=beside)


def marks() -> tuple[str, ...]:
    """Return the marks numbers begin with, for who has no keyboard to type them."""
    return tuple(dict.fromkeys(one.mark for one in sheet.layouts().values()))


def example_number(on: date) -> str:
    """Return what a number looks like in the year of ``on``, for who is asked to type one."""
    return sheet.number_of(NoticeKind.SUPPLEMENT, on.year, 3)


def number_of(row: Notice) -> str:
    """Return a row's number as it is printed."""
    return sheet.number_of(NoticeKind(row.kind), row.year, row.serial)


def card_of(row: Notice) -> NoticeCard:
    """Return the card of a row."""
    return cards_of([row])[0]


def cards_of(rows: Iterable[Notice]) -> tuple[NoticeCard, ...]:
    """Return the cards of rows; where one sends the person stands in its letter and is read from there."""
    held = list(rows)
    sent = _letters([row for row in held if row.kind == NoticeKind.REDIRECT], None)
    return tuple(_card(row, told.redirect if (told := sent.get(row.letter)) else None) for row in held)


def _one(rows: QuerySet[Notice]) -> NoticeCard:
    row = rows.first()
    if row is None:
        raise NoticeUnknown
    return card_of(row)


def _letters(rows: list[Notice], at: datetime | None) -> dict[UUID, composer.Letter]:
    if not rows:
        return {}
    moment = at or max(row.issued_at for row in rows)
    told = vault.letters(rows[0].hall_id, [row.letter for row in rows], purpose=PURPOSE, at=moment)
    return {entry: composer.from_text(text) for entry, text in told.items()}


def _card(row: Notice, redirect: Redirect | None) -> NoticeCard:
    said = row.elements
    return NoticeCard(
        id=row.id,
        hall_id=row.hall_id,
        number=number_of(row),
        kind=NoticeKind(row.kind),
        form=NoticeForm(row.form),
        channel=Channel(row.channel),
        state=NoticeState(row.state),
        matter_id=row.matter_id,
        item_id=row.item_id,
        item_version_id=row.item_version_id,
        window_id=row.window_id,
        elements=Elements(
            basis=tuple(said["basis"]),
            time_limit=said["time_limit"],
            procedure=tuple(said["procedure"]),
            materials=tuple(said["materials"]),
            remedies=tuple(said["remedies"]),
            has_reason=said["has_reason"],
        ),
        gaps=tuple(Gap(one[0], one[2], Fault(one[1]), findable_first=one[3]) for one in row.gaps),
        redirect=redirect,
        issued_by=row.issued_by,
        issued_at=row.issued_at,
        sequence=row.sequence,
        token=row.token,
        supersedes=row.supersedes_id,
        superseded_by=row.superseded_by,
        ended_at=row.ended_at,
        ground=LateGround(row.ground) if row.ground else None,
        allowed_by=row.allowed_by,
    )
