"""Questions about the rulebook: what is asked, what is kept, and which value holds on a day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yichuang.kernel import claims
from yichuang.kernel.errors import Refusal
from yichuang.regulations import register as data
from yichuang.regulations import rules
from yichuang.regulations.models import ParameterValue
from yichuang.regulations.types import (
    Clause,
    Control,
    ControlCard,
    Mechanism,
    Parameter,
    ParameterCard,
    Principle,
    Proofs,
    Status,
    Tally,
    Text,
    ValueCard,
)


class UnknownRule(Refusal):
    """No mechanism, control or parameter has this code."""

    code = "unknown-rule"
    status = 404
    sentence = _("The rulebook has nothing called %(code)s.")


class ParameterUnset(Refusal):
    """The rules leave the value blank and the hall has not filled it."""

    code = "parameter-unset"
    sentence = _("%(name)s has not been set for this hall yet. Set it under Rules in force, Values.")


class KeptElsewhere(Refusal):
    """The value lies in a table of another room."""

    code = "kept-elsewhere"
    sentence = _("%(name)s is kept in its own table, not as a single value.")


# --- the register ---------------------------------------------------------------------------------------


def mechanisms() -> tuple[Mechanism, ...]:
    """Return the 61 mechanisms in the register's order."""
    return tuple(data.register().mechanisms.values())


def mechanism(code: str) -> Mechanism:
    """Return one mechanism by its code (``QUE``).  Raises: UnknownRule."""
    try:
        return data.register().mechanisms[code]
    except KeyError:
        raise UnknownRule(code=code[:40]) from None


def controls(of: str | None = None) -> tuple[Control, ...]:
    """Return the controls, all or ``of`` one mechanism, in the register's order."""
    return tuple(one for one in data.register().controls.values() if of is None or one.mechanism == of)


def clauses() -> tuple[Clause, ...]:
    """Return the addresses of all 574 clauses."""
    return tuple(data.register().clauses.values())


