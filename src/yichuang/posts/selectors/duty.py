"""Questions to the posts: who holds them, who has signed on, who may serve, whether hours were kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue import selectors as catalogue
from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.organization.errors import HallUnknown, WindowUnknown
from yichuang.organization.types import IN_FORCE, SessionCard, WindowCard
from yichuang.posts import rules
from yichuang.posts.errors import PostUnknown
from yichuang.posts.models import Away, Holder, Post, SignOn
from yichuang.posts.selectors.leave import leave_now
from yichuang.posts.selectors.seats import sign_on_of, why_over
from yichuang.posts.selectors.shifts import unplanned
from yichuang.posts.types import (
    Denial,
    ExtraTime,
    HolderCard,
    HoursBreach,
    Over,
    Part,
    PostCard,
    PostWarning,
    VacancyCard,
    Verdict,
    WarningKind,
)
from yichuang.regulations import selectors as regulations

_DENIALS = {
    Denial.WINDOW_UNKNOWN: _("There is no such window in this hall."),
    Denial.NOT_SIGNED_ON_HERE: _("You are not signed on at this window."),
    Denial.HOLDER_ENDED: _("You no longer hold this post."),
    Denial.NOT_IN_SESSION: _("This window is not open now."),
    Denial.LUNCH: _("Lunch break: this window has no lunch duty."),
    Denial.ITEM_NOT_OFFERED: _("This item is not offered here today."),
    Denial.COVER_ENDED: _("You stood in here; that is over."),
    Denial.SHIFT_OVER: _("Your session here is over; somebody else is planned now."),
    Denial.DAY_OVER: _("You signed on here on an earlier day. Sign on anew today."),
    Denial.ON_LEAVE: _("You are on leave."),
}
_OVER = {
    Over.COVER: (Denial.COVER_ENDED, "AB-05"),
    Over.LEAVE: (Denial.ON_LEAVE, "LOC-02"),
    Over.SHIFT: (Denial.SHIFT_OVER, "AB-01"),
    Over.DAY: (Denial.DAY_OVER, "ATT-01"),
}


def posts(hall_id: UUID, on: date) -> list[PostCard]:
    """Return the posts of a hall with who holds them on ``on``, in the order of their making."""
    rows = list(Post.objects.filter(hall_id=hall_id).order_by("id"))
    return _post_cards(rows, Holder.objects.filter(_on(on), hall_id=hall_id))


def post(hall_id: UUID, post_id: UUID, on: date) -> PostCard:
    """Return one post with who holds it on ``on``.  Raises: PostUnknown."""
    rows = list(Post.objects.filter(hall_id=hall_id, id=post_id))
    if not rows:
        raise PostUnknown
    return _post_cards(rows, Holder.objects.filter(_on(on), hall_id=hall_id, post_id=post_id))[0]


def post_of_window(hall_id: UUID, window_id: UUID, on: date) -> PostCard | None:
    """Return the post behind a window, or None where none was set up."""
    row = Post.objects.filter(hall_id=hall_id, window_id=window_id).first()
    return None if row is None else post(hall_id, row.id, on)


def posts_of(hall_id: UUID, person_id: UUID, on: date) -> list[PostCard]:
    """Return the posts a person holds on ``on``, as A or B."""
    held = Holder.objects.filter(_on(on), hall_id=hall_id, person_id=person_id).values("post_id")
    rows = list(Post.objects.filter(hall_id=hall_id, id__in=held).order_by("id"))
    return _post_cards(rows, Holder.objects.filter(_on(on), hall_id=hall_id))


def _on(on: date) -> Q:
    return Q(active_from__lte=on) & (Q(active_until__isnull=True) | Q(active_until__gt=on))


def holder_card(row: Holder) -> HolderCard:
    """Return a part as a card."""
    return HolderCard(
        row.id,
        row.post_id,
        row.person_id,
        Part(row.part),
        row.active_from,
        row.active_until,
        row.given_at,
        row.acknowledged_at,
        row.pool_id,
    )


def _post_cards(rows: list[Post], holders: Iterable[Holder]) -> list[PostCard]:
    held: dict[UUID, list[HolderCard]] = defaultdict(list)
    for one in sorted(holders, key=lambda holder: (holder.part, holder.rank, holder.active_from, holder.id)):
        held[one.post_id].append(holder_card(one))
    return [
        PostCard(
            id=row.id,
            hall_id=row.hall_id,
            window_id=row.window_id,
            name=row.name,
            name_en=row.name_en,
            duties=tuple(row.duties),
            holders=tuple(held[row.id]),
        )
        for row in rows
    ]


def warnings(hall_id: UUID, on: date) -> list[PostWarning]:
    """Return what the office should mend: posts without a duty list (ORG-01), without an A or a B."""
    found = []
    for card in posts(hall_id, on):
        parts = {one.part for one in card.holders}
        if not card.duties:
            found.append(PostWarning(card, WarningKind.NO_DUTIES, "ORG-01"))
        if Part.A not in parts:
            found.append(PostWarning(card, WarningKind.NO_A_HOLDER, "AB-01"))
        if Part.B not in parts:
            found.append(PostWarning(card, WarningKind.NO_B_HOLDER, "AB-01"))
    return found


# --- may they ---------------------------------------------------------------------------------------


def may_serve(hall_id: UUID, person_id: UUID, window_id: UUID, item_id: UUID | None, at: datetime) -> Verdict:
    """Say whether the person may serve at the window now: signed on there, still its holder, in session.

    Whoever sits there for another does so to the end of the cover (AB-05), everybody else until the next
    published A (AB-01) and of the day itself only (ATT-01); nobody serves while on leave.

    With ``item_id`` the item must be in force in this hall today.  ``denial_sentence`` tells a clerk why
    not.  The law is asked here, inside the act; doors are asked apart.
    """
    try:
        hall, window = organization.hall(hall_id), organization.window(hall_id, window_id)
    except (HallUnknown, WindowUnknown):
        return Verdict(False, Denial.WINDOW_UNKNOWN)
    signed_on = sign_on_of(hall_id, person_id)
    if signed_on is None or signed_on.window_id != window.id:
        return Verdict(False, Denial.NOT_SIGNED_ON_HERE, "ORG-01")
    today = local_day(at, hall.timezone)
    holders = post(hall_id, signed_on.post_id, today).holders
    if all(one.person_id != person_id for one in holders):
        return Verdict(False, Denial.HOLDER_ENDED, "ORG-01")
    if leave_now(hall_id, person_id, at) is not None:
        return Verdict(False, Denial.ON_LEAVE, "LOC-02")
    if signed_on.is_over(at):
        return Verdict(False, *_OVER[why_over(signed_on)])
    plan = organization.day_plan_cached(hall_id, hall.plan_version, today)
    if not (hall.active and window.active) or organization.session_at(plan, window_id, at) is None:
        lunch = organization.is_lunch(plan, at)
        return Verdict(
            False, Denial.LUNCH if lunch else Denial.NOT_IN_SESSION, "HRS-06" if lunch else "HRS-01"
        )
    if item_id is not None and catalogue.find(hall_id, item_id, today) is None:
        return Verdict(False, Denial.ITEM_NOT_OFFERED)
    return Verdict(True)


def denial_sentence(verdict: Verdict) -> str:
    """Return why not, as a sentence for the clerk; empty when they may."""
    return "" if verdict.ok else str(_DENIALS[verdict.reason])


# --- how early and how long ---------------------------------------------------------------------------


def sign_on_lead(hall_id: UUID, on: date) -> timedelta:
    """Return how long before a session of ``on`` its window may be signed on (``hours.sign_on_lead``)."""
    return timedelta(minutes=regulations.parameter(hall_id, "hours.sign_on_lead", on))


def sign_on_lapse(hall_id: UUID, on: date) -> timedelta:
    """Return how long after the last session of ``on`` a sign-on still stands (``hours.sign_on_lapse``)."""
    return timedelta(minutes=regulations.parameter(hall_id, "hours.sign_on_lapse", on))


# --- were hours kept --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of a hall's windows that are in service and have a post: their hours, and who was there."""

    windows: tuple[WindowCard, ...]
    posts: dict[UUID, Post]
    sessions: dict[UUID, list[SessionCard]]
    presences: dict[UUID, list[rules.Presence]]
    ends: datetime


