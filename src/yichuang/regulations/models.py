"""A hall's own values, laid over the register's from a day on; a row is ended or withdrawn, never changed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class ParameterValue(models.Model):
    """One dated value of a parameter for one hall."""

    id = models.UUIDField(primary_key=True)
    hall_id = models.UUIDField()
    key = models.CharField(max_length=80)
    value = models.TextField()
    active_from = models.DateField()
    active_until = models.DateField(null=True)
    general = models.TextField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "key", "active_from"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_value_of_a_parameter_begins_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(active_until__isnull=True) | Q(active_until__gte=F("active_from")),
                name="a_value_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} from {self.active_from}"
