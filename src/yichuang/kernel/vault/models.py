"""Two tables: the encrypted values, and the wrapped key of each.  Deleting the key shreds the value."""

from __future__ import annotations

from django.db import models

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
