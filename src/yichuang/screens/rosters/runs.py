"""A run of the engine in words: how far it is, what stays vacant and why, what it would bend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yichuang.kernel import clock
from yichuang.organization import selectors as organization
from yichuang.posts import services
from yichuang.posts.labels import BEND_REASONS, DAY_SESSIONS, HINDRANCES
from yichuang.posts.selectors import post_windows
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.bending import bent_rules, is_applied
from yichuang.posts.selectors.roster_problem import SESSIONS, place_of, shift_id
from yichuang.posts.types import RunCard, RunKind, RunState

_SESSIONS = {engine.value: session for session, engine in SESSIONS.items()}
NAMED = 12  # so many are said, the rest is counted


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as the page shows it."""

    card: RunCard
    under_way: bool
    waiting: bool
    stopping: bool
    elapsed: int
    failed: bool
    nothing: bool
    plans: bool
    vacant: int | None
    changes: int | None
    cost: int | None
    least: int | None
    gap: str
    seconds: str
    tried: int | None
    vacancies: tuple[str, ...]
    unreserved: tuple[str, ...]
    unreserved_more: int
    short: int
    shortfalls: tuple[str, ...]
    way_out: str
    fragile: tuple[str, ...]
    fragile_more: tuple[str, ...]
    lasting: int
    bendable: bool
    applied: bool
    sure: bool
    reasons: tuple[tuple[str, str | Promise], ...]


class Names:
    """What people and windows of a hall are called."""

    def __init__(self, hall_id: UUID) -> None:
        self.people = {
            one.id.hex: one.display_name for one in organization.people(hall_id, include_left=True)
        }
        windows = {one.id: one.number for one in organization.windows(hall_id)}
        self.windows = {post.hex: windows[window] for post, window in post_windows(hall_id).items()}

    def place(self, name: str) -> str:
        """Return ``Window 3, 12-24, morning``."""
        post, day, session = place_of(name)
        return _("Window %(number)s, %(day)s %(session)s") % {
            "number": self.windows.get(post.hex, "–"),
            "day": f"{day:%m-%d}",
            "session": DAY_SESSIONS[session],
        }

    def vacancy(self, told: list[Any]) -> str:
        """Return what is vacant and what hinders each who holds the post."""
        why = self._hindered(told) or _("nobody holds this post")
        return _("%(place)s is vacant. %(why)s") % {"place": self.place(told[0]), "why": why}

    def unreserved(self, told: list[Any]) -> str:
        """Return whose shift has no reserve, and what hinders everybody else who holds the post."""
        why = self._hindered(told) or _("nobody else holds this post")
        return _("%(place)s has no reserve. %(why)s") % {"place": self.place(told[0]), "why": why}

    def _hindered(self, told: list[Any]) -> str:
        said = [
            _("%(role)s %(name)s: %(why)s")
            % {
                "role": "A" if rank == 0 else f"B{rank}",
                "name": self.people.get(person, "–"),
                "why": self._why(why, post),
            }
            for person, rank, why, post in told[1]
        ]
        return pgettext("between reasons", "; ").join(said)

    def _why(self, why: str, post: str) -> str:
        if why == "busy" and post in self.windows:
            return _("at window %(number)s then") % {"number": self.windows[post]}
        return str(HINDRANCES[why])

    def relaxation(self, told: list[Any], month: date) -> str:
        """Return one bent rule as a sentence."""
        limit, person, when, more = told
        said = {"name": self.people.get(person, "–"), "more": more, "week": when % 100}
        if limit == "days_week":
            return _("%(name)s works %(more)s day(s) more in week %(week)s") % said
        if limit == "sessions_week":
            return _("%(name)s works %(more)s session(s) more in week %(week)s") % said
        said["day"] = f"{month + timedelta(days=when):%m-%d}"
        if limit == "sessions_day":
            return _("%(name)s works %(more)s session(s) more on %(day)s") % said
        if limit == "days_run":
            return _("%(name)s works %(more)s day(s) more in a row until %(day)s") % said
        return _("%(name)s is called back from leave on %(day)s") % said


@dataclass(frozen=True, slots=True)
class BentView:
    """A rule that was bent in a month: the sentence, why, by whom and when, and whether it was withdrawn."""

    id: UUID
    said: str
    reason: str | Promise
    by: str
    at: datetime
    withdrawn_at: datetime | None