def _day_of(hall_id: UUID, on: date) -> _Day:
    hall = organization.hall(hall_id)
    start = datetime.combine(on, datetime.min.time(), tzinfo=ZoneInfo(hall.timezone))
    end = start + timedelta(days=1)
    plan = organization.day_plan_cached(hall_id, hall.plan_version, on)
    manned = {row.window_id: row for row in Post.objects.filter(hall_id=hall_id)}
    windows = tuple(
        one for one in organization.windows(hall_id) if hall.active and one.active and one.id in manned
    )
    presences: dict[UUID, list[rules.Presence]] = defaultdict(list)
    for row in SignOn.objects.filter(hall_id=hall_id, started_at__gte=start, started_at__lt=end):
        presences[row.window_id].append(rules.Presence(row.person_id, row.started_at, row.ended_at))
    without = unplanned(hall_id, on)
    sessions = {
        one.id: [
            card
            for card, part in rules.parts(
                rules.since(organization.sessions_of(plan, one.id), one.active_since), settings.EVENING_FROM
            )
            if (manned[one.id].id, part) not in without
        ]
        for one in windows
    }
    return _Day(windows, manned, sessions, presences, end)


def hours_breaches(hall_id: UUID, on: date, at: datetime | None = None) -> list[HoursBreach]:
    """Return the daily list: windows that opened late, closed early or did not open (HRS-03).

    ``at`` is how far the day has come (None: it is over).  Hours the office closed beforehand are not
    asked of anybody; windows without a post are not yet anybody's, nor are those nobody is planned at; before
    it was put into service a window owes nothing.
    """
    day = _day_of(hall_id, on)
    return [
        breach
        for window in day.windows
        for breach in rules.breaches(
            window.id, day.sessions[window.id], day.presences[window.id], at or day.ends
        )
    ]


