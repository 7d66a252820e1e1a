"""Called earlier: declared, given with a reason, approved by somebody else, capped, and never in secret."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from bench.hall import MORNING, OpenHall
from django.db import IntegrityError, transaction

from tests.queueing.turns import At, call, called, take, told
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.queueing import again, events, selectors, services
from yichuang.queueing.models import PriorityGrant, Ticket
from yichuang.queueing.types import (
    ClassCard,
    EndReason,
    GrantReason,
    PriorityClass,
    TicketCard,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(hall: OpenHall) -> Actor:
    return Actor(ActorKind.PERSON, new_id(), hall.hall_id)


@pytest.fixture
def head(hall: OpenHall) -> Actor:
    return Actor(ActorKind.PERSON, new_id(), hall.hall_id)


# ---- at the kiosk -------------------------------------------------------------------------------------


def test_a_declared_class_leads_before_those_who_came_within_its_head_start(
    hall: OpenHall, later: At
) -> None:
    early, first, second = (take(hall, later(n)) for n in (0, 1000, 1100))

    old = take(hall, later(1200), PriorityClass.ELDERLY)

    assert (old.priority, old.ahead) == (PriorityClass.ELDERLY, 1)
    assert called(hall, later, 4, 1300) == [early.label, old.label, first.label, second.label]


def test_the_same_press_takes_one_ticket_with_one_grant(hall: OpenHall) -> None:
    key = Key("press-0001", "a" * 64)
    values = {
        "line_id": hall.lines[0].id,
        "priority": PriorityClass.PREGNANT,
        "by": hall.kiosks[0],
        "key": key,
    }

    first = services.take_ticket(**values, at=MORNING)
    again_ = services.take_ticket(**values, at=MORNING)

    assert first == again_
    assert PriorityGrant.objects.filter(hall_id=hall.hall_id).count() == 1


def test_nobody_declares_an_emergency_at_the_kiosk(hall: OpenHall) -> None:
    for priority in (PriorityClass.EMERGENCY, PriorityClass.URGENT, PriorityClass.APPOINTMENT):
        with pytest.raises(services.ClassNotDeclared):
            take(hall, MORNING, priority)

    assert not Ticket.objects.filter(hall_id=hall.hall_id).exists()


# ---- a reason, or nothing -----------------------------------------------------------------------------


@proves("QUE-02")
def test_who_is_called_earlier_has_a_reason_in_the_journal_and_is_counted(
    hall: OpenHall, guide: Actor, later: At
) -> None:
    take(hall, later(0))
    old = take(hall, later(10))

    services.grant_priority(
        ticket_id=old.id,
        priority=PriorityClass.ELDERLY,
        reason=GrantReason.DOCUMENT_SHOWN,
        by=guide,
        at=later(20),
    )

    (event,) = told(hall, "queueing.priority_granted")
    assert isinstance(event, events.PriorityGranted)
    assert (event.label, event.reason, event.asked_by) == (old.label, GrantReason.DOCUMENT_SHOWN, guide.id)
    (row,) = selectors.grants(hall.hall_id, MORNING.date())
    assert (row.label, row.asked_by) == (old.label, guide.id)
    assert call(hall, later(30)).label == old.label


@proves("QUE-02", refuses=True)
def test_nobody_is_put_before_others_without_a_reason(hall: OpenHall, guide: Actor, later: At) -> None:
    first, second = take(hall, later(0)), take(hall, later(10))

    for reason, refusal in ((None, services.ReasonMissing), (GrantReason.BOOKED, services.ReasonUnfit)):
        with pytest.raises(refusal):
            services.grant_priority(
                ticket_id=second.id, priority=PriorityClass.ELDERLY, reason=reason, by=guide, at=later(20)
            )

    assert not PriorityGrant.objects.filter(hall_id=hall.hall_id).exists()
    assert called(hall, later, 2) == [first.label, second.label]


def test_a_grant_without_a_reason_is_an_error_of_the_database(hall: OpenHall, guide: Actor) -> None:
    card = take(hall, MORNING, PriorityClass.ELDERLY)

    with pytest.raises(IntegrityError), transaction.atomic():
        PriorityGrant.objects.filter(ticket_id=card.id).update(reason="")


# ---- approval -----------------------------------------------------------------------------------------


def ask(card: TicketCard, guide: Actor, at: datetime) -> TicketCard:
    return services.grant_priority(
        ticket_id=card.id, priority=PriorityClass.URGENT, reason=GrantReason.HARDSHIP, by=guide, at=at
    )


def test_an_urgent_ticket_counts_from_its_approval_on(
    hall: OpenHall, guide: Actor, head: Actor, later: At
) -> None:
    first, second, urgent = (take(hall, later(n)) for n in (0, 10, 20))

    assert ask(urgent, guide, later(30)).priority is PriorityClass.ORDINARY
    assert call(hall, later(40)).label == first.label
    approved = services.approve_priority(ticket_id=urgent.id, by=head, at=later(50))

    assert approved.priority is PriorityClass.URGENT
    assert called(hall, later, 2) == [urgent.label, second.label]


def test_nobody_approves_what_he_asked_for(hall: OpenHall, guide: Actor, later: At) -> None:
    take(hall, later(0))
    urgent = take(hall, later(10))
    ask(urgent, guide, later(20))

    with pytest.raises(services.OwnRequest):
        services.approve_priority(ticket_id=urgent.id, by=guide, at=later(30))
    with pytest.raises(IntegrityError), transaction.atomic():
        PriorityGrant.objects.filter(ticket_id=urgent.id).update(decided_by=guide.id)


def test_a_refused_request_leaves_the_ticket_where_it_is(
    hall: OpenHall, guide: Actor, head: Actor, later: At
) -> None:
    first, urgent = take(hall, later(0)), take(hall, later(10))
    ask(urgent, guide, later(20))

    services.refuse_priority(ticket_id=urgent.id, reason=EndReason.ORDINARY_SUFFICES, by=head, at=later(30))

    with pytest.raises(services.NothingRequested):
        services.approve_priority(ticket_id=urgent.id, by=head, at=later(40))
    assert called(hall, later, 2) == [first.label, urgent.label]


def test_a_class_taken_back_leads_back_into_turn(hall: OpenHall, guide: Actor, later: At) -> None:
    first, young = take(hall, later(0)), take(hall, later(10), PriorityClass.ELDERLY)

    services.withdraw_priority(ticket_id=young.id, reason=EndReason.CRITERIA_NOT_MET, by=guide, at=later(20))

    assert called(hall, later, 2) == [first.label, young.label]
    with pytest.raises(services.NoPriority):
        services.withdraw_priority(ticket_id=first.id, reason=EndReason.BY_MISTAKE, by=guide, at=later(30))


# ---- why this one -------------------------------------------------------------------------------------


def test_a_call_says_under_which_rule_and_whom_it_passed_over(hall: OpenHall, later: At) -> None:
    first, second = take(hall, later(0)), take(hall, later(10))
    other = take(hall, later(15), line=1)
    old = take(hall, later(20), PriorityClass.ELDERLY)

    call(hall, later(30))
    call(hall, later(40))

    why = selectors.why_called(hall.hall_id, old.id)
    assert why is not None
    assert (why.policy.version, why.rank, why.passed_over) == (1, 3, (first.label, second.label, other.label))
    assert why.priority is PriorityClass.ELDERLY
    in_turn = selectors.why_called(hall.hall_id, first.id)
    assert in_turn is not None and (in_turn.rank, in_turn.passed_over) == (0, ())
    heard = told(hall, "queueing.ticket_called")
    assert [
        (one.policy, one.rank, one.passed_over) for one in heard if isinstance(one, events.TicketCalled)
    ] == [
        (1, 3, (first.label, second.label, other.label)),
        (1, 0, ()),
    ]


def test_more_than_twenty_passed_over_are_counted_and_twenty_named(hall: OpenHall, later: At) -> None:
    cards = [take(hall, later(n)) for n in range(23)]
    old = take(hall, later(30), PriorityClass.ELDERLY)

    call(hall, later(40))

    why = selectors.why_called(hall.hall_id, old.id)
    assert why is not None
    assert (why.rank, why.passed_over) == (23, tuple(card.label for card in cards[:20]))


def test_the_journal_alone_tells_every_class(hall: OpenHall, guide: Actor, head: Actor, later: At) -> None:
    cards = [take(hall, later(n)) for n in range(3)]
    old = take(hall, later(10), PriorityClass.ELDERLY)
    ask(cards[2], guide, later(20))
    services.approve_priority(ticket_id=cards[2].id, by=head, at=later(30))
    services.withdraw_priority(ticket_id=old.id, reason=EndReason.BY_MISTAKE, by=guide, at=later(40))
    called(hall, later, 4)

    assert again.first_difference(hall.hall_id) is None


# ---- looked at again (PRI-03) -------------------------------------------------------------------------


def give(hall: OpenHall, by: Actor, count: int, at: datetime) -> None:
    for _ in range(count):
        services.grant_priority(
            ticket_id=take(hall, at).id,
            priority=PriorityClass.ELDERLY,
            reason=GrantReason.EVIDENT,
            by=by,
            at=at,
        )


@proves("PRI-03")
def test_who_gives_ten_times_as_often_as_the_others_is_listed(hall: OpenHall, guide: Actor) -> None:
    for clerk in hall.clerks:
        give(hall, clerk.by, 1, MORNING)
    give(hall, guide, 9, MORNING)
    assert not [one for one in selectors.givers(hall.hall_id, MORNING.date()) if one.unusual]

    give(hall, guide, 1, MORNING)

    listed = [one for one in selectors.givers(hall.hall_id, MORNING.date()) if one.unusual]
    assert [(one.person_id, one.count) for one in listed] == [(guide.id, 10)]


@proves("PRI-03", refuses=True)
def test_a_class_that_needs_approval_moves_nobody_before_it(hall: OpenHall, guide: Actor, later: At) -> None:
    first, urgent = take(hall, later(0)), take(hall, later(10))
    ask(urgent, guide, later(20))

    with pytest.raises(services.OwnRequest):
        services.approve_priority(ticket_id=urgent.id, by=guide, at=later(30))

    assert called(hall, later, 2) == [first.label, urgent.label]


# ---- the rule itself ----------------------------------------------------------------------------------


def test_a_version_holds_from_its_day_on_and_is_never_set_backwards(hall: OpenHall) -> None:
    today, office = MORNING.date(), hall.office
    terms = selectors.policy(hall.hall_id, today).classes[-1]
    classes: tuple[ClassCard, ...] = (terms,)
    with pytest.raises(services.PolicyNotAhead):
        services.set_policy(active_from=today, classes=classes, by=office, at=MORNING)

    services.set_policy(active_from=today + timedelta(days=7), classes=classes, by=office, at=MORNING)

    with pytest.raises(services.PolicyNotAhead):
        services.set_policy(active_from=today + timedelta(days=6), classes=classes, by=office, at=MORNING)
    days = [selectors.policy(hall.hall_id, today + timedelta(days=n)).version for n in (-30, 0, 6, 7, 400)]
    assert days == [1, 1, 1, 2, 2]


def test_a_class_the_rule_does_not_give_is_refused(hall: OpenHall, guide: Actor) -> None:
    today = MORNING.date()
    emergency = selectors.policy(hall.hall_id, today).classes[-1]
    tomorrow = MORNING + timedelta(days=1)
    services.set_policy(active_from=tomorrow.date(), classes=(emergency,), by=hall.office, at=MORNING)

    with pytest.raises(services.ClassNotGiven):
        take(hall, tomorrow, PriorityClass.ELDERLY)


def test_a_hall_gets_its_rule_with_its_first_line(hall: OpenHall) -> None:
    (policy,) = selectors.policies(hall.hall_id)

    assert policy.version == 1
    assert [one.priority for one in policy.classes] == [one for one in PriorityClass if one != "ordinary"]
    assert isinstance(hall.hall_id, UUID)
