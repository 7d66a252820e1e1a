"""The five levels as one presses them, on a phone and at a terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise

from yichuang.evaluation import labels
from yichuang.evaluation.types import LOW, InvitationCard, Level, Reason

ICONS = {
    Level.VERY_SATISFIED: "laugh",
    Level.SATISFIED: "smile",
    Level.FAIRLY_SATISFIED: "meh",
    Level.DISSATISFIED: "frown",
    Level.VERY_DISSATISFIED: "angry",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One level: a button, or (``low``) a choice that first asks for reasons."""

    code: Level
    label: str | Promise
    icon: str
    low: bool


CHOICES = tuple(Choice(one, labels.LEVEL[one], ICONS[one], one in LOW) for one in Level)
REASONS = tuple((one, labels.REASON[one]) for one in Reason)


class Stage(StrEnum):
    """Where a visit's rating stands on a screen."""

    OPEN = "open"
    RATED = "rated"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Asking:
    """A visit's rating as a screen shows it; ``until`` is when it can no longer be given."""

    visit: UUID
    stage: Stage
    until: datetime
    choices: tuple[Choice, ...] = CHOICES
    reasons: tuple[tuple[Reason, str | Promise], ...] = REASONS


def asking_of(asked: InvitationCard, at: datetime) -> Asking:
    """Return what a screen shows of an invitation at ``at``."""
    stage = Stage.RATED if asked.rated_at else Stage.OVER if at >= asked.expires_at else Stage.OPEN
    return Asking(asked.id, stage, asked.expires_at)


def chosen_in(request: HttpRequest) -> tuple[str, list[str]]:
    """Read level and reasons from the form: a button's level alone, or a low one with its reasons."""
    if level := request.POST.get("level"):
        return level, []
    return request.POST.get("low", ""), request.POST.getlist("reason")
