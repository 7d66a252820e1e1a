"""Say in both languages of the hall how long something may take, and why a date is what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from yichuang.deadlines.rules import Reason
from yichuang.deadlines.types import (
    Audience,
    Budget,
    ExplanationLine,
    Ground,
    LineKind,
    PauseCard,
    StartRule,
    Unit,
)
from yichuang.organization import selectors as organization

CHINESE, ENGLISH = "zh-hans", "en"
GROUNDS = {
    Ground.SUPPLEMENT: _("papers to be supplemented"),
    Ground.HEARING: _("hearing"),
    Ground.BIDDING: _("bidding"),
    Ground.AUCTION: _("auction"),
    Ground.INSPECTION: _("inspection"),
    Ground.TESTING: _("testing"),
    Ground.QUARANTINE: _("quarantine"),
    Ground.APPRAISAL: _("appraisal"),
    Ground.EXPERT_REVIEW: _("expert review"),
    Ground.PUBLICITY: _("public notice"),
    Ground.PAYMENT: _("payment"),
    Ground.APPLICANT_REQUEST: _("asked for by the applicant"),
    Ground.SUSPENSION: _("suspension by law"),
}
AUDIENCES = {
    Audience.HANDLER: _("handler"),
    Audience.SECTION_HEAD: _("section head"),
    Audience.OFFICE: _("managing office"),
    Audience.SUPERVISION: _("supervision office"),
}


def ground_text(ground: Ground) -> str:
    """Return a ground of a pause in the reader's language."""
    return str(GROUNDS[ground])


def audience_text(audience: Audience) -> str:
    """Return who is told in the reader's language."""
    return str(AUDIENCES[audience])


def amount_text(value: int, unit: Unit) -> str:
    """Return an amount of time in the reader's language: 5 working days."""
    said = {
        Unit.IMMEDIATE: gettext("at once, the same day"),
        Unit.SECOND: ngettext("%(count)s second", "%(count)s seconds", value),
        Unit.MINUTE: ngettext("%(count)s minute", "%(count)s minutes", value),
        Unit.HOUR: ngettext("%(count)s hour", "%(count)s hours", value),
        Unit.WORKING_HOUR: ngettext("%(count)s working hour", "%(count)s working hours", value),
        Unit.CALENDAR_DAY: ngettext("%(count)s calendar day", "%(count)s calendar days", value),
        Unit.WORKING_DAY: ngettext("%(count)s working day", "%(count)s working days", value),
        Unit.MONTH: ngettext("%(count)s month", "%(count)s months", value),
    }
    return said[unit] % {"count": value}


def budget_text(budget: Budget) -> str:
    """Return a budget in the reader's language."""
    return amount_text(budget.value, budget.unit)


def lines(
    budget: Budget,
    found: Sequence[Reason],
    pauses: Sequence[PauseCard],
    tz: ZoneInfo,
    names: Mapping[UUID, str] | None = None,
) -> tuple[ExplanationLine, ...]:
    """Return the reasoning as lines with their sentence in Chinese and in English."""
    told: dict[str, list[str]] = {}
    for language in (CHINESE, ENGLISH):
        with override(language):
            told[language] = [
                _Told(budget, one, pauses, tz, found[0].since, names or {}).sentence() for one in found
            ]
    return tuple(
        ExplanationLine(
            one.kind, date.fromordinal(one.since), date.fromordinal(one.until), one.first, one.last, zh, en
        )
        for one, zh, en in zip(found, told[CHINESE], told[ENGLISH], strict=True)
    )


