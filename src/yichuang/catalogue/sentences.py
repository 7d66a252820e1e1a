"""Say in the reader's language what the lint found, how long something takes and what it costs."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.rules import Flaw, FlawKind
from yichuang.catalogue.types import FeeLine, ItemCard, Limit
from yichuang.deadlines.types import Budget, Rollover, Unit

UNITS = {
    Unit.IMMEDIATE: _("at once"),
    Unit.SECOND: _("%(value)s seconds"),
    Unit.MINUTE: _("%(value)s minutes"),
    Unit.HOUR: _("%(value)s hours"),
    Unit.WORKING_HOUR: _("%(value)s working hours"),
    Unit.CALENDAR_DAY: _("%(value)s calendar days"),
    Unit.WORKING_DAY: _("%(value)s working days"),
    Unit.MONTH: _("%(value)s months"),
}
_ONE = {
    Unit.SECOND: _("1 second"),
    Unit.MINUTE: _("1 minute"),
    Unit.HOUR: _("1 hour"),
    Unit.WORKING_HOUR: _("1 working hour"),
    Unit.CALENDAR_DAY: _("1 calendar day"),
    Unit.WORKING_DAY: _("1 working day"),
    Unit.MONTH: _("1 month"),
}
_FLAWS = {
    FlawKind.PROMISED_LONGER: _("promises %(promised)s, longer than the statutory %(statutory)s"),
    FlawKind.PROMISED_LONGER_FROM: _(
        "promises %(promised)s, which from %(start)s on ends after the statutory %(statutory)s"
    ),
    FlawKind.NO_BASIS: _("names no legal basis"),
    FlawKind.NO_LIMIT: _("has neither a statutory nor a promised limit"),
    FlawKind.NOT_SAID: _("does not say %(field)s, which everybody reads in the guide"),
    FlawKind.FEE_NOT_SAID: _("says neither what it costs nor that it is free"),
    FlawKind.NO_CITATION: _("has a statutory limit without saying where it stands"),
    FlawKind.FEE_NO_BASIS: _("charges “%(fee)s” without saying by what it may"),
    FlawKind.FEE_NO_LINE: _("charges a fee without a line of the tariff"),
    FlawKind.CATCH_ALL: _("“%(material)s” is a catch-all: name each material or leave it out"),
    FlawKind.MATERIAL_TWICE: _("the material “%(material)s” stands twice"),
    FlawKind.STEP_UNOWNED: _("the step “%(step)s” has nobody whose task it is"),
    FlawKind.STEP_UNLIMITED: _("the step “%(step)s” has no time limit"),
    FlawKind.STEPS_LONGER: _("its steps take %(total)s together, longer than the promised %(promised)s"),
    FlawKind.STEPS_LONGER_FROM: _("its steps, from %(start)s on, end together after the promised limit"),
}
_FIELDS = {
    "department": _("whose matter it is"),
    "applicant": _("who may apply"),
    "materials": _("what has to be brought"),
    "steps": _("how it is handled"),
}


def limit_text(value: int | str | None, unit: str | None) -> str:
    """Return a limit in words: 5 working days; empty when it has no value or unit."""
    if value is None or not unit:
        return ""
    if value in (1, "1") and unit in _ONE:
        return str(_ONE[Unit(unit)])
    text = str(UNITS[Unit(unit)])
    return text % {"value": value} if "%(value)s" in text else text


def flaw_text(flaw: Flaw) -> str:
    """Return one flaw as a clause that follows the item's code."""
    params = dict(flaw.params)
    if flaw.kind in (FlawKind.PROMISED_LONGER, FlawKind.PROMISED_LONGER_FROM):
        params["promised"] = limit_text(params["promised"], str(params["promised_unit"]))
        params["statutory"] = limit_text(params["statutory"], str(params["statutory_unit"]))
    if flaw.kind is FlawKind.NOT_SAID:
        params["field"] = str(_FIELDS[str(params["field"])])
    if flaw.kind is FlawKind.STEPS_LONGER:
        unit = str(params["unit"])
        params["total"] = limit_text(params["total"], unit)
        params["promised"] = limit_text(params["promised"], unit)
    return str(_FLAWS[flaw.kind]) % params


def limit_said(limit: Limit | Budget | None) -> str:
    """Return a limit in words, with its rollover; empty where there is none."""
    if limit is None:
        return ""
    text = limit_text(limit.value, limit.unit)
    if text and limit.rollover is Rollover.NEXT_WORKING_DAY:
        return gettext("%(limit)s, a rest day at its end moves on") % {"limit": text}
    return text


def fee_text(card: ItemCard) -> str:
    """Say what an item costs, in short: free, an amount, or that it is graded (FEE-01)."""
    due = [one for one in card.fees if not one.optional]
    if not card.fee.charged:
        return pgettext("fee", "free")
    if len(due) == 1 and due[0].amount is not None:
        return gettext("%(amount)s yuan") % {"amount": due[0].amount}
    return gettext("by tariff")


def price_text(line: FeeLine) -> str:
    """Say what one line of a tariff comes to, graded ones by their brackets."""
    if line.amount is not None:
        return gettext("%(amount)s yuan") % {"amount": line.amount}
    parts = [gettext("%(amount)s yuan") % {"amount": line.base}] if line.base else []
    parts += [
        gettext("above %(above)s: %(percent)s %%") % {"above": f"{one.above:,.0f}", "percent": one.percent}
        for one in line.brackets
    ]
    if line.most is not None:
        parts.append(gettext("at most %(amount)s yuan") % {"amount": line.most})
    if line.divisor > 1:
        parts.append(gettext("one part in %(parts)s of it") % {"parts": line.divisor})
    return " · ".join(parts)
