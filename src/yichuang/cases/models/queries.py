"""Questions asked above, and everybody who was urged."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.cases.models.case import Case
from yichuang.cases.types import Level, QueryState, UrgeAbout, UrgeSource
from yichuang.kernel.ids import new_id


class Query(models.Model):
    """A question asked above (请示).  Question and answer are vault entries, ``document`` a higher body's.

    ``clock_id`` counts to the answer, then to telling the applicant.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10)
    asked_level = models.CharField(max_length=8)
    level = models.CharField(max_length=8)
    clock_id = models.UUIDField()
    question_id = models.UUIDField()
    raised_by = models.UUIDField()
    raised_at = models.DateTimeField()
    answer_id = models.UUIDField(null=True)
    document = models.CharField(max_length=60, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=8, blank=True)
    informed_by = models.UUIDField(null=True)
    informed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_query"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in QueryState])
                & Q(level__in=[one.value for one in Level])
                & Q(asked_level__in=[one.value for one in Level]),
                name="a_question_speaks_in_known_codes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[QueryState.ANSWERED, QueryState.INFORMED, QueryState.CLOSED])
                | Q(answered_at__isnull=False, answered_by__isnull=False, answer_id__isnull=False),
                name="an_answered_question_has_its_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[QueryState.INFORMED, QueryState.CLOSED])
                | Q(informed_at__isnull=False, informed_by__isnull=False, channel__gt=""),
                name="a_question_is_closed_when_the_applicant_knows",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "case"], name="questions_of_a_case"),
            models.Index(fields=["hall_id", "state", "raised_at"], name="questions_at_a_state"),
        ]

    def __str__(self) -> str:
        return f"question {self.state}"

    @property
    def by_document(self) -> bool:
        """Whether it was answered by a document: the journal tells that, and not its number."""
        return bool(self.document)


class Urge(models.Model):
    """One time somebody was urged (催办); ``number`` counts those of the case.

    The system urges once a hall day for each clock that has run out.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=8)
    about = models.CharField(max_length=8)
    subject_id = models.UUIDField()
    clock_id = models.UUIDField(null=True)
    on = models.DateField()
    urged_by = models.UUIDField()
    urged_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    department_id = models.UUIDField(null=True)

    class Meta:
        db_table = "cases_urge"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "case", "number"], name="urges_of_a_case_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["hall_id", "clock_id", "on"],
                condition=Q(source=UrgeSource.SYSTEM.value),
                name="the_system_urges_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(source__in=[one.value for one in UrgeSource])
                & Q(about__in=[one.value for one in UrgeAbout]),
                name="an_urge_speaks_in_known_codes",
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "subject_id", "urged_at"], name="urges_about_a_thing")]

    def __str__(self) -> str:
        return f"urge {self.number}"