def bent_views(hall_id: UUID, month: date) -> tuple[BentView, ...]:
    """Return what was bent in a month, in words."""
    names = Names(hall_id)
    found = []
    for one in bent_rules(hall_id, since=month, until=rosters.month_until(month), withdrawn=True):
        by = names.people.get(one.bent_by.hex, "–")
        if one.post_id and one.session:
            said = _("%(place)s goes without a reserve") % {
                "place": names.place(shift_id(one.post_id, one.day, one.session))
            }
            found.append(BentView(one.id, said, BEND_REASONS[one.reason], by, one.bent_at, one.withdrawn_at))
            continue
        week = one.day.isocalendar()
        when = week.year * 100 + week.week if "week" in one.limit else (one.day - month).days
        said = names.relaxation([one.limit, one.person_id.hex, when, one.more], month)
        found.append(BentView(one.id, said, BEND_REASONS[one.reason], by, one.bent_at, one.withdrawn_at))
    return tuple(found)


def run_view(hall_id: UUID, card: RunCard) -> RunView:
    """Return a run in words."""
    names, answer, progress = Names(hall_id), card.answer, card.progress
    tiers = answer.get("tiers", {})
    cost, least = tiers.get("cost", [progress.get("cost"), progress.get("least")])
    without = answer.get("unreserved", ())
    fragile = list(_fragile(names, answer.get("fragile", ())))
    gap = (
        ""
        if cost is None or least is None or (cost and not least)
        else f"{(cost - least) / (least or 1):.1%}"
    )
    seconds = answer.get("seconds", progress.get("seconds"))
    way_out = answer.get("way_out") or {}
    return RunView(
        card=card,
        under_way=card.state in rosters.OPEN_RUN,
        waiting=card.state is RunState.WAITING,
        stopping=card.state is RunState.RUNNING and services.is_stopping(card.id),
        elapsed=_elapsed(card),
        failed=card.state is RunState.FAILED,
        nothing=answer.get("status") == "none",
        plans=card.kind is not RunKind.SURVIVE,
        vacant=len(answer["vacancies"]) if "vacancies" in answer else progress.get("vacant"),
        changes=answer.get("changes") if card.kind is RunKind.MEND else None,
        cost=cost,
        least=least if gap else None,
        gap=gap,
        seconds="" if seconds is None else f"{seconds:.1f}",
        tried=answer.get("tried", progress.get("tried")),
        vacancies=tuple(names.vacancy(one) for one in answer.get("vacancies", ())[:NAMED]),
        unreserved=tuple(names.unreserved(one) for one in without[:NAMED]),
        unreserved_more=max(0, len(without) - NAMED),
        short=len(answer.get("shortfalls", ())),
        shortfalls=tuple(
            _shortfall(one, rosters.roster(hall_id, card.roster_id).month)
            for one in answer.get("shortfalls", ())[:NAMED]
        ),
        way_out=_way_out(names, hall_id, card),
        fragile=tuple(fragile[:NAMED]),
        fragile_more=tuple(fragile[NAMED:]),
        lasting=answer.get("tried", 0) - len(fragile),
        bendable=bool(way_out.get("relaxations")) and bool(way_out.get("checked")),
        applied=bool(way_out) and is_applied(hall_id, card.id),
        sure=bool(way_out.get("proven")) and bool(way_out.get("confirmed")),
        reasons=tuple((str(one), label) for one, label in BEND_REASONS.items()),
    )


def _elapsed(card: RunCard) -> int:
    """Return how long a run has been at work, in whole seconds, never more than it has."""
    if card.state is not RunState.RUNNING or card.started_at is None:
        return 0
    return max(0, min(card.seconds, round((clock.now() - card.started_at).total_seconds())))


def _shortfall(told: list[Any], month: date) -> str:
    """Return how many windows a session is short of."""
    _group, day, session, need, planned = told
    return _("%(day)s %(session)s: %(planned)s of %(need)s windows planned") % {
        "day": f"{month + timedelta(days=day):%m-%d}",
        "session": DAY_SESSIONS[_SESSIONS[session]],
        "planned": planned,
        "need": need,
    }


def _fragile(names: Names, told: Iterable[list[Any]]) -> Iterable[str]:
    for person, _day, vacancies in told:
        yield _("Without %(name)s: %(what)s") % {
            "name": names.people.get(person, "–"),
            "what": " ".join(names.vacancy(one) for one in vacancies[:1]),
        }


def _way_out(names: Names, hall_id: UUID, card: RunCard) -> str:
    found = card.answer.get("way_out")
    if not found:
        return ""
    if not found["relaxations"]:
        return _("No rule that could be bent helps: another person who holds the post is needed.")
    month = rosters.roster(hall_id, card.roster_id).month
    bent = pgettext("between reasons", "; ").join(
        names.relaxation(one, month) for one in found["relaxations"]
    )
    return _("Cheapest way out: %(bent)s. Then %(changes)s shift(s) change.") % {
        "bent": bent,
        "changes": found["changes"],
    }
