"""Lines, windows that serve them, tickets, calls, and the calling rule with its grants."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from yichuang.kernel.ids import new_id
from yichuang.queueing.types import EndReason, GrantReason, GrantState, Outcome, PriorityClass, TicketState

OPEN = Q(ended_at__isnull=True)
# a paper number that was entered as used by mistake: void, and no visit
NEVER_USED = Q(state=TicketState.VOIDED, left_in="", on_paper=True)
# from when a ticket's wait is counted: who took it by phone waits from checking in
CAME = Coalesce("checked_in_at", "taken_at")


class Line(models.Model):
    """A queue of a hall with its own prefix, and its own numbers every business day."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    prefix = models.CharField(max_length=4)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    hint = models.CharField(max_length=120, blank=True)
    hint_en = models.CharField(max_length=160, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        db_table = "queueing_line"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "prefix"], name="one_line_per_prefix_of_a_hall"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix} {self.name}"


class LineItem(models.Model):
    """A service item for which one takes a ticket of this line."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    item_id = models.UUIDField()

    class Meta:
        db_table = "queueing_line_item"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "line", "item_id"], name="an_item_stands_once_in_a_line"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.line_id}"


class Serves(models.Model):
    """A window may call tickets of a line: all of them, or those of one item only."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    window_id = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    item_id = models.UUIDField(null=True)

    class Meta:
        db_table = "queueing_serves"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "window_id", "line", "item_id"],
                condition=Q(item_id__isnull=False),
                name="a_window_serves_an_item_once",
            ),
            models.UniqueConstraint(
                fields=["hall_id", "window_id", "line"],
                condition=Q(item_id__isnull=True),
                name="a_window_serves_a_line_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window_id} serves {self.line_id}"


class Counter(models.Model):
    """The last number given in a line on a business day, and the last place in its order.

    Its row is locked until the ticket is committed, so a refused ticket leaves no gap.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_day = models.DateField()
    last_number = models.PositiveIntegerField()
    last_arrival = models.BigIntegerField()

    class Meta:
        db_table = "queueing_counter"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "line", "business_day"], name="one_counter_per_line_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.business_day}: {self.last_number}"


class Ticket(models.Model):
    """One place in a line on one business day.

    ``arrival`` is the place of who came (virtual time, microseconds; made new when somebody joins again),
    ``head_start`` the seconds its class gives, ``sort_key`` the place that follows (``rules.order.places``)
    under version ``policy`` of the hall's calling rule.  ``token`` opens the citizen's page and is unique
    over all halls, since who holds it does not name the hall.  ``line`` and ``item_id`` are where it stands
    now: sent on, it keeps number and label.  ``passed_on`` counts how often that happened since a service was
    last noted, ``left_in`` is the state the end of the day found it in, ``let_first`` how many others it
    once let go first (0: it has not yet), ``on_paper`` that it was given or called by paper while the system
    was down.  ``home_*`` are set while another window does one step of the visit: the window that sent it
    there, and where it stood before.  A ``remote`` one was taken by phone; ``checked_in_at`` is when its
    holder came, and its wait is counted from then.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    item_id = models.UUIDField(null=True)
    business_day = models.DateField()
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=14)
    token = models.CharField(max_length=22)
    priority = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PriorityClass])
    arrival = models.BigIntegerField()
    head_start = models.PositiveIntegerField(default=0)
    sort_key = models.BigIntegerField()
    policy = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in TicketState])
    window_id = models.UUIDField(null=True)
    call_count = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    last_called_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, choices=[(one.value, one.value) for one in Outcome])
    outcome_ref = models.CharField(max_length=40, blank=True)
    parked_at = models.DateTimeField(null=True)
    passed_on = models.PositiveSmallIntegerField(default=0, db_default=0)
    left_in = models.CharField(max_length=10, blank=True, default="", db_default="")
    home_window_id = models.UUIDField(null=True)
    home_line_id = models.UUIDField(null=True)
    home_item_id = models.UUIDField(null=True)
    let_first = models.PositiveSmallIntegerField(default=0, db_default=0)
    on_paper = models.BooleanField(default=False, db_default=False)
    remote = models.BooleanField(default=False, db_default=False)
    checked_in_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "queueing_ticket"
        constraints = [
            # a ticket sent on to another line keeps its label, so the label is what there is once
            models.UniqueConstraint(
                fields=["hall_id", "business_day", "label"], name="one_ticket_per_label_and_day"
            ),
            models.UniqueConstraint(fields=["token"], name="one_ticket_per_token"),
            models.CheckConstraint(
                condition=~Q(state=TicketState.FINISHED) | ~Q(outcome=""),
                name="a_finished_ticket_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[TicketState.CALLED, TicketState.SERVING])
                | Q(window_id__isnull=False),
                name="a_called_ticket_has_a_window",
            ),
            models.CheckConstraint(
                condition=~Q(state=TicketState.PARKED) | Q(window_id__isnull=False, parked_at__isnull=False),
                name="a_parked_ticket_has_a_window",
            ),
            models.CheckConstraint(
                condition=Q(home_window_id__isnull=True, home_line_id__isnull=True)
                | Q(home_window_id__isnull=False, home_line_id__isnull=False),
                name="a_ticket_goes_back_to_a_window_and_its_line",
            ),
            # the hot call looks for those passed over between the two places, and nowhere else
            models.CheckConstraint(
                condition=Q(sort_key__lte=F("arrival")), name="a_ticket_stands_no_later_than_it_came"
            ),
            models.CheckConstraint(
                condition=~Q(priority=PriorityClass.ORDINARY) | Q(head_start=0, sort_key=F("arrival")),
                name="an_ordinary_ticket_stands_where_it_came",
            ),
        ]
        indexes = [
            models.Index(
                fields=["hall_id", "business_day", "sort_key", "id"],
                condition=Q(state=TicketState.WAITING),
                name="waiting_in_the_hall",
            ),
            models.Index(
                fields=["hall_id", "line", "business_day", "sort_key"],
                condition=Q(state=TicketState.WAITING),
                name="waiting_in_a_line",
            ),
            models.Index(fields=["hall_id", "business_day", "ended_at"], name="tickets_of_a_day"),
        ]

    def __str__(self) -> str:
        return self.label