class _Told:
    """One reason, in the language that is active."""

    def __init__(
        self,
        budget: Budget,
        one: Reason,
        pauses: Sequence[PauseCard],
        tz: ZoneInfo,
        began: int,
        names: Mapping[UUID, str],
    ) -> None:
        self.budget, self.one, self.pauses, self.tz, self.names = budget, one, pauses, tz, names
        self.year = date.fromordinal(began).year

    def sentence(self) -> str:
        """Return what this reason says."""
        match self.one.kind:
            case LineKind.START:
                return self._start()
            case LineKind.COUNTED | LineKind.MADE_UP:
                return self._counted()
            case LineKind.SESSION:
                return self._session()
            case LineKind.PAUSED:
                return self._paused()
            case LineKind.DUE:
                return self._due()
            case _:
                return self._other()

    def _start(self) -> str:
        day = self._long(self.one.since)
        if self.budget.unit is Unit.IMMEDIATE:
            return gettext("%(day)s: it begins, and is due on the same day.") % {"day": day}
        if self.budget.unit.is_moment:
            return gettext("%(moment)s: it begins.") % {"moment": self._moment(self.one.begins, year=True)}
        if self.budget.start_rule is StartRule.SAME_DAY:
            return gettext("%(day)s: it begins; this day counts.") % {"day": day}
        return gettext("%(day)s: it begins; the day itself does not count.") % {"day": day}

    def _counted(self) -> str:
        one, by_work = self.one, self.budget.unit is Unit.WORKING_DAY
        told = {"days": self._days(), "first": one.first, "last": one.last}
        if one.kind is LineKind.MADE_UP:
            if one.first == one.last:
                return gettext("%(days)s: working day %(first)s, worked instead of a day off.") % told
            return gettext("%(days)s: working days %(first)s to %(last)s, worked instead of days off.") % told
        if one.first == one.last:
            said = (
                gettext("%(days)s: working day %(first)s.")
                if by_work
                else gettext("%(days)s: day %(first)s.")
            )
        elif one.folded:
            said = gettext("%(days)s: working days %(first)s to %(last)s; weekends do not count.")
        elif by_work:
            said = gettext("%(days)s: working days %(first)s to %(last)s.")
        else:
            said = gettext("%(days)s: days %(first)s to %(last)s.")
        return said % told

    def _session(self) -> str:
        one = self.one
        if one.folded:
            return gettext("%(days)s: %(amount)s of the hall’s hours; closed days do not count.") % {
                "days": self._days(),
                "amount": self._minutes(),
            }
        return gettext("%(day)s, %(begins)s to %(ends)s: %(amount)s of the hall’s hours.") % {
            "day": self._short(one.since),
            "begins": self._clock(one.begins),
            "ends": self._clock(one.ends),
            "amount": self._minutes(),
        }

    def _paused(self) -> str:
        one = self.one
        grounds = [self.pauses[place] for place in one.pauses if place < len(self.pauses)]
        why = pgettext("between grounds", ", ").join(dict.fromkeys(map(self._ground, grounds)))
        if one.begins is not None:
            when = gettext("%(begins)s to %(ends)s") % {
                "begins": self._moment(one.begins),
                "ends": self._moment(one.ends),
            }
        else:
            when = self._days()
        if not why:
            return gettext("%(when)s: the clock stands still and does not count.") % {"when": when}
        return gettext("%(when)s: the clock stands still (%(why)s) and does not count.") % {
            "when": when,
            "why": why,
        }

    def _ground(self, pause: PauseCard) -> str:
        said = ground_text(pause.ground)
        if pause.evidence:
            said = gettext("%(ground)s, paper %(paper)s") % {"ground": said, "paper": pause.evidence}
        name = self.names.get(pause.approved_by) if pause.approved_by else None
        if name:
            said = gettext("%(ground)s, approved by %(name)s") % {"ground": said, "name": name}
        return said

    def _due(self) -> str:
        if self.one.ends is not None:
            return gettext("Due by %(moment)s.") % {"moment": self._moment(self.one.ends, year=True)}
        return gettext("Due by the end of %(day)s.") % {"day": self._long(self.one.until)}

    def _other(self) -> str:
        one = self.one
        amount = amount_text(one.value, self.budget.unit)
        name = organization.holiday_text(one.name) if one.kind is LineKind.HOLIDAY else ""
        told = {
            "days": self._days(),
            "day": self._long(one.since),
            "name": name,
            "amount": amount,
            "until": self._long(one.until),
            "year": date.fromordinal(one.until).year,
        }
        return self._pattern(one) % told

    @staticmethod
    def _pattern(one: Reason) -> str:
        match one.kind:
            case LineKind.CORRESPONDING:
                return gettext("%(amount)s: up to the corresponding day, or the month’s last, %(day)s.")
            case LineKind.REST:
                return gettext("%(days)s: not worked, does not count.")
            case LineKind.HOLIDAY:
                return gettext("%(days)s: %(name)s, days off, does not count.")
            case LineKind.EXTENDED:
                return gettext("%(day)s: extended by %(amount)s, with approval.")
            case LineKind.SHORTENED:
                return gettext("%(day)s: shortened by %(amount)s, with approval.")
            case LineKind.ROLLED if one.name == "pause":
                return gettext("The clock stood still at the end of %(day)s: the last day is %(until)s.")
            case LineKind.ROLLED:
                return gettext("The last day is not worked: it is the next working day, %(until)s.")
            case LineKind.PROVISIONAL:
                return gettext(
                    "Provisional: the working calendar of %(year)s is not announced; only weekends are known."
                )
            case _:
                return gettext("%(day)s: the clock was stopped.")

    # --- days and moments -------------------------------------------------------------------------------

    def _days(self) -> str:
        one = self.one
        if one.since == one.until:
            return self._short(one.since)
        return gettext("%(first)s to %(last)s") % {
            "first": self._short(one.since),
            "last": self._short(one.until),
        }

    def _short(self, ordinal: int) -> str:
        """Return a day without its year, while it is that of the beginning."""
        day = date.fromordinal(ordinal)
        if day.year != self.year:
            return self._long(ordinal)
        return date_format(day, pgettext("date, as for Django’s date filter", "D j F"))

    @staticmethod
    def _long(ordinal: int) -> str:
        form = pgettext("date, as for Django’s date filter", "D j F Y")
        return date_format(date.fromordinal(ordinal), form)

    def _moment(self, moment: datetime | None, *, year: bool = False) -> str:
        assert moment is not None  # the kinds that ask have one
        local = moment.astimezone(self.tz)
        day = self._long(local.toordinal()) if year else self._short(local.toordinal())
        return gettext("%(day)s, %(time)s") % {"day": day, "time": self._clock(local)}

    def _clock(self, moment: datetime | None) -> str:
        assert moment is not None  # the kinds that ask have one
        local = moment.astimezone(self.tz)
        return local.strftime("%H:%M:%S" if local.second else "%H:%M")

    def _minutes(self) -> str:
        hours, minutes = divmod(self.one.value, 60)
        if not minutes:
            return amount_text(hours, Unit.HOUR)
        if not hours:
            return amount_text(minutes, Unit.MINUTE)
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