def vacancies(hall_id: UUID, at: datetime) -> list[VacancyCard]:
    """Return the posts that stand empty in their hours longer than ``ab.vacancy_grace_minutes`` (AB-02).

    A window that is formally closed has no hours; at one where nobody is planned (``unplanned``) nobody is
    missing.  Who left the post for longer than a short absence may last, for a meeting, is not there.
    """
    today = local_day(at, organization.hall(hall_id).timezone)
    grace = timedelta(minutes=regulations.parameter(hall_id, "ab.vacancy_grace_minutes", today))
    short = timedelta(minutes=regulations.parameter(hall_id, "att.short_absence_minutes", today))
    away = Away.objects.filter(
        hall_id=hall_id, back_at__isnull=True, back_by__gt=F("since") + short, sign_on__ended_at__isnull=True
    )
    left = {row.person_id: row.since for row in away}
    day = _day_of(hall_id, today)
    found = []
    for window in day.windows:
        there = [
            replace(one, ended_at=left[one.person_id])
            if one.ended_at is None and one.person_id in left
            else one
            for one in day.presences[window.id]
        ]
        since = rules.vacant_since(day.sessions[window.id], there, at)
        if since is not None and at - since >= grace:
            post = day.posts[window.id]
            minutes = int((at - since) / rules.MINUTE)
            found.append(VacancyCard(window.id, post.id, post.name, post.name_en, since, minutes))
    return found


def extra_time(hall_id: UUID, *, since: date, until: date, at: datetime) -> list[ExtraTime]:
    """Return who served how long in hours opened beside the week, of the days before ``until`` (EXT-03).

    It is counted from the sign-ons, as far as ``at``; a person who was not there is not in it.
    """
    changes = [
        one
        for one in organization.hours_changes(hall_id, since=since, until=until)
        if one.state in IN_FORCE and one.kind.opens
    ]
    if not changes:
        return []
    first, last = min(one.begins for one in changes), max(one.ends for one in changes)
    there = list(
        SignOn.objects.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=first),
            hall_id=hall_id,
            started_at__gte=first - timedelta(days=1),
            started_at__lt=last,
        ).order_by("started_at", "id")
    )
    found: dict[tuple[UUID, UUID, UUID], ExtraTime] = {}
    for change in changes:
        for row in (one for one in there if one.window_id in change.window_ids):
            presence = rules.Presence(row.person_id, row.started_at, row.ended_at)
            minutes = rules.minutes_within(change.begins, change.ends, presence, at)
            if minutes:
                place = (change.id, row.window_id, row.person_id)
                before = found[place].minutes if place in found else 0
                found[place] = ExtraTime(
                    change.id, change.kind, change.day, row.window_id, row.person_id, before + minutes
                )
    return list(found.values())
