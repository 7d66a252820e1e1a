"""The register of hard questions: asked, followed up, answered, found again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.cases.types.hard import HardKind, OfferKind
from yichuang.kernel.ids import new_id


class HardQuestion(models.Model):
    """A difficult, major or urgent question and what came of it.

    What was asked, what was answered and who asked lie in the vault.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    question_id = models.UUIDField()
    client_id = models.UUIDField()
    phone_id = models.UUIDField(null=True)
    owner_id = models.UUIDField()
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()
    clock_id = models.UUIDField()
    offer = models.CharField(max_length=12, blank=True)
    offered_for = models.DateTimeField(null=True)
    change_id = models.UUIDField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answer_id = models.UUIDField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_hard_question"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in HardKind])
                & Q(offer__in=["", *(one.value for one in OfferKind)]),
                name="a_hard_question_speaks_in_known_codes",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer_id__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, answer_id__isnull=False),
                name="a_closed_hard_question_has_its_answer",
            ),
            models.CheckConstraint(
                condition=Q(offer="") | Q(offered_for__isnull=False), name="an_offer_says_for_when"
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall_id", "answered_at"],
                condition=Q(answered_at__isnull=False),
                name="hard_questions_answered",
            ),
            models.Index(
                fields=["hall_id", "owner_id", "noted_at"],
                condition=Q(answered_at__isnull=True),
                name="hard_questions_of_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"hard question {self.id}"
