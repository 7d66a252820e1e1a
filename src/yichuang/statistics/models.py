"""Read models, which follow from the journal and may be computed again from its first entry, and what a
hall has laid down about them.
"""

from __future__ import annotations

from django.db import models

from yichuang.kernel.ids import new_id
from yichuang.statistics.types import Ending, Method, Metric

ENDINGS = [(one.value, one.value) for one in Ending]


class Visit(models.Model):
    """One ticket from taken to its end, under the ticket's id; the line is the one it was taken for.

    ``hour`` is the hour on the hall's wall in which it was taken; ``on_paper``: given or called by paper.
    """

    id = models.UUIDField(primary_key=True)
    hall_id = models.UUIDField()
    business_day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=14)
    line_id = models.UUIDField()
    item_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField()
    ending = models.CharField(max_length=12, blank=True, choices=ENDINGS)
    on_paper = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "statistics_visit"
        indexes = [models.Index(fields=["hall_id", "business_day"], name="visits_of_a_day")]

    def __str__(self) -> str:
        return f"{self.label} {self.business_day}"


class Turn(models.Model):
    """One call of a ticket to a window and what came of it, under the id of the call's entry.

    ``wait_seconds`` (taken to called) stands in a ticket's first turn alone, ``until_service_seconds`` (taken
    to begun) in the first that was begun; ``service_seconds`` (begun to ended) and ``counter_seconds``
    (called to ended) where somebody was served.  Which of them are told is a matter of definition.
    """

    id = models.UUIDField(primary_key=True)
    hall_id = models.UUIDField()
    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="+", db_index=False)
    business_day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    line_id = models.UUIDField()
    item_id = models.UUIDField(null=True)
    window_id = models.UUIDField()
    person_id = models.UUIDField()
    called_at = models.DateTimeField()
    ending = models.CharField(max_length=12, blank=True, choices=ENDINGS)
    outcome = models.CharField(max_length=12, blank=True)
    wait_seconds = models.PositiveIntegerField(null=True)
    service_seconds = models.PositiveIntegerField(null=True)
    until_service_seconds = models.PositiveIntegerField(null=True)
    counter_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "statistics_turn"
        indexes = [
            models.Index(fields=["hall_id", "business_day"], name="turns_of_a_day"),
            models.Index(fields=["hall_id", "visit"], name="turns_of_a_visit"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} at {self.window_id}"


class Recount(models.Model):
    """A past day was computed again from the journal, with this result."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    business_day = models.DateField()
    recounted_at = models.DateTimeField()
    visits = models.PositiveIntegerField()
    differing = models.PositiveIntegerField()

    class Meta:
        db_table = "statistics_recount"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "business_day"], name="a_day_is_recounted_once_of_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.business_day}: {self.differing} of {self.visits}"


class Definition(models.Model):
    """A version of how a hall measures a time, in force from a day on; version 1 is the one that ships."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    metric = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Metric])
    version = models.PositiveIntegerField()
    method = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Method])
    active_from = models.DateField()

    class Meta:
        db_table = "statistics_definition"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "metric", "version"], name="one_definition_per_version"
            ),
            models.UniqueConstraint(
                fields=["hall_id", "metric", "active_from"], name="one_definition_per_metric_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.version} from {self.active_from}"
