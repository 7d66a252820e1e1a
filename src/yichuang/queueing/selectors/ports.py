"""What the rooms below ask of the queue, through their ports."""

from __future__ import annotations

from uuid import UUID

from yichuang.queueing.models import Call, Serves


def windows_serving_nothing(hall_id: UUID, window_ids: tuple[UUID, ...]) -> frozenset[UUID]:
    """Return those of the windows that may call no line at all (asked by organization)."""
    able = Serves.objects.filter(hall_id=hall_id, window_id__in=window_ids)
    return frozenset(window_ids) - frozenset(able.values_list("window_id", flat=True))


def service_under_way(hall_id: UUID, window_id: UUID) -> bool:
    """Say whether a ticket is open at the window (asked by posts before a clerk signs off)."""
    return Call.objects.filter(hall_id=hall_id, window_id=window_id, ended_at__isnull=True).exists()
