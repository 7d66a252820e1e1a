"""Enrol a device with a one-time code; revoke it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from yichuang.kernel.access import tokens, wall
from yichuang.kernel.access.errors import CodeUnknown, DeviceUnknown, KeypadWithoutWindow, TooManyCodes
from yichuang.kernel.access.events import DeviceEnrolled, DeviceRevoked, EnrolCodeIssued
from yichuang.kernel.access.models import Device, EnrolCode, EnrolTry
from yichuang.kernel.access.selectors import device_card
from yichuang.kernel.access.types import DeviceCard, DeviceKind
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, ActorKind, Key


@transaction.atomic
def enrol_code(
    *,
    kind: DeviceKind,
    hall_code: str,
    name: str,
    by: Actor,
    at: datetime,
    window_id: UUID | None = None,
    zone_id: UUID | None = None,
    key: Key | None = None,
) -> str:
    """Issue a code for one new device of ``by``'s hall and return it; only its keyed hash is stored.

    The same key tells the same code while it still works.  Raises: CodeUnknown, KeypadWithoutWindow.
    """
    if kind is DeviceKind.KEYPAD and window_id is None:
        raise KeypadWithoutWindow
    promise = once(by, "access.enrol_code", key, at)
    code, now = tokens.code_from(tokens.seed_of(by, key)), wall.now()
    if promise.replay:
        if _unused(code, now) is None:
            raise CodeUnknown(minutes=settings.ENROL_CODE_MINUTES)
        return code
    row = EnrolCode.objects.create(
        hall_id=by.hall_id,
        hall_code=hall_code,
        code_hash=tokens.code_hash(code),
        kind=kind.value,
        name=name.strip()[:80],
        window_id=window_id,
        zone_id=zone_id,
        issued_by=by.id,
        issued_at=now,
        expires_at=now + timedelta(minutes=settings.ENROL_CODE_MINUTES),
    )
    told = EnrolCodeIssued(row.id, kind.value, window_id, zone_id)
    record(told, subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return code


def _unused(code: str, now: datetime) -> EnrolCode | None:
    """Return the row of a code that still works."""
    known = EnrolCode.objects.filter(code_hash=tokens.code_hash(code), used_at__isnull=True)
    return known.filter(expires_at__gt=now).first()


def enrol(*, code: str, address: str, at: datetime) -> tuple[DeviceCard, str]:
    """Make the machine that typed ``code`` a device; return its card and its token.

    Raises: CodeUnknown, TooManyCodes.
    """
    whence = tokens.keyed("address", address)
    _refuse_guessing(whence)
    enrolled = _use(code, at)
    if enrolled is None:
        EnrolTry.objects.create(address_hash=whence, at=wall.now())
        raise CodeUnknown(minutes=settings.ENROL_CODE_MINUTES)
    return enrolled


def _refuse_guessing(whence: str) -> None:
    since = wall.now() - timedelta(minutes=settings.ENROL_CODE_MINUTES)
    tries = list(EnrolTry.objects.filter(address_hash=whence, at__gt=since).order_by("at"))
    if len(tries) >= settings.ENROL_TRIES:
        free = tries[-settings.ENROL_TRIES].at + timedelta(minutes=settings.ENROL_CODE_MINUTES, seconds=59)
        raise TooManyCodes(until=timezone.localtime(free).strftime("%H:%M"))


@transaction.atomic
def _use(code: str, at: datetime) -> tuple[DeviceCard, str] | None:
    now = wall.now()
    row = _unused(code, now)
    if row is None:
        return None
    # two machines typing one code at once: the row's own condition lets one of them through
    if not EnrolCode.objects.filter(id=row.id, used_at__isnull=True).update(used_at=now):
        return None
    token = tokens.new_token()
    device = Device.objects.create(
        id=new_id(),
        hall_id=row.hall_id,
        hall_code=row.hall_code,
        kind=row.kind,
        name=row.name,
        window_id=row.window_id,
        zone_id=row.zone_id,
        token_hash=tokens.hash_of(token),
        enrolled_at=at,
    )
    by = Actor(ActorKind.DEVICE, device.id, device.hall_id, window_id=device.window_id)
    told = DeviceEnrolled(device.id, row.id, device.kind, device.window_id, device.zone_id)
    record(told, subject=device.id, by=by, at=at)
    return device_card(device), token


@transaction.atomic
def revoke_device(*, device_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> DeviceCard:
    """Take a device out of service at once; its token opens nothing any more.  Raises: DeviceUnknown."""
    promise = once(by, "access.revoke_device", key, at)
    row = Device.objects.select_for_update().filter(hall_id=by.hall_id, id=device_id).first()
    if row is None:
        raise DeviceUnknown
    if row.active and not promise.replay:
        row.active = False
        row.revoked_at = at
        row.save(update_fields=["active", "revoked_at"])
        record(DeviceRevoked(row.id, row.kind), subject=row.id, by=by, at=at, entry_id=promise.entry_id)
    return device_card(row)


def sweep_codes(limit: int = 1000) -> int:
    """Forget codes and wrong tries that ended a day ago; return how many."""
    old = wall.now() - timedelta(days=1)
    codes = list(EnrolCode.objects.filter(expires_at__lt=old).values_list("id", flat=True)[:limit])
    tries = list(EnrolTry.objects.filter(at__lt=old).values_list("id", flat=True)[:limit])
    gone = EnrolCode.objects.filter(id__in=codes).delete()[0]
    return gone + EnrolTry.objects.filter(id__in=tries).delete()[0]
