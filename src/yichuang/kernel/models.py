"""The kernel's own tables: installation, clock, leases, idempotency keys and what the heartbeat did."""

from __future__ import annotations

from django.db import models


class Installation(models.Model):
    """What this installation is: a real hall, or a demo whose accounts are printed on the screen."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    kind = models.CharField(max_length=8)
    set_up_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_installation"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_installation"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["demo", "real"]), name="an_installation_is_demo_or_real"
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class DemoClock(models.Model):
    """The hall's own time: it stood at ``base`` when the real clock showed ``real_start``."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    base = models.DateTimeField()
    real_start = models.DateTimeField()
    speed = models.FloatField(default=1.0)
    running = models.BooleanField(default=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "kernel_demo_clock"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_demo_clock"),
            models.CheckConstraint(condition=models.Q(speed__gt=0), name="the_demo_clock_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.base} × {self.speed}"


class Lease(models.Model):
    """Who leads a task that only one process may do, and until when (real time)."""

    name = models.CharField(max_length=60, primary_key=True)
    holder = models.CharField(max_length=80)
    until = models.DateTimeField()

    class Meta:
        db_table = "kernel_lease"

    def __str__(self) -> str:
        return f"{self.name}: {self.holder}"


class IdempotencyKey(models.Model):
    """A key a door was given: the journal entry of the act it stands for.  Swept after two days."""

    entry_id = models.UUIDField(primary_key=True)
    hall_id = models.UUIDField()
    actor_id = models.UUIDField()
    act = models.CharField(max_length=80)
    key = models.CharField(max_length=100)
    body_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_idempotency_key"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "actor_id", "act", "key"], name="one_act_per_idempotency_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.key}"


class Sweep(models.Model):
    """When a sweep of the heartbeat last ran, and what stopped it if something did."""

    name = models.CharField(max_length=80, primary_key=True)
    ran_at = models.DateTimeField(null=True)
    error = models.TextField(default="", blank=True)
    failed_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "kernel_sweep"

    def __str__(self) -> str:
        return self.name
