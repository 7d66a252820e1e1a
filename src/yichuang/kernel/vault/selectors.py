"""Questions to the vault that show nothing in full, save the name a worker shows at the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from yichuang.kernel.vault import crypt, labels, rules
from yichuang.kernel.vault.errors import EntryUnknown, ValueUnfit
from yichuang.kernel.vault.models import DataKey, Entry, Undertaking
from yichuang.kernel.vault.types import TEXTS, EntryCard, Kind, UndertakingCard

BADGES_LAST_SECONDS = 900.0
MOST_BADGES = 20_000
_badges: dict[tuple[UUID, UUID], tuple[float, str]] = {}  # by hall and entry: when it was read, and what
_guard = threading.Lock()


def entry_card(row: Entry) -> EntryCard:
    """Return the card of an entry's row."""
    return EntryCard(
        row.id, row.hall_id, Kind(row.kind), row.purpose, row.kept_at, row.expires_at, row.shredded_at
    )


def entry(hall_id: UUID, entry_id: UUID) -> EntryCard:
    """Return one entry of the hall without its value.  Raises: EntryUnknown."""
    row = Entry.objects.filter(hall_id=hall_id, id=entry_id).first()
    if row is None:
        raise EntryUnknown
    return entry_card(row)


def opened(row: DataKey) -> str:
    """Return the value behind a data key's row (with its entry); for this part only."""
    held = row.entry
    bound = crypt.bound_to(held.hall_id, held.id, Kind(held.kind), held.purpose)
    return crypt.unseal(bytes(held.sealed), row.master, bytes(row.wrapped), bound)


def masked(hall_id: UUID, entry_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return what a screen may show of each entry: 张*国, 138****2210; a shredded one is said to be.

    One of another hall looks like one that was shredded.
    """
    asked = list(dict.fromkeys(entry_ids))
    rows = DataKey.objects.filter(entry_id__in=asked, entry__hall_id=hall_id).select_related("entry")
    shown = {row.entry_id: rules.masked(Kind(row.entry.kind), opened(row)) for row in rows}
    return {one: shown[one] if one in shown else _("(destroyed)") for one in asked}


def badge(hall_id: UUID, entry_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names workers of the hall show at the window; entries of another kind or hall are left out.

    So are shredded ones.
    """
    asked = list(dict.fromkeys(entry_ids))
    fresh = time.monotonic() - BADGES_LAST_SECONDS
    known = {one: held[1] for one in asked if (held := _badges.get((hall_id, one))) and held[0] > fresh}
    missing = [one for one in asked if one not in known]
    if missing:
        rows = DataKey.objects.filter(
            entry_id__in=missing, entry__hall_id=hall_id, entry__kind=Kind.BADGE_NAME
        ).select_related("entry")
        found = {row.entry_id: opened(row) for row in rows}
        with _guard:
            if len(_badges) > MOST_BADGES:
                _badges.clear()
            _badges.update({(hall_id, one): (time.monotonic(), name) for one, name in found.items()})
        known |= found
    return known


def letters(hall_id: UUID, entry_ids: Iterable[UUID], *, purpose: str, at: datetime) -> dict[UUID, str]:
    """Return letters of the hall in full: what the hall itself wrote, for the one who holds the letter.

    Only entries of that kind and purpose; those of another, of another hall or past their time are left out.
    Who may ask is for the room that wrote them: the address of a letter is not to be guessed.
    """
    rows = DataKey.objects.filter(
        Q(entry__expires_at__isnull=True) | Q(entry__expires_at__gt=at),
        entry_id__in=list(entry_ids),
        entry__hall_id=hall_id,
        entry__kind=Kind.LETTER,
        entry__purpose=purpose,
    ).select_related("entry")
    return {row.entry_id: opened(row) for row in rows}


def forget_badges() -> None:
    """Drop the badge names held in memory."""
    with _guard:
        _badges.clear()


def masters() -> dict[str, int]:
    """Return how many values lie under each master key."""
    rows = DataKey.objects.values_list("master").annotate(count=Count("entry_id")).order_by("master")
    return dict(rows)


def index_of(hall_id: UUID, kind: Kind, value: str) -> str:
    """Return the keyed hash that tells a value of the hall from others, without keeping it.

    Raises: ValueUnfit.
    """
    if kind in TEXTS or not rules.fits(kind, value):
        raise ValueUnfit(kind=str(labels.KINDS[kind]))
    return crypt.blind_index(hall_id, kind, value)


def find(hall_id: UUID, kind: Kind, value: str) -> list[UUID]:
    """Return the hall's entries of ``kind`` with this very value, oldest first, by the keyed index."""
    index = crypt.blind_index(hall_id, kind, value)
    if not index:
        return []
    rows = Entry.objects.filter(hall_id=hall_id, kind=kind.value, blind_index=index).order_by("kept_at", "id")
    return list(rows.values_list("id", flat=True))


def entries_among(hall_id: UUID, ids: Iterable[UUID]) -> list[UUID]:
    """Return which of these ids are the hall's entries that still hold something, in their order."""
    asked = list(dict.fromkeys(ids))
    rows = Entry.objects.filter(hall_id=hall_id, id__in=asked, shredded_at=None)
    held = set(rows.values_list("id", flat=True))
    return [one for one in asked if one in held]


def undertaken(hall_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Say whether the person has signed the undertaking that holds at ``at`` (PRV-03)."""
    rows = Undertaking.objects.filter(hall_id=hall_id, person_id=person_id)
    return rows.filter(signed_at__lte=at, until__gt=at).exists()


def undertaking(hall_id: UUID, person_id: UUID, year: int) -> UndertakingCard | None:
    """Return the person's undertaking for a year, None while there is none."""
    row = Undertaking.objects.filter(hall_id=hall_id, person_id=person_id, year=year).first()
    return None if row is None else undertaking_card(row)


def undertakings(hall_id: UUID, year: int) -> list[UndertakingCard]:
    """Return who in the hall has signed for a year, by when."""
    rows = Undertaking.objects.filter(hall_id=hall_id, year=year).order_by("signed_at", "id")
    return [undertaking_card(row) for row in rows]


def undertaking_card(row: Undertaking) -> UndertakingCard:
    """Return the card of an undertaking's row."""
    return UndertakingCard(row.person_id, row.year, row.signed_at, row.until)
