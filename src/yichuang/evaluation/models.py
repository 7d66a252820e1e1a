"""The table of this room: an invitation a visit, and what was answered to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.evaluation.types import Level
from yichuang.kernel.ids import new_id


class Invitation(models.Model):
    """A visit that may be rated once; without an answer ``level`` is null and stays so.

    ``asked_at`` is when the clerk let the terminal ask once more; ``rating_id`` names the answer in the
    journal, which is told apart from the visit.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    ticket = models.ForeignKey("queueing.Ticket", models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey("organization.Window", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey("catalogue.Item", models.PROTECT, null=True, related_name="+", db_index=False)
    business_day = models.DateField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    level = models.CharField(max_length=20, null=True)
    reasons = models.JSONField(default=list)
    asked_at = models.DateTimeField(null=True)
    rated_at = models.DateTimeField(null=True)
    rated_on = models.DateField(null=True)
    at_terminal = models.BooleanField(default=False)
    rating_id = models.UUIDField(null=True)

    class Meta:
        db_table = "evaluation_invitation"
        indexes = [
            models.Index(fields=["hall", "business_day"], name="invitations_of_a_day"),
            models.Index(fields=["hall", "window", "-made_at"], name="last_asked_at_a_window"),
            models.Index(
                fields=["hall", "person", "rated_on"],
                condition=Q(level__isnull=False),
                name="ratings_of_a_person",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["hall", "ticket"], name="one_invitation_per_visit"),
            models.CheckConstraint(
                condition=Q(
                    level__isnull=True, rated_at__isnull=True, rated_on__isnull=True, rating_id__isnull=True
                )
                | Q(
                    level__in=[str(one) for one in Level],
                    rated_at__isnull=False,
                    rated_on__isnull=False,
                    rating_id__isnull=False,
                ),
                name="a_rating_has_a_level_and_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.made_at}"