def controls_of_clause() -> dict[str, tuple[str, ...]]:
    """Return, per clause, the controls that keep it."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in controls():
        for clause in one.clauses:
            found[clause.code].append(one.id)
    return {code: tuple(ids) for code, ids in found.items()}


def clauses_of_rule(control_id: str) -> list[str]:
    """Return the clause codes behind a control; empty for an id the register does not know."""
    one = data.register().controls.get(control_id)
    return [clause.code for clause in one.clauses] if one else []


def principles() -> tuple[Principle, ...]:
    """Return the principles with their clauses and controls."""
    return data.principles()


# --- what is kept ---------------------------------------------------------------------------------------


@cache
def _cards() -> dict[str, ControlCard]:
    claimed: dict[str, list[claims.Claim]] = defaultdict(list)
    for claim in claims.all_claims():
        claimed[claim.control].append(claim)
    return {one.id: _card(one, claimed.get(one.id, [])) for one in controls()}


def _card(control: Control, claimed: Iterable[claims.Claim]) -> ControlCard:
    found = data.proofs().get(control.id, Proofs())
    claimed = list(claimed)
    by = {claims.dotted(function): None for claim in claimed for function in claim.by}
    events = {event.stored_name: None for claim in claimed for event in claim.proofs}
    status = rules.status_of(claimed=bool(claimed), needs_refusal=control.needs_refusal, proofs=found)
    return ControlCard(control, status, tuple(by), found, tuple(events))


def control_card(control_id: str) -> ControlCard:
    """Return one control with its status, functions and tests.  Raises: UnknownRule."""
    try:
        return _cards()[control_id]
    except KeyError:
        raise UnknownRule(code=control_id[:40]) from None


def control_cards(of: str | None = None) -> tuple[ControlCard, ...]:
    """Return the controls with what is true of them now, all or ``of`` one mechanism."""
    return tuple(card for card in _cards().values() if of is None or card.control.mechanism == of)


def tally(cards: Iterable[ControlCard]) -> Tally:
    """Count controls, claimed ones (proven included) and proven ones."""
    cards = list(cards)
    return Tally(
        controls=len(cards),
        claimed=sum(card.status is not Status.NOT_YET for card in cards),
        proven=sum(card.status is Status.PROVEN for card in cards),
    )


# --- parameters -----------------------------------------------------------------------------------------


def parameters() -> tuple[Parameter, ...]:
    """Return every parameter of the register, one per key."""
    return tuple(data.parameters().values())


def parameter_of(key: str) -> Parameter:
    """Return what the register says of one parameter.  Raises: UnknownRule."""
    try:
        return data.parameters()[key]
    except KeyError:
        raise UnknownRule(code=key[:40]) from None


def used_by(key: str) -> tuple[str, ...]:
    """Return the modules that go by this parameter; empty while no room does."""
    return data.parameters_used().get(key, ())


def typed(key: str, text: str) -> Any:
    """Return what somebody typed as a value of ``key``; nothing typed is None.

    Raises: UnknownRule, ``ValueError`` for what is no value.
    """
    return rules.read(parameter_of(key), text)


def weaker_options(card: ParameterCard) -> frozenset[str]:
    """Return the choices that a hall may not take, since they ask less than the general one."""
    one = card.parameter
    if card.general is None:
        return frozenset()
    return frozenset(option.value for option in one.options if rules.weakens(one, card.general, option.value))


def value_card(row: ParameterValue) -> ValueCard:
    """Return a stored value as a card."""
    return ValueCard(
        id=row.id,
        hall_id=row.hall_id,
        key=row.key,
        value=json.loads(row.value),
        active_from=row.active_from,
        active_until=row.active_until,
        general=json.loads(row.general),
        parent_id=row.parent_id,
        reason=row.reason,
        set_by=row.set_by,
        set_at=row.set_at,
        withdrawn_at=row.withdrawn_at,
    )


def history(hall_id: UUID, key: str) -> tuple[ValueCard, ...]:
    """Return every value the hall has ever laid over ``key``, the latest first, withdrawn ones included."""
    rows = ParameterValue.objects.filter(hall_id=hall_id, key=key).order_by("-active_from", "-set_at")
    return tuple(value_card(row) for row in rows)


def _standing(hall_id: UUID, keys: Iterable[str]) -> dict[str, list[ValueCard]]:
    found: dict[str, list[ValueCard]] = defaultdict(list)
    rows = ParameterValue.objects.filter(hall_id=hall_id, key__in=list(keys), withdrawn_at__isnull=True)
    for row in rows.order_by("active_from"):
        found[row.key].append(value_card(row))
    return found


def _as_it_stands(one: Parameter, standing: list[ValueCard], on: date) -> ParameterCard:
    general = rules.general_on(one, on)
    own = rules.in_force(standing, on)
    # a general rule that became stricter after the hall set its own value prevails over it
    if own is not None and general is not rules.MISSING and rules.weakens(one, general, own.value):
        own = None
    value = general if own is None else own.value
    is_set = value is not rules.MISSING
    return ParameterCard(
        parameter=one,
        value=value if is_set else None,
        is_set=is_set,
        general=None if general is rules.MISSING else general,
        hall_value=own,
        coming=tuple(card for card in standing if card.active_from > on),
    )


def parameter_card(hall_id: UUID, key: str, on: date) -> ParameterCard:
    """Return one parameter as it stands for the hall on ``on``.  Raises: UnknownRule."""
    one = parameter_of(key)
    return _as_it_stands(one, _standing(hall_id, [key])[key], on)


def parameter_cards(hall_id: UUID, on: date) -> tuple[ParameterCard, ...]:
    """Return every parameter as it stands for the hall on ``on``, in one query."""
    standing = _standing(hall_id, data.parameters())
    return tuple(_as_it_stands(one, standing.get(one.key, []), on) for one in parameters())


def parameter(hall_id: UUID, key: str, on: date) -> Any:
    """Return the value of ``key`` for the hall on ``on``: int, number, code, HH:MM or list, by its type.

    A fact is judged by the value of its own day, so pass the day of the fact, not of the judgement.

    Raises: UnknownRule, KeptElsewhere, ParameterUnset.  Source: RUL-02, C2.17.
    """
    return _set(parameter_card(hall_id, key, on))


def values(hall_id: UUID, keys: Iterable[str], on: date) -> dict[str, Any]:
    """Return the values of several parameters for the hall on ``on``, in one query.

    Raises: UnknownRule, KeptElsewhere, ParameterUnset.
    """
    keys = tuple(keys)
    standing = _standing(hall_id, keys)
    return {key: _set(_as_it_stands(parameter_of(key), standing.get(key, []), on)) for key in keys}


def values_during(
    hall_id: UUID, keys: Iterable[str], since: date, until: date
) -> list[tuple[date, dict[str, Any]]]:
    """Return from which day on which values of several parameters hold, from ``since`` on, before ``until``.

    The first stands on ``since``, each further one on the day on which a value changes; in one query.
    Raises: UnknownRule, KeptElsewhere, ParameterUnset.
    """
    keys = tuple(keys)
    standing = _standing(hall_id, keys)
    days = {since}
    for key in keys:
        dates = [one.active_from for one in parameter_of(key).general]
        dates += [day for card in standing.get(key, []) for day in (card.active_from, card.active_until)]
        days |= {day for day in dates if day is not None and since < day < until}
    found: list[tuple[date, dict[str, Any]]] = []
    for day in sorted(days):
        now = {key: _set(_as_it_stands(parameter_of(key), standing.get(key, []), day)) for key in keys}
        if not found or now != found[-1][1]:
            found.append((day, now))
    return found


def _set(card: ParameterCard) -> Any:
    if card.is_set:
        return card.value
    raise (KeptElsewhere if card.parameter.kept_by else ParameterUnset)(name=told(card.parameter.name))


def told(text: Text) -> str:
    """Return a saying of the register in the language of the moment."""
    return text.told_in(get_language())
