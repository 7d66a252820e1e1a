"""Keep a value, reveal it for a reason to who vowed secrecy, retain it with its file, destroy it in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.kernel.vault import crypt, keyring, labels, rules, selectors, undertaking
from yichuang.kernel.vault.errors import (
    EntryShredded,
    EntryUnknown,
    ExpiryMissing,
    OnlyPersonsReveal,
    ReasonMissing,
    UndertakingMissing,
    UndertakingUnfit,
    ValueUnfit,
    WrongPurpose,
)
from yichuang.kernel.vault.events import (
    PersonalDataErased,
    PersonalDataRetained,
    PersonalDataRevealed,
    UndertakingSigned,
    VaultKeyRotated,
    VaultShredded,
)
from yichuang.kernel.vault.models import DataKey, Entry, Undertaking
from yichuang.kernel.vault.types import Kind, Reason, ReasonCode, UndertakingCard

SWEEP_ID = uuid5(NAMESPACE_URL, "yichuang:vault.shred")
#: Reasons that look past the purpose a value was given for, since the law allows it.
PAST_PURPOSE = frozenset({ReasonCode.BY_LAW, ReasonCode.SUBJECT_REQUEST})
NOTE_PURPOSE = "vault.reason"
NOTES_STAY = timedelta(days=3 * 366)
LONGEST_UNDERTAKING = timedelta(days=366)


@transaction.atomic
def keep(
    *,
    hall_id: UUID,
    kind: Kind,
    value: str,
    purpose: str,
    expires_at: datetime | None,
    by: Actor,
    at: datetime,
) -> UUID:
    """Lock ``value`` away for ``purpose`` until ``expires_at`` and return the entry's id.

    Only a worker's badge name may have no end (it ends with the person's service).  The caller's own act
    is journaled with the id.  Raises: EntryUnknown, ExpiryMissing, ValueUnfit.
    """
    if by.hall_id != hall_id:
        raise EntryUnknown
    if not rules.is_purpose(purpose) or (expires_at is None and kind is not Kind.BADGE_NAME):
        raise ExpiryMissing
    if not rules.fits(kind, value):
        raise ValueUnfit(kind=str(labels.KINDS[kind]))
    entry_id = new_id()
    sealed, master, wrapped = crypt.seal(value, crypt.bound_to(hall_id, entry_id, kind, purpose))
    entry = Entry.objects.create(
        id=entry_id,
        hall_id=hall_id,
        kind=kind.value,
        purpose=purpose,
        sealed=sealed,
        blind_index=crypt.blind_index(hall_id, kind, value),
        kept_at=at,
        expires_at=expires_at,
    )
    DataKey.objects.create(entry=entry, master=master, wrapped=wrapped)
    return entry_id


@transaction.atomic
def reveal(entry_id: UUID, *, reason: Reason | None, by: Actor, at: datetime) -> str:
    """Return a value in full and journal who looked, for what reason and purpose.

    Raises: OnlyPersonsReveal, UndertakingMissing (PRV-03), EntryUnknown, ReasonMissing, WrongPurpose,
    EntryShredded.
    """
    if by.kind is not ActorKind.PERSON:
        raise OnlyPersonsReveal
    if not selectors.undertaken(by.hall_id, by.id, at):
        raise UndertakingMissing
    entry = Entry.objects.filter(hall_id=by.hall_id, id=entry_id).first()
    if entry is None:
        raise EntryUnknown
    if reason is None or (reason.code in PAST_PURPOSE and not reason.note.strip()):
        raise ReasonMissing
    if reason.purpose != entry.purpose and reason.code not in PAST_PURPOSE:
        raise WrongPurpose
    key = DataKey.objects.select_related("entry").filter(entry_id=entry_id).first()
    if key is None or (entry.expires_at is not None and entry.expires_at <= at):
        raise EntryShredded  # its time is over, whether or not the sweep has come by
    value = selectors.opened(key)
    note_id = None
    if reason.note.strip():
        note_id = keep(
            hall_id=by.hall_id,
            kind=Kind.TEXT,
            value=reason.note,
            purpose=NOTE_PURPOSE,
            expires_at=at + NOTES_STAY,
            by=by,
            at=at,
        )
    told = PersonalDataRevealed(entry_id, entry.kind, entry.purpose, reason.code.value, note_id)
    record(told, subject=entry_id, matter=reason.matter, by=by, at=at)
    return value


@transaction.atomic
def sign_undertaking(
    *, year: int, until: datetime, by: Actor, at: datetime, key: Key | None = None
) -> UndertakingCard:
    """Undertake to keep secrets in ``year``, which ends at ``until`` in the hall's time; doors open at once.

    Signed twice it is signed once.  Raises: UndertakingUnfit, KeyReused.  Source: PRV-03.
    """
    promise = once(by, "vault.sign_undertaking", key, at)
    signed = selectors.undertaking(by.hall_id, by.id, year)
    if promise.replay and signed is not None:
        return signed
    if by.kind is not ActorKind.PERSON or not at < until <= at + LONGEST_UNDERTAKING:
        raise UndertakingUnfit
    if signed is not None:
        return signed
    wording = undertaking.wording_hash()
    row, made = Undertaking.objects.get_or_create(
        hall_id=by.hall_id,
        person_id=by.id,
        year=year,
        defaults={"id": new_id(), "wording": wording, "signed_at": at, "until": until},
    )
    if made:
        told = UndertakingSigned(year, until, wording)
        record(told, subject=by.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.undertaking_card(row)


@transaction.atomic
def retain(entry_ids: Iterable[UUID], *, matter: UUID, by: Actor, at: datetime) -> int:
    """Let values stay beyond their day, until an act erases them: the file of ``matter`` is archived.

    What was shredded stays so, and ids that are none of the hall's entries are passed over.  Returns how
    many now stay (ARC-04).
    """
    rows = Entry.objects.select_for_update().filter(
        hall_id=by.hall_id, id__in=list(entry_ids), shredded_at=None, expires_at__gt=at
    )
    kept = tuple(rows.order_by("id").values_list("id", flat=True))
    if kept:
        Entry.objects.filter(hall_id=by.hall_id, id__in=kept).update(expires_at=None)
        record(PersonalDataRetained(kept), subject=matter, matter=matter, by=by, at=at)
    return len(kept)


@transaction.atomic
def erase(entry_id: UUID, *, reason: ReasonCode, by: Actor, at: datetime) -> None:
    """Destroy one value before its time, leaving a tombstone.  Raises: EntryUnknown."""
    entry = Entry.objects.select_for_update().filter(hall_id=by.hall_id, id=entry_id).first()
    if entry is None:
        raise EntryUnknown
    if entry.shredded_at is not None:
        return
    _destroy([entry.id], at)
    told = PersonalDataErased(entry.id, entry.kind, entry.purpose, reason.value)
    record(told, subject=entry.id, by=by, at=at)


def shred_expired(at: datetime, limit: int = 500) -> int:
    """Destroy every value whose time is over, ``limit`` at a time; return how many."""
    shredded = 0
    while count := _shred_some(at, limit):
        shredded += count
    return shredded


@transaction.atomic
def _shred_some(at: datetime, limit: int) -> int:
    over = list(
        Entry.objects.select_for_update(skip_locked=True)
        .filter(expires_at__lte=at, shredded_at__isnull=True)
        .order_by("expires_at")[:limit]
    )
    if not over:
        return 0
    _destroy([entry.id for entry in over], at)
    counts = Counter((entry.hall_id, entry.purpose) for entry in over)
    for (hall_id, purpose), count in sorted(counts.items(), key=str):
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
        record(VaultShredded(purpose, count), subject=hall_id, by=by, at=at)
    return len(over)


def _destroy(entry_ids: list[UUID], at: datetime) -> None:
    """Delete the data keys; what is left of the values is emptied too, and the index that could find them."""
    DataKey.objects.filter(entry_id__in=entry_ids).delete()
    Entry.objects.filter(id__in=entry_ids).update(sealed=b"", blind_index="", shredded_at=at)
    transaction.on_commit(selectors.forget_badges)  # before, somebody could read them into memory again


def rotate(*, at: datetime, limit: int = 500) -> int:
    """Make a new master key and wrap every data key anew, in slices; return how many.

    Interrupted, it is simply run again (``rewrap``).  The old key file may be deleted when this has ended
    and ``selectors.masters`` names it no more: an act that was under way may still have used it.
    """
    keyring.add()
    return rewrap(at=at, limit=limit)


def rewrap(*, at: datetime, limit: int = 500) -> int:
    """Wrap by the current master what older ones have wrapped, until nothing is left; return how many.

    Rivals share the work, so a slice may come back empty while there is more.
    """
    done = 0
    while DataKey.objects.exclude(master=keyring.current()[0]).exists():
        done += _rewrap_some(at, limit)
    return done


@transaction.atomic
def _rewrap_some(at: datetime, limit: int) -> int:
    name, _ = keyring.current()
    rows = list(
        DataKey.objects.select_for_update(of=("self",))
        .select_related("entry")
        .exclude(master=name)
        .order_by("entry_id")[:limit]
    )
    for row in rows:
        entry = row.entry
        bound = crypt.bound_to(entry.hall_id, entry.id, Kind(entry.kind), entry.purpose)
        row.master, row.wrapped = crypt.rewrap(row.master, bytes(row.wrapped), bound)
    DataKey.objects.bulk_update(rows, ["master", "wrapped"])
    counts = Counter(row.entry.hall_id for row in rows)
    for hall_id, count in sorted(counts.items(), key=str):
        by = Actor(ActorKind.SYSTEM, SWEEP_ID, hall_id)
        record(VaultKeyRotated(name, count), subject=hall_id, by=by, at=at)
    return len(rows)
