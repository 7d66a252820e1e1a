"""The tables of posts, their holders, badges, sign-ons, and the hours that were not kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yichuang.kernel.ids import new_id
from yichuang.posts.types import BreachKind, Part, PauseReason, Rung

_PARTS = [str(one) for one in Part]


class Post(models.Model):
    """The post behind a window, with the list of its duties."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey("organization.Window", models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    duties = models.JSONField(default=list)

    class Meta:
        db_table = "posts_post"
        constraints = [models.UniqueConstraint(fields=["hall", "window"], name="one_post_per_window")]

    def __str__(self) -> str:
        return self.name


class Holder(models.Model):
    """A person who may hold a post, as A or B, from a day until a day (exclusive)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=1)
    active_from = models.DateField()
    active_until = models.DateField(null=True)
    given_at = models.DateTimeField(null=True)  # null: given before it was asked to be acknowledged
    acknowledged_at = models.DateTimeField(null=True)
    pool_id = models.UUIDField(null=True)  # the pool that gives it; null: it was given by itself
    rank = models.PositiveSmallIntegerField(default=0, db_default=0)  # its place among the people of the pool

    class Meta:
        db_table = "posts_holder"
        indexes = [models.Index(fields=["hall", "person"], name="posts_of_a_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "post", "person"],
                condition=Q(active_until__isnull=True),
                name="one_open_part_per_person_and_post",
            ),
            models.UniqueConstraint(
                fields=["hall", "post"],
                condition=Q(active_until__isnull=True, part="A"),
                name="one_open_a_holder_per_post",
            ),
            models.CheckConstraint(condition=Q(part__in=_PARTS), name="a_holder_has_part_a_or_b"),
            models.CheckConstraint(
                condition=Q(pool_id__isnull=True, rank=0)
                | Q(pool_id__isnull=False, part=str(Part.B), rank__gte=1),
                name="who_holds_a_post_by_a_pool_is_a_b_of_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} from {self.active_from}"


class SignOn(models.Model):
    """A person at a window, from signing on to signing off.

    The hot acts of queueing read this table in their own SQL: an open row is the authority to call, as far as
    ``until``, and a part that ends takes its sign-on with it.  ``cover_id`` is the cover by which somebody
    sits here for another.  ``until`` is when the sign-on is over (``services.turns.serves_until``).
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey("organization.Window", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=1)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    cover_id = models.UUIDField(null=True)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "posts_sign_on"
        indexes = [models.Index(fields=["hall", "started_at"], name="sign_ons_of_a_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "window"],
                condition=Q(ended_at__isnull=True),
                name="one_open_sign_on_per_window",
            ),
            models.UniqueConstraint(
                fields=["hall", "person"],
                condition=Q(ended_at__isnull=True),
                name="one_open_sign_on_per_person",
            ),
            models.CheckConstraint(condition=Q(part__in=_PARTS), name="a_sign_on_has_part_a_or_b"),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, pause_reason="")
                | Q(paused_at__isnull=False, pause_reason__in=[str(one) for one in PauseReason]),
                name="a_pause_has_a_known_reason",
            ),
            models.CheckConstraint(
                condition=Q(cover_id__isnull=True) | Q(until__isnull=False),
                name="who_stands_in_does_so_until_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"sign-on {self.started_at}"


class Badge(models.Model):
    """One version of a person's badge, from when it was given out; nothing of it is ever taken back."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()
    lost_told_by = models.UUIDField(null=True)
    lost_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_badge"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "person", "version"], name="a_version_of_a_badge_is_given_out_once"
            ),
            models.UniqueConstraint(
                fields=["hall", "person"],
                condition=Q(replaced_at__isnull=True),
                name="one_badge_in_hand_per_person",
            ),
            models.CheckConstraint(
                condition=Q(lost_at__isnull=True, lost_told_by__isnull=True)
                | Q(lost_at__isnull=False, lost_told_by__isnull=False),
                name="a_lost_badge_was_reported_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"badge version {self.version}"


class Breach(models.Model):
    """A late opening or early closing that has been told; once per session of a window."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey("organization.Window", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    due = models.DateTimeField()

    class Meta:
        db_table = "posts_breach"
        constraints = [
            models.UniqueConstraint(fields=["hall", "window", "kind", "due"], name="a_breach_is_told_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(one) for one in BreachKind]), name="a_breach_is_of_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due}"


class Vacancy(models.Model):
    """A post that stood empty in its hours longer than the hall lets pass; told once and cleared once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    window = models.ForeignKey("organization.Window", models.PROTECT, related_name="+", db_index=False)
    since = models.DateTimeField()
    told_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rung = models.CharField(max_length=6, default=Rung.B.value, db_default=Rung.B.value)

    class Meta:
        db_table = "posts_vacancy"
        constraints = [
            models.UniqueConstraint(fields=["hall", "window", "since"], name="a_vacancy_is_told_once"),
            models.UniqueConstraint(
                fields=["hall", "window"], condition=Q(ended_at__isnull=True), name="one_vacancy_per_window"
            ),
            models.CheckConstraint(
                condition=Q(rung__in=[str(one) for one in Rung]), name="a_vacancy_is_told_up_to_a_rung"
            ),
        ]

    def __str__(self) -> str:
        return f"vacant since {self.since}"


class Delegation(models.Model):
    """A department's authority given to one person in writing, from a day until a day (exclusive)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey("organization.Person", models.PROTECT, related_name="+", db_index=False)
    item_ids = models.JSONField(default=list)
    all_at_level = models.BooleanField(default=False)
    acts = models.JSONField(default=list)
    most_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    active_from = models.DateField()
    active_until = models.DateField(null=True)
    document = models.CharField(max_length=60)
    deputy_of = models.UUIDField(null=True)
    granted_by = models.UUIDField()
    granted_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_delegation"
        indexes = [models.Index(fields=["hall", "department"], name="delegations_of_a_department")]
        constraints = [
            models.CheckConstraint(condition=~Q(document=""), name="a_delegation_is_in_writing"),
            models.CheckConstraint(
                condition=Q(deputy_of__isnull=True) | Q(active_until__isnull=False),
                name="a_deputy_has_an_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} from {self.active_from}"


class Stationing(models.Model):
    """A department whose people serve in the hall, from the moment it was found fit and let in."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", db_index=False
    )
    activated_by = models.UUIDField()
    activated_at = models.DateTimeField()

    class Meta:
        db_table = "posts_stationing"
        constraints = [
            models.UniqueConstraint(fields=["hall", "department"], name="a_department_is_let_in_once")
        ]

    def __str__(self) -> str:
        return f"stationed {self.activated_at}"


class OutsideItem(models.Model):
    """A matter of a department that is not handled in the hall, with the reason if there is one (CHF-05)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall = models.ForeignKey("organization.Hall", models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=200, blank=True)
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()
    moved_in_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "posts_outside_item"
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "department", "name"],
                condition=Q(moved_in_at__isnull=True),
                name="a_matter_outside_is_noted_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
