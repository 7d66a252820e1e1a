"""Questions about who has signed on at which window, until when, and why that is over."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from yichuang.kernel.clock import local_day
from yichuang.organization import selectors as organization
from yichuang.posts import rules
from yichuang.posts.models import Leave, SignOn
from yichuang.posts.selectors.shifts import AWAY, day_spans, shifts
from yichuang.posts.types import SERVICE_UNDER_WAY, OnDutyCard, Over, Part, PauseReason, SignOnCard

DAY = timedelta(days=1)


def sign_on_card(row: SignOn) -> SignOnCard:
    """Return a sign-on as a card."""
    return SignOnCard(
        id=row.id,
        hall_id=row.hall_id,
        window_id=row.window_id,
        person_id=row.person_id,
        post_id=row.post_id,
        part=Part(row.part),
        started_at=row.started_at,
        ended_at=row.ended_at,
        paused_at=row.paused_at,
        pause_reason=PauseReason(row.pause_reason) if row.pause_reason else None,
        cover_id=row.cover_id,
        until=row.until,
    )


def sign_on_of(hall_id: UUID, person_id: UUID) -> SignOnCard | None:
    """Return where the person has signed on, or None."""
    row = SignOn.objects.filter(hall_id=hall_id, person_id=person_id, ended_at__isnull=True).first()
    return None if row is None else sign_on_card(row)


def sign_on_at(hall_id: UUID, window_id: UUID) -> SignOnCard | None:
    """Return who has signed on at the window, or None."""
    row = SignOn.objects.filter(hall_id=hall_id, window_id=window_id, ended_at__isnull=True).first()
    return None if row is None else sign_on_card(row)


def sign_ons_between(hall_id: UUID, since: datetime, until: datetime) -> list[SignOnCard]:
    """Return every sign-on that lasted at some moment between the two, in the order they began."""
    rows = SignOn.objects.filter(hall_id=hall_id, started_at__lte=until).exclude(ended_at__lt=since)
    return [sign_on_card(row) for row in rows.order_by("started_at", "id")]


def sign_on(hall_id: UUID, sign_on_id: UUID) -> SignOnCard:
    """Return one sign-on, also one that has ended."""
    return sign_on_card(SignOn.objects.get(hall_id=hall_id, id=sign_on_id))


def sign_on_now(
    hall_id: UUID, at: datetime, *, person_id: UUID | None = None, window_id: UUID | None = None
) -> SignOnCard | None:
    """Return the sign-on by which somebody may act at a window at ``at``, or None.

    One that is over (``SignOnCard.until``) counts only while whoever was called is still served.
    """
    asked = {"person_id": person_id, "window_id": window_id}
    rows = SignOn.objects.filter(hall_id=hall_id, ended_at__isnull=True)
    row = rows.filter(**{name: value for name, value in asked.items() if value is not None}).first()
    return sign_on_card(row) if row is not None and _counts(row, at) else None


def _counts(row: SignOn, at: datetime) -> bool:
    if row.until is None or at < row.until:
        return True
    return at < midnight_after(row.hall_id, row.started_at) and SERVICE_UNDER_WAY(row.hall_id, row.window_id)


def on_duty(hall_id: UUID, at: datetime | None = None) -> dict[UUID, OnDutyCard]:
    """Return who serves at each window: the person really signed on, so B where B serves (BDG-02).

    A window that is not in the answer has nobody, and its screen shows no person.  With ``at`` only those
    whose sign-on still counts then (``sign_on_now``); without it everybody who has not been signed off.
    """
    rows = list(SignOn.objects.filter(hall_id=hall_id, ended_at__isnull=True).select_related("post"))
    rows = [row for row in rows if at is None or _counts(row, at)]
    if not rows:
        return {}
    people = {one.id: one for one in organization.people(hall_id, include_left=True)}
    return {
        row.window_id: OnDutyCard(
            window_id=row.window_id,
            person_id=row.person_id,
            worker_number=people[row.person_id].worker_number,
            display_name=people[row.person_id].display_name,
            title=people[row.person_id].title,
            post_name=row.post.name,
            post_name_en=row.post.name_en,
            part=Part(row.part),
            since=row.started_at,
            paused_at=row.paused_at,
            pause_reason=PauseReason(row.pause_reason) if row.pause_reason else None,
            until=row.until,
        )
        for row in rows
    }


# --- until when ---------------------------------------------------------------------------------------


def midnight_after(hall_id: UUID, moment: datetime) -> datetime:
    """Return the end of the day of a moment on the hall's wall."""
    zone = ZoneInfo(organization.timezone_of(hall_id))
    return datetime.combine(local_day(moment, str(zone)) + DAY, datetime.min.time(), zone)


def next_a_comes(
    hall_id: UUID, post_id: UUID, window_id: UUID, person_id: UUID, since: datetime
) -> datetime | None:
    """Return when the first session begins, after the one signed on for, whose published A is another.

    ``since`` is the moment of signing on; None: no such session is left that day.
    """
    on = local_day(since, organization.timezone_of(hall_id))
    spans = day_spans(hall_id, window_id, on)
    signed_for = rules.part_at(spans, since)
    opens = [
        spans[one.session][0]
        for one in shifts(hall_id, since=on, until=on + DAY, post_ids=[post_id])
        if one.a_id != person_id and one.session in spans and one.session is not signed_for
    ]
    return min((one for one in opens if one > since), default=None)


def why_over(card: SignOnCard) -> Over:
    """Return by what a sign-on is over at its ``until``: the cover, one's leave, the session or the day."""
    if card.cover_id is not None:
        return Over.COVER
    if card.until is None or card.until >= midnight_after(card.hall_id, card.started_at):
        return Over.DAY
    leaves = Leave.objects.filter(AWAY, hall_id=card.hall_id, person_id=card.person_id, begins=card.until)
    return Over.LEAVE if leaves.exists() else Over.SHIFT
