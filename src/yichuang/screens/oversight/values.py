"""Doors of the values: numbers of the rules, and the hall's own ones laid over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, anyone, door, role
from yichuang.kernel.access.types import Role
from yichuang.kernel.errors import Refusal
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.regulations import selectors, services, words
from yichuang.regulations.types import Origin, Parameter, ParameterCard, ValueCard, ValueType
from yichuang.screens.kit.forms import act_key, day_of, id_of
from yichuang.screens.oversight.rulebook import frame

SETTERS = frozenset({Role.OFF, Role.CMT})
SETTING = role(*SETTERS)
LONGEST = 20_000
ORIGIN_TONES = {Origin.GIVEN: "", Origin.OURS: "mute", Origin.UNSET: "warn", Origin.ELSEWHERE: "mute"}


class NoSuchDay(Refusal):
    """What was typed as a day is none."""

    code = "no-such-day"
    status = 422
    sentence = _("Give the day as year-month-day, for example 2026-07-01.")


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A parameter as a line of the table."""

    key: str
    name: str
    unit: str
    value: str
    phrases: tuple[str, ...]
    general: str
    origin: Origin
    origin_name: str | Promise
    origin_tone: str
    direction: str | Promise
    own: ValueCard | None
    coming: tuple[ValueCard, ...]
    clauses: tuple[str, ...]
    mechanism: str
    owner: str | Promise
    used_by: tuple[str, ...]
    settable: bool


def line(card: ParameterCard) -> ValueLine:
    """Return a parameter in the reader's language."""
    one = card.parameter
    return ValueLine(
        key=one.key,
        name=selectors.told(one.name),
        unit=selectors.told(one.unit),
        value=words.value_text(one, card.value) if card.is_set else "",
        phrases=tuple(card.value) if one.type is ValueType.PHRASES and card.is_set else (),
        general="" if card.general is None else words.value_text(one, card.general),
        origin=one.origin,
        origin_name=words.ORIGINS[one.origin],
        origin_tone=ORIGIN_TONES[one.origin],
        direction="" if one.kept_by else words.DIRECTIONS[one.stricter],
        own=card.hall_value,
        coming=card.coming,
        clauses=one.clauses,
        mechanism=one.mechanism,
        owner=words.ACTORS[one.owner],
        used_by=selectors.used_by(one.key),
        settable=not one.kept_by,
    )


def _cards(hall: HallCard | None, on: date) -> tuple[ParameterCard, ...]:
    # without a hall the general values are read, as for a hall that has set nothing
    return selectors.parameter_cards(hall.id if hall else UUID(int=0), on)


def _today(hall: HallCard | None) -> date:
    return clock.local_day(clock.now(), hall.timezone if hall else "Asia/Shanghai")


def _may_set(request: HttpRequest) -> bool:
    return bool(SETTERS & request.caller.roles)  # type: ignore[attr-defined]


@require_safe
@door("rules.values", rule=anyone(), label=_("Values of the rules"))
def overview(request: HttpRequest) -> HttpResponse:
    """Show every parameter with the value in force today."""
    page = frame(request, "values", may_set=_may_set(request))
    shown = [line(card) for card in _cards(page["hall"], _today(page["hall"]))]
    asked = request.GET.get("origin", "")
    if asked in Origin.__members__.values():
        shown = [one for one in shown if one.origin == asked]
    elif asked == "own":
        shown = [one for one in shown if one.own or one.coming]
    elif asked == "blank":
        shown = [one for one in shown if one.settable and not one.value]
    names = {one.code: selectors.told(one.name) for one in selectors.mechanisms()}
    grouped: dict[str, list[ValueLine]] = {}
    for one in shown:
        grouped.setdefault(one.mechanism, []).append(one)
    page["groups"] = [{"code": code, "name": names[code], "lines": found} for code, found in grouped.items()]
    page["asked"], page["found"] = asked, len(shown)
    page["origins"] = [(str(one), words.ORIGINS[one]) for one in Origin]
    return render(request, "oversight/values.html", page)


@never_cache
@require_safe
@door("rules.value", rule=anyone(), label=_("A value of the rules"))
def one(request: HttpRequest, key: str) -> HttpResponse:
    """Show one parameter; whoever is signed in also reads the hall's earlier values with their days."""
    return render(request, "oversight/value.html", _value_page(request, key))


