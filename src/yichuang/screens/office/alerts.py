"""What wants somebody's hand today; only what the house really knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from yichuang.cases import selectors as cases
from yichuang.cases.types import RefundState, TillCard
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.types import ChangePhase, HallCard
from yichuang.posts import selectors as posts
from yichuang.posts.types import BreachKind, WarningKind
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import FloorCard
from yichuang.screens.kit.words import named
from yichuang.training import selectors as training

HOURS = "/office/hours/"
TAKINGS = "/office/takings/"
CERTIFICATES = "/office/selection/certificates/"


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to see to: ``tone`` bad or warn, what it is, what about it, which rule it touches.

    ``address`` is the page where one does so, where there is one.
    """

    tone: str
    title: str
    text: str
    rule: str = ""
    address: str = ""


def alerts_of(hall: HallCard, floor: FloorCard, at: datetime) -> tuple[Alert, ...]:
    """Return the alerts, gravest first."""
    found = _of_emergencies(hall, at)
    found += _of_vacancies(hall, floor, at)
    found += [
        Alert(
            "bad",
            gettext("%(line)s: people wait and no window is on duty")
            % {"line": named(line.name, line.name_en)},
            ngettext("%(n)s waiting", "%(n)s waiting", line.waiting) % {"n": line.waiting},
            "QUE-09",
        )
        for line in floor.lines
        if line.waiting and not line.windows_on_duty
    ]
    found += _of_closing(hall, at)
    found += _of_changes(hall, at)
    found += _of_hours(hall, floor, at)
    found += _of_calendar(hall, at)
    found += _of_posts(hall, floor, at)
    found += _of_certificates(hall, at)
    found += _of_money(hall, floor, at)
    return tuple(found)


def _of_vacancies(hall: HallCard, floor: FloorCard, at: datetime) -> list[Alert]:
    empty = posts.vacancies(hall.id, at)
    if not empty:
        return []
    numbers = {one.window_id: one.number for one in floor.windows}
    said = gettext("window %(number)s %(post)s, %(minutes)s min")
    text = " · ".join(
        said
        % {
            "number": numbers[one.window_id],
            "post": named(one.post_name, one.post_name_en),
            "minutes": one.minutes,
        }
        for one in empty
    )
    count = len(empty)
    title = ngettext(
        "%(count)s window has nobody at the post", "%(count)s windows have nobody at the post", count
    )
    return [Alert("bad", title % {"count": count}, text, "AB-02")]


def _of_emergencies(hall: HallCard, at: datetime) -> list[Alert]:
    alarm = organization.standing_alarm(hall.id)
    if alarm is None:
        return []
    since = alarm.raised_at.astimezone(ZoneInfo(hall.timezone))
    title = gettext("The hall is closed in an emergency since %(time)s") % {"time": f"{since:%H:%M}"}
    told = ngettext("%(n)s leader told", "%(n)s leaders told", len(alarm.rungs)) % {"n": len(alarm.rungs)}
    taken = gettext("taken in hand") if alarm.acknowledged_at else gettext("nobody has answered yet")
    return [Alert("bad", title, f"{told} · {taken}", "HRS-05", HOURS)]


def _of_closing(hall: HallCard, at: datetime) -> list[Alert]:
    asked = [one for one in queueing.closing_questions(hall.id, at) if one.choice is None]
    if not asked:
        return []
    count = len(asked)
    title = ngettext(
        "%(count)s line closes and people wait: extend or defer?",
        "%(count)s lines close and people wait: extend or defer?",
        count,
    )
    text = " · ".join(f"{named(one.name, one.name_en)} {len(one.labels)}" for one in asked)
    return [Alert("warn", title % {"count": count}, text, "EXT-01", HOURS)]


def _of_changes(hall: HallCard, at: datetime) -> list[Alert]:
    found = []
    cards = organization.hours_changes(hall.id, since=local_day(at, hall.timezone))
    asked = sum(one.phase(at) is ChangePhase.OPEN_QUESTION for one in cards)
    if asked:
        title = ngettext(
            "%(count)s request for other hours waits", "%(count)s requests for other hours wait", asked
        )
        found.append(Alert("warn", title % {"count": asked}, gettext("to be decided"), "EXT-02", HOURS))
    owed = len(organization.unexplained_changes(hall.id))
    if owed:
        title = ngettext(
            "%(count)s emergency is not explained yet", "%(count)s emergencies are not explained yet", owed
        )
        found.append(Alert("warn", title % {"count": owed}, gettext("explanation due"), "HRS-04", HOURS))
    return found


BREACHES = {
    BreachKind.LATE_OPEN: _("%(count)s windows opened late today"),
    BreachKind.EARLY_CLOSE: _("%(count)s windows closed early today"),
}


