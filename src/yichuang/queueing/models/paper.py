"""Packs of pre-printed numbers, one row for each number: what is printed once is never given again."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from yichuang.kernel.ids import new_id
from yichuang.queueing.models.queue import Line, Ticket
from yichuang.queueing.types import OutageReason, PackState


class PaperPack(models.Model):
    """Numbers for every line of a hall, used for one outage (``began`` to ``ended``) and merged once.

    ``number`` counts the packs of a hall, ``place`` is where the pack lies, ``copies`` how often it was
    printed.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in PackState])
    place = models.CharField(max_length=60, blank=True)
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    copies = models.PositiveSmallIntegerField(default=0)
    business_day = models.DateField(null=True)
    began = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    reason = models.CharField(
        max_length=10, blank=True, choices=[(one.value, one.value) for one in OutageReason]
    )
    handed_in_by = models.UUIDField(null=True)
    merged_by = models.UUIDField(null=True)
    merged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "queueing_paper_pack"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "number"], name="one_paper_pack_per_number_of_a_hall"),
            models.CheckConstraint(
                condition=Q(began__isnull=True) | Q(ended__gt=F("began")),
                name="an_outage_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PackState.IN_USE, PackState.MERGED])
                | (Q(began__isnull=False, handed_in_by__isnull=False) & ~Q(reason="")),
                name="a_pack_in_use_has_its_outage",
            ),
            models.CheckConstraint(
                condition=Q(state=PackState.MERGED, merged_at__isnull=False, merged_by__isnull=False)
                | (~Q(state=PackState.MERGED) & Q(merged_at__isnull=True)),
                name="a_merged_pack_says_when_and_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "business_day"], name="paper_packs_of_a_day")]

    def __str__(self) -> str:
        return f"pack {self.number}"


class PaperNumber(models.Model):
    """One tear-off number; ``ticket_id`` what it became, ``spoiled`` when the sheet says it was not used."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    pack = models.ForeignKey(PaperPack, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False, null=True)
    spoiled = models.BooleanField(default=False)

    class Meta:
        db_table = "queueing_paper_number"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "line", "number"], name="a_paper_number_is_printed_once"
            ),
            models.UniqueConstraint(fields=["hall_id", "ticket"], name="a_paper_number_is_one_ticket"),
            models.CheckConstraint(
                condition=Q(spoiled=False) | Q(ticket__isnull=True), name="a_spoiled_number_is_no_ticket"
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "pack"], name="numbers_of_a_paper_pack")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.number}"
