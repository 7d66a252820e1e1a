"""The tables of access; logins, sessions and enrolment codes belong to the installation."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from yichuang.kernel.access.types import DeviceKind, Role
from yichuang.kernel.ids import new_id


class AccountManager(BaseUserManager["Account"]):
    """Find an account by its login name; accounts are opened by a service only."""


class Account(AbstractBaseUser):
    """A worker's login in one hall: ``username`` is hall code, a dash, worker number."""

    id = models.UUIDField(primary_key=True, default=new_id)
    username = models.CharField(max_length=64, unique=True)
    hall_id = models.UUIDField()
    hall_code = models.CharField(max_length=24)
    worker_number = models.CharField(max_length=32)
    person_id = models.UUIDField()
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    password_set_at = models.DateTimeField()
    password_lasts = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    last_login = None  # the journal tells when somebody signed in

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AccountManager()

    class Meta:
        db_table = "access_account"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "worker_number"], name="one_account_per_worker_number"
            ),
            models.UniqueConstraint(fields=["hall_id", "person_id"], name="one_account_per_person_of_a_hall"),
        ]

    def __str__(self) -> str:
        return self.username


class PastPassword(models.Model):
    """The hash of a password an account had before, so that it is not taken again soon."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    password = models.CharField(max_length=128)
    until = models.DateTimeField()

    class Meta:
        db_table = "access_past_password"

    def __str__(self) -> str:
        return f"past password of {self.account_id}"


class Grant(models.Model):
    """A role given to an account, in the hall or one department, for a time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in Role])
    department_id = models.UUIDField(null=True)
    active_from = models.DateTimeField()
    active_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_grant"
        indexes = [models.Index(fields=["hall_id", "account"], name="grants_of_an_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(active_until__isnull=True) | Q(active_until__gte=F("active_from")),
                name="a_grant_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.account_id}"


class StaffSession(models.Model):
    """One sign-in of a person; the browser holds the token, this row only its hash."""

    id = models.UUIDField(primary_key=True, default=new_id)
    token_hash = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    window_id = models.UUIDField(null=True)
    began_at = models.DateTimeField()
    last_act_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "access_staff_session"

    def __str__(self) -> str:
        return f"session {self.id}"


class Device(models.Model):
    """A machine that acts for one hall at one place, until revoked."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    hall_code = models.CharField(max_length=24)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in DeviceKind])
    name = models.CharField(max_length=80)
    window_id = models.UUIDField(null=True)
    zone_id = models.UUIDField(null=True)
    token_hash = models.CharField(max_length=64, unique=True)
    active = models.BooleanField(default=True)
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # by the wall clock; see sights

    class Meta:
        db_table = "access_device"
        indexes = [models.Index(fields=["hall_id", "active"], name="devices_of_a_hall")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class EnrolCode(models.Model):
    """A code a new device types once within minutes; only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    hall_code = models.CharField(max_length=24)
    code_hash = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in DeviceKind])
    name = models.CharField(max_length=80)
    window_id = models.UUIDField(null=True)
    zone_id = models.UUIDField(null=True)
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_enrol_code"
        indexes = [models.Index(fields=["hall_id", "expires_at"], name="enrol_codes_of_a_hall")]

    def __str__(self) -> str:
        return f"enrolment code {self.id}"


class EnrolTry(models.Model):
    """A wrong enrolment code typed at some address (kept as a keyed hash), to slow down guessing."""

    id = models.UUIDField(primary_key=True, default=new_id)
    address_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "access_enrol_try"
        indexes = [models.Index(fields=["address_hash", "at"], name="enrol_tries_of_an_address")]

    def __str__(self) -> str:
        return f"enrolment try {self.id}"
