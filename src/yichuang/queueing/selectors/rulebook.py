"""The hall's own values of the rules a queue follows."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yichuang.queueing.rules.calls import RejoinRule
from yichuang.regulations.selectors import parameter


def missed_calls(hall_id: UUID, on: date) -> int:
    """Return after how many calls a ticket may be marked missed."""
    return int(parameter(hall_id, "queue.missed_calls", on))


def recall_pause(hall_id: UUID, on: date) -> int:
    """Return the seconds a person is given to come before being called again."""
    return int(parameter(hall_id, "queue.recall_pause", on))


def rejoin_rule(hall_id: UUID, on: date) -> tuple[RejoinRule, int, int]:
    """Return how a missed ticket joins again, behind how many, and for how many minutes it may."""
    return (
        RejoinRule(parameter(hall_id, "queue.rejoin_rule", on)),
        int(parameter(hall_id, "queue.rejoin_behind", on)),
        int(parameter(hall_id, "queue.rejoin_minutes", on)),
    )


def suspicious_transfers(hall_id: UUID, on: date) -> int:
    """Return the transfer of one ticket that raises a suspicion, no service noted in between (JOB-08)."""
    return int(parameter(hall_id, "queue.suspicious_transfers", on))


def disturbance_minutes(hall_id: UUID, on: date) -> int:
    """Return within how many minutes a second disturbance in a zone suggests an incident (QUE-11)."""
    return int(parameter(hall_id, "queue.disturbance_minutes", on))


def unusual_grants(hall_id: UUID, on: date) -> tuple[int, int]:
    """Return from how many times the average on a giver is listed, and from how many grants (PRI-03)."""
    times, few = (parameter(hall_id, f"queue.{one}_grants", on) for one in ("unusual", "few"))
    return int(times), int(few)


def delay_others(hall_id: UUID, on: date) -> int:
    """Return how many others a citizen may once let go first (0: the hall does not offer it)."""
    return int(parameter(hall_id, "queue.delay_others", on))