def _of_hours(hall: HallCard, floor: FloorCard, at: datetime) -> list[Alert]:
    numbers = {one.window_id: one.number for one in floor.windows}
    told: dict[BreachKind, dict[int, int]] = {}
    for one in posts.hours_breaches(hall.id, local_day(at, hall.timezone), at):
        # one that did not open at all stands among the unmanned
        if one.kind in BREACHES and one.window_id in numbers:
            told.setdefault(one.kind, {})[numbers[one.window_id]] = one.minutes
    return [
        Alert("warn", str(BREACHES[kind]) % {"count": len(late)}, _each(late), "HRS-03")
        for kind, late in told.items()
    ]


def _each(late: dict[int, int]) -> str:
    said = gettext("window %(number)s by %(minutes)s min")
    return " · ".join(said % {"number": number, "minutes": late[number]} for number in sorted(late))


def _of_calendar(hall: HallCard, at: datetime) -> list[Alert]:
    missing = organization.calendar_alert(at)
    if missing is None:
        return []
    return [
        Alert(
            "warn",
            gettext("The working calendar of %(year)s is missing") % {"year": missing},
            gettext("Import the State Council's notice, so that due dates and opening days are right."),
            "HRS-02",
        )
    ]


POST_TITLES = {
    WarningKind.NO_DUTIES: _("Window %(number)s: the post names no duties"),
    WarningKind.NO_A_HOLDER: _("Window %(number)s: the post has no A holder"),
    WarningKind.NO_B_HOLDER: _("Window %(number)s: the post has no B holder"),
}


def _of_posts(hall: HallCard, floor: FloorCard, at: datetime) -> list[Alert]:
    numbers = {one.window_id: one.number for one in floor.windows}
    return [
        Alert(
            "warn",
            str(POST_TITLES[one.kind]) % {"number": numbers.get(one.post.window_id, "–")},
            named(one.post.name, one.post.name_en),
            one.rule,
        )
        for one in posts.warnings(hall.id, local_day(at, hall.timezone))
    ]


def _of_certificates(hall: HallCard, at: datetime) -> list[Alert]:
    """Tell of certificates that have ended or end soon, of people who still work here (STF-05)."""
    today = local_day(at, hall.timezone)
    here = {one.id: one for one in organization.people(hall.id)}
    ending = [one for one in training.ending(hall.id, today) if one.person_id in here]
    over = [one for one in ending if one.active_until <= today]
    soon = [one for one in ending if one.active_until > today]
    titles = (
        (
            "bad",
            over,
            ngettext(
                "%(count)s certificate for the window has ended",
                "%(count)s certificates for the window have ended",
                len(over),
            ),
        ),
        (
            "warn",
            soon,
            ngettext(
                "%(count)s certificate for the window ends soon",
                "%(count)s certificates for the window end soon",
                len(soon),
            ),
        ),
    )
    return [
        Alert(
            tone,
            title % {"count": len(cards)},
            " · ".join(
                f"{here[one.person_id].worker_number} {here[one.person_id].display_name}" for one in cards[:5]
            ),
            "STF-05",
            CERTIFICATES,
        )
        for tone, cards, title in titles
        if cards
    ]


def _of_money(hall: HallCard, floor: FloorCard, at: datetime) -> list[Alert]:
    numbers = {one.window_id: one.number for one in floor.windows}
    found, today = [], local_day(at, hall.timezone)
    owing = [one for one in cases.tills_to_hand_in(hall.id) if one.late_on is not None]
    if owing:
        title = ngettext(
            "The money of %(count)s till was not handed in by the cut-off",
            "The money of %(count)s tills was not handed in by the cut-off",
            len(owing),
        )
        found.append(Alert("bad", title % {"count": len(owing)}, _windows(owing, numbers), "FEE-04", TAKINGS))
    short = [one for one in cases.tills_of_day(hall.id, today) if one.short and one.closed_at is None]
    if short:
        title = ngettext(
            "%(count)s till has too little change", "%(count)s tills have too little change", len(short)
        )
        found.append(
            Alert("warn", title % {"count": len(short)}, _windows(short, numbers), "FEE-02", TAKINGS)
        )
    waiting = [one for one in cases.open_refunds(hall.id) if one.state is RefundState.ASKED]
    if waiting:
        title = ngettext(
            "%(count)s refund waits for a second person",
            "%(count)s refunds wait for a second person",
            len(waiting),
        )
        text = " · ".join(one.payment_number for one in waiting[:5])
        found.append(Alert("warn", title % {"count": len(waiting)}, text, "FEE-06", TAKINGS))
    asked = cases.open_remissions(hall.id)
    if asked:
        title = ngettext(
            "%(count)s remission waits for a second person",
            "%(count)s remissions wait for a second person",
            len(asked),
        )
        text = " · ".join(one.name for one in asked[:5])
        found.append(Alert("warn", title % {"count": len(asked)}, text, "FEE-06", TAKINGS))
    return found


def _windows(tills: Sequence[TillCard], numbers: Mapping[UUID, int]) -> str:
    said = gettext("window %(number)s")
    named_once = dict.fromkeys(numbers.get(one.window_id, 0) for one in tills)
    return " · ".join(said % {"number": number} for number in named_once)
