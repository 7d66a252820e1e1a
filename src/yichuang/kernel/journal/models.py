"""The journal's tables: what happened, its number in the hall's chain, and who has heard it.

``Entry``, ``Seal`` and ``Batch`` are insert-only: ``guard`` refuses everything else in the database itself.
"""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act, insert-only: who did what to what, where and when."""

    id = models.UUIDField(primary_key=True)
    hall_id = models.UUIDField()
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    subject_id = models.UUIDField()
    matter_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField()
    post_id = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    window_id = models.UUIDField(null=True)
    cause_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        db_table = "journal_entry"
        indexes = [
            models.Index(fields=["hall_id", "subject_id"], name="journal_of_a_subject"),
            models.Index(fields=["hall_id", "at", "name"], name="journal_of_a_day"),
            models.Index(
                fields=["hall_id", "matter_id"],
                name="journal_of_a_matter",
                condition=models.Q(matter_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class Batch(models.Model):
    """One signed root over the entries numbered together, chained to the last; insert-only."""

    id = models.UUIDField(primary_key=True)
    hall_id = models.UUIDField()
    number = models.PositiveBigIntegerField()
    first_seq = models.PositiveBigIntegerField()
    last_seq = models.PositiveBigIntegerField()
    algorithm = models.CharField(max_length=12)
    previous_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    signature = models.CharField(max_length=128)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "journal_batch"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "number"], name="batches_of_a_hall_are_numbered_once")
        ]

    def __str__(self) -> str:
        return f"batch {self.number}"


class Seal(models.Model):
    """The place of one entry in its hall's gapless chain; insert-only."""

    # no constraint in the database: a missing entry is for ``verify`` to find and to name
    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    hall_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    batch_id = models.UUIDField()
    leaf = models.CharField(max_length=64)

    class Meta:
        db_table = "journal_seal"
        constraints = [models.UniqueConstraint(fields=["hall_id", "seq"], name="one_entry_per_seq_of_a_hall")]

    def __str__(self) -> str:
        return f"seal {self.seq}"


class Chain(models.Model):
    """Where a hall's chain ends.  Its row is the fence: who numbers entries holds its lock."""

    hall_id = models.UUIDField(primary_key=True)
    last_seq = models.PositiveBigIntegerField(default=0)
    last_number = models.PositiveBigIntegerField(default=0)
    last_root = models.CharField(max_length=64, default="")
    last_signature = models.CharField(max_length=128, default="")

    class Meta:
        db_table = "journal_chain"

    def __str__(self) -> str:
        return f"chain at {self.last_seq}"


class Unsealed(models.Model):
    """An entry committed and not yet numbered; written beside the entry, emptied by the sealer.

    The id grows in the order of writing, so acts that waited for each other's locks keep their order.
    """

    id = models.BigAutoField(primary_key=True)
    entry_id = models.UUIDField()
    hall_id = models.UUIDField()

    class Meta:
        db_table = "journal_unsealed"

    def __str__(self) -> str:
        return f"unsealed {self.entry_id}"


class Consumer(models.Model):
    """A consumer this installation knows, since when; new halls are heard from their first entry."""

    name = models.CharField(primary_key=True, max_length=120)
    kind = models.CharField(max_length=10)
    known_since = models.DateTimeField()

    class Meta:
        db_table = "journal_consumer"

    def __str__(self) -> str:
        return self.name


class Cursor(models.Model):
    """How far a consumer has heard one hall."""

    id = models.BigAutoField(primary_key=True)
    hall_id = models.UUIDField()
    consumer = models.CharField(max_length=120)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "journal_cursor"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "consumer"], name="one_cursor_per_consumer_of_a_hall")
        ]

    def __str__(self) -> str:
        return f"{self.consumer} at {self.seq}"


class SetAside(models.Model):
    """An event a consumer could not hear, or that waits behind one of the same subject; never dropped.

    ``due_at`` is the next try; a row without it waits for the one before it.
    """

    id = models.BigAutoField(primary_key=True)
    hall_id = models.UUIDField()
    consumer = models.CharField(max_length=120)
    seq = models.PositiveBigIntegerField()
    entry_id = models.UUIDField()
    subject_id = models.UUIDField()
    error = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField()

    class Meta:
        db_table = "journal_set_aside"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "consumer", "seq"], name="set_aside_once_per_consumer")
        ]
        indexes = [
            models.Index(fields=["due_at"], name="set_aside_due", condition=models.Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.consumer} set aside {self.seq}"