class Call(models.Model):
    """A ticket asked to a window, from the call until the ticket leaves it.

    ``line`` is where it stood when it was called; sent on afterwards it waits elsewhere, but the call counts
    toward that line's cap.  So does ``priority``, the class whose head start it was called by (ordinary: in
    plain turn), whatever class it is given or loses afterwards.
    The two partial unique constraints make a double call an error of the database.  Why this ticket: under
    version ``policy`` of the calling rule, before ``rank`` others who had come earlier and could have been
    called here, the first of them (at most ``rules.order.NAMED``) by label in ``passed_over``.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    window_id = models.UUIDField()
    person_id = models.UUIDField()
    priority = models.CharField(
        max_length=12,
        choices=[(one.value, one.value) for one in PriorityClass],
        default=PriorityClass.ORDINARY.value,
        db_default=PriorityClass.ORDINARY.value,
    )
    policy = models.PositiveIntegerField(default=1)
    rank = models.PositiveIntegerField(default=0)
    passed_over = models.TextField(blank=True, default="")
    called_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "queueing_call"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "window_id"], condition=OPEN, name="one_open_call_per_window"
            ),
            models.UniqueConstraint(
                fields=["hall_id", "ticket"], condition=OPEN, name="one_open_call_per_ticket"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("called_at")),
                name="a_call_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["hall_id", "ticket"], name="calls_of_a_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket_id} at {self.window_id}"


class Policy(models.Model):
    """A version of a hall's calling rule (叫号规则), in force from a day on; never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    version = models.PositiveIntegerField()
    active_from = models.DateField()

    class Meta:
        db_table = "queueing_policy"
        constraints = [
            models.UniqueConstraint(fields=["hall_id", "version"], name="one_policy_per_version_of_a_hall"),
            models.UniqueConstraint(fields=["hall_id", "active_from"], name="one_policy_begins_on_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.version} from {self.active_from}"


class PolicyClass(models.Model):
    """What a version of the calling rule says of one class; a class that is not there is not given."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+", db_index=False)
    priority = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PriorityClass])
    head_start = models.PositiveSmallIntegerField()
    criteria = models.CharField(max_length=200)
    criteria_en = models.CharField(max_length=300)
    needs_approver = models.BooleanField()
    capped = models.BooleanField()

    class Meta:
        db_table = "queueing_policy_class"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "policy", "priority"], name="a_class_stands_once_in_a_policy"
            ),
            models.CheckConstraint(
                condition=~Q(criteria="") & ~Q(criteria_en=""), name="a_class_has_its_criteria"
            ),
            models.CheckConstraint(
                condition=~Q(priority=PriorityClass.ORDINARY), name="ordinary_is_no_class_of_a_policy"
            ),
            models.CheckConstraint(
                condition=~Q(priority=PriorityClass.EMERGENCY) | Q(capped=False, needs_approver=False),
                name="an_emergency_waits_for_no_cap_and_no_approver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.priority} in {self.policy_id}"


class PriorityGrant(models.Model):
    """Why a ticket is, was or asks to be in a class: who gave it, on which ground, who approved."""

    id = models.UUIDField(primary_key=True, default=new_id)
    hall_id = models.UUIDField()
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+", db_index=False)
    business_day = models.DateField()
    priority = models.CharField(max_length=12, choices=[(one.value, one.value) for one in PriorityClass])
    reason = models.CharField(max_length=16, choices=[(one.value, one.value) for one in GrantReason])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in GrantState])
    policy = models.PositiveIntegerField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(
        max_length=20, blank=True, choices=[(one.value, one.value) for one in EndReason]
    )

    class Meta:
        db_table = "queueing_priority_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["hall_id", "ticket"],
                condition=Q(state__in=[GrantState.REQUESTED, GrantState.STANDING]),
                name="one_open_grant_per_ticket",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="nobody_approves_what_he_asked_for",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_grant_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["hall_id", "business_day", "asked_by"], name="grants_of_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.priority} for {self.ticket_id}"
