"""The files of the archive: where each lies, who has it, what bars its end, and how it ended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.cases.models.case import Case
from yichuang.cases.types.archive import FileState, ListState
from yichuang.kernel.ids import new_id


class ArchiveFile(models.Model):
    """One file, of a case or taken over from a predecessor system; destroyed, its row stays.

    ``number`` is the case's or the predecessor's, ``applicant`` a vault entry, ``retained_until`` the last
    day it must be kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", db_index=False)
    code = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    item_name = models.CharField(max_length=200)
    department_id = models.UUIDField(null=True)
    applicant = models.UUIDField(null=True)
    closed_on = models.DateField()
    filed_by = models.UUIDField()
    filed_at = models.DateTimeField()
    place = models.CharField(max_length=60, blank=True)
    retention_years = models.PositiveSmallIntegerField()
    retained_until = models.DateField()
    state = models.CharField(max_length=10, default=FileState.KEPT)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_archive_file"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "code"], name="one_file_per_code_of_a_hall"),
            models.UniqueConstraint(fields=["hall_id", "number"], name="one_file_per_number_of_a_hall"),
            models.UniqueConstraint(
                fields=["hall_id", "case"], condition=Q(case__isnull=False), name="a_case_has_one_file"
            ),
            models.CheckConstraint(
                condition=Q(state=FileState.KEPT, destroyed_at__isnull=True)
                | Q(state=FileState.DESTROYED, destroyed_at__isnull=False),
                name="a_file_that_is_gone_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["hall_id", "state", "retained_until"], name="files_by_their_end"),
            models.Index(fields=["hall_id", "filed_at"], name="files_as_they_came"),
        ]

    def __str__(self) -> str:
        return self.code


class FileCounter(models.Model):
    """The last running number of a hall's year and department; locked until its file is committed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    department = models.CharField(max_length=16)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "cases_file_counter"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "year", "department"], name="one_file_counter_per_year_and_department"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.department}: {self.last}"


class Loan(models.Model):
    """A file lent to somebody for a purpose until a day (ARC-02); the purpose is a vault entry."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    file = models.ForeignKey(ArchiveFile, models.PROTECT, related_name="+", db_index=False)
    borrower_id = models.UUIDField()
    purpose = models.UUIDField()
    lent_by = models.UUIDField()
    lent_at = models.DateTimeField()
    due_on = models.DateField()
    returned_at = models.DateTimeField(null=True)
    returned_to = models.UUIDField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_loan"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "file"],
                condition=Q(returned_at=None),
                name="a_file_is_lent_to_one_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["hall_id", "due_on"], condition=Q(returned_at=None), name="loans_that_are_out"
            ),
            models.Index(fields=["hall_id", "borrower_id", "lent_at"], name="loans_of_a_borrower"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} until {self.due_on}"


class LegalHold(models.Model):
    """A file that must not be destroyed whatever its day, with the paper that says so (ARC-04)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    file = models.ForeignKey(ArchiveFile, models.PROTECT, related_name="+", db_index=False)
    document = models.CharField(max_length=60)
    reason = models.UUIDField()
    set_by = models.UUIDField()
    set_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_legal_hold"
        indexes = [models.Index(fields=["hall_id", "file", "lifted_at"], name="holds_of_a_file")]

    def __str__(self) -> str:
        return self.document


class DestructionList(models.Model):
    """Files that are to be destroyed: drawn up by one, approved by two others, done, with a certificate."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=ListState.DRAWN_UP)
    reason = models.UUIDField()
    drawn_up_by = models.UUIDField()
    drawn_up_at = models.DateTimeField()
    first_by = models.UUIDField(null=True)
    first_at = models.DateTimeField(null=True)
    second_by = models.UUIDField(null=True)
    second_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    certificate = models.CharField(max_length=64, blank=True)

    class Meta:
        db_table = "cases_destruction_list"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "year", "serial"], name="destruction_lists_are_numbered"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ListState.TWICE, ListState.DONE])
                | (
                    Q(first_by__isnull=False, second_by__isnull=False)
                    & ~Q(first_by=F("second_by"))
                    & ~Q(first_by=F("drawn_up_by"))
                    & ~Q(second_by=F("drawn_up_by"))
                ),
                name="nothing_is_destroyed_without_two_others",
            ),
            models.CheckConstraint(
                condition=~Q(state=ListState.DONE)
                | Q(done_by__isnull=False, done_at__isnull=False, certificate__gt=""),
                name="what_was_destroyed_has_a_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.serial}"


class DestructionLine(models.Model):
    """One file on such a list."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(ArchiveFile, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        db_table = "cases_destruction_line"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "list", "file"], name="a_file_stands_once_on_a_list")
        ]
        indexes = [models.Index(fields=["hall_id", "file"], name="lists_of_a_file")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.file_id}"


class UnfiledMonth(models.Model):
    """A window that ended a month with too many closed cases not filed, as it was told (JOB-06)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    window_id = models.UUIDField()
    month = models.DateField()
    unfiled = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "cases_unfiled_month"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "window_id", "month"], name="a_window_s_month_is_told_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.window_id} {self.month}: {self.unfiled}"
