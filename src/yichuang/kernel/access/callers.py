"""Find out who stands at a door: one statement for a session with account and grants, one for a device."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from yichuang.kernel.access import tokens, wall
from yichuang.kernel.access.types import (
    STRANGER,
    AccountCard,
    Caller,
    DeviceCard,
    DeviceKind,
    GrantCard,
    Role,
)

SESSION_SQL = """
SELECT s.id, s.window_id, s.last_act_at, a.id, a.hall_id, a.hall_code, a.worker_number, a.person_id,
       a.must_change_password, a.password_set_at, a.password_lasts, g.role, g.department_id
FROM access_staff_session s
JOIN access_account a ON a.id = s.account_id
LEFT JOIN access_grant g ON g.hall_id = a.hall_id AND g.account_id = a.id
     AND g.active_from <= %s AND (g.active_until IS NULL OR g.active_until > %s)
WHERE s.token_hash = %s AND s.ends_at > %s AND s.last_act_at > %s AND a.is_active = %s
"""
DEVICE_SQL = """
SELECT id, hall_id, hall_code, kind, name, window_id, zone_id
FROM access_device WHERE token_hash = %s AND active = %s
"""
TOUCH_SQL = "UPDATE access_staff_session SET last_act_at = %s WHERE id = %s AND last_act_at < %s"


def _uuid(value: Any) -> UUID | None:
    return value if value is None or isinstance(value, UUID) else UUID(value)


def _known(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def param(value: datetime | UUID) -> Any:
    """Return a value as the engine at hand takes it in a statement of one's own."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value if connection.features.has_native_uuid_field else value.hex


def password_worn(set_at: datetime, lasts: bool, now: datetime) -> bool:
    """Tell whether a password set at ``set_at`` has served its days."""
    days = settings.PASSWORD_DAYS
    return bool(days) and not lasts and now - set_at > timedelta(days=days)


def by_session(token: str, at: datetime, *, by_cookie: bool = True) -> Caller:
    """Return the person whose session ``token`` opens, or a stranger.

    ``at`` is the hall's time and decides which grants hold; the session itself lives by the wall clock.
    """
    now = wall.now()
    idle_since = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    moment = param(at)
    with connection.cursor() as cursor:
        cursor.execute(
            SESSION_SQL, (moment, moment, tokens.hash_of(token), param(now), param(idle_since), True)
        )
        rows = cursor.fetchall()
    if not rows:
        return STRANGER
    first = rows[0]
    account = AccountCard(
        id=_known(first[3]),
        hall_id=_known(first[4]),
        hall_code=first[5],
        worker_number=first[6],
        person_id=_known(first[7]),
        password_due=bool(first[8]) or password_worn(_moment(first[9]), bool(first[10]), now),
    )
    return Caller(
        account=account,
        grants=frozenset(GrantCard(Role(row[11]), _uuid(row[12])) for row in rows if row[11]),
        session_id=_known(first[0]),
        window_id=_uuid(first[1]),
        by_cookie=by_cookie,
        idle_seconds=max(0, int((now - _moment(first[2])).total_seconds())),
    )


def by_device(token: str, *, by_cookie: bool = True) -> Caller:
    """Return the device that ``token`` was given to, or a stranger."""
    with connection.cursor() as cursor:
        cursor.execute(DEVICE_SQL, (tokens.hash_of(token), True))
        row = cursor.fetchone()
    if row is None:
        return STRANGER
    device = DeviceCard(
        id=_known(row[0]),
        hall_id=_known(row[1]),
        hall_code=row[2],
        kind=DeviceKind(row[3]),
        name=row[4],
        window_id=_uuid(row[5]),
        zone_id=_uuid(row[6]),
    )
    return Caller(device=device, by_cookie=by_cookie)


def acted(caller: Caller) -> None:
    """Start the idle timer of the caller's session anew; at most one write a minute."""
    if caller.session_id is None or caller.idle_seconds < 60:
        return
    now = param(wall.now())
    with connection.cursor() as cursor:
        cursor.execute(TOUCH_SQL, (now, param(caller.session_id), now))
