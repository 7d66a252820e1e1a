"""Issue a notice: every element of its kind, a number without gaps, the letter in the vault."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation

from yichuang.catalogue.types import ItemCard
from yichuang.kernel import idempotency
from yichuang.kernel.act import tells_attempts
from yichuang.kernel.documents import printable
from yichuang.kernel.documents.types import texts
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import selectors as vault
from yichuang.kernel.vault import services as vaults
from yichuang.kernel.vault.types import Kind
from yichuang.notices import codes, composer, events, selectors
from yichuang.notices.again import elements_hash
from yichuang.notices.draft import Draft, Said
from yichuang.notices.models import Notice, NoticeCounter
from yichuang.notices.rules import sheet
from yichuang.notices.sections import CHINESE, Facts, shown
from yichuang.notices.selectors.notices import PURPOSE, card_of
from yichuang.notices.services import checks, ends, once
from yichuang.notices.types import Channel, Fault, LateGround, NoticeCard, NoticeForm, NoticeKind
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PersonUnknown


@tells_attempts
@transaction.atomic
def issue(*, by: Actor, at: datetime, key: Key | None = None, **said: Unpack[Said]) -> NoticeCard:
    """Tell somebody something under a number and return the notice's card; ``Said`` names what can be told.

    What a kind must contain is the sheet's (``data/kinds.json``), on every channel the same (ONE-01).
    ``addressee_entry`` is the person's name in the vault; the paper shows it masked.  ``reason``, notes of
    ``gaps``, ``redirect``, ``collect`` and ``extra`` (pairs of label and value) stand in the letter only.
    A lazy text is said in both languages.  ``due`` is the last day, ``explanation`` how it was counted.
    ``simple`` counts only without a version of an item, which says it itself.  ``window_id`` is where ``by``
    is signed on, None behind the windows.  A second supplement needs what ``allow_second`` gave, named by
    ``legal_change`` and ``approved_by``; refused, it is told as suspected once the act is undone
    (``kernel.act``).

    Raises: ElementMissing (ONE-02), HandlerMissing (ONE-07), ReasonMissing (ONE-06), NotAcceptedUnreasoned
    (ACC-04), ResultIncomplete (CAS-04), MustBeWritten, NotWritableByMouth (ONE-09), ForeignMaterial (ACC-06),
    MaterialsLeftOut, SecondNotice, GroundMissing, NotASectionHead (ONE-03), NotSignedOnThere,
    OnlyPersonsTell, OfficePhoneOnly, NoticeUnknown, NoticeEnded, GlyphMissing, ItemUnknown, KeyReused.
    """
    draft = Draft(**said)
    promise = idempotency.once(by, "notices.issue", key, at)
    if promise.replay:
        return selectors.notice(by.hall_id, journal.subject_of(by.hall_id, promise.entry_id))
    by = checks.may_tell(draft, by, at)
    item = checks.item_of(draft, by.hall_id)
    checks.is_whole(draft, item)
    hall = organization.hall_in_hand(by.hall_id)
    local = at.astimezone(ZoneInfo(hall.timezone))
    serial = _next(by.hall_id, draft.kind, local.year)
    decided = once.decide(draft, by, at)
    row = Notice(
        id=new_id(),
        hall_id=by.hall_id,
        kind=draft.kind,
        form=draft.form,
        channel=draft.channel,
        year=local.year,
        serial=serial,
        matter_id=draft.matter_id,
        item_id=item.id if item else draft.item_id,
        item_version_id=draft.item_version_id,
        window_id=draft.window_id,
        issued_by=by.id,
        issued_at=at,
        sequence=_sequence(by.hall_id, draft),
        elements=_elements(draft),
        gaps=[[one.material, str(one.fault), one.name, one.findable_first] for one in draft.gaps],
        ground=decided.ground or "",
        allowed_by=decided.allowed_by,
        supersedes_id=draft.supersedes,
        token=secrets.token_urlsafe(16),
    )
    _write_letter(row, replace(draft, legal_change=decided.ground), item, local, by=by)
    row.save(force_insert=True)
    _tell(row, by=by, at=at, entry_id=promise.entry_id)
    once.settle(decided, row, by=by, at=at)
    if draft.supersedes is not None:
        ends.supersede(notice_id=draft.supersedes, by_notice=row.id, by=by, at=at)
    return card_of(row)


def _next(hall_id: UUID, kind: NoticeKind, year: int) -> int:
    """Return the next number of a kind; whoever else wants one waits until this act is over."""
    place = {"hall_id": hall_id, "kind": str(kind), "year": year}
    NoticeCounter.objects.bulk_create([NoticeCounter(**place)], ignore_conflicts=True)
    counter = NoticeCounter.objects.select_for_update().get(**place)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _sequence(hall_id: UUID, draft: Draft) -> int:
    if draft.matter_id is None:
        return 1
    earlier = Notice.objects.filter(hall_id=hall_id, matter_id=draft.matter_id, kind=draft.kind)
    return earlier.count() + 1


def _elements(draft: Draft) -> dict[str, object]:
    """Return what the table keeps of the elements: what the item says, in Chinese; the reason it does not."""
    with translation.override(CHINESE):
        return {
            "basis": [shown(one) for one in draft.basis],
            "time_limit": shown(draft.time_limit),
            "procedure": [shown(one) for one in draft.procedure],
            "materials": [shown(one) for one in draft.materials],
            "remedies": [shown(one) for one in draft.remedies],
            "has_reason": bool(draft.reason.strip()),
        }


def _write_letter(row: Notice, draft: Draft, item: ItemCard | None, local: datetime, *, by: Actor) -> None:
    """Compose the letter, ask whether it can be printed, and lock it away until its time is over."""
    told = composer.letter(draft, _facts(row, draft, item, local))
    printable(text for paper in told.papers.values() for text in texts(paper))
    text = composer.as_text(told)
    row.paper = hashlib.sha256(text.encode()).hexdigest()
    row.letter = vaults.keep(
        hall_id=row.hall_id,
        kind=Kind.LETTER,
        value=text,
        purpose=PURPOSE,
        expires_at=row.issued_at + selectors.letter_lasts(row.hall_id, local.date()),
        by=by,
        at=row.issued_at,
    )


def _facts(row: Notice, draft: Draft, item: ItemCard | None, local: datetime) -> Facts:
    hall = organization.hall_in_hand(row.hall_id)
    person = _issuer(row.hall_id, row.issued_by)
    window = organization.window_in_hand(row.hall_id, row.window_id).number if row.window_id else None
    name = draft.addressee_entry
    replaced = selectors.notice(row.hall_id, draft.supersedes).number if draft.supersedes else ""
    return Facts(
        number=sheet.number_of(draft.kind, row.year, row.serial),
        hall_name=hall.name,
        hall_name_en=hall.name_en,
        item_name=item.name if item else "",
        item_name_en=item.name_en if item else "",
        item_code=item.code if item else "",
        item_version=item.version if item else 0,
        issuer_name=person[0],
        issuer_number=person[1],
        window=window,
        addressee=vault.masked(row.hall_id, [name])[name] if name else "",
        issued_at=local,
        token=row.token,
        code=codes.code_of(row.id),
        replaces=replaced,
    )


def _issuer(hall_id: UUID, person_id: UUID) -> tuple[str, str]:
    """Return name and number a worker shows at the window (BDG-02); the system has neither."""
    try:
        found = organization.person(hall_id, person_id)
    except PersonUnknown:
        return ("", "")
    return (found.display_name, found.worker_number)


def _tell(row: Notice, *, by: Actor, at: datetime, entry_id: UUID) -> None:
    told = events.NoticeIssued(
        kind=NoticeKind(row.kind),
        form=NoticeForm(row.form),
        channel=Channel(row.channel),
        year=row.year,
        serial=row.serial,
        sequence=row.sequence,
        item_id=row.item_id,
        item_version_id=row.item_version_id,
        window_id=row.window_id,
        gaps=tuple(f"{one[0]}:{Fault(one[1])}" for one in row.gaps),
        late=tuple(f"{one[0]}:{Fault(one[1])}" for one in row.gaps if not one[3]),
        ground=LateGround(row.ground) if row.ground else None,
        allowed_by=row.allowed_by,
        supersedes=row.supersedes_id,
        elements=elements_hash(row.elements, row.gaps),
        letter=row.letter,
        paper=row.paper,
    )
    record(told, subject=row.id, matter=row.matter_id, by=by, at=at, entry_id=entry_id)
