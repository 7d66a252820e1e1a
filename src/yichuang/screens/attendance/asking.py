"""Read and write what somebody says anew about a shift; the staffroom asks in the same words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils.functional import Promise

from yichuang.kernel.types import Actor, Key
from yichuang.posts import services
from yichuang.posts.labels import ATTENDED, RESTATEMENT_REASONS
from yichuang.posts.types import SAID_ANEW, AttendanceCard, Attended, DaySession, RestatementReason

Choices = tuple[tuple[str, str | Promise], ...]
#: In the order one would read them, the best first.
STATES: Choices = tuple((one.value, label) for one, label in ATTENDED.items() if one in SAID_ANEW)
REASONS: Choices = tuple((one.value, label) for one, label in RESTATEMENT_REASONS.items())


def name_of(card: AttendanceCard) -> str:
    """Return how a form names a shift of a person."""
    return f"{card.post_id.hex}.{card.day}.{card.session}.{card.person_id.hex}"


def ask(said: QueryDict, *, by: Actor, at: datetime, key: Key) -> date:
    """Say anew what a form says, and return the shift's day.  Raises: what ``ask_restatement`` does."""
    what: dict[str, Any]
    try:
        post, day, session, person = said.get("shift", "").split(".")
        what = {
            "post_id": UUID(post),
            "day": date.fromisoformat(day),
            "session": DaySession(session),
            "person_id": UUID(person),
            "attended": Attended(said.get("attended", "")),
            "reason": RestatementReason(said.get("reason", "")),
            "minutes": int(said.get("minutes") or 0),
        }
    except ValueError:
        raise Http404 from None
    return services.ask_restatement(**what, by=by, at=at, key=key).day
