"""How a time is measured: its versions, and the office's form for one to come."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import door, role
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.screens.kit.forms import act_of, day_of, go
from yichuang.statistics import selectors, services
from yichuang.statistics.refusals import DefinitionNotAhead, DefinitionUnfit
from yichuang.statistics.types import METHODS, DefinitionCard, Method, Metric

READERS = role(Role.OFF, Role.UH, Role.SEC, Role.CMT, Role.SUP, Role.INSP)
SETTERS = frozenset({Role.OFF, Role.CMT})
METRICS: dict[Metric, Promise] = {
    Metric.WAIT: pgettext_lazy("metric", "Wait"),
    Metric.SERVICE: pgettext_lazy("metric", "Service"),
}
METHOD_TEXTS: dict[Method, Promise] = {
    Method.TO_FIRST_CALL: _("from taking the ticket to its first call"),
    Method.TO_FIRST_SERVICE: _("from taking the ticket to the beginning of its first service"),
    Method.FROM_BEGINNING: _("from the beginning of the service to its end"),
    Method.FROM_CALL: _("from the call to the end of the service"),
}


def told(one: DefinitionCard) -> str:
    """Say a definition in a sentence, with its version and its first day."""
    values = {"metric": METRICS[one.metric], "version": one.version, "method": METHOD_TEXTS[one.method]}
    if one.active_from is None:
        return str(_("%(metric)s, version %(version)s: %(method)s.") % values)
    return str(
        _("%(metric)s, version %(version)s, from %(day)s on: %(method)s.")
        % {**values, "day": one.active_from.isoformat()}
    )


def marks_of(breaks: tuple[DefinitionCard, ...]) -> dict[date, str]:
    """Return what a drawing says at the first day of each definition: both versions by name."""
    marks: dict[date, str] = {}
    for one in breaks:
        if one.active_from is not None:
            values = {"metric": METRICS[one.metric], "before": one.version - 1, "after": one.version}
            said = str(_("%(metric)s: version %(before)s → %(after)s") % values)
            marks[one.active_from] = "; ".join(filter(None, [marks.get(one.active_from, ""), said]))
    return marks


@never_cache
@require_safe
@door("statistics.definitions", rule=READERS, label=_("How times are measured"))
def page(request: HttpRequest) -> HttpResponse:
    """Show every version of every definition, and the form for the next."""
    hall = organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]
    metrics = [
        {
            "value": metric.value,
            "name": METRICS[metric],
            "versions": [told(one) for one in known],
            "choices": [
                (one.value, METHOD_TEXTS[one]) for one in METHODS[metric] if one is not known[-1].method
            ],
        }
        for metric in Metric
        for known in [selectors.definitions(hall.id, metric)]
    ]
    context = {
        "metrics": metrics,
        "may_set": bool(SETTERS & request.caller.roles),  # type: ignore[attr-defined]
        "today": clock.local_day(clock.now(), hall.timezone),
    }
    return render(request, "statistics/definitions.html", context)


@require_POST
@door("statistics.define", rule=role(*SETTERS), act=True, label=_("Lay down how a time is measured"))
def define(request: HttpRequest) -> HttpResponse:
    """Lay down a version of a definition from a day to come."""
    said = request.POST
    try:
        metric, method = Metric(said.get("metric", "")), Method(said.get("method", ""))
    except ValueError:
        raise DefinitionUnfit from None
    if (active_from := day_of(said.get("active_from"))) is None:
        raise DefinitionNotAhead
    services.define(
        metric=metric,
        method=method,
        active_from=active_from,
        **act_of(request),
    )
    return go(request, reverse("statistics:definitions"))
