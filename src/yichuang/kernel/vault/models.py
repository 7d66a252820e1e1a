"""The encrypted values and the wrapped key of each, whose deletion shreds the value; who vowed secrecy."""

from __future__ import annotations

from django.db import models

from yichuang.kernel.ids import new_id
from yichuang.kernel.vault.types import Kind


class Entry(models.Model):
    """One value of one hall, readable only with its data key; after shredding a tombstone."""

    id = models.UUIDField(primary_key=True)
    hall_id = models.UUIDField()
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in Kind])
    purpose = models.CharField(max_length=80)
    sealed = models.BinaryField()
    blind_index = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "vault_entry"
        indexes = [
            models.Index(fields=["hall_id", "kind", "blind_index"], name="vault_find"),
            models.Index(fields=["expires_at"], name="vault_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class DataKey(models.Model):
    """The key of one entry, wrapped by the master key called ``master``."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, primary_key=True, related_name="+")
    master = models.CharField(max_length=16)
    wrapped = models.BinaryField()

    class Meta:
        db_table = "vault_data_key"
        indexes = [models.Index(fields=["master"], name="vault_keys_of_a_master")]

    def __str__(self) -> str:
        return f"key of {self.entry_id}"


class Undertaking(models.Model):
    """A person's undertaking to keep secrets, for one year of their hall: until ``until``, exclusively.

    ``wording`` is the hash of the text they signed (hex, SHA-256).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    person_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    wording = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        db_table = "vault_undertaking"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "person_id", "year"], name="an_undertaking_is_signed_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.person_id}"
