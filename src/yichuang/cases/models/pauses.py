"""Requests that the time of a case stand still, where the ground needs a second person's approval."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.cases.models.case import Case
from yichuang.cases.types import PauseState
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import as_code


class PauseRequest(models.Model):
    """One request, on a ground and a paper; the clock runs until a second person approves it (TIME-02).

    ``reason_id`` is the vault entry of why it was declined; who approved did it by ``delegation_id``, or by
    their office.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    ground = models.CharField(max_length=20)
    link = models.CharField(max_length=200, blank=True)
    evidence = models.CharField(max_length=60)
    state = models.CharField(max_length=10)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    reason_id = models.UUIDField(null=True)
    notice_id = models.UUIDField(null=True)
    delegation_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_pause_request"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case"],
                condition=Q(state=PauseState.ASKED.value),
                name="a_case_waits_for_one_pause_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in PauseState]),
                name="a_pause_request_stands_at_a_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PauseState.APPROVED.value, PauseState.DECLINED.value])
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answered_by=F("asked_by")),
                name="a_pause_is_answered_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=PauseState.APPROVED.value) | Q(notice_id__isnull=False),
                name="an_approved_pause_is_told",
            ),
            models.CheckConstraint(
                condition=~Q(state=PauseState.DECLINED.value) | Q(reason_id__isnull=False),
                name="a_declined_pause_has_a_reason",
            ),
            models.CheckConstraint(condition=Q(evidence__gt=""), name="a_pause_is_asked_for_on_a_paper"),
        ]
        indexes = [models.Index(fields=["hall_id", "state", "asked_at"], name="pauses_to_answer")]

    def __str__(self) -> str:
        return f"{self.ground}: {self.state}"

    @property
    def paper(self) -> str:
        """The number of the paper as the journal holds it."""
        return as_code(self.evidence)