def _value_page(request: HttpRequest, key: str, **more: Any) -> dict[str, Any]:
    parameter = selectors.parameter_of(key)
    page = frame(request, "values", may_set=_may_set(request) and not parameter.kept_by)
    hall, today = page["hall"], _today(page["hall"])
    card = selectors.parameter_card(hall.id if hall else UUID(int=0), key, today)
    page |= {
        "line": line(card),
        "parameter": parameter,
        "today": today,
        "clauses": [one for one in selectors.clauses() if one.code in parameter.clauses],
        "field": _field(parameter, card),
        "history": _history(request, parameter, today),
        "general": [words.value_text(parameter, value.value) for value in parameter.general],
        "mechanism_name": selectors.told(selectors.mechanism(parameter.mechanism).name),
    }
    return page | more


def _field(parameter: Parameter, card: ParameterCard) -> dict[str, Any]:
    """Return how the value is typed: which input, with which bounds and what to begin with."""
    now = card.value if card.is_set else None
    kinds = {ValueType.CHOICE: "select", ValueType.PERIOD: "select", ValueType.TIME: "time"}
    kinds |= {ValueType.PHRASES: "lines", ValueType.BANDS: "lines"}
    if parameter.type is ValueType.PHRASES:
        typed = "\n".join(now or [])
    elif parameter.type is ValueType.BANDS:
        typed = "\n".join(f"{start:g} {factor:g}" for start, factor in now or [])
    else:
        typed = "" if now is None else f"{now:g}" if isinstance(now, int | float) else str(now)
    weaker = selectors.weaker_options(card)
    return {
        "kind": kinds.get(parameter.type, "number"),
        "typed": typed,
        "step": "0.01" if parameter.type is ValueType.AMOUNT else "1",
        "options": [
            {
                "value": option.value,
                "name": selectors.told(option.name),
                "weaker": option.value in weaker,
            }
            for option in parameter.options
        ],
    }


def _history(request: HttpRequest, parameter: Parameter, today: date) -> list[dict[str, Any]]:
    caller = request.caller  # type: ignore[attr-defined]
    if not caller.person_id:
        return []
    people = {one.id: one.worker_number for one in organization.people(caller.hall_id, include_left=True)}
    return [
        {
            "card": card,
            "value": words.value_text(parameter, card.value),
            "phrases": card.value if parameter.type is ValueType.PHRASES else [],
            "by": people.get(card.set_by, ""),
            "standing": _standing(card, today),
            "begun": card.active_from <= today,
        }
        for card in selectors.history(caller.hall_id, parameter.key)
    ]


def _standing(card: ValueCard, today: date) -> bool:
    return card.withdrawn_at is None and (card.active_until is None or today < card.active_until)


@require_POST
@door("rules.lay_value", rule=SETTING, act=True, label=_("Set the hall's own value"))
def lay(request: HttpRequest, key: str) -> HttpResponse:
    """Lay the hall's own value over the general one, or say in its place why not."""
    by = actor_of(request)
    try:
        services.set_parameter(
            hall_id=by.hall_id,
            parameter=key,
            value=_typed(key, request.POST.get("value", "")),
            active_from=_day(request.POST.get("active_from", "")),
            active_until=_day(until) if (until := request.POST.get("active_until", "").strip()) else None,
            reason=request.POST.get("reason", ""),
            by=by,
            at=clock.now(),
            key=act_key(request),
        )
    except selectors.UnknownRule:
        raise
    except Refusal as refusal:
        page = _value_page(request, key, refusal=refusal, said=request.POST)
        return render(request, "oversight/value.html", page, status=refusal.status)
    return _back(key)


@require_POST
@door("rules.end_value", rule=SETTING, act=True, label=_("End the hall's own value"))
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End the hall's own value today, so that the general one holds again."""
    by = actor_of(request)
    now = clock.now()
    today = clock.local_day(now, organization.hall(by.hall_id).timezone)
    try:
        services.end_parameter(
            hall_id=by.hall_id,
            value_id=id_of(request.POST.get("id")),
            on=today,
            by=by,
            at=now,
            key=act_key(request),
        )
    except services.AlreadyEnded as refusal:
        return render(request, "oversight/value.html", _value_page(request, key, refusal=refusal), status=409)
    return _back(key)


def _back(key: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("oversight:value", args=[key]), status=303)


def _typed(key: str, text: str) -> Any:
    try:
        return selectors.typed(key, text[:LONGEST])
    except ValueError:
        raise services.ValueUnfit(name=selectors.told(selectors.parameter_of(key).name)) from None


def _day(text: str) -> date:
    if (day := day_of(text)) is None:
        raise NoSuchDay
    return day
