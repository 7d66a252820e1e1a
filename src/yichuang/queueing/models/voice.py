"""How boards say their calls, and where they are silent.

A place is a zone's code, or empty: the whole hall.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id

LOUDEST = 100
MOST_TIMES = 3


class Voice(models.Model):
    """The setting of one place; ``tongues`` are languages in the order they are spoken, with spaces."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    zone_code = models.CharField(max_length=16, blank=True)
    tongues = models.CharField(max_length=12)
    times = models.PositiveSmallIntegerField()
    volume = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "queueing_voice"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "zone_code"], name="one_voice_per_place_of_a_hall"),
            models.CheckConstraint(
                condition=Q(times__range=(1, MOST_TIMES)), name="a_call_is_said_a_few_times"
            ),
            models.CheckConstraint(condition=Q(volume__range=(0, LOUDEST)), name="a_voice_is_at_most_full"),
            models.CheckConstraint(condition=~Q(tongues=""), name="a_voice_has_a_language"),
        ]

    def __str__(self) -> str:
        return f"{self.tongues} in {self.zone_code or 'the hall'}"


class Mute(models.Model):
    """A place that is silent, from when until when."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    zone_code = models.CharField(max_length=16, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "queueing_mute"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "zone_code"], condition=Q(until__isnull=True), name="a_place_is_muted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zone_code or 'the hall'} since {self.since}"
