"""The tables of this room: notices, the counters of their numbers, allowances, suspicions, wrong codes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.notices.types import Channel, LateGround, NoticeForm, NoticeKind, NoticeState


def _one_of(field: str, values: type) -> Q:
    return Q(**{f"{field}__in": [str(one) for one in values]})  # type: ignore[attr-defined]


class Notice(models.Model):
    """One telling, numbered without gaps by hall, kind and year; its text is the letter, in the vault.

    ``gaps`` are (position, fault, findable) each; ``elements`` what the item's version says of law and way.
    ``token`` opens the citizen's page and is unique in the whole installation.  ``paper`` is the hash of the
    letter as it was told.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    form = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=12, default=NoticeState.ISSUED)
    matter_id = models.UUIDField(null=True)
    item = models.ForeignKey("catalogue.Item", models.PROTECT, null=True, related_name="+", db_index=False)
    item_version = models.ForeignKey(
        "catalogue.ItemVersion", models.PROTECT, null=True, related_name="+", db_index=False
    )
    window = models.ForeignKey(
        "organization.Window", models.PROTECT, null=True, related_name="+", db_index=False
    )
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    sequence = models.PositiveSmallIntegerField()
    elements = models.JSONField(default=dict)
    gaps = models.JSONField(default=list)
    ground = models.CharField(max_length=20, blank=True)
    allowed_by = models.UUIDField(null=True)
    supersedes_id = models.UUIDField(null=True)
    superseded_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    letter = models.UUIDField()
    paper = models.CharField(max_length=64)
    token = models.CharField(max_length=22)

    class Meta:
        db_table = "notices_notice"
        constraints = [
            models.UniqueConstraint(fields=["hall", "kind", "year", "serial"], name="one_notice_per_number"),
            models.UniqueConstraint(fields=["token"], name="one_notice_per_token"),
            models.UniqueConstraint(
                fields=["hall", "matter_id", "kind", "sequence"],
                condition=Q(matter_id__isnull=False),
                name="notices_of_a_matter_are_counted",
            ),
            models.CheckConstraint(condition=_one_of("kind", NoticeKind), name="a_notice_has_a_known_kind"),
            models.CheckConstraint(condition=_one_of("form", NoticeForm), name="a_notice_has_a_known_form"),
            models.CheckConstraint(condition=_one_of("channel", Channel), name="a_notice_has_a_channel"),
            models.CheckConstraint(
                condition=Q(state=NoticeState.ISSUED, ended_at__isnull=True)
                | Q(
                    state__in=[NoticeState.SATISFIED, NoticeState.SUPERSEDED, NoticeState.EXPIRED],
                    ended_at__isnull=False,
                ),
                name="a_notice_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=NoticeState.SUPERSEDED, superseded_by__isnull=False)
                | (~Q(state=NoticeState.SUPERSEDED) & Q(superseded_by__isnull=True)),
                name="what_is_superseded_says_by_what",
            ),
        ]
        indexes = [
            models.Index(fields=["hall", "matter_id", "issued_at"], name="notices_of_a_matter"),
            models.Index(fields=["hall", "issued_at"], name="notices_of_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}-{self.serial}"


class NoticeCounter(models.Model):
    """The last number given of a kind in a year; taken under lock, so numbers have no gaps."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "notices_counter"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "kind", "year"], name="one_counter_per_kind_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class Allowance(models.Model):
    """A section head let one second notice through in a matter; used up by the notice it let through."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    matter_id = models.UUIDField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ground = models.CharField(max_length=20, blank=True)
    reason = models.UUIDField()
    used_by = models.UUIDField(null=True)

    class Meta:
        db_table = "notices_allowance"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "matter_id"],
                condition=Q(used_by__isnull=True),
                name="one_open_allowance_per_matter",
            ),
            models.CheckConstraint(
                condition=Q(ground="") | Q(ground__in=[LateGround.LAW_CHANGED, LateGround.NEW_FACTS]),
                name="an_allowance_has_a_ground_one_may_give",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.given_by}"


class Suspected(models.Model):
    """A second telling that was told as a suspected violation: once for the same gaps."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    matter_id = models.UUIDField()
    first_notice = models.ForeignKey(Notice, models.PROTECT, related_name="+", db_index=False)
    first_checker = models.UUIDField()
    gaps = models.CharField(max_length=200)
    let_through = models.BooleanField()
    told_at = models.DateTimeField()

    class Meta:
        db_table = "notices_suspected"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "first_notice", "gaps", "let_through"],
                name="a_violation_is_suspected_once",
            )
        ]
        indexes = [models.Index(fields=["hall_id", "told_at"], name="suspected_of_a_time")]

    def __str__(self) -> str:
        return f"{self.first_notice_id}: {self.gaps}"


class WrongCode(models.Model):
    """Wrong codes for one number (known or not, by hash), so that codes cannot be tried out."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    number = models.CharField(max_length=64)
    wrong = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "notices_wrong_code"
        constraints = [models.UniqueConstraint(fields=["hall_id", "number"], name="wrong_codes_of_a_number")]
        indexes = [models.Index(fields=["hall_id", "last_at"], name="wrong_codes_of_a_time")]

    def __str__(self) -> str:
        return f"{self.number}: {self.wrong}"


class LookUp(models.Model):
    """How often one network address (by hash) asked in one hour."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    address = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "notices_look_up"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "address", "hour"], name="look_ups_of_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.hour}: {self.count}"
