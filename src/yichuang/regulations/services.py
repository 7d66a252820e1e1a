"""Lay a hall's own value over the rules, and end it again."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel import clock
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import once
from yichuang.kernel.journal.events import fits
from yichuang.kernel.journal.record import record
from yichuang.kernel.types import Actor, Key
from yichuang.regulations import rules
from yichuang.regulations.events import ParameterEnded, ParameterSet
from yichuang.regulations.models import ParameterValue
from yichuang.regulations.selectors import (
    KeptElsewhere,
    UnknownRule,
    parameter_of,
    told,
    value_card,
)
from yichuang.regulations.types import TIMEZONE_OF, Parameter, ValueCard
from yichuang.regulations.words import value_text

MAX_REASON = 200
_SUBJECTS = UUID("0198c0de-7e57-7a11-8a11-5e7700000001")


class ValueUnfit(Refusal):
    """The value has not the shape of the parameter or lies outside its bounds."""

    code = "value-unfit"
    status = 422
    sentence = _("This is not a value %(name)s can have.")


class ValueOutOfBounds(ValueUnfit):
    """The number is too small or too large to make sense."""

    sentence = _("%(name)s must lie between %(least)s and %(most)s.")


class WeakensTheRule(Refusal):
    """The hall's value would ask less than the general rule."""

    code = "weakens-the-rule"
    status = 422
    rule = "RUL-01"
    sentence = _("%(name)s: a hall may be stricter than the general rule (%(general)s), not more lenient.")


class RemovesTheRule(Refusal):
    """The hall tried to leave the value out."""

    code = "removes-the-rule"
    status = 422
    rule = "RUL-01"
    sentence = _("%(name)s: a hall may make a rule stricter, it cannot take it away.")


class NotBackwards(Refusal):
    """A value was to hold for days that have already been judged."""

    code = "not-backwards"
    status = 422
    rule = "RUL-02"
    sentence = _(
        "A value holds from today on at the earliest: what has happened is judged by the rule of its day."
    )


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    code = "ends-before-it-begins"
    status = 422
    sentence = _("The value would end before it begins.")


class ReasonMissing(Refusal):
    """A change of the rules needs its reason."""

    code = "reason-missing"
    status = 422
    sentence = _("Say why, in at most 200 characters: the number of the document, for example.")


class NoPersonInARule(Refusal):
    """The text holds what looks like an identity number or a phone number."""

    code = "no-person-in-a-rule"
    status = 422
    rule = "PRV-05"
    sentence = _("Leave out identity and phone numbers: rules are read by everybody.")


class AlreadyEnded(Refusal):
    """The value has ended or was withdrawn before."""

    code = "already-ended"
    sentence = _("This value is no longer in force.")


class ChangedMeanwhile(Refusal):
    """Two people set the same parameter at the same moment."""

    code = "changed-meanwhile"
    sentence = _("Somebody else has just set this value. Look at it again.")


def subject_of(hall_id: UUID, key: str) -> UUID:
    """Return the journal's subject of one hall's parameter: always the same id."""
    return uuid5(_SUBJECTS, f"{hall_id.hex}:{key}")


def _today(hall_id: UUID, at: datetime) -> date:
    return clock.local_day(at, TIMEZONE_OF(hall_id))


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _tell(value: str) -> str:
    """Return a value as the journal keeps it: a plain one as it is, texts of the hall by their hash only."""
    if fits(value):
        return value
    digest = hashlib.sha256(value.encode()).hexdigest()[:32]
    return "sha256:" + "-".join(digest[start : start + 4] for start in range(0, 32, 4))


def _check(one: Parameter, value: Any, since: date, until: date | None) -> None:
    name = told(one.name)
    if one.kept_by:
        raise KeptElsewhere(name=name)
    if value is None or value == []:
        raise RemovesTheRule(name=name)
    if not rules.shaped(one, value):
        raise ValueUnfit(name=name)
    for general in rules.general_during(one, since, until):
        if rules.weakens(one, general, value):
            raise WeakensTheRule(name=name, general=value_text(one, general))
    if not rules.within(one, value):
        raise ValueOutOfBounds(name=name, least=_number(one.min), most=_number(one.max))


def _number(bound: float | None) -> str:
    return "…" if bound is None else f"{bound:g}"


def _reason(reason: str, value: Any) -> str:
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= MAX_REASON:
        raise ReasonMissing
    if rules.names_a_person(reason) or rules.names_a_person(_canonical(value)):
        raise NoPersonInARule
    return reason


