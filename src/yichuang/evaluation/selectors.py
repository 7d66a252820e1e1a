"""Questions: may this visit be rated, and what was said, only ever in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from yichuang.evaluation import rules
from yichuang.evaluation.models import Invitation
from yichuang.evaluation.refusals import NotInvited
from yichuang.evaluation.rules import terminal_asks
from yichuang.evaluation.types import (
    DayRatings,
    InvitationCard,
    Level,
    LevelCount,
    OwnGroup,
    OwnRatings,
    Reason,
    ReasonCount,
    WindowRatings,
)
from yichuang.kernel.types import Actor, ActorKind
from yichuang.queueing import selectors as queueing
from yichuang.regulations.selectors import parameter

__all__ = [
    "card_of",
    "day_ratings",
    "invitation_of",
    "is_last_at_window",
    "last_at_window",
    "least_group",
    "may_ask",
    "own_ratings",
    "rater_at",
    "terminal_asks",
    "terminal_seconds",
    "token_of",
    "valid_hours",
]


def valid_hours(hall_id: UUID, on: date) -> int:
    """Return for how many hours an invitation may be answered."""
    return int(parameter(hall_id, "rating.valid_hours", on))


def terminal_seconds(hall_id: UUID, on: date) -> int:
    """Return for how many seconds the terminal of a window asks before it is idle again."""
    return int(parameter(hall_id, "rating.terminal_seconds", on))


def least_group(hall_id: UUID, on: date) -> int:
    """Return how many ratings must be told together."""
    return int(parameter(hall_id, "rating.least_group", on))


def card_of(asked: Invitation) -> InvitationCard:
    """Return the card of a row."""
    return InvitationCard(
        id=asked.id,
        hall_id=asked.hall_id,
        window_id=asked.window_id,
        person_id=asked.person_id,
        made_at=asked.made_at,
        asked_at=asked.asked_at,
        expires_at=asked.expires_at,
        rated_at=asked.rated_at,
        rated_at_terminal=asked.at_terminal,
    )


def invitation_of(hall_id: UUID, ticket_id: UUID) -> InvitationCard | None:
    """Return the invitation of a visit, None while there is none."""
    found = Invitation.objects.filter(hall_id=hall_id, ticket_id=ticket_id).first()
    return card_of(found) if found else None


def rater_at(token: str) -> Actor:
    """Return whoever holds the ticket's link, as the one who rates; the id is the invitation's.

    Raises: UnknownTicket, NotInvited.
    """
    ticket = queueing.citizen_at(token)
    asked = invitation_of(ticket.hall_id, ticket.id)
    if asked is None:
        raise NotInvited
    return Actor(ActorKind.CITIZEN, asked.id, asked.hall_id)


def last_at_window(hall_id: UUID, window_id: UUID) -> InvitationCard | None:
    """Return the latest invitation made at a window."""
    found = (
        Invitation.objects.filter(hall_id=hall_id, window_id=window_id).order_by("-made_at", "-id").first()
    )
    return card_of(found) if found else None


def may_ask(asked: InvitationCard | None, person_id: UUID, at: datetime) -> bool:
    """Tell whether a clerk may let the terminal ask for this visit, the window's last, once more.

    It does not depend on whether it was rated: the window does not learn that (FBK-03).
    """
    return (
        asked is not None
        and asked.person_id == person_id
        and asked.asked_at is None
        and rules.may_be_asked(asked.made_at, at)
    )


def is_last_at_window(asked: Invitation) -> bool:
    """Tell whether nobody has been invited at the window since."""
    return not Invitation.objects.filter(
        hall_id=asked.hall_id, window_id=asked.window_id, made_at__gt=asked.made_at
    ).exists()


def token_of(hall_id: UUID, invitation_id: UUID) -> str | None:
    """Return the token of the ticket whose page shows the invitation."""
    found = Invitation.objects.filter(hall_id=hall_id, id=invitation_id).values_list("ticket_id", flat=True)
    for ticket_id in found:
        return next(iter(queueing.tokens_in_line(hall_id, ticket_id, None, 0)), None)
    return None


def day_ratings(hall_id: UUID, day: date) -> DayRatings:
    """Return the ratings of the visits of a day, for the office; in numbers only, never by visitor.

    A window with few ratings is withheld (``rules.shown_windows``), and so are few people's reasons.
    """
    least = least_group(hall_id, day)
    invited: Counter[UUID] = Counter()
    given: dict[UUID, Counter[Level]] = defaultdict(Counter)
    rows = Invitation.objects.filter(hall_id=hall_id, business_day=day)
    for window, level, count in rows.values_list("window_id", "level").annotate(n=Count("id")).order_by():
        invited[window] += count
        if level is not None:
            given[window][Level(level)] += count
    shown = rules.shown_windows({window: levels.total() for window, levels in given.items()}, least)
    all_levels = sum(given.values(), Counter[Level]())
    return DayRatings(
        day=day,
        least=least,
        invited=invited.total(),
        rated=all_levels.total(),
        levels=_counts(all_levels),
        reasons=_reasons(hall_id, day, least),
        windows=tuple(
            WindowRatings(window, count, _counts(given[window]) if window in shown else None)
            for window, count in invited.items()
        ),
    )


def own_ratings(hall_id: UUID, person_id: UUID, on: date) -> OwnRatings:
    """Return what a clerk hears of their ratings: of the days of this year before ``on``, in full groups."""
    least = least_group(hall_id, on)
    rows = Invitation.objects.filter(
        hall_id=hall_id, person_id=person_id, rated_on__gte=date(on.year, 1, 1), rated_on__lt=on
    ).filter(level__isnull=False)
    days = rows.values_list("rated_on", "level").annotate(n=Count("id")).order_by()
    told, held = rules.groups(
        ((day, Level(level), count) for day, level, count in days if day and level), least
    )
    return OwnRatings(
        least=least,
        groups=tuple(
            OwnGroup(one.first, one.last, one.levels.total(), _counts(one.levels)) for one in reversed(told)
        ),
        held=held,
    )


def _counts(levels: Mapping[Level, int]) -> tuple[LevelCount, ...]:
    total = sum(levels.values())
    return tuple(
        LevelCount(
            level, levels.get(level, 0), round(100 * levels.get(level, 0) / total, 1) if total else 0.0
        )
        for level in Level
    )


def _reasons(hall_id: UUID, day: date, least: int) -> tuple[ReasonCount, ...] | None:
    """Return how often each reason was named, None when fewer than ``least`` people named one."""
    rows = Invitation.objects.filter(hall_id=hall_id, business_day=day, level__isnull=False)
    named = [reasons for reasons in rows.values_list("reasons", flat=True) if reasons]
    if len(named) < least:
        return None
    counted = Counter(reason for reasons in named for reason in reasons)
    return tuple(ReasonCount(Reason(one), count) for one, count in counted.most_common())
