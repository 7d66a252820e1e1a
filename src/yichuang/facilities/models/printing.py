"""The tables of printing: printers, whose slips they print, and every slip on its way to the paper."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.facilities.models.equipment import Equipment
from yichuang.facilities.types import Chinese, PaperWidth, Reach, SlipKind, SlipState, SlipTrouble
from yichuang.kernel.ids import new_id


class Printer(models.Model):
    """How the printer that a piece of equipment is prints and is reached.

    ``failing_since`` is since when no slip came out of it, None while it prints.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="+", db_index=False)
    paper = models.CharField(max_length=2)
    chinese = models.CharField(max_length=10)
    reach = models.CharField(max_length=8)
    address = models.CharField(max_length=80)
    failing_since = models.DateTimeField(null=True)
    failing_with = models.CharField(max_length=12, blank=True)

    class Meta:
        db_table = "facilities_printer"
        constraints = [
            models.UniqueConstraint(fields=["hall", "equipment"], name="a_piece_is_one_printer"),
            models.CheckConstraint(
                condition=Q(paper__in=[str(one) for one in PaperWidth]), name="paper_of_a_known_width"
            ),
            models.CheckConstraint(
                condition=Q(chinese__in=[str(one) for one in Chinese]), name="chinese_in_a_known_way"
            ),
            models.CheckConstraint(
                condition=Q(reach__in=[str(one) for one in Reach]), name="a_printer_is_reached_in_a_known_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reach} {self.address}"


class PrintsFor(models.Model):
    """Whose slips a printer prints: a ticket machine's, those of the desks of a zone, or the guide desk's."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    printer = models.ForeignKey(Printer, models.PROTECT, related_name="+", db_index=False)
    device = models.ForeignKey("access.Device", models.PROTECT, related_name="+", db_index=False, null=True)
    zone_id = models.UUIDField(null=True)
    guide_desk = models.BooleanField(default=False, db_default=False)

    class Meta:
        db_table = "facilities_prints_for"
        constraints = [
            models.UniqueConstraint(fields=["hall", "device"], name="one_printer_per_device"),
            models.UniqueConstraint(fields=["hall", "zone_id"], name="one_printer_per_zone"),
            models.UniqueConstraint(
                fields=["hall"], condition=Q(guide_desk=True), name="one_printer_at_the_guide_desk"
            ),
            models.CheckConstraint(
                condition=Q(device__isnull=False, zone_id__isnull=True, guide_desk=False)
                | Q(device__isnull=True, zone_id__isnull=False, guide_desk=False)
                | Q(device__isnull=True, zone_id__isnull=True, guide_desk=True),
                name="a_printer_prints_for_one_place_a_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printer_id} for {self.device_id or self.zone_id or 'the guide desk'}"


class PrintJob(models.Model):
    """One slip of a subject: what stands on it, at which printer, and what became of it.

    ``content`` is forgotten (empty) some days after the slip was asked for; what became of it is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    printer = models.ForeignKey(Printer, models.PROTECT, related_name="+", db_index=False)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=8)
    copy = models.PositiveSmallIntegerField()
    content = models.TextField()
    state = models.CharField(max_length=10)
    trouble = models.CharField(max_length=12, blank=True)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "facilities_print_job"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "subject_id", "copy"], name="one_slip_per_subject_and_copy"
            ),
            models.UniqueConstraint(
                fields=["hall", "printer"],
                condition=Q(state=SlipState.PRINTING),
                name="a_printer_prints_one_slip_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(one) for one in SlipState]), name="a_slip_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in SlipKind]), name="a_slip_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(trouble__in=["", *(str(one) for one in SlipTrouble)]),
                name="a_slip_fails_for_a_known_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SlipState.FAILED, SlipState.UNCERTAIN, SlipState.GIVEN_UP])
                | ~Q(trouble=""),
                name="a_missing_slip_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall", "printer", "asked_at"],
                condition=Q(state__in=[SlipState.WAITING, SlipState.PRINTING]),
                name="slips_under_way",
            ),
            models.Index(fields=["hall", "-asked_at"], name="slips_of_a_day"),
            models.Index(
                fields=["hall", "asked_at"], condition=~Q(content=""), name="slips_whose_text_is_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.copy} {self.state}"