def _days(hall_id: UUID, active_from: date, active_until: date | None, at: datetime) -> None:
    if active_until is not None and active_until <= active_from:
        raise EndsBeforeItBegins
    if active_from < _today(hall_id, at):
        raise NotBackwards


def _lock_and_withdraw(hall_id: UUID, key: str, active_from: date, at: datetime) -> ParameterValue | None:
    """Lock the hall's values, withdraw the one of the same first day; return the one that held before."""
    standing = ParameterValue.objects.filter(hall_id=hall_id, key=key, withdrawn_at__isnull=True)
    rows = list(standing.select_for_update().order_by("active_from"))
    same_day = next((row for row in rows if row.active_from == active_from), None)
    if same_day is not None:
        same_day.withdrawn_at = at
        same_day.save(update_fields=["withdrawn_at"])
    return rules.in_force([row for row in rows if row is not same_day], active_from)


def _laid(**columns: Any) -> ParameterValue:
    try:
        with transaction.atomic():
            return ParameterValue.objects.create(**columns)
    except IntegrityError:
        raise ChangedMeanwhile from None


def _told_of(row: ParameterValue) -> ParameterSet:
    return ParameterSet(
        value_id=row.id,
        parameter=row.key,
        value=_tell(row.value),
        general=_tell(row.general),
        active_from=row.active_from,
        active_until=row.active_until,
        parent_id=row.parent_id,
    )


@transaction.atomic
def set_parameter(
    *,
    hall_id: UUID,
    parameter: str,
    value: Any,
    active_from: date,
    active_until: date | None = None,
    reason: str,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> ValueCard:
    """Lay a hall's own ``value`` over ``parameter`` from ``active_from`` until ``active_until`` (exclusive).

    It may be stricter than the general value or fill a blank; a value set again for the same first day
    takes the place of the earlier one, which stays readable as withdrawn.

    Raises: UnknownRule, KeptElsewhere, ValueUnfit, RemovesTheRule, WeakensTheRule (RUL-01), NotBackwards
    (RUL-02), EndsBeforeItBegins, ReasonMissing, NoPersonInARule, ChangedMeanwhile.
    """
    one = parameter_of(parameter)
    if by.hall_id != hall_id:
        raise UnknownRule(code=parameter)
    promise = once(by, "regulations.set_parameter", key, at)
    if promise.replay:
        return value_card(ParameterValue.objects.get(hall_id=hall_id, pk=promise.entry_id))
    reason = _reason(reason, value)
    _days(hall_id, active_from, active_until, at)
    _check(one, value, active_from, active_until)

    parent = _lock_and_withdraw(hall_id, parameter, active_from, at)
    general = rules.general_on(one, active_from)
    row = _laid(
        id=promise.entry_id,
        hall_id=hall_id,
        key=parameter,
        value=_canonical(value),
        active_from=active_from,
        active_until=active_until,
        general=_canonical(None if general is rules.MISSING else general),
        parent=parent,
        reason=reason,
        set_by=by.id,
        set_at=at,
    )

    record(_told_of(row), subject=subject_of(hall_id, parameter), by=by, at=at, entry_id=promise.entry_id)
    return value_card(row)


@transaction.atomic
def end_parameter(
    *, hall_id: UUID, value_id: UUID, on: date, by: Actor, at: datetime, key: Key | None = None
) -> ValueCard:
    """End the hall's own value: from ``on`` the earlier or the general value holds again.

    A value that has not begun is withdrawn.

    Raises: UnknownRule, AlreadyEnded, NotBackwards (RUL-02).
    """
    promise = once(by, "regulations.end_parameter", key, at)
    row = ParameterValue.objects.select_for_update().filter(pk=value_id, hall_id=hall_id).first()
    if row is None or by.hall_id != hall_id:
        raise UnknownRule(code=str(value_id))
    if promise.replay:
        return value_card(row)
    if on < _today(hall_id, at):
        raise NotBackwards
    if row.withdrawn_at is not None or (row.active_until is not None and row.active_until <= on):
        raise AlreadyEnded

    if on <= row.active_from:
        row.withdrawn_at = at
    else:
        row.active_until = on
    row.save(update_fields=["withdrawn_at", "active_until"])

    record(
        ParameterEnded(value_id=row.id, parameter=row.key, active_until=max(on, row.active_from)),
        subject=subject_of(hall_id, row.key),
        by=by,
        at=at,
        entry_id=promise.entry_id,
    )
    return value_card(row)
