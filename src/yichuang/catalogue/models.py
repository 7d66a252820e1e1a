"""The tables of the catalogue: an item, and the versions of its wording, never changed once written."""

from __future__ import annotations

from django.db import models

from yichuang.kernel.ids import new_id


class Item(models.Model):
    """A service item of a hall, known by its code through all its versions."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=32)

    class Meta:
        db_table = "catalogue_item"
        constraints = [models.UniqueConstraint(fields=["hall", "code"], name="one_item_per_code_of_a_hall")]

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """How an item is worded from a day on; insert-only, a database guard refuses changes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    item = models.ForeignKey(Item, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    active_from = models.DateField()
    withdrawn = models.BooleanField(default=False)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200, blank=True)
    department = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=40, blank=True)
    applicant = models.CharField(max_length=40, blank=True)
    case_type = models.CharField(max_length=20, blank=True)
    legal_basis = models.JSONField(default=list)
    special_links = models.JSONField(default=list)
    statutory_value = models.PositiveIntegerField(null=True)
    statutory_unit = models.CharField(max_length=12, null=True)
    statutory_citation = models.CharField(max_length=400, blank=True)
    promised_value = models.PositiveIntegerField(null=True)
    promised_unit = models.CharField(max_length=12, null=True)
    fee_charged = models.BooleanField(default=False)
    fee_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    fee_note = models.CharField(max_length=400, blank=True)
    result = models.CharField(max_length=120, blank=True)
    window_type = models.CharField(max_length=40, blank=True)
    avg_minutes = models.PositiveSmallIntegerField()
    ticket_prefix = models.CharField(max_length=4)
    channels = models.JSONField(default=list)
    appointment = models.BooleanField(default=False)
    # of versions written before the terms were: what the regimes say (simple and needs_id as they said)
    simple = models.BooleanField(null=True)
    needs_id = models.BooleanField(null=True)
    terms = models.JSONField(null=True)
    limit_rules = models.JSONField(null=True)
    notes = models.CharField(max_length=1000, blank=True)
    verified = models.JSONField(default=list)
    illustrative = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    source_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_item_version"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "item", "number"], name="versions_of_an_item_are_numbered"
            )
        ]
        indexes = [models.Index(fields=["hall", "item", "active_from"], name="version_in_force")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class Material(models.Model):
    """A material of one version, in the order of the guide."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=40, blank=True)
    required = models.BooleanField()
    shareable = models.BooleanField(default=False)
    deferrable = models.BooleanField(default=False)
    has_sample = models.BooleanField(default=False)
    condition = models.JSONField(null=True)
    accepted_forms = models.JSONField(default=list)
    check_for = models.CharField(max_length=200, blank=True)
    validity_months = models.PositiveSmallIntegerField(null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "catalogue_material"
        constraints = [
            models.UniqueConstraint(fields=["hall", "version", "position"], name="materials_stand_in_order")
        ]

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A step of one version: whose role, within what limit."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, blank=True)
    limit_value = models.PositiveIntegerField(null=True)
    limit_unit = models.CharField(max_length=12, null=True)
    stage = models.CharField(max_length=16, default="handling")

    class Meta:
        db_table = "catalogue_step"
        constraints = [
            models.UniqueConstraint(fields=["hall", "version", "position"], name="steps_stand_in_order")
        ]

    def __str__(self) -> str:
        return self.name


class TariffLine(models.Model):
    """A line of one version's tariff; one value per line, and none beside them (PUB-06)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    basis = models.CharField(max_length=200)
    optional = models.BooleanField(default=False)
    brackets = models.JSONField(default=list)
    base = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    most = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    divisor = models.PositiveSmallIntegerField(default=1)
    condition = models.JSONField(null=True)

    class Meta:
        db_table = "catalogue_tariff_line"
        constraints = [
            models.UniqueConstraint(fields=["hall", "version", "code"], name="one_value_per_tariff_line"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="a_fee_has_its_basis"),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentWording(models.Model):
    """Which department of the hall a catalogue means by a name of its own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    wording = models.CharField(max_length=80)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        db_table = "catalogue_department_wording"
        constraints = [
            models.UniqueConstraint(fields=["hall", "wording"], name="a_wording_means_one_department")
        ]

    def __str__(self) -> str:
        return self.wording


class BasisRepeal(models.Model):
    """A text that items stand on is no longer law from a day on."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=200)
    ends_on = models.DateField()

    class Meta:
        db_table = "catalogue_basis_repeal"
        constraints = [models.UniqueConstraint(fields=["hall", "basis"], name="a_basis_ends_once")]

    def __str__(self) -> str:
        return f"{self.basis} until {self.ends_on}"
